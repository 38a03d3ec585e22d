/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Endorsement keys at persistent handles: there from manufacture, made in steps at their first use,
 * kept, removed; and indices for their certificates.
 */
/* test-sources: modules/vtpm/tests/memory_tpm.c modules/vtpm/tests/object_rig.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/object_rig.h"
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/nv_memory.h"
#include "modules/vtpm/tpm/wire.h"

#define RSA 0x81010001u
#define P384 0x81010016u
#define SPARE 0x81000005u
#define RSA_STEPS_MIN 8u /* an RSA key is never made at once */

/* --- what is there ---------------------------------------------------------------------------- */
static uint32_t read_public(uint32_t handle)
{
	struct memory_command command = memory_begin(TPM_CC_READ_PUBLIC, NULL, &handle, 1);

	return memory_run(&command, 0);
}

static uint32_t capability(uint32_t which, uint32_t property, uint32_t count)
{
	struct memory_command command = memory_begin(TPM_CC_GET_CAPABILITY, NULL, NULL, 0);

	put32(&command, which);
	put32(&command, property);
	put32(&command, count);
	return memory_run(&command, 0);
}

/* The persistent handles are exactly these; 0: not */
static void expect_handles(uint32_t first, uint32_t second)
{
	uint32_t count = (first != 0 ? 1u : 0u) + (second != 0 ? 1u : 0u);
	const uint8_t *list = memory.response + TPM_HEADER_SIZE + 1 + 4;

	assert_int_equal(capability(TPM_CAP_HANDLES, 0x81000000, 10), 0);
	assert_int_equal(get32(list), count);
	if (first != 0)
		assert_int_equal(get32(list + 4), first);
	if (second != 0)
		assert_int_equal(get32(list + 8), second);
	assert_int_equal(capability(TPM_CAP_TPM_PROPERTIES, TPM_PT_HR_PERSISTENT, 1), 0);
	assert_int_equal(get32(list + 8), count);
}

static void test_handles(void **state)
{
	(void)state;
	expect_handles(RSA, P384);
	assert_int_equal(memory.saves, 2); /* manufacture, Startup */
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_handles(RSA, P384);
}

static void test_platform_decides(void **state)
{
	(void)state;
	expect_handles(0, 0);
	assert_int_equal(read_public(RSA), TPM_RC_HANDLE + 0x100);
	/* A state that is there already is left as it is */
	memory.has_endorsement_keys = true;
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_handles(0, 0);
}

/* --- the keys --------------------------------------------------------------------------------- */
static const struct {
	uint32_t handle;
	enum ek_template which;
	uint32_t steps_min;
} keys[] = { { RSA, EK_L1_RSA_2048, RSA_STEPS_MIN }, { P384, EK_H3_P384, 1 } };
#define KEYS (sizeof(keys) / sizeof(keys[0]))

/* Hands in ReadPublic */
static void submit(uint32_t handle)
{
	struct memory_command command = memory_begin(TPM_CC_READ_PUBLIC, NULL, &handle, 1);

	command.bytes[5] = (uint8_t)command.len;
	assert_int_equal(tpm_submit(memory.tpm, 0, command.bytes, command.len), OK);
}

/* Runs what was handed in; how many steps came before the last */
static uint32_t count_steps(void)
{
	uint32_t count = 0;

	while (tpm_step(memory.tpm) == TPM_PENDING)
		count++;
	return count;
}

static uint32_t response_code(void)
{
	size_t len;

	return get32(tpm_response(memory.tpm, &len) + 6);
}

static uint32_t create_primary(enum ek_template which)
{
	const uint32_t hierarchy = TPM_RH_ENDORSEMENT;
	struct memory_command command = memory_begin(TPM_CC_CREATE_PRIMARY, "", &hierarchy, 1);
	struct tpmt_public template;
	uint8_t packed[1024];

	ek_template(which, &template);
	put16(&command, 4);
	put32(&command, 0);
	put_2b(&command, packed, wire_pack(&wire_tpmt_public, &template, packed, sizeof(packed)));
	put16(&command, 0);
	put32(&command, 0);
	assert_int_equal(rig_run(&command), 0);
	return get32(memory.response + TPM_HEADER_SIZE);
}

static uint32_t evict(uint32_t authority, uint32_t object, uint32_t persistent)
{
	const uint32_t handles[] = { authority, object };
	static const char *const auths[] = { "", NULL };
	struct memory_command command = rig_begin(TPM_CC_EVICT_CONTROL, handles, auths, 2);

	put32(&command, persistent);
	return memory_run(&command, 0);
}

/* What NV holds of two persistent objects is the same, but for the handle */
static void expect_same_stored(uint32_t one, uint32_t other)
{
	struct nv_entry entries[2];
	struct wire_reader bodies[2];

	assert_true(nv_memory_find(memory.tpm, one, &entries[0]));
	assert_true(nv_memory_find(memory.tpm, other, &entries[1]));
	for (uint32_t i = 0; i < 2; i++)
		bodies[i] = nv_memory_body(memory.tpm, &entries[i]);
	assert_int_equal(bodies[0].left, bodies[1].left);
	assert_memory_equal(bodies[0].at, bodies[1].at, bodies[0].left);
}

/* In every byte what CreatePrimary with the template and EvictControl make */
static void test_equal_to_primary(void **state)
{
	struct rig_blob name;
	struct rig_blob expected;

	(void)state;
	for (uint32_t i = 0; i < KEYS; i++) {
		uint32_t primary = create_primary(keys[i].which);

		assert_int_equal(rig_name(primary, &expected), 0);
		assert_int_equal(rig_name(keys[i].handle, &name), 0);
		assert_int_equal(name.len, expected.len);
		assert_memory_equal(name.bytes, expected.bytes, name.len);
		assert_int_equal(evict(TPM_RH_OWNER, primary, keys[i].handle), TPM_RC_NV_DEFINED);
		assert_int_equal(evict(TPM_RH_OWNER, primary, SPARE), 0);
		expect_same_stored(keys[i].handle, SPARE);
		assert_int_equal(evict(TPM_RH_OWNER, SPARE, SPARE), 0);
		assert_int_equal(rig_flush(primary), 0);
	}
	expect_handles(RSA, P384);
}

static void test_in_steps(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < KEYS; i++) {
		submit(keys[i].handle);
		assert_true(count_steps() >= keys[i].steps_min);
		assert_int_equal(response_code(), 0);
		submit(keys[i].handle);
		assert_int_equal(count_steps(), 0);
		assert_int_equal(response_code(), 0);
	}
}

static void test_kept(void **state)
{
	struct rig_blob before;
	struct rig_blob after;

	(void)state;
	assert_int_equal(rig_name(P384, &before), 0);
	assert_int_equal(memory.saves, 3);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_handles(RSA, P384);
	submit(P384);
	assert_int_equal(count_steps(), 0);
	assert_int_equal(rig_name(P384, &after), 0);
	assert_memory_equal(before.bytes, after.bytes, before.len);
}

/* A command that is given up changes nothing, and holds nothing */
static void test_abandoned(void **state)
{
	static uint8_t nv[TPM_NV_MEMORY];
	uint32_t saves = memory.saves;

	(void)state;
	memcpy(nv, memory.tpm->persistent.nv, sizeof(nv));
	for (uint32_t steps = 0; steps < RSA_STEPS_MIN; steps += 3) {
		submit(RSA);
		for (uint32_t i = 0; i < steps; i++)
			assert_int_equal(tpm_step(memory.tpm), TPM_PENDING);
		tpm_cancel(memory.tpm);
		assert_int_equal(tpm_step(memory.tpm), TPM_DONE);
		assert_int_equal(response_code(), TPM_RC_CANCELED);
		assert_int_equal(memory.saves, saves);
		assert_memory_equal(memory.tpm->persistent.nv, nv, sizeof(nv));
		for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++)
			assert_int_equal(memory.tpm->slots[i].kind, SLOT_FREE);
	}
	assert_int_equal(read_public(RSA), 0);
}

/* Both handles of one command: each is made, and stays when the command is refused in the end */
static void test_two_at_once(void **state)
{
	const uint32_t handles[] = { RSA, P384 };
	struct memory_command command = memory_begin(TPM_CC_START_AUTH_SESSION, NULL, handles, 2);

	(void)state;
	put_2b(&command, "a nonce of bytes", 16);
	put_2b(&command, "no salt", 7);
	put8(&command, TPM_SE_HMAC);
	put16(&command, TPM_ALG_NULL);
	put16(&command, TPM_ALG_SHA256);
	assert_int_not_equal(memory_run(&command, 0), 0);
	assert_int_equal(memory.saves, 3);
	for (uint32_t i = 0; i < KEYS; i++) {
		submit(keys[i].handle);
		assert_int_equal(count_steps(), 0);
		assert_int_equal(response_code(), 0);
	}
}

/* --- use -------------------------------------------------------------------------------------- */
static const char secret_text[] = "what the verifier sends";

static void make_credential(uint32_t key, const struct rig_blob *name, struct rig_blob *credential,
			    struct rig_blob *secret)
{
	struct memory_command command = memory_begin(TPM_CC_MAKE_CREDENTIAL, NULL, &key, 1);
	const uint8_t *at;

	put_2b(&command, secret_text, sizeof(secret_text));
	rig_put(&command, name);
	assert_int_equal(memory_run(&command, 0), 0);
	at = memory_parameters();
	*credential = rig_take(&at);
	*secret = rig_take(&at);
}

/* A policy session that has PolicySecret of the endorsement hierarchy: PolicyA */
static uint32_t endorsement_policy(void)
{
	const uint32_t none[] = { TPM_RH_NULL, TPM_RH_NULL };
	struct memory_command command = memory_begin(TPM_CC_START_AUTH_SESSION, NULL, none, 2);
	uint32_t handles[] = { TPM_RH_ENDORSEMENT, 0 };

	put_2b(&command, "a nonce of bytes", 16);
	put16(&command, 0);
	put8(&command, TPM_SE_POLICY);
	put16(&command, TPM_ALG_NULL);
	put16(&command, TPM_ALG_SHA256);
	assert_int_equal(memory_run(&command, 0), 0);
	handles[1] = get32(memory.response + TPM_HEADER_SIZE);
	command = memory_begin(TPM_CC_POLICY_SECRET, "", handles, 2);
	for (uint32_t i = 0; i < 3; i++)
		put16(&command, 0);
	put32(&command, 0);
	assert_int_equal(memory_run(&command, 0), 0);
	return handles[1];
}

static void put_session(struct memory_command *command, uint32_t handle)
{
	put32(command, handle);
	put16(command, 0);
	put8(command, 0);
	put16(command, 0);
}

static uint32_t activate(uint32_t object, uint32_t key, uint32_t session,
			 const struct rig_blob *credential, const struct rig_blob *secret)
{
	const uint32_t handles[] = { object, key };
	struct memory_command command = memory_begin(TPM_CC_ACTIVATE_CREDENTIAL, NULL, handles, 2);

	command.bytes[1] = TPM_ST_SESSIONS & 0xff;
	put32(&command, 2 * 9);
	put_session(&command, TPM_RS_PW);
	put_session(&command, session);
	rig_put(&command, credential);
	rig_put(&command, secret);
	return rig_run(&command);
}

static void test_activate_credential(void **state)
{
	struct rig_blob credential;
	struct rig_blob secret;
	struct rig_blob name;
	uint32_t object;

	(void)state;
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &rig_signing, "", &object), 0);
	assert_int_equal(rig_name(object, &name), 0);
	for (uint32_t i = 0; i < KEYS; i++) {
		uint32_t session = keys[i].handle == RSA ? endorsement_policy() : TPM_RS_PW;

		make_credential(keys[i].handle, &name, &credential, &secret);
		assert_int_equal(activate(object, keys[i].handle, session, &credential, &secret),
				 0);
		assert_memory_equal(memory_parameters() + 2, secret_text, sizeof(secret_text));
	}
	/* Only its policy opens the key of the low range */
	make_credential(RSA, &name, &credential, &secret);
	assert_int_equal(activate(object, RSA, TPM_RS_PW, &credential, &secret),
			 TPM_RC_AUTH_UNAVAILABLE);
}

static void test_parent(void **state)
{
	struct rig_blob priv;
	struct rig_blob pub;
	uint32_t handle;

	(void)state;
	assert_int_equal(rig_create(P384, &rig_signing, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(P384, &priv, &pub, &handle), 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(rig_load(P384, &priv, &pub, &handle), 0);
}

/* --- removal ---------------------------------------------------------------------------------- */
static void test_removed(void **state)
{
	uint32_t primary;

	(void)state;
	assert_int_equal(evict(TPM_RH_OWNER, P384, P384), 0);
	expect_handles(RSA, 0);
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_handles(RSA, 0);
	assert_int_equal(read_public(P384), TPM_RC_HANDLE + 0x100);
	primary = create_primary(EK_H3_P384);
	assert_int_equal(evict(TPM_RH_OWNER, primary, P384), 0);
	expect_handles(RSA, P384);
	assert_int_equal(evict(TPM_RH_PLATFORM, P384, P384), 0);
	assert_int_equal(evict(TPM_RH_PLATFORM, RSA, RSA), 0);
	expect_handles(0, 0);
}

/* What removes all of the hierarchy removes them, made and not */
static void test_removed_with_hierarchy(void **state)
{
	static const struct {
		uint32_t code;
		uint32_t authority;
	} removals[] = { { TPM_CC_CHANGE_EPS, TPM_RH_PLATFORM }, { TPM_CC_CLEAR, TPM_RH_LOCKOUT } };

	for (uint32_t i = 0; i < 2; i++) {
		struct memory_command command =
			memory_begin(removals[i].code, "", &removals[i].authority, 1);

		assert_int_equal(read_public(P384), 0);
		expect_handles(RSA, P384);
		assert_int_equal(memory_run(&command, 0), 0);
		expect_handles(0, 0);
		assert_int_equal(memory.tpm->persistent.nv_used, 0);
		assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
		expect_handles(0, 0);
		memory_teardown(state);
		memory_setup_endorsed(state);
	}
}

static uint32_t hierarchy_control(uint32_t hierarchy, uint8_t is_enabled)
{
	const uint32_t platform = TPM_RH_PLATFORM;
	struct memory_command command = memory_begin(TPM_CC_HIERARCHY_CONTROL, "", &platform, 1);

	put32(&command, hierarchy);
	put8(&command, is_enabled);
	return memory_run(&command, 0);
}

/* A key of a hierarchy that is off is not made for anybody */
static void test_hierarchy_off(void **state)
{
	static const uint32_t hierarchies[] = { TPM_RH_ENDORSEMENT, TPM_RH_OWNER };

	(void)state;
	for (uint32_t i = 0; i < 2; i++) {
		assert_int_equal(hierarchy_control(hierarchies[i], 0), 0);
		submit(RSA);
		assert_int_equal(count_steps(), 0);
		assert_int_equal(response_code(), TPM_RC_HANDLE + 0x100);
		assert_int_equal(hierarchy_control(hierarchies[i], 1), 0);
	}
	/* The owner may still remove it */
	assert_int_equal(hierarchy_control(TPM_RH_ENDORSEMENT, 0), 0);
	assert_int_equal(evict(TPM_RH_OWNER, P384, P384), 0);
	expect_handles(RSA, 0);
}

/* --- memory and store ------------------------------------------------------------------------- */
/* NV is filled to the last byte that an index can have */
static void fill_nv(void)
{
	uint32_t index = 0x01500000;

	for (uint16_t size = 2048; size > 0; size /= 2) {
		while (nv_define_as(TPM_RH_OWNER, index, TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE,
				    size, "") == 0)
			index++;
		assert_int_equal(get32(memory.response + 6), TPM_RC_NV_SPACE);
	}
}

static void test_memory_is_kept(void **state)
{
	uint32_t used;

	(void)state;
	fill_nv();
	for (uint32_t i = 0; i < KEYS; i++) {
		used = memory.tpm->persistent.nv_used;
		assert_int_equal(read_public(keys[i].handle), 0);
		assert_true(memory.tpm->persistent.nv_used <= used);
	}
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	for (uint32_t i = 0; i < KEYS; i++)
		assert_int_equal(read_public(keys[i].handle), 0);
}

static void test_nv_unavailable(void **state)
{
	(void)state;
	tpm_nv_available(memory.tpm, false);
	assert_int_equal(read_public(P384), TPM_RC_NV_UNAVAILABLE);
	tpm_nv_available(memory.tpm, true);
	assert_int_equal(read_public(P384), 0);
	tpm_nv_available(memory.tpm, false);
	assert_int_equal(read_public(P384), 0);
}

/* The one write fails: there is no response, and after power loss the handle as it was */
static void test_stop(void **state)
{
	struct rig_blob name;
	struct rig_blob again;

	(void)state;
	memory.fail_at = memory.saves;
	assert_int_equal(read_public(P384), TPM_RC_FAILURE);
	assert_int_equal(read_public(P384), TPM_RC_FAILURE);
	memory.fail_at = NEVER;
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	expect_handles(RSA, P384);
	submit(P384);
	assert_int_equal(count_steps(), 1);
	assert_int_equal(rig_name(P384, &name), 0);
	assert_int_equal(rig_name(create_primary(EK_H3_P384), &again), 0);
	assert_memory_equal(name.bytes, again.bytes, name.len);
}

/* Any byte of a state with places kept: refused, or well formed */
static void test_flipped(void **state)
{
	uint8_t *stored = malloc(memory.object_len);
	size_t len = memory.object_len;

	(void)state;
	memcpy(stored, memory.object, len);
	for (size_t i = 0; i < len; i++) {
		memcpy(memory.object, stored, len);
		memory.object[i] ^= 0x81;
		if (memory_power_cycle() == ERR_FORMAT)
			assert_int_equal(memory_shutdown(TPM_SU_CLEAR), TPM_RC_FAILURE);
		else
			assert_true(nv_memory_is_valid(memory.tpm));
	}
	free(stored);
}

/* --- certificates ----------------------------------------------------------------------------- */
/* With the attributes that firmware and provisioning tools give them */
static void test_certificates(void **state)
{
	static const uint32_t indices[] = { 0x01c00002, 0x01c0000a, 0x01c00016, 0x01c00100 };
	static const char certificate[] = "a certificate in DER";
	const uint32_t attributes = TPMA_NV_PLATFORMCREATE | TPMA_NV_PPWRITE | TPMA_NV_WRITEDEFINE |
				    TPMA_NV_PPREAD | TPMA_NV_OWNERREAD | TPMA_NV_AUTHREAD |
				    TPMA_NV_NO_DA;
	const uint16_t len = sizeof(certificate);

	(void)state;
	for (uint32_t i = 0; i < sizeof(indices) / sizeof(indices[0]); i++) {
		uint32_t index = indices[i];
		const uint32_t readers[] = { TPM_RH_OWNER, TPM_RH_PLATFORM, index };

		assert_int_not_equal(nv_define_as(TPM_RH_OWNER, index, attributes, len, ""), 0);
		assert_int_equal(nv_define_as(TPM_RH_PLATFORM, index, attributes, len, ""), 0);
		assert_int_equal(nv_write_as(TPM_RH_PLATFORM, "", index, 0, certificate, len), 0);
		assert_int_equal(nv_do_as(TPM_CC_NV_WRITE_LOCK, TPM_RH_PLATFORM, "", index), 0);
		assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
		for (uint32_t j = 0; j < 3; j++) {
			assert_int_equal(nv_read_as(readers[j], "", index, 0, len), 0);
			assert_memory_equal(memory_parameters() + 2, certificate, len);
		}
		assert_int_equal(nv_write_as(TPM_RH_PLATFORM, "", index, 0, certificate, len),
				 TPM_RC_NV_LOCKED);
		assert_int_equal(nv_do_as(TPM_CC_NV_UNDEFINE_SPACE, TPM_RH_OWNER, "", index),
				 TPM_RC_NV_AUTHORIZATION);
	}
}

#define WITH_KEYS(test_)                                                                           \
	cmocka_unit_test_setup_teardown(test_, memory_setup_endorsed, memory_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_KEYS(test_handles),
		cmocka_unit_test_setup_teardown(test_platform_decides, memory_setup,
						memory_teardown),
		WITH_KEYS(test_equal_to_primary),
		WITH_KEYS(test_in_steps),
		WITH_KEYS(test_kept),
		WITH_KEYS(test_abandoned),
		WITH_KEYS(test_two_at_once),
		WITH_KEYS(test_activate_credential),
		WITH_KEYS(test_parent),
		WITH_KEYS(test_removed),
		WITH_KEYS(test_removed_with_hierarchy),
		WITH_KEYS(test_hierarchy_off),
		WITH_KEYS(test_memory_is_kept),
		WITH_KEYS(test_nv_unavailable),
		WITH_KEYS(test_stop),
		WITH_KEYS(test_flipped),
		WITH_KEYS(test_certificates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
