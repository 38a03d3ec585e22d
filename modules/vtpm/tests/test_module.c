/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The TPM as a module on the simulated platform: protocol 2 as a guest speaks it, the event log in
 * PCR 0, the manifest, the tunnel. */
/* test-sources: $(vm-src) $(vtpm-module-src) $(vtpm-tpm-src) */
/* test-sources: modules/observe/observe.c tests/unit/core/vm.c */
#include <string.h>

#include "core/evidence/evidence.h"
#include "core/registry/module.h"
#include "crypto/random.h"
#include "lib/be.h"
#include "modules/observe/protocol.h"
#include "modules/vtpm/protocol.h"
#include "modules/vtpm/tpm/state.h"
#include "modules/vtpm/vtpm.h"
#include "tests/unit/core/vm.h"

#define VTPM(call) SVSM_CALL(SVSM_PROTOCOL_VTPM, call)
#define BUFFER VM_FREE
#define HEAD 9u

static int start(void **state)
{
	static const uint8_t seed[48] = { 7 };

	(void)state;
	sim_reset(64 * MIB, 2, SIM_BACKING_2M);
	assert_int_equal(crypto_random_seed(seed, sizeof(seed)), OK);
	sim_write_profile();
	assert_int_equal(param_load(platform_launch_page(BOOT_OFF_PROFILE)), OK);
	vm_boot(VM_GUEST);
	return 0;
}

/* Puts a request with a command at the buffer; returns its bytes */
static uint8_t *request(const void *command, uint32_t len)
{
	uint8_t *at = sim_memory(BUFFER);

	memset(at, 0, 4096);
	at[0] = 8;
	at[5] = (uint8_t)len;
	at[6] = (uint8_t)(len >> 8);
	memcpy(at + HEAD, command, len);
	return at;
}

static uint64_t send_again(void)
{
	uint64_t result;

	do {
		result = vm_call0(VTPM(VTPM_CALL_SEND), BUFFER, 0, 0);
	} while (result == SVSM_ERR_INCOMPLETE);
	return result;
}

/* The response code; the response is at BUFFER + 4 */
static uint32_t send(const void *command, uint32_t len)
{
	const uint8_t *reply = request(command, len);

	assert_int_equal(send_again(), SVSM_OK);
	assert_int_equal(be_load(reply + 4 + 2, 4), reply[0] | (uint32_t)reply[1] << 8);
	return (uint32_t)be_load(reply + 4 + 6, 4);
}

static const uint8_t get_random[] = { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7b, 0, 16 };

static void query(void **state)
{
	struct vm_regs regs = { .rax = VTPM(VTPM_CALL_QUERY), .rdx = 5 };

	(void)state;
	assert_int_equal(vm_call(0, sim_block()->guest_vmsa_gpa, sim_block()->guest_caa_gpa, &regs),
			 SVSM_OK);
	assert_int_equal(regs.rcx, 1u << 8);
	assert_int_equal(regs.rdx, 0);
}

static void commands_run(void **state)
{
	(void)state;
	assert_int_equal(send(get_random, sizeof(get_random)), TPM_RC_SUCCESS);
}

static void requests_are_bounded(void **state)
{
	static const struct {
		uint32_t at;
		uint8_t value;
	} wrong[] = { { 0, 9 }, { 3, 1 }, { 4, 1 }, { 6, 0x10 }, { 7, 1 }, { 8, 0xff } };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		request(get_random, sizeof(get_random))[wrong[i].at] = wrong[i].value;
		assert_int_equal(vm_call0(VTPM(VTPM_CALL_SEND), BUFFER, 0, 0),
				 SVSM_ERR_INVALID_PARAMETER);
	}
	assert_int_equal(vm_call0(VTPM(VTPM_CALL_SEND), UINT64_MAX - 4, 0, 0),
			 SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(VTPM(VTPM_CALL_SEND), 64 * MIB - 16, 0, 0),
			 SVSM_ERR_INVALID_ADDRESS);
	/* The longest command that a page takes, at the end of which the reply still fits */
	request(get_random, sizeof(get_random))[6] = TPM_COMMAND_MAX >> 8;
	assert_int_equal(vm_call0(VTPM(VTPM_CALL_SEND), BUFFER, 0, 0), SVSM_OK);
}

static void pcr0_is_the_event_log(void **state)
{
	static const uint8_t pcr_read[] = { 0x80, 0x01, 0, 0, 0, 20, 0, 0, 0x01, 0x7e,
					    0,    0,    0, 1, 0, 12, 3, 1, 0,    0 };
	const uint8_t *reply = sim_memory(BUFFER + 4);
	const struct evidence_state before = evidence_state();

	(void)state;
	assert_int_equal(send(pcr_read, sizeof(pcr_read)), TPM_RC_SUCCESS);
	assert_memory_equal(reply + 10 + 4 + 10 + 4 + 2, before.reg, 48);
	/* What happens later is in the PCR before the next command reads it */
	assert_int_equal(evidence_record(EVENTLOG_TAG_MODULE, "later", 5), 0);
	assert_int_equal(send(pcr_read, sizeof(pcr_read)), TPM_RC_SUCCESS);
	assert_memory_equal(reply + 10 + 4 + 10 + 4 + 2, evidence_state().reg, 48);
}

/* CreatePrimary in the endorsement hierarchy of what the manifest says the endorsement key is */
static void manifest_is_the_endorsement_key(void **state)
{
	uint8_t manifest[1024];
	uint8_t again[1024];
	size_t len = 0;
	size_t again_len = 0;

	(void)state;
	assert_int_equal(module_vtpm.manifest_count, VTPM_MANIFEST_COUNT);
	assert_int_equal(vtpm_manifest[0].make(manifest, sizeof(manifest), &len), OK);
	assert_int_equal(manifest[1], TPM_ALG_ECC);
	assert_int_equal(vtpm_manifest[0].make(again, sizeof(again), &again_len), OK);
	assert_int_equal(len, again_len);
	assert_memory_equal(manifest, again, len);
	assert_int_equal(vtpm_manifest[0].make(manifest, len - 1, &len), ERR_NO_SPACE);
	assert_int_equal(vtpm_manifest[1].make(manifest, sizeof(manifest), &len), OK);
	assert_int_equal(len, 4);
	assert_int_equal(vtpm_manifest[1].make(manifest, 3, &len), ERR_NO_SPACE);
}

static uint32_t tunnel(uint32_t number, uint32_t request_len)
{
	uint8_t command[32] = { 0x80,           0x01, 0,    0, 0, (uint8_t)(12 + request_len),
				0x20,           0,    0x01, 0, 0, (uint8_t)request_len,
				(uint8_t)number };

	return send(command, 12 + request_len);
}

static void tunnel_reads_observe(void **state)
{
	const uint8_t *reply = sim_memory(BUFFER + 4);

	(void)state;
	assert_int_equal(tunnel(OBSERVE_SYSTEM, 4), TPM_RC_SUCCESS);
	assert_int_equal(reply[11] | reply[10] << 8, sizeof(struct observe_system));
	assert_int_equal(tunnel(OBSERVE_SYSTEM, 5), TPM_RC_SIZE + TPM_RC_P + 0x100);
	assert_int_equal(tunnel(OBSERVE_SYSTEM, 3), TPM_RC_SIZE + TPM_RC_P + 0x100);
	assert_int_equal(tunnel(99, 4), TPM_RC_VALUE + TPM_RC_P + 0x100);
	assert_int_equal(tunnel(OBSERVE_LOG, 16), TPM_RC_AUTH_MISSING);
	assert_int_equal(tunnel(OBSERVE_CHANNEL, 4), TPM_RC_AUTH_MISSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(query, start),
		cmocka_unit_test_setup(commands_run, start),
		cmocka_unit_test_setup(requests_are_bounded, start),
		cmocka_unit_test_setup(pcr0_is_the_event_log, start),
		cmocka_unit_test_setup(manifest_is_the_endorsement_key, start),
		cmocka_unit_test_setup(tunnel_reads_observe, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
