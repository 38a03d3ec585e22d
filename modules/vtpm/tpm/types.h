/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The structures of TPM 2.0 as the TPM holds them in memory: host byte order, fixed capacities,
 * names and member order of Part 2. wire.h turns them into bytes and back; nothing here is ever
 * sent as it is. A struct tpm_span is a view: it lives as long as what it points into (the command
 * in progress, or the TPM's
 * response scratch) and is never kept. Spec: TPM 2.0 Library Part 2 revision 1.59.
 */
#ifndef VTPM_TPM_TYPES_H
#define VTPM_TPM_TYPES_H

#include <stddef.h>
#include <stdint.h>

#include "abi/tpm.h"

#define TPM_DIGEST_MAX 64u
#define TPM_HASH_COUNT 4u /* SHA-1, SHA-256, SHA-384, SHA-512 */
#define TPM_RSA_BYTES_MAX 512u
#define TPM_RSA_PRIME_MAX (TPM_RSA_BYTES_MAX / 2)
#define TPM_ECC_BYTES_MAX 66u
#define TPM_SYM_KEY_MAX 32u
#define TPM_SYM_BLOCK 16u
#define TPM_SYM_DATA_MAX 128u /* sealed data; PC Client: 128 */
#define TPM_LABEL_MAX 32u
#define TPM_BUFFER_MAX 1024u    /* MAX_DIGEST_BUFFER */
#define TPM_NV_BUFFER_MAX 1024u /* one NV_Read or NV_Write */
#define TPM_NV_INDEX_MAX 2048u  /* bytes of one index */
#define TPM_COMMAND_MAX 3968u   /* 4096 - 0x80: what a page of the SVSM protocol carries */
#define TPM_PCR_COUNT 24u
#define TPM_PCR_SELECT_BYTES 3u
#define TPM_PCR_BANKS 4u /* one a hash; PCR_Allocate says which are in use */
#define TPM_CAP_BUFFER_MAX 1024u
#define TPM_FIRMWARE_VERSION 0x0000000100000000ull /* PT_FIRMWARE_VERSION_1, _2 */

struct tpm_span {
	const uint8_t *bytes;
	uint16_t len;
};

/* TPM2B types with storage, for what is kept or computed */
struct tpm2b_digest { /* also nonce, auth, operand, timeout */
	uint16_t len;
	uint8_t bytes[TPM_DIGEST_MAX];
};
struct tpm2b_data {
	uint16_t len;
	uint8_t bytes[TPM_DIGEST_MAX + 2];
};
struct tpm2b_name {
	uint16_t len; /* 0, 4 (a handle) or 2 + digest */
	uint8_t bytes[2 + TPM_DIGEST_MAX];
};
struct tpm2b_label {
	uint16_t len;
	uint8_t bytes[TPM_LABEL_MAX];
};
struct tpm2b_iv {
	uint16_t len;
	uint8_t bytes[TPM_SYM_BLOCK];
};
struct tpm2b_ecc_parameter {
	uint16_t len;
	uint8_t bytes[TPM_ECC_BYTES_MAX];
};
struct tpm2b_public_key_rsa {
	uint16_t len;
	uint8_t bytes[TPM_RSA_BYTES_MAX];
};
struct tpm2b_private_key_rsa {
	uint16_t len;
	uint8_t bytes[TPM_RSA_PRIME_MAX];
};
struct tpm2b_sym_key {
	uint16_t len;
	uint8_t bytes[TPM_SYM_KEY_MAX];
};
struct tpm2b_sensitive_data {
	uint16_t len;
	uint8_t bytes[TPM_SYM_DATA_MAX];
};
struct tpm2b_encrypted_secret { /* an encrypted seed: an RSA block or a TPMS_ECC_POINT */
	uint16_t len;
	uint8_t bytes[TPM_RSA_BYTES_MAX];
};
struct tpm2b_attest {
	uint16_t len;
	uint8_t bytes[1408]; /* NV_Certify carries TPM_NV_BUFFER_MAX bytes of contents */
};
struct tpm2b_private { /* TPM2B_PRIVATE, TPM2B_ID_OBJECT: integrity, iv and the encrypted area */
	uint16_t len;
	uint8_t bytes[704];
};

struct tpmt_ha {
	uint16_t hash_alg;
	uint8_t digest[TPM_DIGEST_MAX];
};
struct tpml_digest {
	uint32_t count;
	struct tpm2b_digest digests[8];
};
struct tpml_digest_values {
	uint32_t count;
	struct tpmt_ha digests[TPM_HASH_COUNT];
};
struct tpms_pcr_selection {
	uint16_t hash;
	uint8_t size; /* bytes of select that the caller gave; those that are not given are 0 */
	uint8_t select[TPM_PCR_SELECT_BYTES];
};
struct tpml_pcr_selection {
	uint32_t count;
	struct tpms_pcr_selection selections[TPM_PCR_BANKS];
};

struct tpms_ecc_point {
	struct tpm2b_ecc_parameter x;
	struct tpm2b_ecc_parameter y;
};

/* TPMT_SYM_DEF, TPMT_SYM_DEF_OBJECT. For XOR, hash_alg is what the union keyBits holds */
struct tpmt_sym_def {
	uint16_t algorithm; /* AES, XOR, NULL */
	uint16_t key_bits;  /* AES: 128, 192, 256; XOR: the hash algorithm */
	uint16_t mode;
};

/* TPMT_RSA_SCHEME, TPMT_ECC_SCHEME, TPMT_SIG_SCHEME, TPMT_RSA_DECRYPT, TPMT_KDF_SCHEME,
 * TPMT_KEYEDHASH_SCHEME */
struct tpmt_scheme {
	uint16_t scheme;
	uint16_t hash_alg; /* every scheme but NULL and RSAES */
	uint16_t extra;    /* ECDAA: count; XOR: the key derivation function */
};

struct tpms_rsa_parms {
	struct tpmt_sym_def symmetric;
	struct tpmt_scheme scheme;
	uint16_t key_bits;
	uint32_t exponent; /* 0 is 65537 */
};
struct tpms_ecc_parms {
	struct tpmt_sym_def symmetric;
	struct tpmt_scheme scheme;
	uint16_t curve_id;
	struct tpmt_scheme kdf;
};
struct tpms_keyedhash_parms {
	struct tpmt_scheme scheme;
};
union tpmu_public_parms {
	struct tpms_keyedhash_parms keyedhash;
	struct tpmt_sym_def sym;
	struct tpms_rsa_parms rsa;
	struct tpms_ecc_parms ecc;
};
union tpmu_public_id {
	struct tpm2b_digest keyedhash; /* also sym */
	struct tpm2b_public_key_rsa rsa;
	struct tpms_ecc_point ecc;
	struct {
		struct tpm2b_label label;
		struct tpm2b_label context;
	} derive; /* TPM2_CreateLoaded under a derivation parent */
};
struct tpmt_public {
	uint16_t type;
	uint16_t name_alg;
	uint32_t attributes; /* TPMA_OBJECT */
	struct tpm2b_digest auth_policy;
	union tpmu_public_parms parms;
	union tpmu_public_id unique;
};
struct tpmt_public_parms { /* TPM2_TestParms */
	uint16_t type;
	union tpmu_public_parms parms;
};

union tpmu_sensitive_composite {
	struct tpm2b_private_key_rsa rsa; /* one prime */
	struct tpm2b_ecc_parameter ecc;   /* the private scalar */
	struct tpm2b_sensitive_data bits; /* keyedhash: key or sealed data */
	struct tpm2b_sym_key sym;
};
struct tpmt_sensitive {
	uint16_t type;
	struct tpm2b_digest auth;
	struct tpm2b_digest seed; /* seedValue: obfuscation of the name, or a storage key's seed */
	union tpmu_sensitive_composite composite;
};
struct tpms_sensitive_create {
	struct tpm2b_digest user_auth;
	struct tpm2b_sensitive_data data;
};

struct tpms_signature_ecc {
	uint16_t hash;
	struct tpm2b_ecc_parameter r;
	struct tpm2b_ecc_parameter s;
};
struct tpms_signature_rsa {
	uint16_t hash;
	struct tpm2b_public_key_rsa sig;
};
struct tpmt_signature {
	uint16_t sig_alg;
	union {
		struct tpms_signature_rsa rsa;
		struct tpms_signature_ecc ecc;
		struct tpmt_ha hmac;
	} signature;
};

/* TPMT_TK_CREATION, _VERIFIED, _AUTH, _HASHCHECK */
struct tpmt_tk {
	uint16_t tag;
	uint32_t hierarchy;
	struct tpm2b_digest digest;
};

struct tpms_creation_data {
	struct tpml_pcr_selection pcr_select;
	struct tpm2b_digest pcr_digest;
	uint8_t locality; /* TPMA_LOCALITY */
	uint16_t parent_name_alg;
	struct tpm2b_name parent_name;
	struct tpm2b_name parent_qualified_name;
	struct tpm2b_data outside_info;
};

struct tpms_clock_info {
	uint64_t clock; /* ms */
	uint32_t reset_count;
	uint32_t restart_count;
	uint8_t safe; /* TPMI_YES_NO */
};
struct tpms_time_info {
	uint64_t time; /* ms since power-on */
	struct tpms_clock_info clock_info;
};

/* TPMS_ATTEST; magic is TPM_GENERATED_VALUE */
struct tpms_attest {
	uint32_t magic;
	uint16_t type; /* TPM_ST_ATTEST_* */
	struct tpm2b_name qualified_signer;
	struct tpm2b_data extra_data;
	struct tpms_clock_info clock_info;
	uint64_t firmware_version;
	union {
		struct {
			struct tpm2b_name name;
			struct tpm2b_name qualified_name;
		} certify;
		struct {
			struct tpm2b_name object_name;
			struct tpm2b_digest creation_hash;
		} creation;
		struct {
			struct tpml_pcr_selection pcr_select;
			struct tpm2b_digest pcr_digest;
		} quote;
		struct {
			uint64_t audit_counter;
			uint16_t digest_alg;
			struct tpm2b_digest audit_digest;
			struct tpm2b_digest command_digest;
		} command_audit;
		struct {
			uint8_t exclusive_session;
			struct tpm2b_digest session_digest;
		} session_audit;
		struct {
			struct tpms_time_info time;
			uint64_t firmware_version;
		} time;
		struct {
			struct tpm2b_name index_name;
			uint16_t offset;
			struct tpm_span contents; /* at most TPM_NV_BUFFER_MAX */
		} nv;
		struct {
			struct tpm2b_name index_name;
			struct tpm2b_digest nv_digest;
		} nv_digest;
	} attested;
};

struct tpms_nv_public {
	uint32_t nv_index;
	uint16_t name_alg;
	uint32_t attributes; /* TPMA_NV */
	struct tpm2b_digest auth_policy;
	uint16_t data_size;
};

struct tpms_context {
	uint64_t sequence;
	uint32_t saved_handle;
	uint32_t hierarchy;
	struct tpm_span blob;
};

#endif
