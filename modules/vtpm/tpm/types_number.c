/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The numbers of Part 2 as tables: which values an interface type allows, and the code where it
 * does not.
 * What is listed here is what this TPM implements. Spec: TPM 2.0 Library Part 2 revision 1.59 s6, s8, s9, s11.
 */
#include "modules/vtpm/tpm/state.h"
#include "modules/vtpm/tpm/types_table.h"

#define ANY(name_, width_)                                                                         \
	const struct wire_type wire_##name_ = { .kind = WIRE_UINT,                                 \
						.width = (width_),                                 \
						.size = (width_) }
#define BITS(name_, width_, reserved_)                                                             \
	const struct wire_type wire_##name_ = {                                                    \
		.kind = WIRE_UINT, .width = (width_), .size = (width_), .reserved = (reserved_)    \
	}
/* Allowed values follow: {first, last} pairs */
#define ONE_OF(name_, width_, error_, null_, ...)                                                  \
	static const struct wire_range name_##_ranges[] = { __VA_ARGS__ };                         \
	const struct wire_type wire_##name_ = { .kind = WIRE_UINT,                                 \
						.width = (width_),                                 \
						.size = (width_),                                  \
						.error = (error_),                                 \
						.null = (null_),                                   \
						.count = sizeof(name_##_ranges) /                  \
							 sizeof(name_##_ranges[0]),                \
						.ranges = name_##_ranges }
#define NUMBER(name_, error_, ...) ONE_OF(name_, 2, error_, TPM_ALG_NULL, __VA_ARGS__)
#define HANDLES(name_, null_, ...) ONE_OF(name_, 4, TPM_RC_VALUE, null_, __VA_ARGS__)
#define V(value_)                                                                                  \
	{                                                                                          \
		(value_), (value_)                                                                 \
	}

ANY(uint8, 1);
ANY(uint16, 2);
ANY(uint32, 4);
ANY(uint64, 8);
ANY(int8, 1);
ANY(tpm_alg_id, 2);
ANY(tpm_cc, 4);
ANY(tpm_handle, 4);
ANY(tpm_ecc_curve, 2);
ANY(tpm_st, 2);
ANY(tpma_locality, 1);
BITS(tpma_session, 1, 0x18u);
BITS(tpma_object, 4, 0xfff0f309u);
BITS(tpma_nv, 4, 0x01f00300u);

ONE_OF(tpmi_yes_no, 1, TPM_RC_VALUE, 0, { 0, 1 });
ONE_OF(tpm_cap, 4, TPM_RC_VALUE, 0, { TPM_CAP_ALGS, TPM_CAP_AUTH_POLICIES + 1 },
       V(TPM_CAP_VENDOR_PROPERTY));
ONE_OF(tpm_su, 2, TPM_RC_VALUE, 0, { TPM_SU_CLEAR, TPM_SU_STATE });
ONE_OF(tpm_se, 1, TPM_RC_VALUE, 0, V(TPM_SE_HMAC), V(TPM_SE_POLICY), V(TPM_SE_TRIAL));
ONE_OF(tpm_eo, 2, TPM_RC_VALUE, 0, { TPM_EO_EQ, TPM_EO_BITCLEAR });
/* int8_t: -3..3 */
ONE_OF(tpm_clock_adjust, 1, TPM_RC_VALUE, 0, { 0, 3 }, { 0xfd, 0xff });

NUMBER(tpmi_alg_hash, TPM_RC_HASH, V(TPM_ALG_SHA1), { TPM_ALG_SHA256, TPM_ALG_SHA512 });
NUMBER(tpmi_alg_sym, TPM_RC_SYMMETRIC, V(TPM_ALG_AES), V(TPM_ALG_XOR));
NUMBER(tpmi_alg_sym_object, TPM_RC_SYMMETRIC, V(TPM_ALG_AES));
NUMBER(tpmi_alg_mac_scheme, TPM_RC_SYMMETRIC, V(TPM_ALG_SHA1), { TPM_ALG_SHA256, TPM_ALG_SHA512 },
       V(TPM_ALG_CMAC));
NUMBER(tpmi_alg_sym_mode, TPM_RC_MODE, V(TPM_ALG_CMAC), { TPM_ALG_CTR, TPM_ALG_ECB });
NUMBER(tpmi_alg_cipher_mode, TPM_RC_MODE, { TPM_ALG_CTR, TPM_ALG_ECB });
NUMBER(tpmi_alg_kdf, TPM_RC_KDF, V(TPM_ALG_MGF1), V(TPM_ALG_KDF1_SP800_56A), V(TPM_ALG_KDF2),
       V(TPM_ALG_KDF1_SP800_108));
NUMBER(tpmi_alg_sig_scheme, TPM_RC_SCHEME, V(TPM_ALG_HMAC), V(TPM_ALG_RSASSA), V(TPM_ALG_RSAPSS),
       V(TPM_ALG_ECDSA), V(TPM_ALG_ECDAA), V(TPM_ALG_ECSCHNORR));
NUMBER(tpmi_alg_rsa_scheme, TPM_RC_VALUE, { TPM_ALG_RSASSA, TPM_ALG_OAEP });
NUMBER(tpmi_alg_rsa_decrypt, TPM_RC_VALUE, V(TPM_ALG_RSAES), V(TPM_ALG_OAEP));
NUMBER(tpmi_alg_ecc_scheme, TPM_RC_SCHEME, { TPM_ALG_ECDSA, TPM_ALG_ECDAA }, V(TPM_ALG_ECSCHNORR));
NUMBER(tpmi_alg_keyedhash_scheme, TPM_RC_VALUE, V(TPM_ALG_HMAC), V(TPM_ALG_XOR));
NUMBER(tpmi_alg_public, TPM_RC_TYPE, V(TPM_ALG_RSA), V(TPM_ALG_KEYEDHASH), V(TPM_ALG_ECC),
       V(TPM_ALG_SYMCIPHER));
NUMBER(tpmi_ecc_curve, TPM_RC_CURVE, { TPM_ECC_NIST_P256, TPM_ECC_NIST_P521 }, V(TPM_ECC_BN_P256));
NUMBER(tpmi_ecc_key_exchange, TPM_RC_SCHEME, V(TPM_ALG_ECDH));
NUMBER(tpmi_aes_key_bits, TPM_RC_VALUE, V(128), V(192), V(256));
NUMBER(tpmi_rsa_key_bits, TPM_RC_VALUE, V(1024), V(2048), V(3072), V(4096));

/* --- handles
 * ------------------------------------------------------------------------------------------------
 */
#define PCR_HANDLES                                                                                \
	{                                                                                          \
		0, TPM_PCR_COUNT - 1                                                               \
	}
#define NV_HANDLES                                                                                 \
	{                                                                                          \
		0x01000000u, 0x01ffffffu                                                           \
	}
#define HMAC_HANDLES                                                                               \
	{                                                                                          \
		0x02000000u, 0x02000000u + TPM_SESSION_ACTIVE - 1                                  \
	}
#define POLICY_HANDLES                                                                             \
	{                                                                                          \
		0x03000000u, 0x03000000u + TPM_SESSION_ACTIVE - 1                                  \
	}
#define TRANSIENT_HANDLES                                                                          \
	{                                                                                          \
		0x80000000u, 0x80000000u + TPM_OBJECT_SLOTS - 1                                    \
	}
#define PERSISTENT_HANDLES                                                                         \
	{                                                                                          \
		0x81000000u, 0x81ffffffu                                                           \
	}
#define OWNER V(TPM_RH_OWNER)
#define PLATFORM V(TPM_RH_PLATFORM)
#define ENDORSEMENT V(TPM_RH_ENDORSEMENT)
#define LOCKOUT V(TPM_RH_LOCKOUT)

HANDLES(tpmi_dh_object, TPM_RH_NULL, TRANSIENT_HANDLES, PERSISTENT_HANDLES);
HANDLES(tpmi_dh_parent, TPM_RH_NULL, OWNER, PLATFORM, ENDORSEMENT, TRANSIENT_HANDLES,
	PERSISTENT_HANDLES);
HANDLES(tpmi_dh_persistent, TPM_RH_NULL, PERSISTENT_HANDLES);
HANDLES(tpmi_dh_entity, TPM_RH_NULL, OWNER, ENDORSEMENT, PLATFORM, LOCKOUT, TRANSIENT_HANDLES,
	PERSISTENT_HANDLES, NV_HANDLES, PCR_HANDLES);
HANDLES(tpmi_dh_pcr, TPM_RH_NULL, PCR_HANDLES);
HANDLES(tpmi_dh_context, TPM_RH_NULL, HMAC_HANDLES, POLICY_HANDLES, TRANSIENT_HANDLES);
HANDLES(tpmi_dh_saved, TPM_RH_NULL, HMAC_HANDLES, POLICY_HANDLES, { 0x80000000u, 0x80000002u });
HANDLES(tpmi_sh_auth_session, TPM_RS_PW, HMAC_HANDLES, POLICY_HANDLES);
HANDLES(tpmi_sh_hmac, TPM_RH_NULL, HMAC_HANDLES);
HANDLES(tpmi_sh_policy, TPM_RH_NULL, POLICY_HANDLES);
HANDLES(tpmi_rh_hierarchy, TPM_RH_NULL, OWNER, PLATFORM, ENDORSEMENT);
HANDLES(tpmi_rh_enables, TPM_RH_NULL, OWNER, PLATFORM, ENDORSEMENT, V(TPM_RH_PLATFORM_NV));
HANDLES(tpmi_rh_hierarchy_auth, TPM_RH_NULL, OWNER, PLATFORM, ENDORSEMENT, LOCKOUT);
HANDLES(tpmi_rh_hierarchy_policy, TPM_RH_NULL, OWNER, PLATFORM, ENDORSEMENT, LOCKOUT);
HANDLES(tpmi_rh_base_hierarchy, TPM_RH_NULL, OWNER, PLATFORM, ENDORSEMENT);
HANDLES(tpmi_rh_platform, TPM_RH_NULL, PLATFORM);
HANDLES(tpmi_rh_owner, TPM_RH_NULL, OWNER);
HANDLES(tpmi_rh_endorsement, TPM_RH_NULL, ENDORSEMENT);
HANDLES(tpmi_rh_provision, TPM_RH_NULL, OWNER, PLATFORM);
HANDLES(tpmi_rh_clear, TPM_RH_NULL, LOCKOUT, PLATFORM);
HANDLES(tpmi_rh_nv_auth, TPM_RH_NULL, PLATFORM, OWNER, NV_HANDLES);
HANDLES(tpmi_rh_lockout, TPM_RH_NULL, LOCKOUT);
HANDLES(tpmi_rh_nv_index, TPM_RH_NULL, NV_HANDLES);
