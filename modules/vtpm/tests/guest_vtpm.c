/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SVSM protocol 2 from the guest's side: what it refuses, slices, several vCPUs, and what the TPM
 * holds at the start. */
#include "abi/eventlog.h"
#include "lib/freestanding/memory.h"
#include "modules/observe/protocol.h"
#include "modules/vtpm/protocol.h"
#include "modules/vtpm/tests/guest_client.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/x86.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"

#define CPUS 4u
#define VTPM(call) SVSM_CALL(SVSM_PROTOCOL_VTPM, call)

GUEST_TEST(vtpm_query, 0)
{
	struct svsm_args args = { 0 };

	if (!tpm_is_there())
		return;
	CHECK_EQ(svsm_call(VTPM(0), &args), SVSM_OK);
	CHECK_EQ(args.rcx, 1u << 8);
	CHECK_EQ(args.rdx, 0);
	CHECK_EQ(svsm_call(VTPM(2), &args), SVSM_ERR_UNSUPPORTED_CALL);
}

GUEST_TEST(vtpm_is_started, 0)
{
	struct tpm_message message = { .page = pool_page() };

	if (!tpm_is_there())
		return;
	tpm_start(&message, TPM_CC_STARTUP);
	tpm_put(&message, TPM_SU_STATE, 2);
	CHECK_EQ(tpm_send(&message), TPM_RC_INITIALIZE);
	tpm_start(&message, TPM_CC_GET_CAPABILITY);
	tpm_put(&message, TPM_CAP_TPM_PROPERTIES, 4);
	tpm_put(&message, TPM_PT_MANUFACTURER, 4);
	tpm_put(&message, 1, 4);
	CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
}

static void pcr_read_start(struct tpm_message *message, uint32_t alg, uint32_t pcr)
{
	uint8_t select[3] = { 0 };

	select[pcr / 8] = (uint8_t)(1u << pcr % 8);
	tpm_start(message, TPM_CC_PCR_READ);
	tpm_put(message, 1, 4);
	tpm_put(message, alg, 2);
	tpm_put(message, sizeof(select), 1);
	tpm_put_bytes(message, select, sizeof(select));
}

/* The value of a PCR, in the response; NULL: it was not read */
static const uint8_t *pcr_read(struct tpm_message *message, uint32_t alg, uint32_t pcr,
			       uint32_t *len)
{
	pcr_read_start(message, alg, pcr);
	if (!CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS))
		return NULL;
	(void)tpm_get(message, 4);        /* the update counter */
	(void)tpm_get_bytes(message, 10); /* the selection */
	if (!CHECK_EQ(tpm_get(message, 4), 1))
		return NULL;
	return tpm_get_2b(message, len);
}

GUEST_TEST(vtpm_pcr0_is_the_event_log, 0)
{
	struct tpm_message message = { .page = pool_page() };
	struct svsm_args args = { .rcx = pool_page() };
	struct observe_events *events = at(args.rcx);
	const uint8_t *value;
	uint32_t len = 0;
	uint64_t range = 0;

	if (!tpm_is_there())
		return;
	CHECK_EQ(core_query(SVSM_PROTOCOL_OBSERVE, OBSERVE_VERSION, &range), SVSM_OK);
	if (range == 0) {
		test_skip("no observe module");
		return;
	}
	events->offset = 0;
	CHECK_EQ(svsm_call_complete(SVSM_CALL(SVSM_PROTOCOL_OBSERVE, OBSERVE_EVENTS), &args, NULL),
		 SVSM_OK);
	value = pcr_read(&message, TPM_ALG_SHA384, 0, &len);
	CHECK_EQ(len, sizeof(events->reg));
	CHECK(value != NULL && memcmp(value, events->reg, sizeof(events->reg)) == 0);
}

/* SHA-256 of 64 zero bytes */
static const uint8_t two_zeros[32] = { 0xf5, 0xa5, 0xfd, 0x42, 0xd1, 0x6a, 0x20, 0x30,
				       0x27, 0x98, 0xef, 0x6e, 0xd3, 0x09, 0x97, 0x9b,
				       0x43, 0x00, 0x3d, 0x23, 0x20, 0xd9, 0xf0, 0xe8,
				       0xea, 0x98, 0x31, 0xa9, 0x27, 0x59, 0xfb, 0x4b };

static uint32_t pcr_change(struct tpm_message *message, uint32_t code, uint32_t pcr)
{
	static const uint8_t zeros[32];

	tpm_start(message, code);
	tpm_put(message, pcr, 4);
	tpm_put_passwords(message, 1);
	if (code == TPM_CC_PCR_EXTEND) {
		tpm_put(message, 1, 4);
		tpm_put(message, TPM_ALG_SHA256, 2);
		tpm_put_bytes(message, zeros, sizeof(zeros));
	}
	return tpm_send(message);
}

GUEST_TEST(vtpm_pcr_extend_and_read, 0)
{
	struct tpm_message message = { .page = pool_page() };
	const uint8_t *value;
	uint32_t len = 0;

	if (!tpm_is_there())
		return;
	CHECK_EQ(pcr_change(&message, TPM_CC_PCR_RESET, 16), TPM_RC_SUCCESS);
	CHECK_EQ(pcr_change(&message, TPM_CC_PCR_EXTEND, 16), TPM_RC_SUCCESS);
	value = pcr_read(&message, TPM_ALG_SHA256, 16, &len);
	CHECK_EQ(len, 32);
	CHECK(value != NULL && memcmp(value, two_zeros, 32) == 0);
	CHECK_EQ(pcr_change(&message, TPM_CC_PCR_RESET, 16), TPM_RC_SUCCESS);
	CHECK_EQ(pcr_change(&message, TPM_CC_PCR_RESET, 0), TPM_RC_LOCALITY);
}

/* --- what the protocol refuses
 * ------------------------------------------------------------------------------------------ */
static void random_start(struct tpm_message *message, uint32_t bytes)
{
	tpm_start(message, TPM_CC_GET_RANDOM);
	tpm_put(message, bytes, 2);
}

GUEST_TEST(vtpm_refuses_requests, 0)
{
	static const struct {
		uint32_t offset;
		uint8_t value;
	} wrong[] = {
		{ 0, 7 }, { 1, 1 }, { 4, 1 }, { 4, 0xff }, { 6, 0x10 }, { 7, 1 }, { 8, 0x80 }
	};
	struct tpm_message message = { .page = pool_page() };

	if (!tpm_is_there())
		return;
	for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct svsm_args args = { .rcx = message.page };
		uint8_t *head = at(message.page);

		random_start(&message, 8);
		CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
		random_start(&message, 8);
		memset(head, 0, 9);
		head[0] = 8;
		head[5] = (uint8_t)message.len;
		head[wrong[i].offset] = wrong[i].value;
		CHECK_EQ(svsm_call(VTPM(1), &args), SVSM_ERR_INVALID_PARAMETER);
	}
}

GUEST_TEST(vtpm_refuses_addresses, 0)
{
	const uint64_t wrong[] = { 0xfffffffffffff000, 0xfffffffffffffffc, 1ull << 46, 0xfffff000 };

	if (!tpm_is_there())
		return;
	for (uint32_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct svsm_args args = { .rcx = wrong[i] };

		CHECK_EQ(svsm_call(VTPM(1), &args), SVSM_ERR_INVALID_ADDRESS);
	}
}

GUEST_TEST(vtpm_request_crosses_a_page, 0)
{
	uint64_t large = pool_broken();

	if (!tpm_is_there())
		return;
	for (uint32_t back = 1; back <= 24; back++) {
		struct tpm_message message = { .page = large + ABI_PAGE_SIZE - back };

		random_start(&message, 16);
		CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
		CHECK_EQ(message.got, 28);
	}
}

GUEST_TEST(vtpm_header_must_agree, 0)
{
	static const uint32_t lies[] = { 1, 0xffffffff, 0x1000 };
	struct tpm_message message = { .page = pool_page() };

	if (!tpm_is_there())
		return;
	for (uint32_t i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		message.lie = lies[i];
		random_start(&message, 8);
		CHECK_EQ(tpm_send(&message), TPM_RC_COMMAND_SIZE);
	}
}

/* --- slices and several vCPUs
 * ---------------------------------------------------------------------------------------------- */
GUEST_TEST(vtpm_key_generation_is_sliced, 0)
{
	struct tpm_message message = { .page = pool_page() };
	uint32_t handle;

	if (!tpm_is_there())
		return;
	handle = tpm_create_primary(&message, TPM_RH_OWNER, tpm_storage_rsa2048,
				    tpm_storage_rsa2048_len);
	CHECK(message.entries > 2);
	tpm_flush(&message, handle);
}

/* A command that is given up for another of the same vCPU's */
GUEST_TEST(vtpm_gives_up_its_own_command, 0)
{
	struct tpm_message first = { .page = pool_page() };
	struct tpm_message second = { .page = pool_page() };

	if (!tpm_is_there())
		return;
	tpm_primary_start(&first, TPM_RH_OWNER, tpm_storage_rsa2048, tpm_storage_rsa2048_len);
	CHECK_EQ(tpm_send_once(&first), SVSM_ERR_INCOMPLETE);
	random_start(&second, 8);
	CHECK_EQ(tpm_send(&second), TPM_RC_SUCCESS);
	CHECK_EQ(second.got, 20);
}

static void busy_job(void *argument)
{
	struct tpm_message message = { .page = *(uint64_t *)argument };

	random_start(&message, 8);
	CHECK_EQ(tpm_send_once(&message), SVSM_ERR_BUSY);
}

GUEST_TEST(vtpm_is_busy_for_others, TEST_CPUS(2))
{
	struct tpm_message message = { .page = pool_page() };
	uint64_t page = pool_page();
	struct svsm_args args = { .rcx = message.page };

	if (!tpm_is_there())
		return;
	tpm_primary_start(&message, TPM_RH_OWNER, tpm_storage_rsa2048, tpm_storage_rsa2048_len);
	CHECK_EQ(tpm_send_once(&message), SVSM_ERR_INCOMPLETE);
	smp_post(1, busy_job, &page);
	smp_join(1);
	CHECK_EQ(svsm_call_complete(VTPM(1), &args, NULL), SVSM_OK);
	tpm_flush(&message, 0x80000000);
}

static struct barrier together = { .total = CPUS };
static uint64_t own_page[CPUS];

static void everything_job(void *argument)
{
	struct tpm_message message = { .page = own_page[smp_this()] };

	(void)argument;
	barrier_wait(&together);
	for (uint32_t i = 0; i < test_rounds() / 4; i++) {
		uint32_t len = 0;

		random_start(&message, 16);
		CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
		CHECK(pcr_read(&message, TPM_ALG_SHA256, 16, &len) != NULL);
		CHECK_EQ(len, 32);
		CHECK_EQ(pcr_change(&message, TPM_CC_PCR_EXTEND, 23), TPM_RC_SUCCESS);
	}
}

GUEST_TEST(vtpm_four_vcpus_at_once, TEST_CPUS(CPUS))
{
	if (!tpm_is_there())
		return;
	for (uint32_t i = 0; i < CPUS; i++)
		own_page[i] = pool_page();
	smp_run(CPUS, everything_job, NULL);
}

/* --- the observability tunnel
 * ------------------------------------------------------------------------------------------------
 */
static uint32_t tunnel(struct tpm_message *message, uint32_t code, uint32_t number)
{
	const uint8_t request[8] = { (uint8_t)number };

	tpm_start(message, code);
	if (code == TPM_CC_PARAPET_OBSERVE_OWNER) {
		tpm_put(message, TPM_RH_OWNER, 4);
		tpm_put_passwords(message, 1);
	}
	tpm_put_2b(message, request, number == OBSERVE_EVENTS ? 8 : 4);
	return tpm_send(message);
}

GUEST_TEST(vtpm_tunnel, 0)
{
	struct tpm_message message = { .page = pool_page() };
	uint64_t range = 0;
	uint32_t len;

	if (!tpm_is_there())
		return;
	CHECK_EQ(core_query(SVSM_PROTOCOL_OBSERVE, OBSERVE_VERSION, &range), SVSM_OK);
	if (range == 0) {
		test_skip("no observe module");
		return;
	}
	CHECK_EQ(tunnel(&message, TPM_CC_PARAPET_OBSERVE, OBSERVE_SYSTEM), TPM_RC_SUCCESS);
	(void)tpm_get_2b(&message, &len);
	CHECK_EQ(len, sizeof(struct observe_system));
	CHECK_EQ(tunnel(&message, TPM_CC_PARAPET_OBSERVE, OBSERVE_EVENTS), TPM_RC_AUTH_MISSING);
	CHECK_EQ(tunnel(&message, TPM_CC_PARAPET_OBSERVE_OWNER, OBSERVE_EVENTS), TPM_RC_SUCCESS);
	CHECK_EQ(tunnel(&message, TPM_CC_PARAPET_OBSERVE, 99), TPM_RC_VALUE + TPM_RC_P + 0x100);
}

/* --- across a reboot
 * ---------------------------------------------------------------------------------------------------------
 */
/* Prepares for Startup(STATE) of the next boot, which the monitor does not grant; shows what PCR 0
 * is in this one */
GUEST_TEST(vtpm_shutdown_state, TEST_NAMED)
{
	struct tpm_message message = { .page = pool_page() };
	const uint8_t *value;
	uint32_t len = 0;

	if (!tpm_is_there())
		return;
	tpm_start(&message, TPM_CC_SHUTDOWN);
	tpm_put(&message, TPM_SU_STATE, 2);
	CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
	tpm_start(&message, TPM_CC_STARTUP);
	tpm_put(&message, TPM_SU_STATE, 2);
	CHECK_EQ(tpm_send(&message), TPM_RC_INITIALIZE);
	value = pcr_read(&message, TPM_ALG_SHA384, 0, &len);
	print("vtpm: pcr0=");
	for (uint32_t i = 0; value != NULL && i < len; i++)
		print("%x%x", value[i] >> 4, value[i] & 15);
	print("\n");
}
