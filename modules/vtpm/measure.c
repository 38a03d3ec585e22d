/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The event log into PCR 0: each event once, in order, before the command that might read the PCR.
 * The log holds the SHA-384 digest of each; the other banks take the digest of the same bytes. Core
 * does not know that this happens.
 */
#include "modules/vtpm/vtpm.h"

#include "core/evidence/evidence.h"
#include "crypto/secret.h"
#include "lib/eventlog.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/pcr.h"

#define PIECE 256u

static uint32_t
	measured; /* bytes of the log that are in the PCR; 0: not even the first event was read */

static bool is_read(uint32_t offset, void *out, uint32_t len)
{
	return evidence_read(offset, out, len) == len;
}

/* Digests the event's len bytes at offset with one hash */
static enum err event_digest(uint16_t alg, uint32_t offset, uint32_t len, uint8_t *digest)
{
	uint8_t piece[PIECE];
	struct crypto_hash hash;

	hash_start(&hash, alg);
	while (len != 0) {
		uint32_t part = len < PIECE ? len : PIECE;

		if (!is_read(offset, piece, part))
			return ERR_FORMAT;
		crypto_hash_update(&hash, piece, part);
		offset += part;
		len -= part;
	}
	crypto_hash_final(&hash, digest);
	return OK;
}

/* Extends every bank by the TCG_PCR_EVENT2 at measured; moves past it */
static enum err event_measure(struct tpm *tpm)
{
	uint8_t fixed[EVENTLOG_EVENT2_FIXED];
	uint32_t event = measured + (uint32_t)sizeof(fixed);
	uint8_t digest[CRYPTO_HASH_MAX];
	uint32_t len;

	if (!is_read(measured, fixed, sizeof(fixed)))
		return ERR_FORMAT;
	len = vtpm_load32(fixed + sizeof(fixed) - 4);
	for (uint32_t i = 0; i < TPM_HASH_COUNT; i++) {
		enum err err = event_digest(hash_at(i), event, len, digest);

		if (err != OK)
			return err;
		pcr_extend(tpm, pcr_bank(tpm, hash_at(i)), vtpm_load32(fixed), digest);
	}
	measured = event + len;
	return OK;
}

void vtpm_measure_afresh(void)
{
	measured = 0;
}

enum err vtpm_measure(struct tpm *tpm)
{
	uint32_t end = evidence_state().len;
	enum err err = OK;

	if (measured == 0) {
		struct eventlog_first first;

		if (!is_read(0, &first, sizeof(first)))
			return ERR_FORMAT;
		measured = (uint32_t)sizeof(first) + first.event_size;
	}
	while (err == OK && measured < end)
		err = event_measure(tpm);
	return err;
}
