/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stored state: what survives power, a stop at every write, a golden file of the format, and
 * objects that are not a state.
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
#include "modules/vtpm/tpm/persist_format.h"

#define INDEX 0x01500000u
#define OWNER_RW (TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE | TPMA_NV_NO_DA)
#define TYPE(type_) ((uint32_t)(type_) << TPMA_NV_TPM_NT_SHIFT)
#define GOLDEN "modules/vtpm/tests/state_v1.bin"

static void define(uint32_t index, uint32_t attributes, uint16_t size)
{
	assert_int_equal(nv_define_as(TPM_RH_OWNER, index, attributes, size, ""), 0);
}

static void write_owner(uint32_t index, const char *text)
{
	assert_int_equal(nv_write_as(TPM_RH_OWNER, "", index, 0, text, (uint16_t)strlen(text)), 0);
}

static void expect_data(uint32_t index, const char *text)
{
	assert_int_equal(nv_read_as(TPM_RH_OWNER, "", index, 0, (uint16_t)strlen(text)), 0);
	assert_memory_equal(memory_parameters() + 2, text, strlen(text));
}

static uint64_t counter(uint32_t index)
{
	assert_int_equal(nv_read_as(TPM_RH_OWNER, "", index, 0, 8), 0);
	return get64(memory_parameters() + 2);
}

static void increment(uint32_t index)
{
	assert_int_equal(nv_do_as(TPM_CC_NV_INCREMENT, TPM_RH_OWNER, "", index), 0);
}

static void test_survives(void **state)
{
	(void)state;
	define(INDEX, OWNER_RW, 5);
	write_owner(INDEX, "hello");
	define(INDEX + 1, OWNER_RW | TYPE(TPM_NT_COUNTER), 8);
	increment(INDEX + 1);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_data(INDEX, "hello");
	assert_int_equal(counter(INDEX + 1), 1);
}

/* An orderly counter after a power loss goes on behind whatever it may have been */
static void test_orderly_counter(void **state)
{
	uint64_t before;

	(void)state;
	define(INDEX, OWNER_RW | TYPE(TPM_NT_COUNTER) | TPMA_NV_ORDERLY, 8);
	for (int i = 0; i < 300; i++)
		increment(INDEX);
	before = counter(INDEX);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_true(counter(INDEX) >= before);
	before = counter(INDEX);
	assert_int_equal(memory_shutdown(TPM_SU_CLEAR), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(counter(INDEX), before);
}

static void test_startup_kinds(void **state)
{
	(void)state;
	assert_int_equal(memory_restart(TPM_SU_STATE), TPM_RC_VALUE + TPM_RC_P + 0x100);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(memory.tpm->persistent.reset_count, 3);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_STATE), 0);
	assert_int_equal(memory.tpm->persistent.reset_count, 3);
	assert_int_equal(memory.tpm->persistent.restart_count, 1);
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(memory.tpm->persistent.restart_count, 2);
	assert_int_equal(memory.tpm->reset.clear_count, 1);
	/* It has started: a second Startup is refused */
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(memory.tpm->persistent.restart_count, 0);
}

static uint32_t extend(uint32_t pcr)
{
	struct memory_command command = memory_begin(TPM_CC_PCR_EXTEND, "", &pcr, 1);
	static const uint8_t digest[32] = { 7 };

	put32(&command, 1);
	put16(&command, TPM_ALG_SHA256);
	put_bytes(&command, digest, sizeof(digest));
	return memory_run(&command, 0);
}

static void test_resume(void **state)
{
	uint8_t value[32];
	uint8_t null_seed[TPM_SEED_SIZE];

	(void)state;
	assert_int_equal(extend(0), 0);
	assert_int_equal(extend(16), 0);
	memcpy(value, memory.tpm->pcrs.banks[1][0], sizeof(value));
	memcpy(null_seed, memory.tpm->reset.null_seed, sizeof(null_seed));
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(memory_restart(TPM_SU_STATE), 0);
	assert_memory_equal(memory.tpm->pcrs.banks[1][0], value, sizeof(value));
	assert_int_equal(memory.tpm->pcrs.banks[1][16][0], 0); /* never saved */
	assert_memory_equal(memory.tpm->reset.null_seed, null_seed, sizeof(null_seed));
	/* A change after Shutdown(STATE) makes it void */
	assert_int_equal(memory_shutdown(TPM_SU_STATE), 0);
	assert_int_equal(extend(0), 0);
	assert_int_equal(memory_restart(TPM_SU_STATE), TPM_RC_VALUE + TPM_RC_P + 0x100);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_memory_not_equal(memory.tpm->reset.null_seed, null_seed, sizeof(null_seed));
}

/* --- a stop at every write -----------------------------------------------------------------------
 */
static uint32_t dictionary_attack(uint32_t index)
{
	(void)nv_read_as(index, "wrong", index, 0, 5);
	return nv_read_as(index, "wrong", index, 0, 5);
}

static void step(uint32_t which)
{
	switch (which) {
	case 0:
		(void)nv_define_as(TPM_RH_OWNER, INDEX, OWNER_RW, 5, "");
		break;
	case 1:
		(void)nv_write_as(TPM_RH_OWNER, "", INDEX, 0, "hello", 5);
		break;
	case 2:
		(void)nv_define_as(TPM_RH_OWNER, INDEX + 1, OWNER_RW | TYPE(TPM_NT_COUNTER), 8, "");
		break;
	case 3:
	case 4:
		(void)nv_do_as(TPM_CC_NV_INCREMENT, TPM_RH_OWNER, "", INDEX + 1);
		break;
	case 5:
		(void)nv_define_as(TPM_RH_OWNER, INDEX + 2, TPMA_NV_AUTHREAD | TPMA_NV_OWNERWRITE,
				   5, "right");
		break;
	case 6:
		(void)nv_write_as(TPM_RH_OWNER, "", INDEX + 2, 0, "other", 5);
		break;
	case 7:
		(void)dictionary_attack(INDEX + 2);
		break;
	case 8:
		(void)nv_do_as(TPM_CC_NV_UNDEFINE_SPACE, TPM_RH_OWNER, "", INDEX + 1);
		break;
	default:
		(void)memory_shutdown(TPM_SU_CLEAR);
		break;
	}
}

#define STEPS 10u
#define SAVES_MAX 64u

struct snapshot {
	uint8_t *bytes;
	size_t len;
};

static void keep(struct snapshot *snapshot)
{
	snapshot->bytes = malloc(memory.object_len);
	memcpy(snapshot->bytes, memory.object, memory.object_len);
	snapshot->len = memory.object_len;
}

static void put_back(const struct snapshot *snapshot)
{
	free(memory.object);
	memory.object = malloc(snapshot->len);
	memcpy(memory.object, snapshot->bytes, snapshot->len);
	memory.object_len = snapshot->len;
}

/* Whether the NV section that is stored, the last one, is the snapshot's */
static void expect_nv_of(const struct snapshot *snapshot)
{
	size_t at = 8 + 6 + get32(memory.object + 8 + 2);

	assert_int_equal(memory.object_len, snapshot->len);
	assert_memory_equal(memory.object + at, snapshot->bytes + at, snapshot->len - at);
}

/*
 * The first run keeps what is stored after each write. Then one run for each write that fails: what
 * is stored is what was there before it, the TPM answers nothing but failure from then on, and
 * starts from that state again.
 */
static void test_stop(void **state)
{
	struct snapshot first;
	struct snapshot after[SAVES_MAX];
	uint32_t saves = 0;

	(void)state;
	keep(&first);
	for (uint32_t i = 0; i < STEPS; i++) {
		uint32_t before = memory.saves;

		step(i);
		assert_true(memory.saves > before); /* each changes what must survive */
		for (; before < memory.saves; before++)
			keep(&after[saves++]);
		assert_true(saves < SAVES_MAX);
	}
	for (uint32_t stop = 0; stop < saves; stop++) {
		put_back(&first);
		memory.fail_at = NEVER;
		assert_int_equal(memory_power_cycle(), OK);
		memory.saves = 0;
		memory.fail_at = stop + 1; /* Startup's own write comes first */
		assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
		for (uint32_t i = 0; i < STEPS && memory.saves <= memory.fail_at; i++)
			step(i);
		assert_int_equal(get32(memory.response + 6), TPM_RC_FAILURE);
		assert_int_equal(nv_read_as(TPM_RH_OWNER, "", INDEX, 0, 5), TPM_RC_FAILURE);
		if (stop > 0)
			expect_nv_of(&after[stop - 1]);
		memory.fail_at = NEVER;
		assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	}
	free(first.bytes);
	for (uint32_t i = 0; i < saves; i++)
		free(after[i].bytes);
}

/* --- the format --------------------------------------------------------------------------------
 */
static void read_golden(struct snapshot *golden)
{
	FILE *file = fopen(GOLDEN, "rb");

	assert_non_null(file);
	golden->bytes = malloc(TPM_OBJECT_MAX);
	golden->len = fread(golden->bytes, 1, TPM_OBJECT_MAX, file);
	fclose(file);
}

/* Bytes of header, permanent section and NV section: what every state has */
static size_t always_len(const struct snapshot *snapshot)
{
	size_t at = 8;

	for (uint32_t i = 0; i < 2; i++)
		at += 6 + get32(snapshot->bytes + at + 2);
	return at;
}

static uint32_t read_public(uint32_t handle)
{
	struct memory_command command = memory_begin(TPM_CC_READ_PUBLIC, NULL, &handle, 1);

	return memory_run(&command, 0);
}

/*
 * What a TPM of this version stored once is understood for ever: never make this file anew. It has
 * three indices, a storage key at 0x81000001, a failed try, and the PCRs of a Shutdown(STATE).
 */
static void test_golden(void **state)
{
	struct snapshot golden;

	(void)state;
	read_golden(&golden);
	put_back(&golden);
	assert_int_equal(memory_power_cycle(), OK);
	assert_int_equal(persist_encode(memory.tpm), golden.len);
	assert_memory_equal(memory.tpm->object, golden.bytes, always_len(&golden));
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_data(INDEX, "hello");
	assert_int_equal(counter(INDEX + 1), 2);
	assert_int_equal(read_public(0x81000001), 0);
	assert_int_equal(memory.tpm->persistent.lockout.failed_tries, 1);
	assert_int_equal(memory.tpm->persistent.restart_count, 1);
	put_back(&golden);
	assert_int_equal(memory_restart(TPM_SU_STATE), 0);
	assert_int_equal(memory.tpm->pcrs.banks[1][0][31], 0x73);
	free(golden.bytes);
}

static void test_truncated(void **state)
{
	struct snapshot golden;

	(void)state;
	read_golden(&golden);
	for (size_t len = 0; len < golden.len; len++) {
		struct snapshot part = { golden.bytes, len };

		put_back(&part);
		assert_int_equal(memory_power_cycle(), ERR_FORMAT);
	}
	free(golden.bytes);
}

static uint32_t get_capability(void)
{
	struct memory_command command = memory_begin(TPM_CC_GET_CAPABILITY, NULL, NULL, 0);

	put32(&command, TPM_CAP_TPM_PROPERTIES);
	put32(&command, TPM_PT_MANUFACTURER);
	put32(&command, 1);
	return memory_run(&command, 0);
}

/* Any byte changed: refused, or a state that is well formed; never a crash. Refused: failure mode
 */
static void test_flipped(void **state)
{
	struct snapshot golden;

	(void)state;
	read_golden(&golden);
	for (size_t i = 0; i < golden.len; i++) {
		golden.bytes[i] ^= 0x81;
		put_back(&golden);
		if (memory_power_cycle() == ERR_FORMAT) {
			assert_int_equal(memory_shutdown(TPM_SU_CLEAR), TPM_RC_FAILURE);
			assert_int_equal(get_capability(), 0);
		}
		golden.bytes[i] ^= 0x81;
	}
	free(golden.bytes);
}

static void test_later_version(void **state)
{
	(void)state;
	memory.object[5]++;
	assert_int_equal(memory_power_cycle(), ERR_FORMAT);
}

#define WITH_TPM(test_) cmocka_unit_test_setup_teardown(test_, memory_setup, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_TPM(test_survives),      WITH_TPM(test_orderly_counter),
		WITH_TPM(test_startup_kinds), WITH_TPM(test_resume),
		WITH_TPM(test_stop),          WITH_TPM(test_golden),
		WITH_TPM(test_truncated),     WITH_TPM(test_flipped),
		WITH_TPM(test_later_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
