/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * _TPM_Hash_Start, _Data, _End: what the CPU measures before anything runs. Before Startup it goes
 * into PCR 0 (H-CRTM),
 * later into PCR 17 (D-RTM). Spec: TPM 2.0 Library Part 3 s22.9-22.11; PC Client Platform TPM Profile 1.05 s4.6.
 */
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/pcr.h"

#define HCRTM_PCR 0u
#define DRTM_PCR 17u
#define LOCALITY_OF_HASH 4u

void pcr_hash_start(struct tpm *tpm)
{
	if (!tpm->is_powered || tpm->is_failed)
		return;
	for (uint32_t bank = 0; bank < TPM_HASH_COUNT; bank++)
		hash_start(&tpm->hash_event[bank], hash_at(bank));
	tpm->is_hash_event = 1;
}

void pcr_hash_data(struct tpm *tpm, const uint8_t *data, size_t len)
{
	for (uint32_t bank = 0; tpm->is_hash_event && bank < TPM_HASH_COUNT; bank++)
		crypto_hash_update(&tpm->hash_event[bank], data, len);
}

/* Before Startup no bank is in use yet: all get the value, and Startup leaves it alone */
static void begin_crtm(struct tpm *tpm)
{
	__builtin_memcpy(tpm->pcrs.allocated, tpm->persistent.pcr_allocated,
			 sizeof(tpm->pcrs.allocated));
	for (uint32_t bank = 0; bank < TPM_PCR_BANKS; bank++) {
		uint8_t *value = tpm->pcrs.banks[bank][HCRTM_PCR];

		__builtin_memset(value, 0, TPM_DIGEST_MAX);
		value[hash_size(hash_at(bank)) - 1] = LOCALITY_OF_HASH;
	}
	tpm->pcrs.is_crtm = 1;
}

static void begin_drtm(struct tpm *tpm)
{
	for (uint32_t pcr = 0; pcr < TPM_PCR_COUNT; pcr++) {
		if (pcr_is_drtm(pcr))
			pcr_reset(tpm, pcr);
	}
}

void pcr_hash_end(struct tpm *tpm)
{
	uint8_t digest[TPM_DIGEST_MAX];

	if (!tpm->is_hash_event)
		return;
	tpm->is_hash_event = 0;
	if (tpm->is_started)
		begin_drtm(tpm);
	else
		begin_crtm(tpm);
	for (uint32_t bank = 0; bank < TPM_PCR_BANKS; bank++) {
		crypto_hash_final(&tpm->hash_event[bank], digest);
		pcr_extend(tpm, (int)bank, tpm->is_started ? DRTM_PCR : HCRTM_PCR, digest);
	}
}
