/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How keys are derived from the root: HKDF with a list of length-framed fields, the first of which
 * is a label that no
 * other use has. Spec: RFC 5869; crypto/hkdf.h.
 *   state    label, purpose, strategy, state id, store id     (never TH: an upgraded host must not
 * brick state) session  label, purpose, session, TH
 */
#ifndef MODULES_KEYMGMT_LADDER_H
#define MODULES_KEYMGMT_LADDER_H

#include "crypto/secret.h"

#define LADDER_STATE_LABEL "parapet state key 1"
#define LADDER_SESSION_LABEL "parapet session key 1"
#define LADDER_KEY_SIZE 32u
#define LADDER_TEXT_MAX 64u

struct ladder_text {
	const void *bytes;
	size_t len; /* ≤ LADDER_TEXT_MAX */
};

struct ladder_state {
	struct ladder_text purpose;
	struct ladder_text state_id;
	struct ladder_text store_id;
	uint16_t
		strategy; /* enum channel_strategy: what one strategy wrote another does not open */
};

struct ladder_session {
	struct ladder_text purpose;
	uint64_t session;
	const uint8_t *th; /* CHANNEL_DIGEST_SIZE bytes */
};

/* Each makes *out from root, which is not empty. Returns OK or ERR_RANGE (a text is too long), *out
 * untouched. */
MUST_USE enum err ladder_state_key(const struct secret *root, const struct ladder_state *in,
				   struct secret *out);
MUST_USE enum err ladder_session_key(const struct secret *root, const struct ladder_session *in,
				     struct secret *out);

#endif
