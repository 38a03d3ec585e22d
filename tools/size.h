/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes in bytes as people write them. */
#ifndef TOOLS_SIZE_H
#define TOOLS_SIZE_H

#include <stdbool.h>
#include <stdint.h>

/* "512M", "1G", "64K", "4096": false for anything else and beyond 64 bits. */
bool size_parse(const char *text, uint64_t *out);

#endif
