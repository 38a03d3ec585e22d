/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash, HMAC and event sequences. Spec: TPM 2.0 Library Part 1 revision 1.59 s32. */
#include "modules/vtpm/tpm/sequence.h"

#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/ticket.h"

uint32_t sequence_hash_start(struct tpm *tpm, uint16_t hash_alg, const struct tpm2b_digest *auth,
			     uint32_t *handle)
{
	bool is_event = hash_alg == TPM_ALG_NULL;
	struct tpm_slot *slot =
		object_slot_take(tpm, is_event ? SLOT_EVENT_SEQUENCE : SLOT_HASH_SEQUENCE, handle);

	if (slot == NULL)
		return TPM_RC_OBJECT_MEMORY;
	slot->sequence.auth = *auth;
	slot->sequence.hash_alg = hash_alg;
	if (!is_event) {
		hash_start(&slot->sequence.state.hash[0], hash_alg);
		return TPM_RC_SUCCESS;
	}
	for (uint32_t i = 0; i < TPM_HASH_COUNT; i++)
		hash_start(&slot->sequence.state.hash[i], hash_at(i));
	return TPM_RC_SUCCESS;
}

uint32_t sequence_hmac_start(struct tpm *tpm, uint16_t hash_alg, const struct tpm_slot *key,
			     const struct tpm2b_digest *auth, uint32_t *handle)
{
	const struct tpm2b_sensitive_data *bits = &key->object.sensitive.composite.bits;
	struct tpm_slot *slot = object_slot_take(tpm, SLOT_HMAC_SEQUENCE, handle);

	if (slot == NULL)
		return TPM_RC_OBJECT_MEMORY;
	slot->sequence.auth = *auth;
	slot->sequence.hash_alg = hash_alg;
	if (hash_alg == TPM_ALG_CMAC)
		return cmac_start(&slot->sequence.state.cmac, bits->bytes, bits->len) == OK
			       ? TPM_RC_SUCCESS
			       : TPM_RC_FAILURE;
	hmac_start(&slot->sequence.state.hmac, hash_alg, bits->bytes, bits->len);
	return TPM_RC_SUCCESS;
}

/* Whether a ticket may be given is decided by the first bytes, empty updates too. Spec: Part 3 s17.4 */
static void note_first(struct tpm_sequence_state *sequence, const uint8_t *data, size_t len)
{
	if (sequence->has_first)
		return;
	sequence->has_first = 1;
	sequence->is_ticket_safe = ticket_is_safe(data, len);
}

void sequence_update(struct tpm_slot *slot, const uint8_t *data, size_t len)
{
	struct tpm_sequence_state *sequence = &slot->sequence;

	if (slot->kind == SLOT_HMAC_SEQUENCE && sequence->hash_alg == TPM_ALG_CMAC) {
		cmac_update(&sequence->state.cmac, data, len);
		return;
	}
	if (slot->kind == SLOT_HMAC_SEQUENCE) {
		crypto_hmac_update(&sequence->state.hmac, data, len);
		return;
	}
	if (slot->kind == SLOT_HASH_SEQUENCE) {
		note_first(sequence, data, len);
		crypto_hash_update(&sequence->state.hash[0], data, len);
		return;
	}
	for (uint32_t i = 0; i < TPM_HASH_COUNT; i++)
		crypto_hash_update(&sequence->state.hash[i], data, len);
}

void sequence_final(struct tpm_slot *slot, struct tpm2b_digest *digest)
{
	if (slot->sequence.hash_alg == TPM_ALG_CMAC) {
		digest->len = CIPHER_BLOCK;
		cmac_final(&slot->sequence.state.cmac, digest->bytes);
		return;
	}
	digest->len = hash_size(slot->sequence.hash_alg);
	if (slot->kind == SLOT_HMAC_SEQUENCE)
		crypto_hmac_final(&slot->sequence.state.hmac, digest->bytes);
	else
		crypto_hash_final(&slot->sequence.state.hash[0], digest->bytes);
}

void sequence_event_final(struct tpm_slot *slot, struct tpml_digest_values *digests)
{
	digests->count = TPM_HASH_COUNT;
	for (uint32_t i = 0; i < TPM_HASH_COUNT; i++) {
		digests->digests[i].hash_alg = hash_at(i);
		crypto_hash_final(&slot->sequence.state.hash[i], digests->digests[i].digest);
	}
}
