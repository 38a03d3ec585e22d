/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(vm-src) modules/observe/observe.c */
/* Requests of any content: the first byte picks the call, the rest is the request; none may read or
 * write too far. */
#include <stdlib.h>
#include <string.h>

#include "core/boot/boot.h"
#include "core/evidence/evidence.h"
#include "core/platform/host/sim.h"
#include "core/registry/module.h"

MODULE_EXTERN(observe);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

/* Once: no call changes anything but counters */
static void boot(void)
{
	static int is_done;

	if (is_done)
		return;
	is_done = 1;
	sim_reset(32ull << 20, 2, SIM_BACKING_2M);
	sim_write_memory_map(0, 0, 12ull << 20, 0);
	sim_write_profile();
	check(boot_block_check() == 0 && own_memory_init() == 0 && evidence_init() == 0);
	check(param_load(platform_launch_page(BOOT_OFF_PROFILE)) == OK && host_params_init() == 0);
	check(guest_map_init() == 0 && registry_order() == 0 && registry_start() == 0 &&
	      guest_memory_init() == 0);
	check(payload_init() == 0 && vcpus_start() == 0 && guest_vmsa_init() == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct call *call;
	struct call_args args = { 0 };
	uint8_t *buffer;

	boot();
	if (size < 1)
		return 0;
	call = &module_observe.calls[data[0] % module_observe.call_count];
	/* Exactly as long as the row says: one byte more is found */
	buffer = calloc(1, call->in > call->out ? call->in : call->out);
	memcpy(buffer, data + 1, size - 1 < call->in ? size - 1 : call->in);
	args.buffer = buffer;
	check(call->handler(&args) <= UINT32_MAX);
	free(buffer);
	return 0;
}
