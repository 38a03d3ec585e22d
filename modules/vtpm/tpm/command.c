/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of commands, and what follows from a row alone. Never changes state but the running
 * command's own temporaries. Spec: TPM 2.0 Library Part 1 revision 1.59 s16.7 (cpHash), Part 2 s8.9.
 */
#include "modules/vtpm/tpm/command.h"

#include "core/trace/panic.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"

/* The linker's bounds of the table; weak, so that a TPM without commands links */
extern const struct tpm_command __start_parapet_tpm_command[] __attribute__((weak));
extern const struct tpm_command __stop_parapet_tpm_command[] __attribute__((weak));

uint32_t command_count(void)
{
	return (uint32_t)(__stop_parapet_tpm_command - __start_parapet_tpm_command);
}

const struct tpm_command *command_find(uint32_t code)
{
	const struct tpm_command *row;

	for (row = __start_parapet_tpm_command; row != __stop_parapet_tpm_command; row++) {
		if (row->code == code)
			return row;
	}
	return NULL;
}

void command_index(struct tpm *tpm)
{
	ASSERT(command_count() <= UINT8_MAX);
	for (uint32_t i = command_count(); i-- != 0;)
		tpm->command_rows[command_bit(__start_parapet_tpm_command[i].code)] = (uint8_t)i;
}

const struct tpm_command *command_lookup(const struct tpm *tpm, uint32_t code)
{
	const struct tpm_command *row =
		__start_parapet_tpm_command + tpm->command_rows[command_bit(code)];

	/* Several share the last bit */
	return command_count() != 0 && row->code == code ? row : command_find(code);
}

const struct tpm_command *command_next(uint32_t code)
{
	const struct tpm_command *best = NULL;
	const struct tpm_command *row;

	for (row = __start_parapet_tpm_command; row != __stop_parapet_tpm_command; row++) {
		if (row->code >= code && (best == NULL || row->code < best->code))
			best = row;
	}
	return best;
}

const struct tpm_command *command_at(uint32_t index)
{
	const struct tpm_command *row = command_next(0);

	while (row != NULL && index-- != 0)
		row = command_next(row->code + 1);
	return row;
}

uint32_t command_attributes(const struct tpm_command *command)
{
	const uint32_t same_bits =
		TPMA_CC_NV | TPMA_CC_EXTENSIVE | TPMA_CC_FLUSHED | TPMA_CC_RHANDLE | TPMA_CC_V;

	return (command->code & TPMA_CC_COMMANDINDEX_MASK) | (command->flags & same_bits) |
	       (uint32_t)command->handle_count << TPMA_CC_CHANDLES_SHIFT;
}

/* Format one, and neither a parameter, handle nor session in it yet */
static bool takes_number(uint32_t code)
{
	return (code & TPM_RC_FMT1) != 0 && (code & (TPM_RC_N_MASK | TPM_RC_P)) == 0;
}

uint32_t command_param(uint32_t code, uint32_t number)
{
	return takes_number(code) ? COMMAND_PARAM(code, number) : code;
}

uint32_t command_handle(uint32_t code, uint32_t number)
{
	return takes_number(code) ? COMMAND_HANDLE(code, number) : code;
}

uint32_t command_session(uint32_t code, uint32_t number)
{
	return takes_number(code) ? COMMAND_SESSION(code, number) : code;
}

static void compute_cp_hash(struct tpm *tpm, uint16_t hash_alg, uint8_t *out)
{
	const struct tpm_call *call = &tpm->call;
	struct tpm2b_name *name = &tpm->frame.name;
	struct crypto_hash hash;

	hash_start(&hash, hash_alg);
	hash_u32(&hash, call->command->code);
	for (uint32_t i = 0; i < call->handle_count; i++) {
		entity_name(tpm, call->handles[i], name);
		hash_2b(&hash, name);
	}
	crypto_hash_update(&hash, call->parameters.bytes, call->parameters.len);
	crypto_hash_final(&hash, out);
}

void command_cp_hash(struct tpm *tpm, uint16_t hash_alg, uint8_t *out)
{
	uint32_t index = (uint32_t)hash_crypto(hash_alg);
	uint8_t *kept = tpm->frame.cp_hash[index];

	if ((tpm->frame.cp_hash_made & 1u << index) == 0)
		compute_cp_hash(tpm, hash_alg, kept);
	tpm->frame.cp_hash_made |= (uint8_t)(1u << index);
	__builtin_memcpy(out, kept, hash_size(hash_alg));
}
