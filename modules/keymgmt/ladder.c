/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key ladder. Holds nothing: what it computes with is wiped before it returns. */
#include "modules/keymgmt/ladder.h"

#include "abi/channel.h"
#include "crypto/hkdf.h"

static enum err derive(const struct secret *root, const struct hkdf_field *fields, size_t count,
		       struct secret *out)
{
	struct secret prk;
	struct secret key = { .len = LADDER_KEY_SIZE };
	enum err err;

	for (size_t i = 0; i < count; i++) {
		if (fields[i].len > LADDER_TEXT_MAX)
			return ERR_RANGE;
	}
	/* The root may be a broker's, of any shape: extraction makes a uniform key of it */
	hkdf_extract(&prk, fields[0].bytes, fields[0].len, root->bytes, root->len);
	err = hkdf_derive(&prk, fields, count, key.bytes, key.len);
	if (err == OK)
		*out = key;
	secret_wipe(&prk);
	secret_wipe(&key);
	return err;
}

enum err ladder_state_key(const struct secret *root, const struct ladder_state *in,
			  struct secret *out)
{
	const struct hkdf_field fields[] = {
		{ LADDER_STATE_LABEL, sizeof(LADDER_STATE_LABEL) - 1 },
		{ in->purpose.bytes, in->purpose.len },
		{ &in->strategy, sizeof(in->strategy) },
		{ in->state_id.bytes, in->state_id.len },
		{ in->store_id.bytes, in->store_id.len },
	};

	return derive(root, fields, sizeof(fields) / sizeof(fields[0]), out);
}

enum err ladder_session_key(const struct secret *root, const struct ladder_session *in,
			    struct secret *out)
{
	const struct hkdf_field fields[] = {
		{ LADDER_SESSION_LABEL, sizeof(LADDER_SESSION_LABEL) - 1 },
		{ in->purpose.bytes, in->purpose.len },
		{ &in->session, sizeof(in->session) },
		{ in->th, CHANNEL_DIGEST_SIZE },
	};

	return derive(root, fields, sizeof(fields) / sizeof(fields[0]), out);
}
