/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Endorsement keys as data: one row a template. A key is derived whenever it is asked for; nothing
 * of it is kept here. Spec: TCG EK Credential Profile for TPM Family 2.0 version 2.5 s B.3, B.4, B.6.
 */
#include "modules/vtpm/tpm/ek.h"

#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/create.h"
#include "modules/vtpm/tpm/hash.h"

/* PolicyA: PolicySecret(TPM_RH_ENDORSEMENT) */
static const uint8_t policy_a_sha256[] = {
	0x83, 0x71, 0x97, 0x67, 0x44, 0x84, 0xb3, 0xf8, 0x1a, 0x90, 0xcc,
	0x8d, 0x46, 0xa5, 0xd7, 0x24, 0xfd, 0x52, 0xd7, 0x6e, 0x06, 0x52,
	0x0b, 0x64, 0xf2, 0xa1, 0xda, 0x1b, 0x33, 0x14, 0x69, 0xaa,
};
/* PolicyB: PolicyOR of PolicyA and PolicyAuthorizeNV of the index for that hash */
static const uint8_t policy_b_sha256[] = {
	0xca, 0x3d, 0x0a, 0x99, 0xa2, 0xb9, 0x39, 0x06, 0xf7, 0xa3, 0x34,
	0x24, 0x14, 0xef, 0xcf, 0xb3, 0xa3, 0x85, 0xd4, 0x4c, 0xd1, 0xfd,
	0x45, 0x90, 0x89, 0xd1, 0x9b, 0x50, 0x71, 0xc0, 0xb7, 0xa0,
};
static const uint8_t policy_b_sha384[] = {
	0xb2, 0x6e, 0x7d, 0x28, 0xd1, 0x1a, 0x50, 0xbc, 0x53, 0xd8, 0x82, 0xbc,
	0xf5, 0xfd, 0x3a, 0x1a, 0x07, 0x41, 0x48, 0xbb, 0x35, 0xd3, 0xb4, 0xe4,
	0xcb, 0x1c, 0x0a, 0xd9, 0xbd, 0xe4, 0x19, 0xca, 0xcb, 0x47, 0xba, 0x09,
	0x69, 0x96, 0x46, 0x15, 0x0f, 0x9f, 0xc0, 0x00, 0xf3, 0xf8, 0x0e, 0x12,
};
static const uint8_t policy_b_sha512[] = {
	0xb8, 0x22, 0x1c, 0xa6, 0x9e, 0x85, 0x50, 0xa4, 0x91, 0x4d, 0xe3, 0xfa, 0xa6,
	0xa1, 0x8c, 0x07, 0x2c, 0xc0, 0x12, 0x08, 0x07, 0x3a, 0x92, 0x8d, 0x5d, 0x66,
	0xd5, 0x9e, 0xf7, 0x9e, 0x49, 0xa4, 0x29, 0xc4, 0x1a, 0x6b, 0x26, 0x95, 0x71,
	0xd5, 0x7e, 0xdb, 0x25, 0xfb, 0xdb, 0x18, 0x38, 0x42, 0x56, 0x08, 0xb4, 0x13,
	0xcd, 0x61, 0x6a, 0x5f, 0x6d, 0xb5, 0xb6, 0x07, 0x1a, 0xf9, 0x9b, 0xea,
};

#define LOW                                                                                        \
	(TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |        \
	 TPMA_OBJECT_ADMINWITHPOLICY | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT)
#define HIGH (LOW | TPMA_OBJECT_USERWITHAUTH)

static const struct {
	uint32_t attributes;
	uint16_t type;
	uint16_t name_alg;
	uint16_t key; /* RSA: bits; ECC: the curve */
	uint16_t cipher_bits;
	uint16_t unique; /* bytes of zeros in each number of the unique field */
	const uint8_t *policy;
} rows[EK_TEMPLATE_COUNT] = {
	[EK_L1_RSA_2048] = { LOW, TPM_ALG_RSA, TPM_ALG_SHA256, 2048, 128, 256, policy_a_sha256 },
	[EK_L2_P256] = { LOW, TPM_ALG_ECC, TPM_ALG_SHA256, TPM_ECC_NIST_P256, 128, 32,
			 policy_a_sha256 },
	[EK_H1_RSA_2048] = { HIGH, TPM_ALG_RSA, TPM_ALG_SHA256, 2048, 128, 0, policy_b_sha256 },
	[EK_H2_P256] = { HIGH, TPM_ALG_ECC, TPM_ALG_SHA256, TPM_ECC_NIST_P256, 128, 0,
			 policy_b_sha256 },
	[EK_H3_P384] = { HIGH, TPM_ALG_ECC, TPM_ALG_SHA384, TPM_ECC_NIST_P384, 256, 0,
			 policy_b_sha384 },
	[EK_H4_P521] = { HIGH, TPM_ALG_ECC, TPM_ALG_SHA512, TPM_ECC_NIST_P521, 256, 0,
			 policy_b_sha512 },
	[EK_H6_RSA_3072] = { HIGH, TPM_ALG_RSA, TPM_ALG_SHA384, 3072, 256, 0, policy_b_sha384 },
};

void ek_template(enum ek_template which, struct tpmt_public *pub)
{
	struct tpmt_sym_def cipher;
	const struct tpmt_scheme none = { .scheme = TPM_ALG_NULL };

	ASSERT((uint32_t)which < EK_TEMPLATE_COUNT);
	cipher = (struct tpmt_sym_def){ TPM_ALG_AES, rows[which].cipher_bits, TPM_ALG_CFB };
	*pub = (struct tpmt_public){ .type = rows[which].type,
				     .name_alg = rows[which].name_alg,
				     .attributes = rows[which].attributes };
	pub->auth_policy.len = hash_size(pub->name_alg);
	__builtin_memcpy(pub->auth_policy.bytes, rows[which].policy, pub->auth_policy.len);
	if (pub->type == TPM_ALG_RSA) {
		pub->parms.rsa = (struct tpms_rsa_parms){ .symmetric = cipher,
							  .scheme = none,
							  .key_bits = rows[which].key };
		pub->unique.rsa.len = rows[which].unique;
		return;
	}
	pub->parms.ecc = (struct tpms_ecc_parms){
		.symmetric = cipher, .scheme = none, .curve_id = rows[which].key, .kdf = none
	};
	pub->unique.ecc.x.len = rows[which].unique;
	pub->unique.ecc.y.len = rows[which].unique;
}

uint32_t ek_derive(struct tpm *tpm, enum ek_template which)
{
	static const struct tpms_sensitive_create nothing;
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;

	if (tpm->call.slice == 0) {
		ek_template(which, &object->pub);
		object->hierarchy = TPM_RH_ENDORSEMENT;
		object->flags = OBJECT_PRIMARY;
		create_from_seed(tpm, &nothing.data);
	}
	return create_object(tpm, &nothing);
}

void ek_derive_wipe(struct tpm *tpm)
{
	crypto_wipe(&tpm_work(tpm)->create, sizeof(tpm_work(tpm)->create));
	crypto_wipe(&tpm_work(tpm)->secret, sizeof(tpm_work(tpm)->secret));
	crypto_wipe(&tpm_work(tpm)->job, sizeof(tpm_work(tpm)->job));
	tpm->call.slice = 0;
}

uint32_t ek_public(struct tpm *tpm, enum ek_template which, uint32_t *slice,
		   struct tpmt_public *pub)
{
	uint32_t rc;

	ASSERT(tpm->call.phase == CALL_IDLE || tpm->call.phase == CALL_DONE);
	tpm->call.slice = *slice;
	rc = ek_derive(tpm, which);
	*slice = tpm->call.slice;
	tpm->call.slice = 0;
	if (rc == TPM_RC_PENDING)
		return rc;
	if (rc == TPM_RC_SUCCESS)
		*pub = tpm_work(tpm)->create.slot.object.pub;
	ek_derive_wipe(tpm);
	return rc;
}
