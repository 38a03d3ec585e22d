/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Left is libtpms, right is ours. A row here without its clause in docs/tpm-differences.md fails
 * the lint of the test. */
#include "tests/interop/diff/accepted.h"

#include <string.h>

static const struct accepted rows[] = {
	/* filled by what is found; the end: */
	{ NULL, 0, 0, 0, NULL },
};

const struct accepted *accepted_find(const struct exchange *exchange)
{
	for (const struct accepted *row = rows; row->name != NULL; row++) {
		if ((row->cc == ACCEPTED_ANY || row->cc == exchange->cc) &&
		    (row->left == ACCEPTED_ANY || row->left == exchange->rc[LEFT]) &&
		    (row->right == ACCEPTED_ANY || row->right == exchange->rc[RIGHT]) &&
		    strcmp(row->what, exchange->differs) == 0)
			return row;
	}
	return NULL;
}
