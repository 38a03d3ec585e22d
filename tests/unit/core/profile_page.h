/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A profile page for tests of what reads parameters: of those that are linked in, the least value
 * each. */
#ifndef TESTS_UNIT_CORE_PROFILE_PAGE_H
#define TESTS_UNIT_CORE_PROFILE_PAGE_H

#include <stddef.h>

#include "core/registry/param.h"

/* From the next load on, param has value[0..len), which the caller keeps; at most 16 parameters. */
void profile_page_set(const struct param *param, const void *value, size_t len);

/* Forgets what was set. */
void profile_page_reset(void);

/* Makes the page and loads it; it must be accepted. */
void profile_page_load(void);

#endif
