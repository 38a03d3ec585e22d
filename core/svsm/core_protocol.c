/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core protocol, registered like any other. Here are the calls that only answer; those that
 * change pages or
 * vCPUs have a file each. Spec: SVSM 1.00 s6.
 */
#include "abi/channel.h"
#include "abi/svsm.h"
#include "core/svsm/core_calls.h"
#include "core/svsm/dispatch.h"
#include "core/trace/debug.h"

#define VTOM_QUERY 0x1ull

/* DEPOSIT_MEM and WITHDRAW_MEM: memory is reserved at launch, mem_available stays 0 */
static uint64_t core_unsupported(struct call_args *args)
{
	(void)args;
	return SVSM_ERR_UNSUPPORTED_CALL;
}

static uint64_t core_query_protocol(struct call_args *args)
{
	const struct module *module = dispatch_find((uint32_t)(args->rcx >> 32));
	uint32_t version = (uint32_t)args->rcx;

	args->rcx = 0;
	if (module != NULL && version >= module->protocol.min && version <= module->protocol.max)
		args->rcx = (uint64_t)module->protocol.max << 32 | module->protocol.min;
	return SVSM_OK;
}

static uint64_t core_configure_vtom(struct call_args *args)
{
	if ((args->rcx & VTOM_QUERY) == 0)
		return SVSM_ERR_INVALID_REQUEST;
	args->rcx = 0;
	return SVSM_OK;
}

static const struct call core_calls[] = {
	{ SVSM_CORE_REMAP_CA, CALL_REGISTERS, 0, 0, core_remap_ca },
	{ SVSM_CORE_PVALIDATE, CALL_REGISTERS, 0, 0, core_pvalidate },
	{ SVSM_CORE_CREATE_VCPU, CALL_REGISTERS, 0, 0, core_create_vcpu },
	{ SVSM_CORE_DELETE_VCPU, CALL_REGISTERS, 0, 0, core_delete_vcpu },
	{ SVSM_CORE_DEPOSIT_MEM, CALL_REGISTERS, 0, 0, core_unsupported },
	{ SVSM_CORE_WITHDRAW_MEM, CALL_REGISTERS, 0, 0, core_unsupported },
	{ SVSM_CORE_QUERY_PROTOCOL, CALL_REGISTERS, 0, 0, core_query_protocol },
	{ SVSM_CORE_CONFIGURE_VTOM, CALL_REGISTERS, 0, 0, core_configure_vtom },
};

/* Not MODULE(): the core cannot degrade, so it has no on_failure of its own */
static const struct module module_core
	__attribute__((section("parapet_module"), used, retain, aligned(8))) = {
		.name = "core",
		.protocol = { SVSM_PROTOCOL_CORE, 1, 1 },
		CALLS(core_calls),
#if DEBUG_BUILD
		USES_FEATURES(CHANNEL_FEATURE_DEBUG_CONSOLE),
#endif
	};
CLAIM_PROTOCOL(0);
