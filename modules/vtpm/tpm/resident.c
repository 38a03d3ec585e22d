/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of bound keys. Each carries a mark derived from the endorsement proof, which TPM2_Clear and
 * TPM2_ChangeEPS replace: what was bound before them is no longer shown, without their knowing of
 * it.
 */
#include "modules/vtpm/tpm/resident.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"

static void mark_make(const struct tpm *tpm, uint8_t mark[TPM_RESIDENT_MARK])
{
	tpm_kdfa(TPM_ALG_SHA256, hierarchy_proof(tpm, TPM_RH_ENDORSEMENT), TPM_PROOF_SIZE,
		 "PARAPET RESIDENT", NULL, 0, NULL, 0, 8 * TPM_RESIDENT_MARK, mark);
}

static bool is_name(const struct tpm_resident *resident, const struct tpm2b_name *name)
{
	return resident->name.len == name->len &&
	       __builtin_memcmp(resident->name.bytes, name->bytes, name->len) == 0;
}

void resident_add(struct tpm *tpm, const struct tpm2b_name *name)
{
	uint32_t last = 0;

	while (last < PARAPET_RESIDENT_MAX - 1 && !is_name(&tpm->residents[last], name))
		last++;
	for (; last > 0; last--)
		tpm->residents[last] = tpm->residents[last - 1];
	tpm->residents[0].name = *name;
	mark_make(tpm, tpm->residents[0].mark);
}

const struct tpm2b_name *resident_at(const struct tpm *tpm, uint32_t index)
{
	uint8_t mark[TPM_RESIDENT_MARK];

	mark_make(tpm, mark);
	for (uint32_t i = 0; i < PARAPET_RESIDENT_MAX; i++) {
		const struct tpm_resident *at = &tpm->residents[i];

		if (at->name.len == 0 || !crypto_equal(at->mark, mark, sizeof(mark)))
			continue;
		if (index-- == 0)
			return &at->name;
	}
	return NULL;
}
