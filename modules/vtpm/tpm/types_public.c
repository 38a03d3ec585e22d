/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public and sensitive areas. Spec: TPM 2.0 Library Part 2 revision 1.59 s12. */
#include "modules/vtpm/tpm/types_table.h"

/* --- parameters
 * -----------------------------------------------------------------------------------------------------
 */
LOCAL_STRUCT(tpms_rsa_parms, tpms_rsa_parms,
	     FIELD_NULL(tpms_rsa_parms, symmetric, tpmt_sym_def_object),
	     FIELD_NULL(tpms_rsa_parms, scheme, tpmt_rsa_scheme),
	     FIELD(tpms_rsa_parms, key_bits, tpmi_rsa_key_bits),
	     FIELD(tpms_rsa_parms, exponent, uint32));
LOCAL_STRUCT(tpms_ecc_parms, tpms_ecc_parms,
	     FIELD_NULL(tpms_ecc_parms, symmetric, tpmt_sym_def_object),
	     FIELD_NULL(tpms_ecc_parms, scheme, tpmt_ecc_scheme),
	     FIELD(tpms_ecc_parms, curve_id, tpmi_ecc_curve),
	     FIELD_NULL(tpms_ecc_parms, kdf, tpmt_kdf_scheme));
LOCAL_STRUCT(tpms_keyedhash_parms, tpms_keyedhash_parms,
	     FIELD_NULL(tpms_keyedhash_parms, scheme, tpmt_keyedhash_scheme));

#define PARMS(member_) offsetof(union tpmu_public_parms, member_)
UNION(tpmu_public_parms, union tpmu_public_parms, 2, CASE(TPM_ALG_RSA, tpms_rsa_parms, PARMS(rsa)),
      CASE(TPM_ALG_ECC, tpms_ecc_parms, PARMS(ecc)),
      CASE(TPM_ALG_KEYEDHASH, tpms_keyedhash_parms, PARMS(keyedhash)),
      CASE(TPM_ALG_SYMCIPHER, tpmt_sym_def_object, PARMS(sym)));

STRUCT(tpmt_public_parms, tpmt_public_parms, FIELD(tpmt_public_parms, type, tpmi_alg_public),
       FIELD_BY(tpmt_public_parms, parms, tpmu_public_parms, type));

/* --- TPMT_PUBLIC
 * ------------------------------------------------------------------------------------------------------
 */
STRUCT(tpms_ecc_point, tpms_ecc_point, FIELD(tpms_ecc_point, x, tpm2b_ecc_parameter),
       FIELD(tpms_ecc_point, y, tpm2b_ecc_parameter));
SIZED(tpm2b_ecc_point, tpms_ecc_point, EMPTY_REFUSED);

#define UNIQUE(member_) offsetof(union tpmu_public_id, member_)
UNION(tpmu_public_id, union tpmu_public_id, 2, CASE(TPM_ALG_RSA, tpm2b_public_key_rsa, UNIQUE(rsa)),
      CASE(TPM_ALG_ECC, tpms_ecc_point, UNIQUE(ecc)),
      CASE(TPM_ALG_KEYEDHASH, tpm2b_digest, UNIQUE(keyedhash)),
      CASE(TPM_ALG_SYMCIPHER, tpm2b_digest, UNIQUE(keyedhash)));

#define PUBLIC_FIELDS                                                                              \
	FIELD(tpmt_public, type, tpmi_alg_public),                                                 \
		FIELD_INHERIT(tpmt_public, name_alg, tpmi_alg_hash),                               \
		FIELD(tpmt_public, attributes, tpma_object),                                       \
		FIELD(tpmt_public, auth_policy, tpm2b_digest),                                     \
		FIELD_BY(tpmt_public, parms, tpmu_public_parms, type)

STRUCT(tpmt_public, tpmt_public, PUBLIC_FIELDS,
       FIELD_BY(tpmt_public, unique, tpmu_public_id, type));
SIZED(tpm2b_public, tpmt_public, EMPTY_REFUSED);

/* A template for a derivation parent has label and context where the key would be */
#define DERIVE(member_) WIRE_FIELD(union tpmu_public_id, derive.member_, tpm2b_label)
static const struct wire_field tpms_derive_fields[] = { DERIVE(label), DERIVE(context) };
static const struct wire_type wire_tpms_derive = { .kind = WIRE_STRUCT,
						   .size = sizeof(union tpmu_public_id),
						   .count = COUNT_OF(tpms_derive_fields),
						   .fields = tpms_derive_fields };
STRUCT(tpmt_template, tpmt_public, PUBLIC_FIELDS, FIELD(tpmt_public, unique, tpms_derive));

/* --- sensitive areas
 * ------------------------------------------------------------------------------------------------------
 */
#define COMPOSITE(member_) offsetof(union tpmu_sensitive_composite, member_)
UNION(tpmu_sensitive_composite, union tpmu_sensitive_composite, 2,
      CASE(TPM_ALG_RSA, tpm2b_private_key_rsa, COMPOSITE(rsa)),
      CASE(TPM_ALG_ECC, tpm2b_ecc_parameter, COMPOSITE(ecc)),
      CASE(TPM_ALG_KEYEDHASH, tpm2b_sensitive_data, COMPOSITE(bits)),
      CASE(TPM_ALG_SYMCIPHER, tpm2b_sym_key, COMPOSITE(sym)));

STRUCT(tpmt_sensitive, tpmt_sensitive, FIELD(tpmt_sensitive, type, tpmi_alg_public),
       FIELD(tpmt_sensitive, auth, tpm2b_digest), FIELD(tpmt_sensitive, seed, tpm2b_digest),
       FIELD_BY(tpmt_sensitive, composite, tpmu_sensitive_composite, type));
/* Empty where LoadExternal gets a public key only: the type is then 0 */
SIZED(tpm2b_sensitive, tpmt_sensitive, EMPTY_ALLOWED);

STRUCT(tpms_sensitive_create, tpms_sensitive_create,
       FIELD(tpms_sensitive_create, user_auth, tpm2b_digest),
       FIELD(tpms_sensitive_create, data, tpm2b_sensitive_data));
SIZED(tpm2b_sensitive_create, tpms_sensitive_create, EMPTY_REFUSED);
