/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Halves, quarters, and so on down to single operations, are left out in turn. */
#include "tests/interop/diff/minimise.h"

#include <string.h>

static bool still_differs(const struct programs *programs, uint64_t seed, const uint32_t *numbers,
			  uint32_t count, const struct difference *wanted)
{
	struct difference found = { 0 };
	uint64_t commands = 0;

	return stream_run(programs, seed, numbers, count, STREAM_QUIET, &found, &commands) ==
		       STREAM_DIFFERS &&
	       strcmp(found.key, wanted->key) == 0;
}

void minimise(const struct programs *programs, uint64_t seed, uint32_t *numbers, uint32_t *count,
	      const struct difference *difference, uint32_t tries)
{
	uint32_t without[STREAM_OPERATIONS_MAX];
	uint32_t chunk = *count;

	/* What comes after the difference is not needed */
	for (uint32_t i = 0; i < *count; i++) {
		if (numbers[i] == difference->operation)
			*count = i + 1;
	}
	while (chunk > 0 && tries > 0) {
		bool is_shorter = false;

		for (uint32_t at = 0; at < *count && tries > 0;) {
			uint32_t left_out = chunk < *count - at ? chunk : *count - at;

			memcpy(without, numbers, at * sizeof(without[0]));
			memcpy(without + at, numbers + at + left_out,
			       (*count - at - left_out) * sizeof(without[0]));
			tries--;
			if (still_differs(programs, seed, without, *count - left_out, difference)) {
				*count -= left_out;
				memcpy(numbers, without, *count * sizeof(without[0]));
				is_shorter = true;
			} else {
				at += left_out;
			}
		}
		if (!is_shorter || chunk > 1)
			chunk /= 2;
	}
}
