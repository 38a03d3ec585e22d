/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The PCRs. What a PCR may do is a table row; a bank's PCR exists where it is allocated.
 * Spec: PC Client Platform TPM Profile 1.05 s4.6; TPM 2.0 Library Part 1 s17, Part 3 s22.
 */
#include "modules/vtpm/tpm/pcr.h"

#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/persist.h"
#include "modules/vtpm/tpm/startup.h"

#define PCR_SAVED 0x1u        /* by Shutdown(STATE) */
#define PCR_NO_INCREMENT 0x2u /* its changes are not counted */
#define PCR_AUTH 0x4u         /* takes an authValue and a policy */

/* first..last: bit n of a mask is locality n */
struct pcr_attributes {
	uint8_t first;
	uint8_t last;
	uint8_t reset;
	uint8_t extend;
	uint8_t flags;
};

static const struct pcr_attributes table[] = {
	{ 0, 15, 0, 0x1f, PCR_SAVED },
	{ 16, 16, 0x0f, 0x1f, PCR_NO_INCREMENT },
	{ 17, 18, 0x10, 0x1c, 0 },
	{ 19, 19, 0x10, 0x0c, 0 },
	{ 20, 20, 0x14, 0x0e, PCR_AUTH },
	{ 21, 22, 0x14, 0x04, PCR_NO_INCREMENT | PCR_AUTH },
	{ 23, 23, 0x0f, 0x1f, PCR_NO_INCREMENT },
};

#define ROWS (sizeof(table) / sizeof(table[0]))
#define DRTM 0x10u /* a PCR that locality 4 resets begins as all ones */
#define HCRTM_PCR 0u

static const struct pcr_attributes *attributes_of(uint32_t pcr)
{
	uint32_t row = 0;

	while (row < ROWS - 1 && pcr > table[row].last)
		row++;
	return &table[row];
}

static bool has_locality(uint8_t mask, uint8_t locality)
{
	return locality < 8 && (mask >> locality & 1) != 0;
}

static bool is_selected(const uint8_t *select, uint32_t pcr)
{
	return pcr < TPM_PCR_COUNT && (select[pcr / 8] >> pcr % 8 & 1) != 0;
}

bool pcr_may_extend(const struct tpm *tpm, uint32_t pcr, uint8_t locality)
{
	(void)tpm;
	return has_locality(attributes_of(pcr)->extend, locality);
}

/* What locality 4 resets, only the D-RTM sequence does, never TPM2_PCR_Reset */
bool pcr_may_reset(uint32_t pcr, uint8_t locality)
{
	return locality < 4 && has_locality(attributes_of(pcr)->reset, locality);
}

bool pcr_is_drtm(uint32_t pcr)
{
	return (attributes_of(pcr)->reset & DRTM) != 0;
}

bool pcr_is_saved(uint32_t pcr)
{
	return (attributes_of(pcr)->flags & PCR_SAVED) != 0;
}

bool pcr_has_auth(uint32_t pcr)
{
	return (attributes_of(pcr)->flags & PCR_AUTH) != 0;
}

int pcr_bank(const struct tpm *tpm, uint16_t hash_alg)
{
	int bank = hash_index(hash_alg);
	uint8_t any = 0;

	if (bank < 0)
		return -1;
	for (uint32_t i = 0; i < TPM_PCR_SELECT_BYTES; i++)
		any |= tpm->pcrs.allocated[bank][i];
	return any != 0 ? bank : -1;
}

const uint8_t *pcr_value(const struct tpm *tpm, int bank, uint32_t pcr)
{
	if (bank < 0 || !is_selected(tpm->pcrs.allocated[bank], pcr))
		return NULL;
	return tpm->pcrs.banks[bank][pcr];
}

static void count_change(struct tpm *tpm, uint32_t pcr)
{
	if ((attributes_of(pcr)->flags & PCR_NO_INCREMENT) == 0)
		tpm->pcrs.update_counter++;
}

void pcr_extend(struct tpm *tpm, int bank, uint32_t pcr, const uint8_t *digest)
{
	struct crypto_hash hash;
	uint16_t alg;
	uint8_t *value;

	if (pcr_is_saved(pcr))
		persist_disorder(tpm);
	if (pcr_value(tpm, bank, pcr) == NULL)
		return;
	alg = hash_at((uint32_t)bank);
	value = tpm->pcrs.banks[bank][pcr];
	hash_start(&hash, alg);
	crypto_hash_update(&hash, value, hash_size(alg));
	crypto_hash_update(&hash, digest, hash_size(alg));
	crypto_hash_final(&hash, value);
	count_change(tpm, pcr);
}

/* All banks of one PCR to a byte; those that are not allocated too, since nothing reads them */
static void set_value(struct tpm *tpm, uint32_t pcr, uint8_t byte)
{
	for (uint32_t bank = 0; bank < TPM_PCR_BANKS; bank++)
		__builtin_memset(tpm->pcrs.banks[bank][pcr], byte, TPM_DIGEST_MAX);
}

static void set_last_byte(struct tpm *tpm, uint32_t pcr, uint8_t byte)
{
	for (uint32_t bank = 0; bank < TPM_PCR_BANKS; bank++)
		tpm->pcrs.banks[bank][pcr][hash_size(hash_at(bank)) - 1] = byte;
}

void pcr_reset(struct tpm *tpm, uint32_t pcr)
{
	set_value(tpm, pcr, 0);
	count_change(tpm, pcr);
}

void pcr_filter(const struct tpm *tpm, struct tpms_pcr_selection *selection)
{
	int bank = hash_index(selection->hash);

	for (uint32_t i = 0; i < TPM_PCR_SELECT_BYTES; i++) {
		uint8_t allocated = bank < 0 ? 0 : tpm->pcrs.allocated[bank][i];

		selection->select[i] &= i < selection->size ? allocated : 0;
	}
}

void pcr_digest(struct tpm *tpm, uint16_t hash_alg, struct tpml_pcr_selection *selection,
		struct tpm2b_digest *digest)
{
	struct crypto_hash hash;

	hash_start(&hash, hash_alg);
	for (uint32_t i = 0; i < selection->count; i++) {
		struct tpms_pcr_selection *one = &selection->selections[i];

		pcr_filter(tpm, one);
		for (uint32_t pcr = 0; pcr < TPM_PCR_COUNT; pcr++) {
			if (!is_selected(one->select, pcr))
				continue;
			crypto_hash_update(&hash, tpm->pcrs.banks[hash_index(one->hash)][pcr],
					   hash_size(one->hash));
		}
	}
	digest->len = hash_size(hash_alg);
	crypto_hash_final(&hash, digest->bytes);
}

bool pcr_auth(const struct tpm *tpm, uint32_t pcr, struct tpm2b_digest *auth)
{
	*auth = (struct tpm2b_digest){ 0 };
	if (!pcr_has_auth(pcr))
		return false;
	*auth = tpm->pcrs.auth;
	return true;
}

uint16_t pcr_policy(const struct tpm *tpm, uint32_t pcr, struct tpm2b_digest *policy)
{
	*policy = (struct tpm2b_digest){ 0 };
	if (!pcr_has_auth(pcr))
		return TPM_ALG_NULL;
	*policy = tpm->persistent.pcr_policy.digest;
	return tpm->persistent.pcr_policy.hash_alg;
}

/* A property by what a row must have */
struct pcr_property {
	uint32_t property;
	uint8_t flags;
	uint8_t extend;
	uint8_t reset;
};

static const struct pcr_property properties[] = {
	{ .property = TPM_PT_PCR_SAVE, .flags = PCR_SAVED },
	{ .property = TPM_PT_PCR_EXTEND_L0, .extend = 0x01 },
	{ .property = TPM_PT_PCR_RESET_L0, .reset = 0x01 },
	{ .property = TPM_PT_PCR_EXTEND_L1, .extend = 0x02 },
	{ .property = TPM_PT_PCR_RESET_L1, .reset = 0x02 },
	{ .property = TPM_PT_PCR_EXTEND_L2, .extend = 0x04 },
	{ .property = TPM_PT_PCR_RESET_L2, .reset = 0x04 },
	{ .property = TPM_PT_PCR_EXTEND_L3, .extend = 0x08 },
	{ .property = TPM_PT_PCR_RESET_L3, .reset = 0x08 },
	{ .property = TPM_PT_PCR_EXTEND_L4, .extend = 0x10 },
	{ .property = TPM_PT_PCR_RESET_L4, .reset = 0x10 },
	{ .property = TPM_PT_PCR_NO_INCREMENT, .flags = PCR_NO_INCREMENT },
	{ .property = TPM_PT_PCR_DRTM_RESET, .reset = DRTM },
	{ .property = TPM_PT_PCR_POLICY, .flags = PCR_AUTH },
	{ .property = TPM_PT_PCR_AUTH, .flags = PCR_AUTH },
};

static void select_by(const struct pcr_property *property, uint8_t select[TPM_PCR_SELECT_BYTES])
{
	__builtin_memset(select, 0, TPM_PCR_SELECT_BYTES);
	for (uint32_t pcr = 0; pcr < TPM_PCR_COUNT; pcr++) {
		const struct pcr_attributes *row = attributes_of(pcr);
		uint32_t has = (row->flags & property->flags) | (row->extend & property->extend) |
			       (row->reset & property->reset);

		if (has != 0)
			select[pcr / 8] |= (uint8_t)(1u << pcr % 8);
	}
}

bool pcr_property(uint32_t property, uint8_t select[TPM_PCR_SELECT_BYTES])
{
	for (uint32_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (properties[i].property != property)
			continue;
		select_by(&properties[i], select);
		return true;
	}
	return false;
}

void pcr_manufacture(struct tpm *tpm)
{
	static const struct {
		uint16_t bank;
		bool is_always;
	} rows[] = { { TPM_ALG_SHA1, false },
		     { TPM_ALG_SHA256, true },
		     { TPM_ALG_SHA384, true },
		     { TPM_ALG_SHA512, false } };

	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].is_always || tpm->platform.has_all_banks)
			__builtin_memset(tpm->persistent.pcr_allocated[hash_index(rows[i].bank)],
					 0xff, TPM_PCR_SELECT_BYTES);
	tpm->persistent.pcr_policy.hash_alg = TPM_ALG_NULL;
}

static void start_one(struct tpm *tpm, uint32_t pcr)
{
	if (pcr == HCRTM_PCR && tpm->pcrs.is_crtm)
		return;
	if (pcr_is_drtm(pcr)) {
		set_value(tpm, pcr, 0xff);
		return;
	}
	set_value(tpm, pcr, 0);
	if (pcr == HCRTM_PCR)
		set_last_byte(tpm, pcr, tpm->pcrs.is_locality_3 ? 3 : 0);
}

void pcr_startup(struct tpm *tpm, uint16_t startup, uint8_t locality)
{
	enum startup_kind kind = startup_kind(tpm, startup);

	if (kind == STARTUP_RESET)
		tpm->pcrs.update_counter = 0;
	tpm->pcrs.is_locality_3 = locality == 3 && !tpm->pcrs.is_crtm;
	for (uint32_t pcr = 0; pcr < TPM_PCR_COUNT; pcr++) {
		if (kind == STARTUP_RESUME && pcr_is_saved(pcr))
			continue;
		if ((attributes_of(pcr)->flags & PCR_NO_INCREMENT) == 0)
			tpm->pcrs.update_counter++;
		start_one(tpm, pcr);
	}
	if (kind != STARTUP_RESUME)
		tpm->pcrs.auth = (struct tpm2b_digest){ 0 };
}
