/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Call dispatch. A buffer is copied in once, into the vCPU's private page; handlers never see guest
 * memory. Knows no protocol by name.
 */
#include "core/svsm/dispatch.h"

#include "abi/svsm.h"
#include "core/memory/nospec.h"
#include "core/memory/shared.h"
#include "core/svsm/stats.h"
#include "core/svsm/vcpu.h"
#include "core/trace/log.h"

#define BUFFER_ALIGN 8u

const struct module *dispatch_find(uint32_t protocol)
{
	for (uint32_t i = 0; i < module_count(); i++) {
		const struct module *module = module_at(i);

		if (module->call_count != 0 && module->protocol.number == protocol &&
		    module_state(module) == MODULE_STARTED)
			return module;
	}
	return NULL;
}

/* Index of the row of a call number, or the table's length. */
static uint32_t row_find(const struct module *module, uint32_t number)
{
	uint32_t row = 0;

	while (row < module->call_count && module->calls[row].number != number)
		row++;
	return row;
}

static uint64_t result_of(enum err err)
{
	return err == OK ? SVSM_OK : SVSM_ERR_INVALID_ADDRESS;
}

static uint64_t call_with_buffer(const struct call *call, struct call_args *args)
{
	gpa_t address = gpa(args->rcx);
	uint32_t len = call->in > call->out ? call->in : call->out;
	uint8_t *buffer = args->vcpu->buffer;
	uint64_t result;

	if (len > CALL_BUFFER_MAX)
		return SVSM_ERR_UNSUPPORTED_CALL;
	if (!is_aligned(address, BUFFER_ALIGN))
		return SVSM_ERR_INVALID_PARAMETER;
	if (shared_check(address, len) != OK ||
	    (call->in != 0 && shared_read(buffer, address, call->in) != OK))
		return SVSM_ERR_INVALID_ADDRESS;
	/* The handler replaces the request by the reply; nothing older than the request can get out
	 */
	__builtin_memset(buffer + call->in, 0, CALL_BUFFER_MAX - call->in);
	args->buffer = buffer;
	result = call->handler(args);
	if (result == SVSM_OK && call->out != 0)
		result = result_of(shared_write(address, buffer, call->out));
	return result;
}

static uint64_t call_run(const struct call *call, struct call_args *args)
{
	args->buffer = NULL;
	return call->shape == CALL_BUFFER ? call_with_buffer(call, args) : call->handler(args);
}

/* The 1st, 2nd, 4th, 8th … refusal of a row: a guest cannot flush the log by asking wrongly */
static void refusal_log(uint64_t rax, uint64_t result, uint64_t errors)
{
	if (errors != 0 && (errors & (errors - 1)) == 0)
		LOG(LOG_WARN, "call %x: result %x, %u refused so far", rax, result, errors);
}

uint64_t dispatch_call(uint64_t rax, struct call_args *args)
{
	const struct module *module = dispatch_find((uint32_t)(rax >> 32));
	uint64_t start = platform_tsc();
	uint64_t result;
	uint64_t row;

	if (module == NULL)
		return SVSM_ERR_UNSUPPORTED_PROTOCOL;
	row = row_find(module, (uint32_t)rax);
	if (row >= module->call_count)
		return SVSM_ERR_UNSUPPORTED_CALL;
	row &= nospec_mask(row, module->call_count);
	result = call_run(&module->calls[row], args);
	refusal_log(rax, result,
		    stats_count(module, (uint32_t)row, result, platform_tsc() - start));
	return result;
}
