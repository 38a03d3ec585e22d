/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tickets: HMACs of the TPM over what it has verified, with a hierarchy's proof. Spec: Part 2 s10.7, Part 3. */
#ifndef VTPM_TPM_TICKET_H
#define VTPM_TPM_TICKET_H

#include "modules/vtpm/tpm/state.h"

struct ticket_parts { /* what the HMAC covers after the tag, in order; empty spans are left out */
	struct tpm_span parts[4];
};

/*
 * Fills ticket: tag, hierarchy, HMAC over tag and parts; of VERIFIED and HASHCHECK an empty digest
 * for TPM_RH_NULL.
 */
void ticket_make(struct tpm *tpm, uint16_t tag, uint32_t hierarchy,
		 const struct ticket_parts *parts, struct tpmt_tk *ticket);
/* HASHCHECK for a digest of data that the TPM did not make itself: hash algorithm and digest. Spec: Part 2 s10.7.6 */
void ticket_hash_check(struct tpm *tpm, uint32_t hierarchy, uint16_t hash_alg,
		       const struct tpm2b_digest *digest, struct tpmt_tk *ticket);
/* Whether ticket is what ticket_hash_check gives for its hierarchy; a null ticket never is. */
bool ticket_is_hash_check(struct tpm *tpm, const struct tpmt_tk *ticket, uint16_t hash_alg,
			  const struct tpm2b_digest *digest);
/* Whether data[0..len), the first bytes of what was hashed, cannot be taken for a structure of the
 * TPM. */
bool ticket_is_safe(const uint8_t *data, size_t len);
/* Whether ticket is what ticket_make gives for parts (constant time); an empty one never is. */
bool ticket_is_valid(struct tpm *tpm, const struct tpmt_tk *ticket,
		     const struct ticket_parts *parts);

#endif
