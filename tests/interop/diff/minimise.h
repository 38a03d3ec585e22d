/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making a stream that differs as short as it gets. */
#ifndef INTEROP_DIFF_MINIMISE_H
#define INTEROP_DIFF_MINIMISE_H

#include "tests/interop/diff/stream.h"

/*
 * Leaves out operations as long as the stream ends in the same difference. numbers[0..*count) is
 * changed in place; tries: at most so many runs.
 */
void minimise(const struct programs *programs, uint64_t seed, uint32_t *numbers, uint32_t *count,
	      const struct difference *difference, uint32_t tries);

#endif
