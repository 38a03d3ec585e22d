/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report for people. Everything is asked for anew: the monitor's answers change. */
#include "tests/guest/report.h"

#include "abi/channel.h"
#include "lib/freestanding/memory.h"
#include "modules/observe/protocol.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"
#include "tests/guest/smp.h"
#include "tests/guest/x86.h"

#define KIB_PER_PAGE (ABI_PAGE_SIZE / 1024)

static const char *const states[] = { [OBSERVE_STATE_LOADED] = "not started",
				      [OBSERVE_STATE_STARTED] = "started",
				      [OBSERVE_STATE_DEGRADED] = "degraded",
				      [OBSERVE_STATE_STOPPED] = "stopped",
				      [OBSERVE_STATE_LEFT_OUT] = "left out" };

static int is_there(void)
{
	uint64_t range = 0;

	return core_query(SVSM_PROTOCOL_OBSERVE, OBSERVE_VERSION, &range) == SVSM_OK && range != 0;
}

/* The reply to a call whose request begins with one index; NULL if it is refused */
static const void *ask(uint32_t call, uint32_t index)
{
	struct svsm_args args = { .rcx = pool_page() };
	uint32_t *request = at(args.rcx);

	*request = index;
	if (svsm_call_complete(SVSM_CALL(SVSM_PROTOCOL_OBSERVE, call), &args, NULL) != SVSM_OK)
		return NULL;
	return request;
}

static const char *state_text(uint32_t state)
{
	return state < sizeof(states) / sizeof(states[0]) ? states[state] : "in an unknown state";
}

static void modules_print(void)
{
	const struct observe_module *module = ask(OBSERVE_MODULE, 0);

	for (uint32_t i = 1; module != NULL; i++) {
		print("  module %s: %s", module->name, state_text(module->state));
		if (module->version_max != 0)
			print(", protocol 0x%x versions %u..%u", module->protocol,
			      module->version_min, module->version_max);
		if (module->arena_bytes != 0)
			print(", %lu of %lu bytes of its arena", module->arena_used,
			      module->arena_bytes);
		print("\n");
		module = ask(OBSERVE_MODULE, i);
	}
}

static void hex_print(const uint8_t *bytes, uint32_t len)
{
	for (uint32_t i = 0; i < len; i++)
		print("%x%x", bytes[i] >> 4u, bytes[i] & 0xfu);
	print("\n");
}

static const char *const feature_names[] = {
#define NAME_ROW(number, name, text, ...) [number] = (text),
	CHANNEL_FEATURE_TABLE(NAME_ROW)
};

static const char *const strategy_names[] = { CHANNEL_STRATEGY_TABLE(NAME_ROW) };

static void name_print(const char *before, const char *const *names, uint32_t count,
		       uint32_t number)
{
	if (number < count && names[number] != NULL)
		print("%s%s", before, names[number]);
	else
		print("%s%u", before, number);
}

/* For programs, too: "channel: features=A,B strategy=S", "channel: th=HEX" */
static void channel_print(void)
{
	const struct observe_channel *channel = ask(OBSERVE_CHANNEL, 0);

	if (channel == NULL)
		return;
	print("channel: version=%u features=", channel->version);
	for (uint32_t i = 0; i < channel->feature_count && i < OBSERVE_FEATURES_MAX; i++)
		name_print(i != 0 ? "," : "", feature_names,
			   sizeof(feature_names) / sizeof(feature_names[0]), channel->features[i]);
	name_print(" strategy=", strategy_names, sizeof(strategy_names) / sizeof(strategy_names[0]),
		   channel->strategy);
	print(" freshness=%u devices=%u\nchannel: th=", channel->freshness, channel->devices);
	hex_print(channel->th, sizeof(channel->th));
}

void report_start(void)
{
	const struct snp_secrets *secrets = boot_info()->secrets;
	const struct observe_system *system;

	print("guest at VMPL%u: %u vCPUs; the SVSM has %lu KiB at 0x%lx\n", secrets->guest_vmpl,
	      smp_count(), secrets->svsm_size / 1024, secrets->svsm_base);
	system = is_there() ? ask(OBSERVE_SYSTEM, 0) : NULL;
	if (system == NULL) {
		print("  it has no observe module to ask\n");
		return;
	}
	print("  Parapet %s, security version %u%s\n", system->release, system->svn,
	      (system->flags & OBSERVE_FLAG_DEBUG) != 0 ? ", a debug build" : "");
	modules_print();
	channel_print();
	pool_reset();
}

static void memory_print(void)
{
	const struct observe_memory *memory = ask(OBSERVE_MEMORY, 0);

	if (memory == NULL)
		return;
	print("  memory used: %lu KiB of a pool of %lu KiB (at most %lu KiB)",
	      memory->pool_used * KIB_PER_PAGE, memory->pool_pages * KIB_PER_PAGE,
	      memory->pool_peak * KIB_PER_PAGE);
	print("; validity map %lu KiB for %lu MiB of guest memory\n",
	      memory->validity_pages * KIB_PER_PAGE, memory->guest_pages * KIB_PER_PAGE / 1024);
}

static void vcpus_print(void)
{
	for (uint32_t i = 0; i < smp_count(); i++) {
		const struct observe_vcpu *vcpu = ask(OBSERVE_VCPU, i);

		if (vcpu != NULL)
			print("  vCPU %u at VMPL0: %lu entries, %lu calls, stack %u of %u bytes\n",
			      i, vcpu->entries, vcpu->calls, vcpu->stack_used, vcpu->stack_bytes);
	}
}

void report_end(void)
{
	if (!is_there())
		return;
	memory_print();
	vcpus_print();
	pool_reset();
}

static void record_print(const struct log_record *record)
{
	print("log: ");
	hex_print((const uint8_t *)record, sizeof(*record));
}

void report_log(void)
{
	struct svsm_args args = { .rcx = pool_page() };
	struct observe_log *log = at(args.rcx);
	uint64_t next = 0;

	do {
		memset(log, 0, sizeof(*log));
		log->from = next;
		log->max = OBSERVE_LOG_MAX;
		if (svsm_call_complete(SVSM_CALL(SVSM_PROTOCOL_OBSERVE, OBSERVE_LOG), &args,
				       NULL) != SVSM_OK)
			return;
		for (uint32_t i = 0; i < log->count && i < OBSERVE_LOG_MAX; i++)
			record_print(&log->records[i]);
		next = log->next;
	} while (log->count != 0);
	pool_reset();
}

#define EVENT_LINE 64u /* bytes of the event log in a line */

void report_events(void)
{
	const struct observe_events *events = ask(OBSERVE_EVENTS, 0);
	uint32_t offset = 0;

	while (events != NULL && events->count != 0 && events->count <= OBSERVE_EVENTS_MAX) {
		for (uint32_t i = 0; i < events->count; i += EVENT_LINE) {
			print("event: ");
			hex_print(events->data + i,
				  events->count - i < EVENT_LINE ? events->count - i : EVENT_LINE);
		}
		offset += events->count;
		pool_reset();
		events = ask(OBSERVE_EVENTS, offset);
	}
	if (events != NULL) {
		print("event register: ");
		hex_print(events->reg, sizeof(events->reg));
	}
	pool_reset();
}
