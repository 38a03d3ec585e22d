/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symmetric definitions and schemes. Spec: TPM 2.0 Library Part 2 revision 1.59 s11.1, s11.2. */
#include "modules/vtpm/tpm/types_table.h"

/* --- what follows a scheme's number: fields of struct tpmt_scheme
 * ---------------------------------------------- */
LOCAL_STRUCT(scheme_hash, tpmt_scheme, FIELD(tpmt_scheme, hash_alg, tpmi_alg_hash));
LOCAL_STRUCT(scheme_ecdaa, tpmt_scheme, FIELD(tpmt_scheme, hash_alg, tpmi_alg_hash),
	     FIELD(tpmt_scheme, extra, uint16));
LOCAL_STRUCT(scheme_xor, tpmt_scheme, FIELD(tpmt_scheme, hash_alg, tpmi_alg_hash),
	     FIELD_NULL(tpmt_scheme, extra, tpmi_alg_kdf));

UNION(scheme_details, struct tpmt_scheme, 2, CASE(TPM_ALG_RSASSA, scheme_hash, 0),
      CASE(TPM_ALG_RSAPSS, scheme_hash, 0), CASE(TPM_ALG_ECDSA, scheme_hash, 0),
      CASE(TPM_ALG_ECSCHNORR, scheme_hash, 0), CASE(TPM_ALG_ECDH, scheme_hash, 0),
      CASE(TPM_ALG_OAEP, scheme_hash, 0), CASE(TPM_ALG_HMAC, scheme_hash, 0),
      CASE(TPM_ALG_MGF1, scheme_hash, 0), CASE(TPM_ALG_KDF2, scheme_hash, 0),
      CASE(TPM_ALG_KDF1_SP800_56A, scheme_hash, 0), CASE(TPM_ALG_KDF1_SP800_108, scheme_hash, 0),
      CASE(TPM_ALG_ECDAA, scheme_ecdaa, 0), CASE(TPM_ALG_XOR, scheme_xor, 0),
      NOTHING(TPM_ALG_RSAES), NOTHING(TPM_ALG_NULL));

#define SCHEME(name_, number_)                                                                     \
	STRUCT(name_, tpmt_scheme, FIELD_INHERIT(tpmt_scheme, scheme, number_),                    \
	       FIELD_REST(tpmt_scheme, scheme_details, scheme))

SCHEME(tpmt_kdf_scheme, tpmi_alg_kdf);
SCHEME(tpmt_sig_scheme, tpmi_alg_sig_scheme);
SCHEME(tpmt_rsa_decrypt, tpmi_alg_rsa_decrypt);
SCHEME(tpmt_rsa_scheme, tpmi_alg_rsa_scheme);
SCHEME(tpmt_ecc_scheme, tpmi_alg_ecc_scheme);
SCHEME(tpmt_keyedhash_scheme, tpmi_alg_keyedhash_scheme);

/* --- TPMT_SYM_DEF
 * ------------------------------------------------------------------------------------------------
 */
UNION(sym_key_bits, uint16_t, 2, CASE(TPM_ALG_AES, tpmi_aes_key_bits, 0),
      CASE(TPM_ALG_XOR, tpmi_alg_hash, 0), NOTHING(TPM_ALG_NULL));
UNION(sym_mode, uint16_t, 2, CASE_NULL(TPM_ALG_AES, tpmi_alg_sym_mode, 0), NOTHING(TPM_ALG_XOR),
      NOTHING(TPM_ALG_NULL));

STRUCT(tpmt_sym_def, tpmt_sym_def, FIELD_INHERIT(tpmt_sym_def, algorithm, tpmi_alg_sym),
       FIELD_BY(tpmt_sym_def, key_bits, sym_key_bits, algorithm),
       FIELD_BY(tpmt_sym_def, mode, sym_mode, algorithm));
STRUCT(tpmt_sym_def_object, tpmt_sym_def,
       FIELD_INHERIT(tpmt_sym_def, algorithm, tpmi_alg_sym_object),
       FIELD_BY(tpmt_sym_def, key_bits, sym_key_bits, algorithm),
       FIELD_BY(tpmt_sym_def, mode, sym_mode, algorithm));
