/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tickets: HMAC(proof of the hierarchy, tag ‖ parts), with the hash that contexts are protected by.
 * Never compares digests in other than constant time. Spec: TPM 2.0 Library Part 2 revision 1.59 s10.7.
 */
#include "modules/vtpm/tpm/ticket.h"

#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"

#define TICKET_HASH TPM_ALG_SHA512

static void ticket_digest(struct tpm *tpm, uint16_t tag, uint32_t hierarchy,
			  const struct ticket_parts *parts, struct tpm2b_digest *digest)
{
	struct crypto_hmac hmac;
	uint8_t tag_bytes[sizeof(tag)];

	be_store(tag_bytes, sizeof(tag_bytes), tag);
	hmac_start(&hmac, TICKET_HASH, hierarchy_proof(tpm, hierarchy), TPM_PROOF_SIZE);
	crypto_hmac_update(&hmac, tag_bytes, sizeof(tag_bytes));
	for (size_t i = 0; i < sizeof(parts->parts) / sizeof(parts->parts[0]); i++) {
		if (parts->parts[i].len != 0)
			crypto_hmac_update(&hmac, parts->parts[i].bytes, parts->parts[i].len);
	}
	digest->len = hash_size(TICKET_HASH);
	crypto_hmac_final(&hmac, digest->bytes);
}

/*
 * What was verified for the null hierarchy is worth nothing later. Other tickets of it count until
 * its proof changes.
 */
static bool is_empty(uint16_t tag, uint32_t hierarchy)
{
	return hierarchy == TPM_RH_NULL && (tag == TPM_ST_VERIFIED || tag == TPM_ST_HASHCHECK);
}

void ticket_make(struct tpm *tpm, uint16_t tag, uint32_t hierarchy,
		 const struct ticket_parts *parts, struct tpmt_tk *ticket)
{
	*ticket = (struct tpmt_tk){ .tag = tag, .hierarchy = hierarchy };
	if (!is_empty(tag, hierarchy))
		ticket_digest(tpm, tag, hierarchy, parts, &ticket->digest);
}

bool ticket_is_valid(struct tpm *tpm, const struct tpmt_tk *ticket,
		     const struct ticket_parts *parts)
{
	struct tpm2b_digest digest;

	if (is_empty(ticket->tag, ticket->hierarchy))
		return false;
	ticket_digest(tpm, ticket->tag, ticket->hierarchy, parts, &digest);
	return ticket->digest.len == digest.len &&
	       crypto_equal(ticket->digest.bytes, digest.bytes, digest.len);
}

void ticket_hash_check(struct tpm *tpm, uint32_t hierarchy, uint16_t hash_alg,
		       const struct tpm2b_digest *digest, struct tpmt_tk *ticket)
{
	uint8_t alg[sizeof(hash_alg)];
	const struct ticket_parts parts = { { { alg, sizeof(alg) },
					      { digest->bytes, digest->len } } };

	be_store(alg, sizeof(alg), hash_alg);
	ticket_make(tpm, TPM_ST_HASHCHECK, hierarchy, &parts, ticket);
}

bool ticket_is_hash_check(struct tpm *tpm, const struct tpmt_tk *ticket, uint16_t hash_alg,
			  const struct tpm2b_digest *digest)
{
	struct tpmt_tk expected;

	ticket_hash_check(tpm, ticket->hierarchy, hash_alg, digest, &expected);
	return expected.digest.len != 0 && ticket->digest.len == expected.digest.len &&
	       crypto_equal(ticket->digest.bytes, expected.digest.bytes, expected.digest.len);
}

bool ticket_is_safe(const uint8_t *data, size_t len)
{
	static const uint8_t generated[4] = { 0xff, 0x54, 0x43, 0x47 };

	return len >= sizeof(generated) &&
	       __builtin_memcmp(data, generated, sizeof(generated)) != 0;
}
