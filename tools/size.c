/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes with a suffix. */
#include "tools/size.h"

#include <string.h>

#include "tools/options.h"

bool size_parse(const char *text, uint64_t *out)
{
	static const char suffixes[] = "KMG";
	size_t len = strlen(text);
	char digits[24];
	uint64_t value;
	const char *suffix;
	unsigned int shift = 0;

	if (len == 0 || len >= sizeof(digits))
		return false;
	memcpy(digits, text, len + 1);
	suffix = strchr(suffixes, digits[len - 1]);
	if (suffix != NULL) {
		shift = 10u * (unsigned int)(suffix - suffixes + 1);
		digits[len - 1] = '\0';
	}
	if (!parse_number(digits, &value) || value > UINT64_MAX >> shift)
		return false;
	*out = value << shift;
	return true;
}
