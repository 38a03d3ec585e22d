/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for tests: RAM of the E820 table that neither the guest nor its boot data lies in. Pages
 * and large pieces come from different places, so that what a test does to a page leaves large
 * pieces whole.
 */
#ifndef GUEST_POOL_H
#define GUEST_POOL_H

#include <stdint.h>

/* Finds the memory. Dies without at least 8 MiB. */
void pool_init(void);

/* A 4 KiB page, not 2M-aligned; its content is whatever was there. Dies when there is none. */
uint64_t pool_page(void);

/* A 2 MiB piece whose pages have never been handled one by one, or 0. */
uint64_t pool_large(void);

/* How many more pool_large() gives. */
uint32_t pool_large_left(void);

/* A 2 MiB piece for tests that break it into pages; always the same one. */
uint64_t pool_broken(void);

/* What was handed out since pool_keep is free again. */
void pool_reset(void);

/* What was handed out so far stays so. */
void pool_keep(void);

#endif
