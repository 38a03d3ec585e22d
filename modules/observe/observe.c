/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The observe protocol's calls. Each reads a public interface of the core and fills a private
 * reply; dispatch does the guest's memory. Changes nothing.
 */
#include "modules/observe/protocol.h"

#include "abi/svsm.h"
#include "core/boot/stack.h"
#include "core/channel/channel.h"
#include "core/evidence/evidence.h"
#include "core/memory/guest_map.h"
#include "core/memory/nospec.h"
#include "core/memory/pool.h"
#include "core/registry/module.h"
#include "core/svsm/stats.h"
#include "core/svsm/vcpu.h"
#include "core/trace/log.h"
#include "lib/config.h"

static_assert(OBSERVE_BUCKETS == STATS_BUCKETS, "copied as they are");
static_assert(OBSERVE_FEATURES_MAX == CHANNEL_FEATURES_MAX, "copied as they are");
static_assert(OBSERVE_STATE_STOPPED == (int)MODULE_STOPPED &&
		      OBSERVE_STATE_LEFT_OUT == (int)MODULE_LEFT_OUT,
	      "module states are passed on as they are");

PARAM_U64(observe_log_batch, "modules.observe.log_batch", 1, 64, "16",
	  "Log records returned by one call.");

static uint64_t observe_system(struct call_args *args)
{
	struct observe_system *reply = args->buffer;

	*reply = (struct observe_system){
		.size = sizeof(*reply),
		.flags = IS_ENABLED(CONFIG_DEBUG) ? OBSERVE_FLAG_DEBUG : 0,
		.svn = platform_boot_block()->svn,
		.vcpus = vcpu_count(),
		.modules = module_count(),
		.release = PARAPET_VERSION,
	};
	__builtin_memcpy(reply->build_id, platform_build_id(), sizeof(reply->build_id));
	__builtin_memcpy(reply->profile_digest, profile_digest(), sizeof(reply->profile_digest));
	return SVSM_OK;
}

static uint64_t observe_module(struct call_args *args)
{
	struct observe_module *reply = args->buffer;
	uint32_t index = reply->index;
	const struct module *module;

	if (index >= module_count())
		return SVSM_ERR_INVALID_PARAMETER;
	module = module_at(index);
	*reply = (struct observe_module){
		.index = index,
		.state = module_state(module),
		.protocol = module->protocol.number,
		.version_min = module->protocol.min,
		.version_max = module->protocol.max,
		.calls = module->call_count,
		.arena_bytes = module->arena != NULL ? module->arena->size : 0,
		.arena_used = module->arena != NULL ? module->arena->used : 0,
	};
	__builtin_memcpy(reply->name, module->name, sizeof(reply->name));
	return SVSM_OK;
}

static uint64_t guest_pages(void)
{
	uint64_t pages = 0;

	for (uint32_t i = 0; i < guest_map_count(); i++)
		pages += (guest_map_at(i)->end - guest_map_at(i)->start) / PAGE_SIZE;
	return pages;
}

static uint64_t observe_memory(struct call_args *args)
{
	struct observe_memory *reply = args->buffer;
	struct pool_use pool = pool_use();

	*reply = (struct observe_memory){
		.pool_pages = pool.pages,
		.pool_used = pool.used,
		.pool_peak = pool.peak,
		.validity_pages = guest_map_validity_pages(),
		.guest_pages = guest_pages(),
	};
	return SVSM_OK;
}

static uint64_t observe_vcpu(struct call_args *args)
{
	struct observe_vcpu *reply = args->buffer;
	uint32_t index = reply->index;
	const struct guest_vcpu *vcpu;

	if (index >= vcpu_count())
		return SVSM_ERR_INVALID_PARAMETER;
	vcpu = vcpu_at(index);
	*reply = (struct observe_vcpu){
		.index = index,
		.apic_id = vcpu->apic_id,
		.stack_bytes = CONFIG_STACK_PAGES * ABI_PAGE_SIZE,
		.stack_used = stack_high_water(vcpu->cpu),
		.entries = vcpu->entries,
		.calls = vcpu->calls,
		.longest = vcpu->longest,
	};
	return SVSM_OK;
}

static uint64_t observe_call(struct call_args *args)
{
	struct observe_call *reply = args->buffer;
	uint32_t index = reply->module;
	uint32_t row = reply->row;
	const struct module *module;
	struct call_stats stats;

	if (index >= module_count())
		return SVSM_ERR_INVALID_PARAMETER;
	module = module_at(index);
	if (stats_get(module, row, &stats) != OK)
		return SVSM_ERR_INVALID_PARAMETER;
	row &= (uint32_t)nospec_mask(row, module->call_count);
	*reply = (struct observe_call){
		.module = index,
		.row = row,
		.number = module->calls[row].number,
		.count = stats.count,
		.errors = stats.errors,
		.incomplete = stats.incomplete,
		.ticks = stats.ticks,
		.longest = stats.longest,
	};
	__builtin_memcpy(reply->bucket, stats.bucket, sizeof(reply->bucket));
	return SVSM_OK;
}

static uint64_t observe_log(struct call_args *args)
{
	struct observe_log *reply = args->buffer;
	uint64_t batch = param_u64(&observe_log_batch);
	uint32_t max = reply->max < batch ? reply->max : (uint32_t)batch;

	reply->count = log_read(reply->from, reply->records, max, &reply->next, &reply->lost);
	return SVSM_OK;
}

static uint64_t observe_events(struct call_args *args)
{
	struct observe_events *reply = args->buffer;
	struct evidence_state state = evidence_state();
	uint32_t offset = reply->offset;

	*reply = (struct observe_events){ .offset = offset,
					  .total = state.len,
					  .events = state.count };
	__builtin_memcpy(reply->reg, state.reg, sizeof(reply->reg));
	reply->count = evidence_read(offset, reply->data, sizeof(reply->data));
	return SVSM_OK;
}

static uint64_t observe_channel(struct call_args *args)
{
	struct observe_channel *reply = args->buffer;
	const struct channel_result *result = channel_result();

	*reply = (struct observe_channel){
		.version = result->choice.version,
		.strategy = result->choice.strategy,
		.freshness = result->choice.freshness,
		.session = result->session,
		.devices = result->device_count,
		.feature_count = result->choice.features.count,
	};
	__builtin_memcpy(reply->features, result->choice.features.number, sizeof(reply->features));
	__builtin_memcpy(reply->th, result->th, sizeof(reply->th));
	return SVSM_OK;
}

#define REQUEST(type, last) (offsetof(struct type, last) + sizeof(((struct type *)0)->last))

static const struct call observe_calls[] = {
	{ OBSERVE_SYSTEM, CALL_BUFFER, 0, sizeof(struct observe_system), observe_system },
	{ OBSERVE_MODULE, CALL_BUFFER, REQUEST(observe_module, index),
	  sizeof(struct observe_module), observe_module },
	{ OBSERVE_MEMORY, CALL_BUFFER, 0, sizeof(struct observe_memory), observe_memory },
	{ OBSERVE_VCPU, CALL_BUFFER, REQUEST(observe_vcpu, index), sizeof(struct observe_vcpu),
	  observe_vcpu },
	{ OBSERVE_CALL, CALL_BUFFER, REQUEST(observe_call, row), sizeof(struct observe_call),
	  observe_call },
	{ OBSERVE_LOG, CALL_BUFFER, REQUEST(observe_log, max), sizeof(struct observe_log),
	  observe_log },
	{ OBSERVE_EVENTS, CALL_BUFFER, REQUEST(observe_events, offset),
	  sizeof(struct observe_events), observe_events },
	{ OBSERVE_CHANNEL, CALL_BUFFER, 0, sizeof(struct observe_channel), observe_channel },
};

MODULE(observe, .protocol = { SVSM_PROTOCOL_OBSERVE, OBSERVE_VERSION, OBSERVE_VERSION },
       CALLS(observe_calls));
CLAIM_PROTOCOL(0x80000000);
