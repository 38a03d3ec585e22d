/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A command as a table row. A file of commands has, for each: its parameter structs, their field
 * tables, the action, and the row with TPM_COMMAND last. Rows are found through a linker table; no
 * other file is touched to add one. The row drives unmarshalling, authorisation, parameter
 * encryption, cpHash and rpHash, audit and GetCapability.
 * Spec: TPM 2.0 Library Part 3 revision 1.59.
 */
#ifndef VTPM_TPM_COMMAND_H
#define VTPM_TPM_COMMAND_H

#include "abi/check.h"
#include "modules/vtpm/tpm/state.h"
#include "modules/vtpm/tpm/wire.h"

/* Authorisation that a handle needs. Spec: Part 1 s19.2 */
enum tpm_role { ROLE_NONE, ROLE_USER, ROLE_ADMIN, ROLE_DUP };

/* What Part 3 puts into a command's table, beside TPMA_CC's NV, EXTENSIVE, FLUSHED, RHANDLE, V
 * (same bits) */
#define COMMAND_NV TPMA_CC_NV
#define COMMAND_EXTENSIVE TPMA_CC_EXTENSIVE
#define COMMAND_FLUSHED TPMA_CC_FLUSHED
#define COMMAND_RHANDLE TPMA_CC_RHANDLE
#define COMMAND_VENDOR TPMA_CC_V
#define COMMAND_NO_SESSIONS 0x00000001u /* no session of any kind is allowed */
#define COMMAND_PP 0x00000002u          /* may be put on the physical-presence list */
#define COMMAND_PP_REQUIRED 0x00000004u /* is on it from manufacture and stays */
#define COMMAND_BEFORE_STARTUP 0x00000008u
#define COMMAND_IN_FAILURE 0x00000010u /* GetTestResult, GetCapability */
#define COMMAND_NO_AUDIT 0x00000020u   /* never command-audited */

struct tpm_handle_row {
	const struct wire_type *type; /* a tpmi_dh, tpmi_rh, tpmi_sh type */
	uint8_t role;                 /* enum tpm_role */
	uint8_t flags;                /* WIRE_NULL_OK */
};

struct tpm_command {
	uint32_t code; /* TPM_CC_ */
	uint32_t flags;
	struct tpm_handle_row handles[3];
	const struct wire_field *in;
	const struct wire_field *out;
	uint16_t in_size; /* of the parameter structs */
	uint16_t out_size;
	uint8_t handle_count;
	uint8_t in_count;
	uint8_t out_count;
	uint8_t reserved[1];
	/*
	 * The action. call->in and call->out are the structs; handles are loaded, of the type and
	 * authorised. Returns TPM_RC_SUCCESS, a response code as COMMAND_PARAM and COMMAND_HANDLE
	 * number it, or TPM_RC_PENDING: it is called again, with the same call, for its next slice.
	 */
	uint32_t (*run)(struct tpm *tpm, struct tpm_call *call);
};
static_assert(sizeof(struct tpm_command) % 8 == 0, "table entries are packed back to back");

#define TPM_COMMAND(name_, ...)                                                                    \
	static const struct tpm_command tpm_command_##name_ __attribute__((                        \
		section("parapet_tpm_command"), used, retain, aligned(8))) = { __VA_ARGS__ }
/* COMMAND_IN(create): struct create_in with the table create_in_fields; COMMAND_OUT alike;
 * COMMAND_HANDLES(rows) */
#define COMMAND_IN(name_)                                                                          \
	.in = name_##_in_fields,                                                                   \
	.in_count = sizeof(name_##_in_fields) / sizeof(name_##_in_fields[0]),                      \
	.in_size = sizeof(struct name_##_in)
#define COMMAND_OUT(name_)                                                                         \
	.out = name_##_out_fields,                                                                 \
	.out_count = sizeof(name_##_out_fields) / sizeof(name_##_out_fields[0]),                   \
	.out_size = sizeof(struct name_##_out)
#define COMMAND_HANDLES(...)                                                                       \
	.handles = { __VA_ARGS__ },                                                                \
	.handle_count = sizeof((const struct tpm_handle_row[]){ __VA_ARGS__ }) /                   \
			sizeof(struct tpm_handle_row)
/* HANDLE(USER, tpmi_dh_object), HANDLE_NULL where Part 3 has a '+' */
#define HANDLE(role_, type_)                                                                       \
	{                                                                                          \
		.type = &wire_##type_, .role = ROLE_##role_                                        \
	}
#define HANDLE_NULL(role_, type_)                                                                  \
	{                                                                                          \
		.type = &wire_##type_, .role = ROLE_##role_, .flags = WIRE_NULL_OK                 \
	}

/* A format-one code with its number: COMMAND_PARAM(TPM_RC_VALUE, 2) */
#define COMMAND_PARAM(code, number) ((uint32_t)(code) + TPM_RC_P + (uint32_t)(number)*0x100u)
#define COMMAND_HANDLE(code, number) ((uint32_t)(code) + TPM_RC_H + (uint32_t)(number)*0x100u)
#define COMMAND_SESSION(code, number) ((uint32_t)(code) + TPM_RC_S + (uint32_t)(number)*0x100u)
/* Adds the number only where code is a format-one code without one (and not a success) */
uint32_t command_param(uint32_t code, uint32_t number);
uint32_t command_handle(uint32_t code, uint32_t number);
uint32_t command_session(uint32_t code, uint32_t number);

/* Not a response code: the action wants another slice */
#define TPM_RC_PENDING 0xffffffffu

/* The row of a command code, or NULL. */
const struct tpm_command *command_find(uint32_t code);
/* The same, mostly without a search, for the command that comes; command_index at power on. */
void command_index(struct tpm *tpm);
const struct tpm_command *command_lookup(const struct tpm *tpm, uint32_t code);
/* All rows in ascending order of code & 0x2000ffff, library commands first: index
 * 0..command_count()-1 */
uint32_t command_count(void);
const struct tpm_command *command_at(uint32_t index);
/* The row with the lowest code from code on, or NULL. */
const struct tpm_command *command_next(uint32_t code);
/* TPMA_CC of a row, as GetCapability gives it. */
uint32_t command_attributes(const struct tpm_command *command);

/* The bit of a command in the maps of tpm_persistent (physical presence, audit): of the code alone,
 * for ever */
#define COMMAND_BIT_VENDOR 288u
static inline uint32_t command_bit(uint32_t code)
{
	uint32_t index = code & TPMA_CC_COMMANDINDEX_MASK;
	uint32_t bit =
		(code & TPM_CC_VENDOR) != 0 ? COMMAND_BIT_VENDOR + index : index - TPM_CC_FIRST;

	return bit < 8 * TPM_COMMAND_BITS ? bit : 8 * TPM_COMMAND_BITS - 1;
}

/*
 * cpHash of the running command for a hash; for policies and audit. out: digest bytes. Each hash is
 * computed once a command, over the parameters as they came; so a hash that is needed later is
 * asked for before they are decrypted.
 */
void command_cp_hash(struct tpm *tpm, uint16_t hash_alg, uint8_t *out);

#endif
