/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every command of the table, malformed: cut at every byte, every length off by one and at its
 * maximum, one byte too many, handles of every wrong type and of things that are not there. The
 * commands are made from their rows, so none is forgotten; each has its response code of Part 3 s5.
 */
/* test-sources: modules/vtpm/tests/memory_tpm.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/memory_tpm.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"

#define INDEX 0x01500000u
#define PARTS_MAX 16
#define LENGTHS_MAX 64
#define SELECTORS_MAX 16

/* A well-formed command, and where its parts begin */
static struct {
	uint8_t bytes[4096];
	struct wire_writer writer;
	uint32_t len;
	uint32_t parameters;           /* offset of the first */
	uint32_t part[PARTS_MAX];      /* offset of the end of each parameter */
	uint32_t lengths[LENGTHS_MAX]; /* offsets of TPM2B lengths */
	uint32_t length_part[LENGTHS_MAX];
	uint32_t length_count;
	uint32_t current;
} made;

/* --- a value that its type allows
 * -------------------------------------------------------------------------------------- */
static void put_number(uint32_t width, uint64_t value)
{
	for (uint32_t i = 0; i < width; i++)
		wire_put_u8(&made.writer, (uint8_t)(value >> (8 * (width - 1 - i))));
}

static uint32_t number_of(const struct wire_type *type)
{
	return type->count != 0 ? type->ranges[0].first : 0;
}

static void put_value(const struct wire_type *type, uint32_t selector);

struct chosen {
	uint32_t offset;
	uint32_t value;
};

static void put_fields(const struct wire_field *fields, uint32_t count)
{
	struct chosen chosen[SELECTORS_MAX];
	uint32_t chosen_count = 0;

	for (uint32_t i = 0; i < count; i++) {
		uint32_t selector = 0;

		for (uint32_t j = 0; j < chosen_count; j++) {
			if (chosen[j].offset == fields[i].selector)
				selector = chosen[j].value;
		}
		if (fields[i].type->kind == WIRE_UINT)
			chosen[chosen_count++] =
				(struct chosen){ fields[i].offset, number_of(fields[i].type) };
		put_value(fields[i].type, selector);
	}
}

static void put_length(void)
{
	made.lengths[made.length_count] = made.writer.written;
	made.length_part[made.length_count++] = made.current;
	wire_put_u16(&made.writer, 1);
}

static void put_sized(const struct wire_type *type)
{
	uint8_t *at = made.writer.at;
	uint32_t before;

	put_length();
	before = made.writer.written;
	put_fields(type->fields, type->count);
	at[0] = (uint8_t)((made.writer.written - before) >> 8);
	at[1] = (uint8_t)(made.writer.written - before);
}

static void put_value(const struct wire_type *type, uint32_t selector)
{
	switch ((enum wire_kind)type->kind) {
	case WIRE_UINT:
		put_number(type->width, number_of(type));
		break;
	case WIRE_BUFFER:
	case WIRE_SPAN:
		put_length();
		wire_put_u8(&made.writer, 0x5a);
		break;
	case WIRE_DIGEST:
		for (uint32_t i = 0; i < hash_size((uint16_t)selector); i++)
			wire_put_u8(&made.writer, 0);
		break;
	case WIRE_STRUCT:
		put_fields(type->fields, type->count);
		break;
	case WIRE_UNION:
		for (uint32_t i = 0; i < type->count; i++) {
			if (type->cases[i].selector == selector && type->cases[i].type != NULL)
				put_value(type->cases[i].type, selector);
		}
		break;
	case WIRE_LIST:
		wire_put_u32(&made.writer, type->min != 0 ? type->min : 1);
		for (uint32_t i = 0; i < (type->min != 0 ? type->min : 1u); i++)
			put_fields(type->fields, 1);
		break;
	case WIRE_SIZED:
		put_sized(type);
		break;
	case WIRE_SELECT:
		put_number(1, TPM_PCR_SELECT_BYTES);
		put_number(TPM_PCR_SELECT_BYTES, 1);
		break;
	case WIRE_RAW:
		fail();
	}
}

/* --- a command
 * ------------------------------------------------------------------------------------------------------------
 */
/* One of each kind that exists */
static const uint32_t there[] = { 0x80000000u,     INDEX,          0x03000000u,
				  0x02000001u,     TPM_RH_OWNER,   TPM_RH_ENDORSEMENT,
				  TPM_RH_PLATFORM, TPM_RH_LOCKOUT, 16,
				  0x81000001u };
#define THERE_COUNT (sizeof(there) / sizeof(there[0]))

static uint32_t handle_for(const struct wire_type *type, uint32_t flags)
{
	for (size_t i = 0; i < THERE_COUNT; i++) {
		if (wire_allows(type, there[i], flags))
			return there[i];
	}
	return TPM_RH_PLATFORM_NV;
}

/* What a password cannot authorise, and a second Startup: parameters are never looked at */
static bool is_refused_before(const struct tpm_command *row)
{
	if (row->code == TPM_CC_STARTUP)
		return true;
	for (uint32_t i = 0; i < row->handle_count; i++) {
		if (row->handles[i].role == ROLE_DUP)
			return true;
		if (row->handles[i].role == ROLE_ADMIN &&
		    row->handles[i].type == &wire_tpmi_rh_nv_index)
			return true;
	}
	return false;
}

static void finish(uint32_t len)
{
	made.bytes[2] = 0;
	made.bytes[3] = 0;
	made.bytes[4] = (uint8_t)(len >> 8);
	made.bytes[5] = (uint8_t)len;
}

static void make(const struct tpm_command *row)
{
	uint32_t sessions = 0;

	memset(&made, 0, sizeof(made));
	made.writer = (struct wire_writer){ .at = made.bytes, .left = sizeof(made.bytes) };
	for (uint32_t i = 0; i < row->handle_count; i++)
		sessions += row->handles[i].role != ROLE_NONE ? 1 : 0;
	wire_put_u16(&made.writer, sessions != 0 ? TPM_ST_SESSIONS : TPM_ST_NO_SESSIONS);
	wire_put_u32(&made.writer, 0);
	wire_put_u32(&made.writer, row->code);
	for (uint32_t i = 0; i < row->handle_count; i++)
		wire_put_u32(&made.writer, handle_for(row->handles[i].type, row->handles[i].flags));
	if (sessions != 0)
		wire_put_u32(&made.writer, 9 * sessions);
	for (uint32_t i = 0; i < sessions; i++) {
		wire_put_u32(&made.writer, TPM_RS_PW);
		wire_put_u16(&made.writer, 0);
		wire_put_u8(&made.writer, 1);
		wire_put_u16(&made.writer, 0);
	}
	made.parameters = made.writer.written;
	for (made.current = 0; made.current < row->in_count; made.current++) {
		put_value(row->in[made.current].type, 0);
		made.part[made.current] = made.writer.written;
	}
	made.len = made.writer.written;
	assert_false(made.writer.overflow);
	finish(made.len);
}

static uint32_t run(uint32_t len)
{
	finish(len);
	memory.response_len = tpm_execute(memory.tpm, 0, made.bytes, len, memory.response,
					  sizeof(memory.response));
	assert_int_equal(memory.response_len, TPM_HEADER_SIZE);
	return get32(memory.response + 6);
}

static void expect(const struct tpm_command *row, const char *what, uint32_t where, uint32_t got,
		   uint32_t wanted)
{
	if (got != wanted)
		fail_msg("command %x, %s at %u: %x, not %x", row->code, what, where, got, wanted);
}

/* --- what there is
 * --------------------------------------------------------------------------------------------------------
 */
static const uint8_t storage_key[] = { 0x00, 0x23, 0x00, 0x0b, 0x00, 0x03, 0x04, 0x72, 0x00,
				       0x00, 0x00, 0x06, 0x00, 0x80, 0x00, 0x43, 0x00, 0x10,
				       0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00 };

static void start_session(uint8_t type)
{
	const uint32_t null[] = { TPM_RH_NULL, TPM_RH_NULL };
	struct memory_command command = memory_begin(TPM_CC_START_AUTH_SESSION, NULL, null, 2);
	const uint8_t nonce[16] = { 1 };

	put_2b(&command, nonce, sizeof(nonce));
	put16(&command, 0);
	put8(&command, type);
	put16(&command, TPM_ALG_NULL);
	put16(&command, TPM_ALG_SHA256);
	assert_int_equal(memory_run(&command, 0), TPM_RC_SUCCESS);
}

static int prepare(void **state)
{
	const uint32_t owner[] = { TPM_RH_OWNER };
	const uint32_t evict[] = { TPM_RH_OWNER, 0x80000000u };
	struct memory_command command;

	if (memory_setup(state) != 0)
		return 1;
	tpm_physical_presence(memory.tpm, true);
	command = memory_begin(TPM_CC_CREATE_PRIMARY, "", owner, 1);
	put16(&command, 4);
	put32(&command, 0);
	put_2b(&command, storage_key, sizeof(storage_key));
	put16(&command, 0);
	put32(&command, 0);
	assert_int_equal(memory_run(&command, 0), TPM_RC_SUCCESS);
	command = memory_begin(TPM_CC_EVICT_CONTROL, "", evict, 2);
	put32(&command, 0x81000001u);
	assert_int_equal(memory_run(&command, 0), TPM_RC_SUCCESS);
	assert_int_equal(nv_define_as(TPM_RH_OWNER, INDEX,
				      TPMA_NV_NO_DA | TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE |
					      TPMA_NV_AUTHREAD | TPMA_NV_AUTHWRITE,
				      8, ""),
			 TPM_RC_SUCCESS);
	assert_int_equal(nv_write_as(TPM_RH_OWNER, "", INDEX, 0, "12345678", 8), TPM_RC_SUCCESS);
	start_session(TPM_SE_POLICY);
	start_session(TPM_SE_HMAC);
	return 0;
}

/* --- cuts
 * -------------------------------------------------------------------------------------------------------------------
 */
/* The number, from 1, of the parameter that a command of len bytes ends in */
static uint32_t part_of(uint32_t len)
{
	uint32_t part = 0;

	while (made.part[part] <= len)
		part++;
	return part + 1;
}

/* The authorisation area: its size is there or not, and says what follows */
static void is_auth_error(const struct tpm_command *row, uint32_t len, uint32_t rc)
{
	if (rc != TPM_RC_AUTHSIZE && rc != TPM_RC_INSUFFICIENT && rc != TPM_RC_SIZE)
		fail_msg("command %x, cut in the authorisation at %u: %x", row->code, len, rc);
}

static void cut(const struct tpm_command *row)
{
	uint32_t handles_end = TPM_HEADER_SIZE + 4u * row->handle_count;

	make(row);
	for (uint32_t len = TPM_HEADER_SIZE; len < made.len; len++) {
		uint32_t rc = run(len);

		if (len < handles_end)
			expect(row, "cut in the handles", len, rc,
			       COMMAND_HANDLE(TPM_RC_INSUFFICIENT,
					      (len - TPM_HEADER_SIZE) / 4 + 1));
		else if (len < made.parameters)
			is_auth_error(row, len, rc);
		else if (!is_refused_before(row))
			expect(row, "cut in the parameters", len, rc,
			       COMMAND_PARAM(TPM_RC_INSUFFICIENT, part_of(len)));
		else
			assert_int_not_equal(rc, TPM_RC_SUCCESS);
	}
	if (!is_refused_before(row))
		expect(row, "one byte too many", made.len, run(made.len + 1), TPM_RC_SIZE);
}

static void every_command_cut_at_every_byte(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < command_count(); i++)
		cut(command_at(i));
}

static void headers_cut(void **state)
{
	(void)state;
	make(command_find(TPM_CC_GET_RANDOM));
	for (uint32_t len = 0; len < TPM_HEADER_SIZE; len++)
		assert_int_not_equal(run(len), TPM_RC_SUCCESS);
	for (uint32_t lie = 0; lie < 3; lie++) {
		finish(made.len + (lie == 0 ? 1u : lie == 1 ? 0x1000u : 0xfffffff0u));
		memory.response_len = tpm_execute(memory.tpm, 0, made.bytes, made.len,
						  memory.response, sizeof(memory.response));
		assert_int_equal(get32(memory.response + 6), TPM_RC_COMMAND_SIZE);
	}
}

/* --- lengths
 * ------------------------------------------------------------------------------------------------------------------
 */
/* Off by one, what follows is read where it is not; the TPM says so at the length or later, never
 * that all is well */
static void length_is_refused(const struct tpm_command *row, uint32_t which, uint32_t rc)
{
	uint32_t number = (rc & TPM_RC_FMT1) && (rc & TPM_RC_P) ? rc >> 8 & 15 : 0xff;

	if (rc == TPM_RC_SIZE || (number != 0xff && number > made.length_part[which]))
		return;
	fail_msg("command %x, length %u: %x", row->code, which, rc);
}

static void length_set(uint32_t which, uint32_t value)
{
	made.bytes[made.lengths[which]] = (uint8_t)(value >> 8);
	made.bytes[made.lengths[which] + 1] = (uint8_t)value;
}

static void lengths(const struct tpm_command *row)
{
	make(row);
	for (uint32_t i = 0; i < made.length_count; i++) {
		uint32_t value = (uint32_t)made.bytes[made.lengths[i]] << 8 |
				 made.bytes[made.lengths[i] + 1];

		length_set(i, value + 1);
		length_is_refused(row, i, run(made.len));
		length_set(i, value - 1);
		length_is_refused(row, i, run(made.len));
		length_set(i, 0xffff);
		length_is_refused(row, i, run(made.len));
		length_set(i, value);
	}
}

static void every_length_off_by_one_and_at_its_maximum(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < command_count(); i++) {
		if (!is_refused_before(command_at(i)))
			lengths(command_at(i));
	}
}

/* --- handles
 * ------------------------------------------------------------------------------------------------------------------
 */
static void handle_set(uint32_t which, uint32_t handle)
{
	for (uint32_t i = 0; i < 4; i++)
		made.bytes[TPM_HEADER_SIZE + 4 * which + i] = (uint8_t)(handle >> (24 - 8 * i));
}

static void wrong_handles(const struct tpm_command *row, uint32_t which)
{
	const struct wire_type *type = row->handles[which].type;
	uint32_t flags = row->handles[which].flags;
	/* Of the right type, and not there */
	const struct {
		uint32_t handle;
		uint32_t rc;
	} absent[] = {
		{ 0x80000002u, TPM_RC_REFERENCE_H0 + which },
		{ 0x81000077u, COMMAND_HANDLE(TPM_RC_HANDLE, which + 1) },
		{ INDEX + 1, COMMAND_HANDLE(TPM_RC_HANDLE, which + 1) },
	};
	uint32_t right = handle_for(type, flags);

	for (size_t i = 0; i < THERE_COUNT; i++) {
		handle_set(which, there[i]);
		if (!wire_allows(type, there[i], flags) && type->count != 0)
			expect(row, "a handle of the wrong type", which, run(made.len),
			       COMMAND_HANDLE(type->error, which + 1));
	}
	for (size_t i = 0; i < sizeof(absent) / sizeof(absent[0]); i++) {
		handle_set(which, absent[i].handle);
		if (wire_allows(type, absent[i].handle, flags) && type->count != 0)
			expect(row, "a handle of nothing", which, run(made.len), absent[i].rc);
	}
	handle_set(which, right);
}

static void every_handle_of_the_wrong_type(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < command_count(); i++) {
		make(command_at(i));
		for (uint32_t which = 0; which < command_at(i)->handle_count; which++)
			wrong_handles(command_at(i), which);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_command_cut_at_every_byte, prepare,
						memory_teardown),
		cmocka_unit_test_setup_teardown(headers_cut, prepare, memory_teardown),
		cmocka_unit_test_setup_teardown(every_length_off_by_one_and_at_its_maximum, prepare,
						memory_teardown),
		cmocka_unit_test_setup_teardown(every_handle_of_the_wrong_type, prepare,
						memory_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
