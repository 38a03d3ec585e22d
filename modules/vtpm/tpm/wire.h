/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Marshalling by table: one struct wire_type describes a TPM structure, and drives reading it from
 * bytes with every check that Part 2 puts on it, and writing it. No code is written per structure;
 * types.h has the C side.
 * Never recurses, never allocates. Spec: TPM 2.0 Library Part 2 revision 1.59, Part 3 s5.
 */
#ifndef VTPM_TPM_WIRE_H
#define VTPM_TPM_WIRE_H

#include <stdbool.h>

#include "modules/vtpm/tpm/types.h"

enum wire_kind {
	WIRE_UINT,   /* big-endian, width bytes, checked by is_valid */
	WIRE_BUFFER, /* TPM2B with storage: struct { uint16_t len; uint8_t bytes[max]; } */
	WIRE_SPAN,   /* TPM2B as a struct tpm_span of at most max bytes */
	WIRE_RAW,    /* struct tpm_span written as its bytes alone; responses only */
	WIRE_DIGEST, /* bytes of the length that the selector, a hash algorithm, has */
	WIRE_STRUCT, /* fields */
	WIRE_UNION,  /* one of cases, by the selector */
	WIRE_LIST,   /* struct { uint32_t count; T items[max]; } of fields[0] */
	WIRE_SIZED,  /* TPM2B around a structure, fields[0]: the length must fit it exactly */
	WIRE_SELECT, /* PCR selection octets: u8 size, size bytes */
};

struct wire_type;

/* WIRE_NULL_OK: the '+' of Part 3: TPM_ALG_NULL (or the null handle) is allowed here. WIRE_INHERIT:
 * where the structure around it was used with a '+' */
#define WIRE_NULL_OK 1u
#define WIRE_INHERIT 2u
#define WIRE_NO_SELECTOR 0xffffu

struct wire_field {
	const struct wire_type *type;
	uint16_t offset;   /* of the member */
	uint16_t size;     /* of the member: equal to type->size, asserted by a test */
	uint16_t selector; /* offset of the uint16_t or uint32_t member, earlier in the struct, that
			      selects */
	uint16_t flags;
};

struct wire_range { /* values that are allowed, both ends included */
	uint32_t first;
	uint32_t last;
};

struct wire_case {
	uint32_t selector;
	const struct wire_type *type; /* NULL: this selector has nothing on the wire */
	uint16_t offset;              /* of the case's member in the union */
	uint16_t flags;
};

struct wire_type {
	uint8_t kind;  /* enum wire_kind */
	uint8_t width; /* WIRE_UINT: 1, 2, 4, 8; WIRE_UNION and WIRE_DIGEST: of the selector, 2 or 4
			*/
	uint16_t size; /* sizeof the C type */
	uint16_t min;  /* WIRE_LIST: items at least; WIRE_SIZED: 1 where an empty one is refused */
	uint16_t max;  /* capacity of a buffer, span or list */
	uint16_t count;    /* of fields, cases or ranges */
	uint16_t error;    /* TPM_RC_ of a value, length or selector that is not allowed */
	uint16_t item;     /* WIRE_LIST: offset of items */
	uint32_t reserved; /* WIRE_UINT: bits that must be 0 */
	uint32_t null;     /* WIRE_UINT: the value that WIRE_NULL_OK allows */
	union {
		const struct wire_field *fields;
		const struct wire_case *cases;
		const struct wire_range *ranges; /* WIRE_UINT; count 0 allows everything */
	};
};

/* WIRE_FIELD(struct create_in, in_public, tpm2b_public): the member's row; _NULL where Part 3 has a
 * '+' */
#define WIRE_FIELD(struct_, member_, type_)                                                        \
	WIRE_FIELD_(struct_, member_, type_, WIRE_NO_SELECTOR, 0)
#define WIRE_FIELD_NULL(struct_, member_, type_)                                                   \
	WIRE_FIELD_(struct_, member_, type_, WIRE_NO_SELECTOR, WIRE_NULL_OK)
#define WIRE_FIELD_BY(struct_, member_, type_, selector_)                                          \
	WIRE_FIELD_(struct_, member_, type_, offsetof(struct_, selector_), 0)
#define WIRE_FIELD_(struct_, member_, type_, selector_, flags_)                                    \
	{                                                                                          \
		.type = &wire_##type_, .offset = offsetof(struct_, member_),                       \
		.size = sizeof(((struct_ *)0)->member_), .selector = (selector_),                  \
		.flags = (flags_)                                                                  \
	}

struct wire_reader {
	const uint8_t *at;
	uint32_t left;
};

struct wire_writer {
	uint8_t *at;
	uint32_t left;
	uint32_t written;
	bool overflow; /* set once something did not fit; nothing more is written */
};

/*
 * Reads one value of type into value (type->size bytes, zeroed first). flags: WIRE_NULL_OK or 0.
 * Returns TPM_RC_SUCCESS or a response code without a parameter number (TPM_RC_INSUFFICIENT, _SIZE,
 * _VALUE, _TAG, _SELECTOR, ...), the reader then undefined. Spans point into the reader's bytes.
 */
uint32_t wire_read(struct wire_reader *reader, const struct wire_type *type, void *value,
		   uint32_t flags);

/* Reads a whole buffer: also TPM_RC_SIZE when bytes are left over. */
uint32_t wire_read_all(const void *bytes, size_t len, const struct wire_type *type, void *value);

/* Whether an integer type allows value; flags as in wire_read. */
bool wire_allows(const struct wire_type *type, uint32_t value, uint32_t flags);

/* Writes one value; overflow is sticky in the writer. value must be valid (it came from wire_read
 * or our code). */
void wire_write(struct wire_writer *writer, const struct wire_type *type, const void *value);

/* Writes one value to out[0..cap). Returns its length; asserts that it fits: cap comes from the
 * type. */
size_t wire_pack(const struct wire_type *type, const void *value, uint8_t *out, size_t cap);

/* Plain pieces */
void wire_put_u8(struct wire_writer *writer, uint8_t value);
void wire_put_u16(struct wire_writer *writer, uint16_t value);
void wire_put_u32(struct wire_writer *writer, uint32_t value);
void wire_put_u64(struct wire_writer *writer, uint64_t value);
void wire_put_bytes(struct wire_writer *writer, const void *bytes, size_t len);
void wire_put_2b(struct wire_writer *writer, const void *bytes, uint16_t len);
/* false: not enough bytes; *value unchanged */
bool wire_get_u8(struct wire_reader *reader, uint8_t *value);
bool wire_get_u16(struct wire_reader *reader, uint16_t *value);
bool wire_get_u32(struct wire_reader *reader, uint32_t *value);
bool wire_get_u64(struct wire_reader *reader, uint64_t *value);
/* *bytes points into the reader */
bool wire_get_bytes(struct wire_reader *reader, const uint8_t **bytes, size_t len);

/* The types, by their names of Part 2; X(symbol) for each. Laid out by hand */
/* clang-format off */
#define WIRE_TYPES(X) \
	X(wire_uint8) X(wire_uint16) X(wire_uint32) X(wire_uint64) X(wire_int8) \
	X(wire_tpmi_yes_no) X(wire_tpm_alg_id) X(wire_tpm_cc) X(wire_tpm_cap) X(wire_tpm_su) \
	X(wire_tpm_se) X(wire_tpm_eo) X(wire_tpm_handle) X(wire_tpm_clock_adjust) \
	X(wire_tpm_ecc_curve) X(wire_tpm_st) X(wire_tpma_locality) X(wire_tpma_session) \
	X(wire_tpma_object) X(wire_tpma_nv) X(wire_tpmi_alg_hash) X(wire_tpmi_alg_sym) \
	X(wire_tpmi_alg_sym_object) X(wire_tpmi_alg_cipher_mode) X(wire_tpmi_alg_sym_mode) X(wire_tpmi_alg_mac_scheme) X(wire_tpmi_alg_kdf) \
	X(wire_tpmi_alg_sig_scheme) X(wire_tpmi_alg_public) X(wire_tpmi_ecc_curve) \
	X(wire_tpmi_rsa_key_bits) X(wire_tpmi_ecc_key_exchange) X(wire_tpmi_dh_object) \
	X(wire_tpmi_dh_parent) X(wire_tpmi_dh_persistent) X(wire_tpmi_dh_entity) \
	X(wire_tpmi_dh_pcr) X(wire_tpmi_dh_context) X(wire_tpmi_dh_saved) \
	X(wire_tpmi_sh_auth_session) X(wire_tpmi_sh_hmac) X(wire_tpmi_sh_policy) \
	X(wire_tpmi_rh_hierarchy) X(wire_tpmi_rh_enables) X(wire_tpmi_rh_hierarchy_auth) \
	X(wire_tpmi_rh_hierarchy_policy) X(wire_tpmi_rh_base_hierarchy) \
	X(wire_tpmi_rh_platform) X(wire_tpmi_rh_owner) X(wire_tpmi_rh_endorsement) \
	X(wire_tpmi_rh_provision) X(wire_tpmi_rh_clear) X(wire_tpmi_rh_nv_auth) \
	X(wire_tpmi_rh_lockout) X(wire_tpmi_rh_nv_index) X(wire_tpm2b_digest) \
	X(wire_tpm2b_data) X(wire_tpm2b_name) X(wire_tpm2b_label) X(wire_tpm2b_iv) \
	X(wire_tpm2b_ecc_parameter) X(wire_tpm2b_public_key_rsa) X(wire_tpm2b_private_key_rsa) \
	X(wire_tpm2b_sym_key) X(wire_tpm2b_sensitive_data) X(wire_tpm2b_encrypted_secret) \
	X(wire_tpm2b_attest) X(wire_tpm2b_private) X(wire_span_max_buffer) \
	X(wire_span_max_nv_buffer) X(wire_span_event) X(wire_span_any) X(wire_raw) \
	X(wire_tpmt_ha) X(wire_tpml_digest) X(wire_tpml_digest_values) \
	X(wire_tpms_pcr_selection) X(wire_tpml_pcr_selection) X(wire_tpml_alg) X(wire_tpml_cc) \
	X(wire_tpms_ecc_point) X(wire_tpm2b_ecc_point) X(wire_tpmt_sym_def) \
	X(wire_tpmt_sym_def_object) X(wire_tpmt_kdf_scheme) X(wire_tpmt_sig_scheme) \
	X(wire_tpmt_rsa_decrypt) X(wire_tpmt_public) X(wire_tpm2b_public) \
	X(wire_tpmt_public_parms) X(wire_tpmt_template) X(wire_tpmt_sensitive) \
	X(wire_tpm2b_sensitive) X(wire_tpms_sensitive_create) X(wire_tpm2b_sensitive_create) \
	X(wire_tpmt_signature) X(wire_tpmt_tk_creation) X(wire_tpmt_tk_verified) \
	X(wire_tpmt_tk_auth) X(wire_tpmt_tk_hashcheck) X(wire_tpms_creation_data) \
	X(wire_tpm2b_creation_data) X(wire_tpms_clock_info) X(wire_tpms_time_info) \
	X(wire_tpms_attest) X(wire_tpms_nv_public) X(wire_tpm2b_nv_public) X(wire_tpms_context)
/* clang-format on */

#define WIRE_TYPE_DECLARE_(name) extern const struct wire_type name;
WIRE_TYPES(WIRE_TYPE_DECLARE_)

/* Lists of plain numbers, as commands take them */
struct tpml_alg {
	uint32_t count;
	uint16_t algs[64];
};
struct tpml_cc {
	uint32_t count;
	uint32_t codes[128];
};

#endif
