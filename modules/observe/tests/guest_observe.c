/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The observe protocol from the guest's side. */
#include "abi/eventlog.h"
#include "lib/freestanding/memory.h"
#include "modules/observe/protocol.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/smp.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define OBSERVE(call) SVSM_CALL(SVSM_PROTOCOL_OBSERVE, OBSERVE_##call)

static uint64_t observe(uint64_t call, uint64_t gpa)
{
	struct svsm_args args = { .rcx = gpa };

	return svsm_call_complete(call, &args, NULL);
}

/* Whether this monitor has the module; the test is skipped if not. */
static int is_there(void)
{
	uint64_t range = 0;

	CHECK_EQ(core_query(SVSM_PROTOCOL_OBSERVE, OBSERVE_VERSION, &range), SVSM_OK);
	if (range == 0)
		test_skip("no observe module");
	return range != 0;
}

GUEST_TEST(observe_system, 0)
{
	uint64_t page = pool_page();
	const struct observe_system *system = at(page);

	if (!is_there())
		return;
	memset(at(page), 0xff, ABI_PAGE_SIZE);
	CHECK_EQ(observe(OBSERVE(SYSTEM), page), SVSM_OK);
	CHECK_EQ(system->size, sizeof(*system));
	CHECK_EQ(system->vcpus, smp_count());
	CHECK(system->modules >= 2);
	CHECK(system->release[0] != '\0' && system->release[31] == '\0');
	CHECK_EQ(*(const uint8_t *)at(page + sizeof(*system)), 0xff);
}

GUEST_TEST(observe_modules, 0)
{
	uint64_t page = pool_page();
	struct observe_module *module = at(page);
	uint32_t found = 0;
	uint32_t index = 0;

	if (!is_there())
		return;
	for (;; index++) {
		module->index = index;
		if (observe(OBSERVE(MODULE), page) != SVSM_OK)
			break;
		CHECK_EQ(module->index, index);
		found += module->protocol == SVSM_PROTOCOL_OBSERVE &&
			 module->state == OBSERVE_STATE_STARTED;
	}
	CHECK_EQ(found, 1);
	CHECK_EQ(observe(OBSERVE(MODULE), page), SVSM_ERR_INVALID_PARAMETER);
	module->index = 0xffffffff;
	CHECK_EQ(observe(OBSERVE(MODULE), page), SVSM_ERR_INVALID_PARAMETER);
}

GUEST_TEST(observe_memory_and_vcpus, 0)
{
	uint64_t page = pool_page();
	const struct observe_memory *memory = at(page);
	struct observe_vcpu *vcpu = at(page);

	if (!is_there())
		return;
	CHECK_EQ(observe(OBSERVE(MEMORY), page), SVSM_OK);
	CHECK(memory->pool_used <= memory->pool_peak && memory->pool_peak <= memory->pool_pages);
	CHECK(memory->validity_pages != 0 && memory->guest_pages != 0);
	for (uint32_t i = 0; i < smp_count(); i++) {
		vcpu->index = i;
		CHECK_EQ(observe(OBSERVE(VCPU), page), SVSM_OK);
		CHECK(vcpu->stack_used != 0 && vcpu->stack_used < vcpu->stack_bytes);
		CHECK(vcpu->entries >= vcpu->calls);
	}
	vcpu->index = smp_count();
	CHECK_EQ(observe(OBSERVE(VCPU), page), SVSM_ERR_INVALID_PARAMETER);
}

/* Count of a call of the module with index 0.., by protocol and call number */
static uint64_t count_of(uint64_t page, uint32_t index, uint32_t row)
{
	struct observe_call *call = at(page);

	call->module = index;
	call->row = row;
	CHECK_EQ(observe(OBSERVE(CALL), page), SVSM_OK);
	return call->count;
}

GUEST_TEST(observe_counts, 0)
{
	uint64_t page = pool_page();
	struct observe_module *module = at(page);
	uint32_t index = 0;
	uint64_t range;
	uint64_t before;

	if (!is_there())
		return;
	for (;; index++) {
		module->index = index;
		CHECK_EQ(observe(OBSERVE(MODULE), page), SVSM_OK);
		if (module->protocol == SVSM_PROTOCOL_CORE)
			break;
	}
	before = count_of(page, index, SVSM_CORE_QUERY_PROTOCOL);
	for (uint32_t i = 0; i < 5; i++)
		CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
	CHECK_EQ(count_of(page, index, SVSM_CORE_QUERY_PROTOCOL), before + 5);
	((struct observe_call *)at(page))->row = 0xffff;
	CHECK_EQ(observe(OBSERVE(CALL), page), SVSM_ERR_INVALID_PARAMETER);
	((struct observe_call *)at(page))->module = 0xffff;
	CHECK_EQ(observe(OBSERVE(CALL), page), SVSM_ERR_INVALID_PARAMETER);
}

GUEST_TEST(observe_log, 0)
{
	uint64_t page = pool_page();
	struct observe_log *log = at(page);
	uint64_t last = 0;

	if (!is_there())
		return;
	log->from = 0;
	do {
		log->max = OBSERVE_LOG_MAX;
		CHECK_EQ(observe(OBSERVE(LOG), page), SVSM_OK);
		for (uint32_t i = 0; i < log->count; i++) {
			CHECK(log->records[i].sequence > last);
			CHECK(log->records[i].args <= LOG_ARGS_MAX);
			last = log->records[i].sequence;
		}
		log->from = log->next;
	} while (log->count != 0);
	CHECK(last != 0);
	log->max = 0;
	CHECK_EQ(observe(OBSERVE(LOG), page), SVSM_OK);
	CHECK_EQ(log->count, 0);
}

/* Bytes of the event log from offset on; what is out of order counts as nothing */
static uint32_t events_from(uint64_t page, uint32_t offset)
{
	struct observe_events *events = at(page);

	events->offset = offset;
	CHECK_EQ(observe(OBSERVE(EVENTS), page), SVSM_OK);
	CHECK_EQ(events->offset, offset);
	CHECK(events->count <= OBSERVE_EVENTS_MAX && events->count <= events->total);
	return events->count;
}

GUEST_TEST(observe_events, 0)
{
	uint64_t page = pool_page();
	const struct observe_events *events = at(page);
	uint32_t offset = 0;
	uint32_t count;

	if (!is_there())
		return;
	/* It begins with the event that says which hash follows */
	count = events_from(page, 0);
	CHECK(count > sizeof(struct eventlog_first) + EVENTLOG_SPEC_SIZE);
	CHECK(memcmp(events->data + sizeof(struct eventlog_first), EVENTLOG_SPEC_SIGNATURE, 16) ==
	      0);
	CHECK(events->events >= 6);
	while (count != 0) {
		offset += count;
		count = events_from(page, offset);
	}
	CHECK_EQ(offset, events->total);
	CHECK_EQ(events_from(page, 0xffffffff), 0);
	CHECK_EQ(events_from(page, offset - 1), 1);
}

GUEST_TEST(observe_channel, 0)
{
	uint64_t page = pool_page();
	const struct observe_channel *channel = at(page);
	uint8_t sum = 0;

	if (!is_there())
		return;
	CHECK_EQ(observe(OBSERVE(CHANNEL), page), SVSM_OK);
	for (uint32_t i = 0; i < sizeof(channel->th); i++)
		sum |= channel->th[i];
	CHECK(channel->strategy != 0 && channel->feature_count <= OBSERVE_FEATURES_MAX);
	for (uint32_t i = 1; i < channel->feature_count; i++)
		CHECK(channel->features[i] > channel->features[i - 1]);
	if (channel->version == 0)
		CHECK(channel->session == 0 && channel->feature_count == 0 && sum == 0);
	else
		CHECK(channel->session != 0 && sum != 0);
}

GUEST_TEST(observe_buffer_across_pages, 0)
{
	uint64_t page = pool_page();
	uint64_t next = pool_page();

	if (!is_there())
		return;
	CHECK_EQ(next, page + ABI_PAGE_SIZE);
	CHECK_EQ(observe(OBSERVE(SYSTEM), next - 64), SVSM_OK);
	CHECK_EQ(((const struct observe_system *)at(next - 64))->vcpus, smp_count());
	CHECK_EQ(observe(OBSERVE(SYSTEM), page + 4), SVSM_ERR_INVALID_PARAMETER);
	CHECK_EQ(observe(OBSERVE(SYSTEM), 0xfffff000), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(observe(OBSERVE(SYSTEM), 0xfffffffffffffff8), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(next, PAGE_INVALIDATE), SVSM_OK);
	CHECK_EQ(observe(OBSERVE(SYSTEM), next - 64), SVSM_ERR_INVALID_ADDRESS);
	CHECK_EQ(svsm_page(next, PAGE_VALIDATE), SVSM_OK);
}

/* A VMSA is readable to the guest, and nothing to write a reply to */
GUEST_TEST(observe_into_a_vmsa, TEST_CPUS(2))
{
	if (!is_there())
		return;
	CHECK_EQ(observe(OBSERVE(SYSTEM), cpu_at(1)->vmsa_gpa), SVSM_ERR_INVALID_ADDRESS);
}
