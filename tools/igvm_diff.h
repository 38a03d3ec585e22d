/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why two IGVM files measure differently. */
#ifndef TOOLS_IGVM_DIFF_H
#define TOOLS_IGVM_DIFF_H

#include <stdio.h>

#include "tools/igvm_file.h"
#include "tools/image.h"

/*
 * Prints what differs: headers, pages by their role, boot-block fields, and profile keys if image
 * (may be NULL) is the one in both. Returns how many lines that were.
 */
size_t igvm_diff_print(FILE *out, const struct igvm_file *a, const struct igvm_file *b,
		       const struct image *image);

#endif
