/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel made up in memory. */
#ifndef TESTS_UNIT_TOOLS_BZIMAGE_SAMPLE_H
#define TESTS_UNIT_TOOLS_BZIMAGE_SAMPLE_H

#include "abi/linux.h"
#include "tools/file.h"

#define BZIMAGE_SAMPLE_SETUP 1024u /* bytes before the protected-mode part */
#define BZIMAGE_SAMPLE_CODE 8192u  /* bytes of that, all 0xcc */
#define BZIMAGE_SAMPLE_PREF 0x1000000u
#define BZIMAGE_SAMPLE_INIT_SIZE 0x40000u

/* Protocol 2.15, 64-bit, relocatable, aligned to 2 MiB; the caller frees. */
struct buffer bzimage_sample(void);

/* Its setup header, to break it; unaligned. */
struct linux_setup_header *bzimage_sample_header(const struct buffer *file);

#endif
