/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences that are accepted: each a row, with its clause in docs/tpm-differences.md under the
 * same name. */
#ifndef INTEROP_DIFF_ACCEPTED_H
#define INTEROP_DIFF_ACCEPTED_H

#include "tests/interop/diff/exchange.h"

#define ACCEPTED_ANY 0xfffffffeu

struct accepted {
	const char *name; /* in docs/tpm-differences.md */
	uint32_t cc;      /* or ACCEPTED_ANY */
	uint32_t left;    /* response codes, or ACCEPTED_ANY; left is libtpms */
	uint32_t right;
	const char *what; /* of the answer: "code", or a word of the grammar */
};

/* The row that accepts exchange->differs, or NULL */
const struct accepted *accepted_find(const struct exchange *exchange);

#endif
