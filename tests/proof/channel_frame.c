/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/channel_frame.c */
/* proof-flags: --unwind 10 */
/* proof-functions: header_decode */
/* The decoder of headers: every 24 bytes against every expectation. */
#include "tests/proof/proof.h"

#include "lib/channel_frame.h"

struct channel_expect nondet_expect(void);
struct channel_header nondet_header(void);

void proof_header_decode(void)
{
	struct channel_expect expect = nondet_expect();
	struct channel_header header = nondet_header();
	struct channel_header before = header;
	uint8_t in[CHANNEL_HEADER_SIZE];
	struct channel_fault fault = channel_header_decode(in, &expect, &header);

	if (fault.code != CHANNEL_ABORT_NONE) {
		PROVE(header.length == before.length && header.session == before.session,
		      "a fault writes nothing");
		return;
	}
	PROVE(header.length <= CHANNEL_BODY_MAX, "the length is bounded");
	PROVE(header.role == expect.role && header.session != 0, "role and session are checked");
	PROVE(expect.session == 0 || header.session == expect.session,
	      "the session is the one expected");
	PROVE(header.type == CHANNEL_ABORT ||
		      (header.type == expect.type && header.sequence == (uint32_t)expect.type),
	      "type and sequence are those expected, or it is an ABORT");
}
