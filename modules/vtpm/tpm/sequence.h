/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash, HMAC and event sequences in slots. Spec: TPM 2.0 Library Part 1 revision 1.59 s32. */
#ifndef VTPM_TPM_SEQUENCE_H
#define VTPM_TPM_SEQUENCE_H

#include "modules/vtpm/tpm/state.h"

/* Begins one in a free slot. hash_alg NULL: an event sequence. TPM_RC_SUCCESS with *handle,
 * TPM_RC_OBJECT_MEMORY. */
uint32_t sequence_hash_start(struct tpm *tpm, uint16_t hash_alg, const struct tpm2b_digest *auth,
			     uint32_t *handle);
/* With key's secret bytes. */
uint32_t sequence_hmac_start(struct tpm *tpm, uint16_t hash_alg, const struct tpm_slot *key,
			     const struct tpm2b_digest *auth, uint32_t *handle);
/* Adds data to a sequence of any kind. */
void sequence_update(struct tpm_slot *slot, const uint8_t *data, size_t len);
/* Ends a hash or HMAC sequence. */
void sequence_final(struct tpm_slot *slot, struct tpm2b_digest *digest);
/* Ends an event sequence: the digest of every hash, in the order of banks. */
void sequence_event_final(struct tpm_slot *slot, struct tpml_digest_values *digests);

#endif
