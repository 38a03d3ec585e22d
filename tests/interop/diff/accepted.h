/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences that are accepted: each a row, with its clause in docs/tpm-differences.md under the
 * same name. */
#ifndef INTEROP_DIFF_ACCEPTED_H
#define INTEROP_DIFF_ACCEPTED_H

#include "tests/interop/diff/exchange.h"

struct accepted {
	const char *name; /* in docs/tpm-differences.md */
	bool (*holds)(const struct exchange *exchange);
};

/* The row that accepts exchange->differs, or NULL */
const struct accepted *accepted_find(const struct exchange *exchange);

#endif
