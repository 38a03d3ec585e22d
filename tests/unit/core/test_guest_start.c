/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps that prepare the guest: its memory, its pages of facts, its vCPUs; with a host that
 * refuses or lies. */
/* test-sources: $(vm-src) tests/unit/core/vm.c */
#include <string.h>

#include "abi/acpi.h"
#include "abi/igvm.h"
#include "abi/log.h"
#include "core/boot/payload.h"
#include "core/boot/stack.h"
#include "core/memory/guest_map.h"
#include "core/memory/pool.h"
#include "core/memory/validity.h"
#include "core/svsm/vcpu.h"
#include "tests/unit/core/vm.h"

static int start(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 3, SIM_BACKING_2M);
	return 0;
}

static uint64_t guest(enum sim_guest_page page)
{
	return SIM_GUEST_GPA + page * PAGE_SIZE;
}

static void test_every_page_is_open(void **state)
{
	(void)state;
	*(uint64_t *)sim_memory(guest(SIM_PAGE_CODE)) = 0x1234;
	vm_boot(VM_MEMORY);
	for (uint64_t at = 0; at < 64 * MIB; at += PAGE_SIZE) {
		bool is_guest = guest_map_contains(gpa(at), PAGE_SIZE);

		assert_int_equal(sim_page(at)->rights[SIM_GUEST_VMPL], is_guest ? RMP_ALL >> 8 : 0);
		assert_int_equal(validity_covers(gpa(at), PAGE_SIZE), is_guest);
		if (is_guest)
			assert_true(sim_page(at)->is_validated);
	}
	assert_int_equal(*(uint64_t *)sim_memory(guest(SIM_PAGE_CODE)), 0x1234);
	assert_true(sim_page(4 * MIB)->is_large);
	assert_false(sim_page(SIM_GUEST_GPA)->is_large);
	assert_int_equal(*(uint64_t *)sim_memory(4 * MIB + 8), 0);
}

/* A hypervisor that backs guest memory by 4K pages only */
static void test_size_mismatch(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 1, SIM_BACKING_4K);
	vm_boot(VM_MEMORY);
	assert_true(validity_covers(gpa(4 * MIB), 8 * MIB));
	assert_false(sim_page(4 * MIB)->is_large);
}

static void check_memory_refused(enum sim_op op, uint32_t nth, uint32_t result)
{
	start(NULL);
	vm_boot(VM_MAP);
	sim_fail(op, nth, result, SIM_ONCE);
	assert_int_equal(guest_memory_init(), TERM_GUEST_MEMORY);
}

static void test_guest_memory_refused(void **state)
{
	(void)state;
	check_memory_refused(SIM_PAGE_STATE, 1, ERR_IO);
	check_memory_refused(SIM_PVALIDATE, 1, RMP_UNCHANGED);
	check_memory_refused(SIM_PVALIDATE, 1, RMP_FAIL_INPUT);
	check_memory_refused(SIM_PVALIDATE, 5, RMP_FAIL_PERMISSION);
	check_memory_refused(SIM_CLEAR, 3, ERR_FAULT);
	check_memory_refused(SIM_RMPADJUST, 1, RMP_FAIL_PERMISSION);
	check_memory_refused(SIM_RMPADJUST, 20, RMP_FAIL_SIZEMISMATCH + 1);
}

/* A page that the host validated behind our back, or that the launch left out though the table
 * lists it */
static void test_guest_memory_lies(void **state)
{
	(void)state;
	vm_boot(VM_MAP);
	sim_page(guest(SIM_PAGE_CODE))->is_validated = false;
	assert_int_equal(guest_memory_init(), TERM_GUEST_MEMORY);
}

static void test_own_memory_refused(void **state)
{
	static const struct {
		enum sim_op op;
		uint32_t nth;
		uint32_t result;
	} cases[] = {
		{ SIM_PAGE_STATE, 1, ERR_IO },
		{ SIM_PAGE_STATE, 2, ERR_IO },
		{ SIM_PAGE_STATE, 3, ERR_IO },
		{ SIM_PAGE_STATE, 4, ERR_IO },
		{ SIM_PVALIDATE, 1, RMP_UNCHANGED },
		{ SIM_PVALIDATE, CONFIG_HEAP_PAGES + 1, RMP_UNCHANGED },
		{ SIM_PVALIDATE, 2, RMP_FAIL_SIZEMISMATCH },
		{ SIM_CLEAR, 1, ERR_FAULT },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		start(state);
		sim_fail(cases[i].op, cases[i].nth, cases[i].result, SIM_ONCE);
		assert_int_equal(own_memory_init(), TERM_OWN_MEMORY);
	}
}

static void test_host_params(void **state)
{
	(void)state;
	vm_boot(VM_PARAMS);
	assert_int_equal(host_params()->vcpu_count, 3);
	assert_int_equal(host_params()->apic_id[2], 4);
	assert_int_equal(host_params()->ram_count, 1);
	assert_int_equal(pool_use().used,
			 (CONFIG_LOG_ENTRIES * sizeof(struct log_record) + 4095) / 4096 +
				 CONFIG_EVENT_LOG_PAGES);
	sim_write_vp_count(4);
	assert_int_equal(host_params_init(), TERM_VP_COUNT);
	sim_write_vp_count(0);
	assert_int_equal(host_params_init(), TERM_VP_COUNT);
	sim_write_vp_count(2);
	assert_int_equal(host_params_init(), TERM_MADT);
	sim_write_memory_map(0, 0, 0, IGVM_MEMORY_RAM);
	assert_int_equal(host_params_init(), TERM_MEMORY_MAP);
	assert_non_null(pool_alloc(CONFIG_HEAP_PAGES - pool_use().used));
	assert_int_equal(host_params_init(), TERM_OWN_MEMORY);
}

static struct e820_entry e820(uint32_t i)
{
	struct e820_entry entry;

	memcpy(&entry,
	       (uint8_t *)sim_memory(guest(SIM_PAGE_ZERO)) + BOOT_PARAMS_E820_TABLE +
		       i * sizeof(entry),
	       sizeof(entry));
	return entry;
}

static void check_e820(uint32_t i, uint64_t start_gpa, uint64_t end, uint32_t type)
{
	struct e820_entry entry = e820(i);

	assert_int_equal(entry.addr, start_gpa);
	assert_int_equal(entry.addr + entry.size, end);
	assert_int_equal(entry.type, type);
}

static void test_e820(void **state)
{
	(void)state;
	vm_boot(VM_PAYLOAD);
	assert_int_equal(((uint8_t *)sim_memory(guest(SIM_PAGE_ZERO)))[BOOT_PARAMS_E820_ENTRIES],
			 4);
	check_e820(0, 0, guest(SIM_PAGE_ACPI), E820_RAM);
	check_e820(1, guest(SIM_PAGE_ACPI), guest(SIM_PAGE_CAA), E820_ACPI);
	check_e820(2, guest(SIM_PAGE_COUNT), SIM_REGION_GPA, E820_RAM);
	check_e820(3, SIM_REGION_GPA + SIM_REGION_SIZE, 64 * MIB - PAGE_SIZE, E820_RAM);
}

static void test_secrets(void **state)
{
	static const uint8_t zeros[64];
	const struct snp_secrets *copy = sim_memory(guest(SIM_PAGE_SECRETS));
	const struct snp_secrets *ours = platform_launch_page(BOOT_OFF_SECRETS);

	(void)state;
	vm_boot(VM_PAYLOAD);
	assert_memory_equal(copy->vmpck, zeros, 64);
	assert_memory_equal(copy->vmpck[2], ours->vmpck[2], 32);
	assert_memory_not_equal(ours->vmpck[0], zeros, 32);
	assert_int_equal(copy->svsm_base, SIM_REGION_GPA);
	assert_int_equal(copy->svsm_size, SIM_REGION_SIZE);
	assert_int_equal(copy->svsm_caa, guest(SIM_PAGE_CAA));
	assert_int_equal(copy->svsm_max_version, 1);
	assert_int_equal(copy->guest_vmpl, SIM_GUEST_VMPL);
	assert_memory_equal(sim_memory(guest(SIM_PAGE_CPUID)), platform_launch_page(BOOT_OFF_CPUID),
			    4096);
}

/* 3 vCPUs fit, the host starts 2: the third's entry stays off, and the sum is right */
static void test_madt(void **state)
{
	const struct acpi_madt *madt = sim_memory(guest(SIM_PAGE_ACPI));
	const struct madt_local_apic *apic = (const struct madt_local_apic *)(madt + 1);
	uint8_t sum = 0;

	(void)state;
	sim_write_vp_count(2);
	sim_write_madt(platform_launch_page(BOOT_OFF_MADT), 3, 2);
	vm_boot(VM_PAYLOAD);
	assert_int_equal(apic[0].flags, MADT_ENABLED);
	assert_int_equal(apic[1].flags, MADT_ENABLED);
	assert_int_equal(apic[2].flags, 0);
	for (uint32_t i = 0; i < madt->header.length; i++)
		sum = (uint8_t)(sum + ((const uint8_t *)madt)[i]);
	assert_int_equal(sum, 0);
}

static void test_madt_bad_template(void **state)
{
	uint8_t table[64] = { 0 };
	struct host_params params = { .vcpu_count = 1, .apic_id = { 7 } };

	(void)state;
	assert_int_equal(madt_enable(table, 43, &params), ERR_FORMAT);
	assert_int_equal(madt_enable(table, 44, &params), ERR_NOT_FOUND);
	assert_int_equal(madt_enable(table, 45, &params), ERR_FORMAT);
	table[45] = 8;
	assert_int_equal(madt_enable(table, 51, &params), ERR_FORMAT);
	assert_int_equal(madt_enable(table, 52, &params), ERR_NOT_FOUND);
	table[47] = 7;
	assert_int_equal(madt_enable(table, 52, &params), OK);
}

static void test_payload_fails(void **state)
{
	(void)state;
	vm_boot(VM_MEMORY);
	sim_fail(SIM_COPY_OUT, 1, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_SECRETS);
	sim_fail(SIM_COPY_OUT, 2, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_CPUID);
	sim_fail(SIM_COPY_OUT, 3, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_RANGES);
	sim_fail(SIM_COPY_OUT, 4, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_RANGES);
	sim_fail(SIM_COPY_OUT, 5, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_MADT);
	sim_fail(SIM_COPY_OUT, 6, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_GUEST_MEMORY);
	sim_fail(SIM_COPY_OUT, 7, ERR_FAULT, SIM_ONCE);
	assert_int_equal(payload_init(), TERM_GUEST_MEMORY);
	sim_block()->guest_secrets_gpa = SIM_REGION_GPA;
	assert_int_equal(payload_init(), TERM_SECRETS);
}

/* The jump at the reset entry leads to the code, and the code asks for the named end */
static void test_reset_entry(void **state)
{
	const uint8_t *entry = sim_memory(0xffff0);
	const uint8_t *code;
	uint32_t request;

	(void)state;
	vm_boot(VM_PAYLOAD);
	assert_int_equal(entry[0], 0xeb);
	code = entry + 2 + (int8_t)entry[1];
	assert_memory_equal(code, "\x66\xb9\x30\x01\x01\xc0\x66\xb8", 8);
	memcpy(&request, code + 8, sizeof(request));
	assert_int_equal(request, 0x100 | 0x9 << 12 | 0x0a << 16);
}

/* A host without memory there does not keep the guest from starting */
static void test_no_reset_entry(void **state)
{
	(void)state;
	sim_write_memory_map(0, 0, 0xa0000, IGVM_MEMORY_RAM);
	sim_write_memory_map(1, 0x100000, (64ull << 20) - 0x100000, IGVM_MEMORY_RAM);
	sim_write_memory_map(2, 0, 0, 0);
	vm_boot(VM_PAYLOAD);
	assert_int_equal(((const uint8_t *)sim_memory(0xffff0))[0], 0);
}

static void test_vcpus(void **state)
{
	const struct vmsa *vmsa;

	(void)state;
	sim_block()->sev_features = SEV_FEATURE_SNP | SEV_FEATURE_RESTRICTED_INJECTION;
	vm_boot(VM_GUEST);
	vmsa = sim_memory(sim_block()->guest_vmsa_gpa);
	assert_int_equal(vmsa->sev_features, SEV_FEATURE_SNP);
	assert_true(sim_page(sim_block()->guest_vmsa_gpa)->is_vmsa);
	assert_int_equal(sim_page(sim_block()->guest_vmsa_gpa)->rights[SIM_GUEST_VMPL],
			 RMP_READ >> 8);
	assert_int_equal(sim_count(SIM_VCPU_START), 2);
	assert_int_equal(vcpu_count(), 3);
	assert_int_equal(vcpu_at(1)->apic_id, 2);
	assert_null(vcpu_by_apic(1));
}

static void test_vcpus_refused(void **state)
{
	(void)state;
	vm_boot(VM_PAYLOAD);
	sim_fail(SIM_VCPU_START, 2, ERR_IO, SIM_ONCE);
	assert_int_equal(vcpus_start(), TERM_VCPU_START);
	assert_int_equal(vcpus_start(), 0);
	sim_fail(SIM_REGISTER_VMSA, 1, ERR_IO, SIM_ONCE);
	assert_int_equal(guest_vmsa_init(), TERM_GUEST_VMSA);
	sim_fail(SIM_RMPADJUST, 1, RMP_FAIL_INUSE, SIM_ONCE);
	assert_int_equal(guest_vmsa_init(), TERM_GUEST_VMSA);
	((struct vmsa *)sim_memory(sim_block()->guest_vmsa_gpa))->vmpl = 1;
	assert_int_equal(guest_vmsa_init(), TERM_GUEST_VMSA);
	sim_block()->guest_vmsa_gpa = 0;
	assert_int_equal(guest_vmsa_init(), TERM_GUEST_VMSA);
}

static void test_stack_use(void **state)
{
	uint8_t *stack = platform_percpu(1);
	uint32_t bytes = CONFIG_STACK_PAGES * 4096;

	(void)state;
	vm_boot(VM_PARAMS);
	assert_int_equal(stack_high_water(1), 0);
	stack[bytes - 100] = 1;
	assert_int_equal(stack_high_water(1), 104);
	stack[4096] = 1;
	assert_int_equal(stack_high_water(1), bytes - 4096);
	stack[0] = 1;
	assert_int_equal(stack_high_water(1), bytes);
	assert_int_equal(stack_high_water(2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_every_page_is_open, start),
		cmocka_unit_test_setup(test_size_mismatch, start),
		cmocka_unit_test_setup(test_guest_memory_refused, start),
		cmocka_unit_test_setup(test_guest_memory_lies, start),
		cmocka_unit_test_setup(test_own_memory_refused, start),
		cmocka_unit_test_setup(test_host_params, start),
		cmocka_unit_test_setup(test_e820, start),
		cmocka_unit_test_setup(test_secrets, start),
		cmocka_unit_test_setup(test_madt, start),
		cmocka_unit_test_setup(test_madt_bad_template, start),
		cmocka_unit_test_setup(test_payload_fails, start),
		cmocka_unit_test_setup(test_reset_entry, start),
		cmocka_unit_test_setup(test_no_reset_entry, start),
		cmocka_unit_test_setup(test_vcpus, start),
		cmocka_unit_test_setup(test_vcpus_refused, start),
		cmocka_unit_test_setup(test_stack_use, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
