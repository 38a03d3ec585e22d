/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every observe call as a guest makes it, on the simulated platform; and every way to ask wrongly.
 */
/* test-sources: $(vm-src) modules/observe/observe.c tests/unit/core/vm.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/memory/pool.h"
#include "core/registry/module.h"
#include "core/trace/log.h"
#include "modules/observe/protocol.h"
#include "tests/unit/core/vm.h"

#define OBSERVE(call) SVSM_CALL(SVSM_PROTOCOL_OBSERVE, OBSERVE_##call)
#define BUFFER VM_FREE

static int start(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 2, SIM_BACKING_2M);
	sim_write_profile();
	vm_boot(VM_GUEST);
	assert_int_equal(param_load(platform_launch_page(BOOT_OFF_PROFILE)), OK);
	return 0;
}

static uint64_t observe(uint64_t call)
{
	return vm_call0(call, BUFFER, 0, 0);
}

static void *reply(void)
{
	return sim_memory(BUFFER);
}

static void test_system(void **state)
{
	const struct observe_system *system = reply();

	(void)state;
	memset(reply(), 0xff, 4096);
	assert_int_equal(observe(OBSERVE(SYSTEM)), SVSM_OK);
	assert_int_equal(system->size, sizeof(*system));
	assert_int_equal(system->vcpus, 2);
	assert_int_equal(system->modules, module_count());
	assert_int_equal(system->svn, CONFIG_SVN);
	assert_string_equal(system->release, PARAPET_VERSION);
	assert_memory_equal(system->build_id, platform_build_id(), 20);
	assert_memory_equal(system->profile_digest, profile_digest(), 48);
	assert_int_equal(((const uint8_t *)reply())[sizeof(*system)], 0xff);
}

static void test_modules(void **state)
{
	struct observe_module *module = reply();

	(void)state;
	for (uint32_t i = 0; i < module_count(); i++) {
		memset(module, 0xee, sizeof(*module));
		module->index = i;
		assert_int_equal(observe(OBSERVE(MODULE)), SVSM_OK);
		assert_int_equal(module->index, i);
		assert_int_equal(module->state, OBSERVE_STATE_STARTED);
		assert_int_equal(module->calls, module_at(i)->call_count);
		assert_string_equal(module->name, module_at(i)->name);
	}
	module->index = module_count();
	assert_int_equal(observe(OBSERVE(MODULE)), SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(module->index, module_count());
	module->index = UINT32_MAX;
	assert_int_equal(observe(OBSERVE(MODULE)), SVSM_ERR_INVALID_PARAMETER);
}

static void test_memory(void **state)
{
	const struct observe_memory *memory = reply();

	(void)state;
	assert_int_equal(observe(OBSERVE(MEMORY)), SVSM_OK);
	assert_int_equal(memory->pool_pages, CONFIG_HEAP_PAGES);
	assert_int_equal(memory->pool_used, pool_use().used);
	assert_int_equal(memory->validity_pages, 1);
	assert_int_equal(memory->guest_pages, (64 * MIB - SIM_REGION_SIZE) / PAGE_SIZE - 1);
}

static void test_vcpu(void **state)
{
	struct observe_vcpu *vcpu = reply();

	(void)state;
	vcpu->index = 0;
	assert_int_equal(observe(OBSERVE(VCPU)), SVSM_OK);
	assert_int_equal(vcpu->calls, 1);
	vcpu->index = 1;
	assert_int_equal(observe(OBSERVE(VCPU)), SVSM_OK);
	assert_int_equal(vcpu->apic_id, 2);
	assert_int_equal(vcpu->stack_used, 0);
	assert_int_equal(vcpu->stack_bytes, CONFIG_STACK_PAGES * 4096);
	vcpu->index = 2;
	assert_int_equal(observe(OBSERVE(VCPU)), SVSM_ERR_INVALID_PARAMETER);
}

static uint32_t index_of(uint32_t protocol)
{
	uint32_t i = 0;

	while (module_at(i)->call_count == 0 || module_at(i)->protocol.number != protocol)
		i++;
	return i;
}

static void test_calls(void **state)
{
	struct observe_call *call = reply();
	uint64_t sum = 0;

	(void)state;
	assert_int_equal(vm_call0(OBSERVE(SYSTEM), 1, 0, 0), SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(observe(OBSERVE(SYSTEM)), SVSM_OK);
	call->module = index_of(SVSM_PROTOCOL_OBSERVE);
	call->row = 0;
	assert_int_equal(observe(OBSERVE(CALL)), SVSM_OK);
	assert_int_equal(call->number, OBSERVE_SYSTEM);
	assert_int_equal(call->count, 2);
	assert_int_equal(call->errors, 1);
	for (uint32_t i = 0; i < OBSERVE_BUCKETS; i++)
		sum += call->bucket[i];
	assert_int_equal(sum, 2);
	call->row = module_at(call->module)->call_count;
	assert_int_equal(observe(OBSERVE(CALL)), SVSM_ERR_INVALID_PARAMETER);
	call->row = 0;
	call->module = module_count();
	assert_int_equal(observe(OBSERVE(CALL)), SVSM_ERR_INVALID_PARAMETER);
}

/* The profile's batch is the smallest: one record a call, in order, until there are no more */
static void test_log(void **state)
{
	struct observe_log *log = reply();
	uint64_t last = 0;
	uint32_t records = 0;

	(void)state;
	for (uint32_t i = 0; i < CONFIG_VCPUS_MAX; i++)
		LOG(LOG_ERROR, "one of several: %u", i);
	log->from = 0;
	for (;;) {
		log->max = UINT32_MAX;
		assert_int_equal(observe(OBSERVE(LOG)), SVSM_OK);
		if (log->count == 0)
			break;
		assert_int_equal(log->count, 1);
		assert_true(log->records[0].sequence > last);
		last = log->records[0].sequence;
		records++;
		log->from = log->next;
	}
	assert_true(records >= CONFIG_VCPUS_MAX);
	log->from = UINT64_MAX;
	log->max = 64;
	assert_int_equal(observe(OBSERVE(LOG)), SVSM_OK);
	assert_int_equal(log->count, 0);
	log->from = 0;
	log->max = 0;
	assert_int_equal(observe(OBSERVE(LOG)), SVSM_OK);
	assert_int_equal(log->count, 0);
}

static void test_addresses(void **state)
{
	(void)state;
	for (uint32_t call = OBSERVE_SYSTEM; call <= OBSERVE_LOG; call++) {
		uint64_t rax = SVSM_CALL(SVSM_PROTOCOL_OBSERVE, call);

		assert_int_equal(vm_call0(rax, BUFFER + 4, 0, 0), SVSM_ERR_INVALID_PARAMETER);
		assert_int_equal(vm_call0(rax, SIM_REGION_GPA, 0, 0), SVSM_ERR_INVALID_ADDRESS);
		assert_int_equal(vm_call0(rax, SIM_REGION_GPA - 16, 0, 0),
				 SVSM_ERR_INVALID_ADDRESS);
		assert_int_equal(vm_call0(rax, ~7ull, 0, 0), SVSM_ERR_INVALID_ADDRESS);
	}
	assert_int_equal(vm_call0(SVSM_CALL(SVSM_PROTOCOL_OBSERVE, 0xffff), BUFFER, 0, 0),
			 SVSM_ERR_UNSUPPORTED_CALL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_system, start),
		cmocka_unit_test_setup(test_modules, start),
		cmocka_unit_test_setup(test_memory, start),
		cmocka_unit_test_setup(test_vcpu, start),
		cmocka_unit_test_setup(test_calls, start),
		cmocka_unit_test_setup(test_log, start),
		cmocka_unit_test_setup(test_addresses, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
