/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing the parameters of two responses, word by word of the grammar. */
#ifndef INTEROP_DIFF_COMPARE_H
#define INTEROP_DIFF_COMPARE_H

#include "tests/interop/diff/exchange.h"

struct compare {
	struct reader out[SIDES];
	bool is_tainted;     /* lengths only, where the value depends on what differs by side */
	bool has_child;      /* and so for qualified names */
	const char *differs; /* the first word that does, or NULL */
};

/* Compares exchange->out as its row says; the readers are left as they are. Returns the word that
 * differs or NULL. */
const char *compare_response(const struct exchange *exchange);

#endif
