/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(vm-src) $(vtpm-tpm-src) */
/*
 * Streams of commands to one TPM. The input is a tape of choices: which command, and for every word
 * of its row in the command table a value that its type allows, or one it does not. So the
 * generator knows each command that the TPM knows, with sessions, and nothing is written twice.
 * Some commands are raw bytes, some are damaged after they are made.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/random.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define COMMANDS_MAX 48
#define DEPTH_MAX 12
#define SELECTORS_MAX 16

struct tape {
	const uint8_t *at;
	size_t left;
};

static uint32_t take(struct tape *tape, uint32_t bytes)
{
	uint32_t value = 0;

	while (bytes-- > 0 && tape->left > 0) {
		value = value << 8 | *tape->at++;
		tape->left--;
	}
	return value;
}

/* Once in n; never at the tape's end */
static bool is_rare(struct tape *tape, uint32_t n)
{
	return take(tape, 1) % n == n - 1;
}

static void put_tape(struct wire_writer *writer, struct tape *tape, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		wire_put_u8(writer, (uint8_t)take(tape, 1));
}

/* --- values by type
 * -------------------------------------------------------------------------------------------------
 */
static void put_number(struct wire_writer *writer, uint32_t width, uint32_t value)
{
	if (width == 1)
		wire_put_u8(writer, (uint8_t)value);
	else if (width == 2)
		wire_put_u16(writer, (uint16_t)value);
	else if (width == 4)
		wire_put_u32(writer, value);
	else
		wire_put_u64(writer, value);
}

static uint32_t number_choose(const struct wire_type *type, uint32_t flags, struct tape *tape)
{
	const struct wire_range *range;

	if (is_rare(tape, 64))
		return take(tape, 4);
	if (type == &wire_tpma_object)
		return take(tape, 4) & ~type->reserved;
	if (type->count == 0)
		return take(tape, type->width > 2 ? 2 : type->width) & ~type->reserved;
	if ((flags & WIRE_NULL_OK) && is_rare(tape, 4))
		return type->null;
	range = &type->ranges[take(tape, 1) % type->count];
	/* Larger keys take long to make */
	if (range->first == 2048 || range->first == 3072 || range->first == 4096)
		return 1024;
	return range->first + take(tape, 1) % (range->last - range->first + 1);
}

static void put_value(struct wire_writer *writer, const struct wire_type *type, uint32_t flags,
		      uint32_t selector, struct tape *tape, uint32_t depth);

struct chosen {
	uint32_t offset;
	uint32_t value;
};

static uint32_t chosen_find(const struct chosen *chosen, uint32_t count, uint32_t offset)
{
	for (uint32_t i = 0; i < count; i++) {
		if (chosen[i].offset == offset)
			return chosen[i].value;
	}
	return TPM_ALG_NULL;
}

/* Fields in order; a number is remembered, since a later field may go by it */
static void put_fields(struct wire_writer *writer, const struct wire_field *fields, uint32_t count,
		       uint32_t outer, struct tape *tape, uint32_t depth)
{
	struct chosen chosen[SELECTORS_MAX];
	uint32_t chosen_count = 0;

	for (uint32_t i = 0; i < count; i++) {
		const struct wire_field *field = &fields[i];
		uint32_t flags = (field->flags & WIRE_INHERIT) ? outer : field->flags;

		if (field->type->kind == WIRE_UINT) {
			uint32_t value = number_choose(field->type, flags, tape);

			put_number(writer, field->type->width, value);
			if (chosen_count < SELECTORS_MAX)
				chosen[chosen_count++] = (struct chosen){ field->offset, value };
			continue;
		}
		put_value(writer, field->type, flags,
			  chosen_find(chosen, chosen_count, field->selector), tape, depth);
	}
}

static void put_sized(struct wire_writer *writer, const struct wire_type *type, uint32_t flags,
		      struct tape *tape, uint32_t depth)
{
	uint8_t *len_at = writer->at;
	uint32_t before;

	wire_put_u16(writer, 0);
	before = writer->written;
	put_fields(writer, type->fields, type->count, flags, tape, depth);
	if (!writer->overflow) {
		uint32_t len = writer->written - before + (is_rare(tape, 64) ? 1 : 0);

		len_at[0] = (uint8_t)(len >> 8);
		len_at[1] = (uint8_t)len;
	}
}

static void put_list(struct wire_writer *writer, const struct wire_type *type, struct tape *tape,
		     uint32_t depth)
{
	uint32_t count = take(tape, 1) % 4;

	wire_put_u32(writer, count);
	for (uint32_t i = 0; i < count; i++)
		put_fields(writer, type->fields, 1, 0, tape, depth);
}

static void put_bytes(struct wire_writer *writer, const struct wire_type *type, struct tape *tape)
{
	uint32_t max = is_rare(tape, 32) ? type->max + 1u : (type->max < 64 ? type->max : 64u);
	uint32_t len = take(tape, max > 255 ? 2 : 1) % (max + 1);

	wire_put_u16(writer, (uint16_t)len);
	put_tape(writer, tape, len);
}

static void put_union(struct wire_writer *writer, const struct wire_type *type, uint32_t selector,
		      struct tape *tape, uint32_t depth)
{
	for (uint32_t i = 0; i < type->count; i++) {
		if (type->cases[i].selector == selector && type->cases[i].type != NULL)
			put_value(writer, type->cases[i].type, type->cases[i].flags, selector, tape,
				  depth);
	}
}

static void put_value(struct wire_writer *writer, const struct wire_type *type, uint32_t flags,
		      uint32_t selector, struct tape *tape, uint32_t depth)
{
	if (depth == DEPTH_MAX)
		return;
	switch ((enum wire_kind)type->kind) {
	case WIRE_UINT:
		put_number(writer, type->width, number_choose(type, flags, tape));
		break;
	case WIRE_BUFFER:
	case WIRE_SPAN:
		put_bytes(writer, type, tape);
		break;
	case WIRE_DIGEST:
		put_tape(writer, tape, hash_size((uint16_t)selector));
		break;
	case WIRE_STRUCT:
		put_fields(writer, type->fields, type->count, flags, tape, depth + 1);
		break;
	case WIRE_UNION:
		put_union(writer, type, selector, tape, depth + 1);
		break;
	case WIRE_LIST:
		put_list(writer, type, tape, depth + 1);
		break;
	case WIRE_SIZED:
		put_sized(writer, type, flags, tape, depth + 1);
		break;
	case WIRE_SELECT:
		wire_put_u8(writer, TPM_PCR_SELECT_BYTES);
		put_tape(writer, tape, TPM_PCR_SELECT_BYTES);
		break;
	case WIRE_RAW:
		break;
	}
}

/* --- commands
 * ----------------------------------------------------------------------------------------------------------
 */
/* Handles that are likely to exist */
static const uint32_t known[] = {
	0x80000000,
	0x80000001,
	0x80000002,
	0x81000001,
	0x01500000,
	0x01500001,
	0x02000000,
	0x02000001,
	0x02000002,
	0x03000000,
	0x03000001,
	0x03000002,
	TPM_RH_OWNER,
	TPM_RH_ENDORSEMENT,
	TPM_RH_PLATFORM,
	TPM_RH_LOCKOUT,
	TPM_RH_NULL,
	TPM_RH_PLATFORM_NV,
	0,
	16,
	23,
};
#define KNOWN_COUNT (sizeof(known) / sizeof(known[0]))

static uint32_t handle_choose(const struct wire_type *type, uint32_t flags, struct tape *tape)
{
	uint32_t start = take(tape, 1);

	if (is_rare(tape, 32))
		return take(tape, 4);
	for (uint32_t i = 0; i < KNOWN_COUNT; i++) {
		uint32_t handle = known[(start + i) % KNOWN_COUNT];

		if (wire_allows(type, handle, flags))
			return handle;
	}
	return TPM_RH_NULL;
}

/* An empty password, or a session: with no secret of its own its HMAC is an empty buffer */
static void put_session(struct wire_writer *writer, struct tape *tape)
{
	static const uint32_t sessions[] = { TPM_RS_PW,  TPM_RS_PW,  TPM_RS_PW,  0x02000000,
					     0x03000000, 0x03000001, 0x02000001, 0x03000002 };
	uint32_t handle = sessions[take(tape, 1) % 8];
	uint32_t nonce = handle == TPM_RS_PW ? 0 : take(tape, 1) % 33;
	uint32_t hmac = is_rare(tape, 8) ? take(tape, 1) % 33 : 0;

	wire_put_u32(writer, handle);
	wire_put_u16(writer, (uint16_t)nonce);
	put_tape(writer, tape, nonce);
	wire_put_u8(writer, handle == TPM_RS_PW ? 1 : (uint8_t)(take(tape, 1) & 0xe7));
	wire_put_u16(writer, (uint16_t)hmac);
	put_tape(writer, tape, hmac);
}

static void put_auth_area(struct wire_writer *writer, uint32_t sessions, struct tape *tape)
{
	uint8_t *len_at = writer->at;
	uint32_t before;

	wire_put_u32(writer, 0);
	before = writer->written;
	for (uint32_t i = 0; i < sessions; i++)
		put_session(writer, tape);
	if (!writer->overflow) {
		len_at[2] = (uint8_t)((writer->written - before) >> 8);
		len_at[3] = (uint8_t)(writer->written - before);
	}
}

static size_t command_make(uint8_t *out, size_t cap, struct tape *tape)
{
	const struct tpm_command *row = command_at(take(tape, 1) % command_count());
	struct wire_writer writer = { .at = out, .left = (uint32_t)cap };
	uint32_t sessions = 0;

	wire_put_u16(&writer, TPM_ST_NO_SESSIONS);
	wire_put_u32(&writer, 0);
	wire_put_u32(&writer, row->code);
	for (uint32_t i = 0; i < row->handle_count; i++) {
		wire_put_u32(&writer,
			     handle_choose(row->handles[i].type, row->handles[i].flags, tape));
		sessions += row->handles[i].role != ROLE_NONE ? 1 : 0;
	}
	if (is_rare(tape, 8) && sessions < 3)
		sessions++;
	if (sessions != 0) {
		out[1] = TPM_ST_SESSIONS & 0xff;
		put_auth_area(&writer, sessions, tape);
	}
	put_fields(&writer, row->in, row->in_count, 0, tape, 0);
	if (is_rare(tape, 64))
		wire_put_u8(&writer, 0);
	if (writer.written > 10 && is_rare(tape, 16))
		out[10 + take(tape, 2) % (writer.written - 10)] ^= (uint8_t)take(tape, 1);
	out[4] = (uint8_t)(writer.written >> 8);
	out[5] = (uint8_t)writer.written;
	return writer.written;
}

static size_t raw_make(uint8_t *out, struct tape *tape)
{
	size_t len = take(tape, 1);

	for (size_t i = 0; i < len; i++)
		out[i] = (uint8_t)take(tape, 1);
	return len;
}

/* --- the TPM
 * --------------------------------------------------------------------------------------------------------------
 */
static uint64_t now;

static uint64_t milliseconds(void *context)
{
	(void)context;
	return now++;
}

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* Commands that make one thing of each kind: what the generator's handles name */
static const uint8_t prelude[][96] = {
	/* Startup(CLEAR) */
	{ 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x44, 0, 0 },
	/* CreatePrimary of a P-256 storage key under the owner: 0x80000000 */
	{ 0x80, 0x02, 0,    0,    0,    67,   0,    0,    0x01, 0x31, 0x40, 0,    0,    0x01,
	  0,    0,    0,    9,    0x40, 0,    0,    0x09, 0,    0,    1,    0,    0,    0,
	  4,    0,    0,    0,    0,    0,    26,   0x00, 0x23, 0x00, 0x0b, 0x00, 0x03, 0x04,
	  0x72, 0x00, 0x00, 0x00, 0x06, 0x00, 0x80, 0x00, 0x43, 0x00, 0x10, 0x00, 0x03, 0x00,
	  0x10, 0x00, 0x00, 0x00, 0x00, 0,    0,    0,    0,    0,    0 },
	/* CreatePrimary of an unrestricted P-256 signing and decrypting key: 0x80000001 */
	{ 0x80, 0x02, 0,    0,    0,    63,   0,    0,    0x01, 0x31, 0x40, 0,    0,
	  0x0b, 0,    0,    0,    9,    0x40, 0,    0,    0x09, 0,    0,    1,    0,
	  0,    0,    4,    0,    0,    0,    0,    0,    22,   0x00, 0x23, 0x00, 0x0b,
	  0x00, 0x06, 0x04, 0x72, 0x00, 0x00, 0x00, 0x10, 0x00, 0x10, 0x00, 0x03, 0x00,
	  0x10, 0x00, 0x00, 0x00, 0x00, 0,    0,    0,    0,    0,    0 },
	/* EvictControl of the storage key: 0x81000001 */
	{ 0x80, 0x02, 0, 0, 0,    35, 0, 0,    0x01, 0x20, 0x40, 0, 0, 0x01, 0x80, 0, 0, 0,
	  0,    0,    0, 9, 0x40, 0,  0, 0x09, 0,    0,    1,    0, 0, 0x81, 0,    0, 1 },
	/* NV_DefineSpace, 8 bytes, for the owner and its own authorisation: 0x01500000 */
	{ 0x80, 0x02, 0,    0,    0, 45, 0,    0,    0x01, 0x2a, 0x40, 0, 0, 0x01, 0,
	  0,    0,    9,    0x40, 0, 0,  0x09, 0,    0,    1,    0,    0, 0, 0,    0,
	  14,   0x01, 0x50, 0,    0, 0,  0x0b, 0x02, 0x06, 0x00, 0x06, 0, 0, 0,    8 },
	/* StartAuthSession: 0x03000000 a policy, 0x02000001 an HMAC session; AES-128-CFB */
	{ 0x80, 0x01, 0,  0,  0,  43, 0, 0, 0x01, 0x76, 0x40, 0, 0,   7, 0x40,
	  0,    0,    7,  0,  16, 1,  2, 3, 4,    5,    6,    7, 8,   9, 10,
	  11,   12,   13, 14, 15, 16, 0, 0, 1,    0,    0x10, 0, 0x0b },
	{ 0x80, 0x01, 0,  0,  0, 47, 0, 0, 0x01, 0x76, 0x40, 0, 0,    7,  0x40, 0,
	  0,    7,    0,  16, 1, 2,  3, 4, 5,    6,    7,    8, 9,    10, 11,   12,
	  13,   14,   15, 16, 0, 0,  0, 0, 6,    0,    128,  0, 0x43, 0,  0x0b },
};

/* A TPM that has been started, made once; every input begins with a copy of it */
static const struct tpm *fresh(void)
{
	static const struct tpm_platform platform = { .milliseconds = milliseconds };
	static const uint8_t seed[48] = { 1 };
	static struct tpm *made;
	static uint8_t response[TPM_COMMAND_MAX];

	if (made != NULL)
		return made;
	check(crypto_random_seed(seed, sizeof(seed)) == OK);
	made = calloc(1, tpm_size());
	check(made != NULL && tpm_power_on(made, &platform) == OK);
	for (size_t i = 0; i < sizeof(prelude) / sizeof(prelude[0]); i++) {
		size_t len =
			tpm_execute(made, 0, prelude[i], prelude[i][5], response, sizeof(response));

		check(len >= TPM_HEADER_SIZE &&
		      (response[6] | response[7] | response[8] | response[9]) == 0);
	}
	return made;
}

static void response_check(const uint8_t *response, size_t len)
{
	check(len >= TPM_HEADER_SIZE);
	/* To a tag that is none it answers as a TPM 1.2 would */
	check((response[0] == 0x80 && (response[1] == 0x01 || response[1] == 0x02)) ||
	      (response[0] == 0 && response[1] == TPM_ST_RSP_COMMAND &&
	       response[9] == TPM_RC_BAD_TAG));
	check(((uint32_t)response[2] << 24 | (uint32_t)response[3] << 16 |
	       (uint32_t)response[4] << 8 | response[5]) == len);
	/* An error says nothing more */
	if ((response[6] | response[7] | response[8] | response[9]) != 0)
		check(len == TPM_HEADER_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t command[TPM_COMMAND_MAX];
	static uint8_t response[TPM_COMMAND_MAX];
	static struct tpm *tpm;
	struct tape tape = { data, size };

	if (tpm == NULL)
		tpm = malloc(tpm_size());
	check(tpm != NULL);
	memcpy(tpm, fresh(), tpm_size());
	for (int i = 0; i < COMMANDS_MAX && tape.left != 0; i++) {
		uint8_t locality = is_rare(&tape, 16) ? (uint8_t)(take(&tape, 1) % 5) : 0;
		size_t len = is_rare(&tape, 16) ? raw_make(command, &tape)
						: command_make(command, sizeof(command), &tape);
		size_t got = tpm_execute(tpm, locality, command, len, response, sizeof(response));

		response_check(response, got);
	}
	return 0;
}
