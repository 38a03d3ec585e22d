/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Digests, lists, PCR selections, signatures, tickets, creation data. Spec: TPM 2.0 Library Part 2 r1.59 s10, s11.3. */
#include "modules/vtpm/tpm/types_table.h"

/* --- digests and lists
 * ---------------------------------------------------------------------------------------------------
 */
static const struct wire_type wire_digest_bytes = { .kind = WIRE_DIGEST,
						    .width = 2,
						    .size = TPM_DIGEST_MAX };

STRUCT(tpmt_ha, tpmt_ha, FIELD_INHERIT(tpmt_ha, hash_alg, tpmi_alg_hash),
       FIELD_BY(tpmt_ha, digest, digest_bytes, hash_alg));
/* Only PolicyOR takes it: two at least */
LIST(tpml_digest, digests, tpm2b_digest, 2);
LIST(tpml_digest_values, digests, tpmt_ha, 0);
LIST(tpml_alg, algs, tpm_alg_id, 0);
LIST(tpml_cc, codes, tpm_cc, 0);

/* --- PCR selections: size and octets lie side by side
 * ------------------------------------------------------------------------- */
static const struct wire_type wire_pcr_select = { .kind = WIRE_SELECT,
						  .size = 1 + TPM_PCR_SELECT_BYTES,
						  .min = TPM_PCR_SELECT_BYTES,
						  .max = TPM_PCR_SELECT_BYTES,
						  .error = TPM_RC_VALUE };
static_assert(offsetof(struct tpms_pcr_selection, select) ==
		      offsetof(struct tpms_pcr_selection, size) + 1,
	      "read and written as one");
STRUCT(tpms_pcr_selection, tpms_pcr_selection, FIELD(tpms_pcr_selection, hash, tpmi_alg_hash),
       { .type = &wire_pcr_select,
	 .offset = offsetof(struct tpms_pcr_selection, size),
	 .size = 1 + TPM_PCR_SELECT_BYTES,
	 .selector = WIRE_NO_SELECTOR });
LIST(tpml_pcr_selection, selections, tpms_pcr_selection, 0);

/* --- signatures
 * ------------------------------------------------------------------------------------------------------------------
 */
LOCAL_STRUCT(tpms_signature_rsa, tpms_signature_rsa, FIELD(tpms_signature_rsa, hash, tpmi_alg_hash),
	     FIELD(tpms_signature_rsa, sig, tpm2b_public_key_rsa));
LOCAL_STRUCT(tpms_signature_ecc, tpms_signature_ecc, FIELD(tpms_signature_ecc, hash, tpmi_alg_hash),
	     FIELD(tpms_signature_ecc, r, tpm2b_ecc_parameter),
	     FIELD(tpms_signature_ecc, s, tpm2b_ecc_parameter));
UNION(tpmu_signature, ((struct tpmt_signature *)0)->signature, 2,
      CASE(TPM_ALG_RSASSA, tpms_signature_rsa, 0), CASE(TPM_ALG_RSAPSS, tpms_signature_rsa, 0),
      CASE(TPM_ALG_ECDSA, tpms_signature_ecc, 0), CASE(TPM_ALG_ECDAA, tpms_signature_ecc, 0),
      CASE(TPM_ALG_ECSCHNORR, tpms_signature_ecc, 0), CASE(TPM_ALG_HMAC, tpmt_ha, 0),
      NOTHING(TPM_ALG_NULL));
STRUCT(tpmt_signature, tpmt_signature, FIELD_INHERIT(tpmt_signature, sig_alg, tpmi_alg_sig_scheme),
       FIELD_BY(tpmt_signature, signature, tpmu_signature, sig_alg));

/* --- tickets
 * ------------------------------------------------------------------------------------------------------------------------
 */
#define TICKET(name_, ...)                                                                         \
	static const struct wire_range name_##_tag_ranges[] = { __VA_ARGS__ };                     \
	static const struct wire_type wire_##name_##_tag = { .kind = WIRE_UINT,                    \
							     .width = 2,                           \
							     .size = 2,                            \
							     .error = TPM_RC_TAG,                  \
							     .count =                              \
								     COUNT_OF(name_##_tag_ranges), \
							     .ranges = name_##_tag_ranges };       \
	STRUCT(name_, tpmt_tk, FIELD(tpmt_tk, tag, name_##_tag),                                   \
	       FIELD_NULL(tpmt_tk, hierarchy, tpmi_rh_hierarchy),                                  \
	       FIELD(tpmt_tk, digest, tpm2b_digest))
TICKET(tpmt_tk_creation, { TPM_ST_CREATION, TPM_ST_CREATION });
TICKET(tpmt_tk_verified, { TPM_ST_VERIFIED, TPM_ST_VERIFIED });
TICKET(tpmt_tk_auth, { TPM_ST_AUTH_SECRET, TPM_ST_AUTH_SECRET },
       { TPM_ST_AUTH_SIGNED, TPM_ST_AUTH_SIGNED });
TICKET(tpmt_tk_hashcheck, { TPM_ST_HASHCHECK, TPM_ST_HASHCHECK });

/* --- creation, NV, contexts
 * ------------------------------------------------------------------------------------------------------------
 */
STRUCT(tpms_creation_data, tpms_creation_data,
       FIELD(tpms_creation_data, pcr_select, tpml_pcr_selection),
       FIELD(tpms_creation_data, pcr_digest, tpm2b_digest),
       FIELD(tpms_creation_data, locality, tpma_locality),
       FIELD(tpms_creation_data, parent_name_alg, tpm_alg_id),
       FIELD(tpms_creation_data, parent_name, tpm2b_name),
       FIELD(tpms_creation_data, parent_qualified_name, tpm2b_name),
       FIELD(tpms_creation_data, outside_info, tpm2b_data));
SIZED(tpm2b_creation_data, tpms_creation_data, EMPTY_REFUSED);

/* An index's size: more than TPM_NV_INDEX_MAX is TPM_RC_SIZE */
static const struct wire_range nv_size_ranges[] = { { 0, TPM_NV_INDEX_MAX } };
static const struct wire_type wire_nv_size = { .kind = WIRE_UINT,
					       .width = 2,
					       .size = 2,
					       .error = TPM_RC_SIZE,
					       .count = 1,
					       .ranges = nv_size_ranges };
STRUCT(tpms_nv_public, tpms_nv_public, FIELD(tpms_nv_public, nv_index, tpmi_rh_nv_index),
       FIELD(tpms_nv_public, name_alg, tpmi_alg_hash), FIELD(tpms_nv_public, attributes, tpma_nv),
       FIELD(tpms_nv_public, auth_policy, tpm2b_digest), FIELD(tpms_nv_public, data_size, nv_size));
SIZED(tpm2b_nv_public, tpms_nv_public, EMPTY_REFUSED);

STRUCT(tpms_context, tpms_context, FIELD(tpms_context, sequence, uint64),
       FIELD(tpms_context, saved_handle, tpmi_dh_saved),
       FIELD_NULL(tpms_context, hierarchy, tpmi_rh_hierarchy), FIELD(tpms_context, blob, span_any));
