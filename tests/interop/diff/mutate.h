/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Malformed commands: a good one, spoiled alike for both sides. */
#ifndef INTEROP_DIFF_MUTATE_H
#define INTEROP_DIFF_MUTATE_H

#include "tests/interop/diff/exchange.h"

/* Before authorisation: now and then parameters that are wrong, rightly authorised. */
void mutate_parameters(struct exchange *exchange);
/* After it: header, handles, sizes, session attributes. */
void mutate_command(struct exchange *exchange);

#endif
