/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the tables of structures are written down: for types_*.c only. */
#ifndef VTPM_TPM_TYPES_TABLE_H
#define VTPM_TPM_TYPES_TABLE_H

#include "abi/check.h"
#include "modules/vtpm/tpm/wire.h"

#define COUNT_OF(array_) (sizeof(array_) / sizeof((array_)[0]))

/* A field; with the '+' of Part 2 on its type, always or as the structure around it is used; by an
 * earlier member */
#define FIELD(struct_, member_, type_) WIRE_FIELD(struct struct_, member_, type_)
#define FIELD_NULL(struct_, member_, type_) WIRE_FIELD_NULL(struct struct_, member_, type_)
#define FIELD_INHERIT(struct_, member_, type_)                                                     \
	WIRE_FIELD_(struct struct_, member_, type_, WIRE_NO_SELECTOR, WIRE_INHERIT)
#define FIELD_BY(struct_, member_, type_, selector_)                                               \
	WIRE_FIELD_BY(struct struct_, member_, type_, selector_)
/* A union that lies over the whole struct: what follows a selector depends on it */
#define FIELD_REST(struct_, type_, selector_)                                                      \
	{                                                                                          \
		.type = &wire_##type_, .size = sizeof(struct struct_),                             \
		.selector = offsetof(struct struct_, selector_)                                    \
	}

#define STRUCT(name_, struct_, ...) STRUCT_(, name_, struct_, __VA_ARGS__)
/* One that its own file alone uses */
#define LOCAL_STRUCT(name_, struct_, ...) STRUCT_(static, name_, struct_, __VA_ARGS__)
#define STRUCT_(linkage_, name_, struct_, ...)                                                     \
	static const struct wire_field name_##_fields[] = { __VA_ARGS__ };                         \
	linkage_ const struct wire_type wire_##name_ = { .kind = WIRE_STRUCT,                      \
							 .size = sizeof(struct struct_),           \
							 .count = COUNT_OF(name_##_fields),        \
							 .fields = name_##_fields }

/* CASE(TPM_ALG_RSA, tpm2b_public_key_rsa, offset of its member); NOTHING(selector): no bytes */
#define CASE(selector_, type_, offset_)                                                            \
	{                                                                                          \
		.selector = (selector_), .type = &wire_##type_, .offset = (uint16_t)(offset_)      \
	}
#define CASE_NULL(selector_, type_, offset_)                                                       \
	{                                                                                          \
		.selector = (selector_), .type = &wire_##type_, .offset = (uint16_t)(offset_),     \
		.flags = WIRE_NULL_OK                                                              \
	}
#define NOTHING(selector_)                                                                         \
	{                                                                                          \
		.selector = (selector_)                                                            \
	}
#define UNION(name_, ctype_, width_, ...)                                                          \
	static const struct wire_case name_##_cases[] = { __VA_ARGS__ };                           \
	static const struct wire_type wire_##name_ = { .kind = WIRE_UNION,                         \
						       .width = (width_),                          \
						       .size = sizeof(ctype_),                     \
						       .error = TPM_RC_SELECTOR,                   \
						       .count = COUNT_OF(name_##_cases),           \
						       .cases = name_##_cases }

/* ITEMS: the member that is the array */
#define LIST(name_, items_, item_type_, min_)                                                      \
	static const struct wire_field name_##_item[] = {                                          \
		{ .type = &wire_##item_type_,                                                      \
		  .size = sizeof(((struct name_ *)0)->items_[0]),                                  \
		  .selector = WIRE_NO_SELECTOR }                                                   \
	};                                                                                         \
	const struct wire_type wire_##name_ = { .kind = WIRE_LIST,                                 \
						.size = sizeof(struct name_),                      \
						.min = (min_),                                     \
						.max = sizeof(((struct name_ *)0)->items_) /       \
						       sizeof(((struct name_ *)0)->items_[0]),     \
						.count = 1,                                        \
						.error = TPM_RC_SIZE,                              \
						.item = offsetof(struct name_, items_),            \
						.fields = name_##_item }

enum sized_empty { EMPTY_ALLOWED, EMPTY_REFUSED };
/* TPM2B around a structure. The structure is used with a '+' where the TPM2B is */
#define SIZED(name_, inner_, empty_)                                                               \
	static const struct wire_field name_##_body[] = { { .type = &wire_##inner_,                \
							    .size = sizeof(struct inner_),         \
							    .selector = WIRE_NO_SELECTOR,          \
							    .flags = WIRE_INHERIT } };             \
	const struct wire_type wire_##name_ = { .kind = WIRE_SIZED,                                \
						.size = sizeof(struct inner_),                     \
						.min = (empty_),                                   \
						.count = 1,                                        \
						.fields = name_##_body }

/* Interface types that only structures use */
extern const struct wire_type wire_tpmi_alg_rsa_scheme;
extern const struct wire_type wire_tpmi_alg_rsa_decrypt;
extern const struct wire_type wire_tpmi_alg_ecc_scheme;
extern const struct wire_type wire_tpmi_alg_keyedhash_scheme;
extern const struct wire_type wire_tpmi_aes_key_bits;

/* Structures that only other structures use */
extern const struct wire_type wire_tpmt_rsa_scheme;
extern const struct wire_type wire_tpmt_ecc_scheme;
extern const struct wire_type wire_tpmt_keyedhash_scheme;

#endif
