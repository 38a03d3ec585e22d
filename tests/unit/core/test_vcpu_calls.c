/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CREATE_VCPU, DELETE_VCPU, REMAP_CA: what is refused, what happens to the pages, who may run when.
 */
/* test-sources: $(vm-src) tests/unit/core/vm.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/memory/pinned.h"
#include "core/memory/validity.h"
#include "core/svsm/vcpu.h"
#include "tests/unit/core/vm.h"

#define CREATE SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_CREATE_VCPU)
#define DELETE SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_DELETE_VCPU)
#define REMAP SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_REMAP_CA)
#define QUERY SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_QUERY_PROTOCOL)
#define PVALIDATE SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_PVALIDATE)
#define IN_USE (SVSM_ERR_PROTOCOL_BASE + RMP_FAIL_INUSE)

#define VMSA (VM_FREE + 4096)
#define VMSA2 (VM_FREE + 2 * 4096)
#define CAA (VM_FREE + 3 * 4096)
#define CAA2 (VM_FREE + 4 * 4096)
/* APIC id of CPU 1 */
#define APIC 2u

static struct vmsa *vmsa_at(uint64_t page)
{
	return sim_memory(page);
}

static void vmsa_fill(uint64_t page)
{
	*vmsa_at(page) = (struct vmsa){ .vmpl = SIM_GUEST_VMPL,
					.efer = EFER_SVME,
					.sev_features = SEV_FEATURE_SNP };
}

static int start(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 3, SIM_BACKING_4K);
	vm_boot(VM_GUEST);
	vmsa_fill(VMSA);
	vmsa_fill(VMSA2);
	return 0;
}

static void check_is_vmsa(uint64_t page, int is_vmsa)
{
	assert_int_equal(sim_page(page)->is_vmsa, is_vmsa);
	assert_int_equal(sim_page(page)->rights[SIM_GUEST_VMPL],
			 (is_vmsa ? RMP_READ : RMP_ALL) >> 8);
	assert_int_equal(pinned_overlaps(gpa(page), 1, PIN_VMSA), is_vmsa);
}

static void test_create_and_delete(void **state)
{
	uint32_t flushes;

	(void)state;
	memset(sim_memory(CAA), 0xff, 16);
	flushes = sim_count(SIM_FLUSH);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_true(sim_count(SIM_FLUSH) > flushes);
	check_is_vmsa(VMSA, 1);
	assert_int_equal(*(uint64_t *)sim_memory(CAA), 0);
	assert_int_equal(*(uint64_t *)sim_memory(CAA + 8), ~0ull);
	assert_int_equal(vmsa_at(VMSA)->efer & EFER_SVME, EFER_SVME);
	assert_int_equal(vcpu_at(1)->current->page.value, VMSA);

	flushes = sim_count(SIM_FLUSH);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_OK);
	assert_true(sim_count(SIM_FLUSH) > flushes);
	check_is_vmsa(VMSA, 0);
	assert_int_equal(vmsa_at(VMSA)->efer & EFER_SVME, 0);
	assert_false(pinned_overlaps(gpa(CAA), 1, PIN_CAA));
	assert_null(vcpu_at(1)->current);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_ERR_INVALID_PARAMETER);
}

static const struct {
	uint64_t result;
	uint64_t vmsa;
	uint64_t caa;
	uint64_t apic;
} refused[] = {
	{ SVSM_ERR_INVALID_PARAMETER, VMSA + 8, CAA, APIC },
	{ SVSM_ERR_INVALID_PARAMETER, VMSA, CAA + 8, APIC },
	{ SVSM_ERR_INVALID_PARAMETER, VMSA, CAA, 1 },
	{ SVSM_ERR_INVALID_PARAMETER, VMSA, CAA, 6 },
	{ SVSM_ERR_INVALID_PARAMETER, VMSA, CAA, 1ull << 32 | APIC },
	{ SVSM_ERR_INVALID_ADDRESS, VM_FREE, CAA, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, VMSA, VMSA, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, SIM_REGION_GPA + 4096, CAA, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, VMSA, SIM_REGION_GPA + 4096, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, 0xfffff000, CAA, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, VMSA, 1ull << 51, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, SIM_GUEST_GPA + SIM_PAGE_CAA * 4096, CAA, APIC },
	{ SVSM_ERR_INVALID_ADDRESS, VMSA, SIM_GUEST_GPA + SIM_PAGE_CAA * 4096, APIC },
};

static void test_create_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		assert_int_equal(vm_call0(CREATE, refused[i].vmsa, refused[i].caa, refused[i].apic),
				 refused[i].result);
		assert_null(vcpu_at(1)->current);
		assert_false(sim_page(VMSA)->is_vmsa);
	}
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA2, APIC), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(CREATE, VMSA2, CAA, 4), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(CREATE, VMSA2, VMSA, 4), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(CREATE, CAA, CAA2, 4), SVSM_ERR_INVALID_ADDRESS);
}

static void test_create_unvalidated(void **state)
{
	(void)state;
	assert_int_equal(validity_clear(gpa(VMSA), PAGE_4K), OK);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(validity_clear(gpa(CAA), PAGE_4K), OK);
	assert_int_equal(vm_call0(CREATE, VMSA2, CAA, APIC), SVSM_ERR_INVALID_ADDRESS);
}

static void check_content_refused(void)
{
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_ERR_INVALID_PARAMETER);
	check_is_vmsa(VMSA, 0);
	assert_null(vcpu_at(1)->current);
	vmsa_fill(VMSA);
}

static void test_create_content(void **state)
{
	(void)state;
	for (uint32_t vmpl = 0; vmpl < 8; vmpl++) {
		if (vmpl == SIM_GUEST_VMPL)
			continue;
		vmsa_at(VMSA)->vmpl = (uint8_t)vmpl;
		check_content_refused();
	}
	vmsa_at(VMSA)->efer = 0;
	check_content_refused();
	for (uint32_t bit = 0; bit < 64; bit++) {
		vmsa_at(VMSA)->sev_features ^= 1ull << bit;
		check_content_refused();
	}
}

/* Another vCPU rewrites the VMSA up to the flush: what is checked is what is there afterwards */
static void rewrite_before_flush(enum sim_op op)
{
	if (op == SIM_RMPADJUST)
		vmsa_at(VMSA)->vmpl = 0;
	if (op == SIM_RUN_GUEST)
		longjmp(*sim_landing, 1);
}

static void test_create_rewritten(void **state)
{
	struct vmsa *caller = vmsa_at(sim_block()->guest_vmsa_gpa);
	jmp_buf landing;

	(void)state;
	caller->guest_exit_code = SVM_EXIT_VMGEXIT;
	caller->rax = CREATE;
	caller->rcx = VMSA;
	caller->rdx = CAA;
	caller->r8 = APIC;
	*(uint8_t *)sim_memory(sim_block()->guest_caa_gpa) = 1;
	sim_landing = &landing;
	sim_hook(rewrite_before_flush);
	if (setjmp(landing) == 0)
		vcpu_loop();
	sim_hook(NULL);
	sim_landing = NULL;
	assert_int_equal(caller->rax, SVSM_ERR_INVALID_PARAMETER);
	assert_false(sim_page(VMSA)->is_vmsa);
}

static void test_create_hardware(void **state)
{
	(void)state;
	sim_fail(SIM_RMPADJUST, 1, RMP_FAIL_SIZEMISMATCH, SIM_ONCE);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC),
			 SVSM_ERR_PROTOCOL_BASE + RMP_FAIL_SIZEMISMATCH);
	check_is_vmsa(VMSA, 0);
	/* The fourth is the one that makes it a VMSA; a busy page is tried again, not for ever */
	sim_fail(SIM_RMPADJUST, 4, RMP_FAIL_INUSE, SIM_ONCE);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_OK);
	vmsa_fill(VMSA);
	sim_fail(SIM_RMPADJUST, 4, RMP_FAIL_INUSE, SIM_LASTING);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), IN_USE);
	sim_fail(SIM_RMPADJUST, 0, 0, SIM_ONCE);
	assert_false(pinned_overlaps(gpa(VMSA), 1, PIN_VMSA));
	assert_false(pinned_overlaps(gpa(CAA), 1, PIN_CAA));
	assert_null(vcpu_at(1)->current);
}

static void test_table_full(void **state)
{
	uint64_t page = 8 * MIB + 4096;
	uint64_t result = SVSM_OK;
	uint32_t made = 0;

	(void)state;
	for (; result == SVSM_OK && made < 1000; made++, page += 4096) {
		vmsa_fill(page);
		result = vm_call0(CREATE, page, CAA, APIC);
	}
	assert_int_equal(result, SVSM_ERR_INVALID_REQUEST);
	assert_int_equal(made, 2 * CONFIG_VCPUS_MAX);
	assert_int_equal(vm_call0(DELETE, 8 * MIB + 4096, 0, 0), SVSM_OK);
	vmsa_fill(page);
	assert_int_equal(vm_call0(CREATE, page, CAA, APIC), SVSM_OK);
}

/* Linux: a new VMSA with the same calling area, then the old one is deleted; the area stays pinned
 */
static void test_reonline(void **state)
{
	(void)state;
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_int_equal(vm_call0(CREATE, VMSA2, CAA, APIC), SVSM_OK);
	assert_int_equal(vcpu_at(1)->current->page.value, VMSA2);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_OK);
	assert_int_equal(vcpu_at(1)->current->page.value, VMSA2);
	assert_true(pinned_overlaps(gpa(CAA), 1, PIN_CAA));
	assert_int_equal(vm_call0(DELETE, VMSA2, 0, 0), SVSM_OK);
	assert_false(pinned_overlaps(gpa(CAA), 1, PIN_CAA));
}

static void test_delete_refuses(void **state)
{
	static const uint64_t addresses[] = { VMSA + 8, SIM_REGION_GPA, 1ull << 51, ~0xfffull,
					      VMSA };

	(void)state;
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		assert_int_equal(vm_call0(DELETE, addresses[i], 0, 0), SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(vm_call0(DELETE, sim_block()->guest_vmsa_gpa, 0, 0),
			 SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_int_equal(vm_call0(DELETE, CAA, 0, 0), SVSM_ERR_INVALID_PARAMETER);
	sim_page(VMSA)->is_in_use = true;
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), IN_USE);
	assert_int_equal(vmsa_at(VMSA)->efer & EFER_SVME, EFER_SVME);
	assert_int_equal(vcpu_at(1)->current->page.value, VMSA);
	sim_page(VMSA)->is_in_use = false;
	sim_fail(SIM_COPY_OUT, 2, ERR_FAULT, SIM_ONCE);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0),
			 SVSM_ERR_PROTOCOL_BASE + RMP_FAIL_PERMISSION);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_OK);
}

/* A vCPU cannot delete what it is calling from */
static void test_delete_self(void **state)
{
	struct vm_regs regs = { .rax = DELETE, .rcx = VMSA };

	(void)state;
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_int_equal(vm_call(1, VMSA, CAA, &regs), IN_USE);
	check_is_vmsa(VMSA, 1);
	sim_set_cpu(0);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_OK);
}

/* A VMSA made for the caller's own APIC id does not take over from the one it calls from */
static void test_create_self(void **state)
{
	(void)state;
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, 0), SVSM_OK);
	assert_int_equal(vm_call0(QUERY, 1, 0, 0), SVSM_OK);
	assert_int_equal(vm_call0(DELETE, VMSA, 0, 0), SVSM_OK);
}

/* --- REMAP_CA
 * -------------------------------------------------------------------------------------------------
 */

static uint64_t remap(uint64_t page)
{
	return vm_call0(REMAP, page, 0, 0);
}

static void test_remap(void **state)
{
	uint64_t old = sim_block()->guest_caa_gpa;
	struct vm_regs regs = { .rax = QUERY, .rcx = 1 };

	(void)state;
	memset(sim_memory(CAA), 0xff, 16);
	assert_int_equal(remap(CAA), SVSM_OK);
	assert_int_equal(*(uint64_t *)sim_memory(CAA), 0);
	assert_int_equal(*(uint64_t *)sim_memory(CAA + 8), ~0ull);
	assert_true(pinned_overlaps(gpa(CAA), 1, PIN_CAA));
	assert_false(pinned_overlaps(gpa(old), 1, PIN_CAA));
	assert_int_equal(vm_call(0, sim_block()->guest_vmsa_gpa, CAA, &regs), SVSM_OK);
	/* What is pending in the old one is nobody's */
	regs = (struct vm_regs){ .rax = QUERY, .rcx = 1 };
	assert_int_equal(vm_call(0, sim_block()->guest_vmsa_gpa, old, &regs), QUERY);
	assert_int_equal(*(uint8_t *)sim_memory(old), 1);
}

static void test_remap_refuses(void **state)
{
	uint64_t old = sim_block()->guest_caa_gpa;

	(void)state;
	memset(sim_memory(old) + 1, 0x77, 7);
	assert_int_equal(remap(old), SVSM_OK);
	assert_int_equal(((uint8_t *)sim_memory(old))[1], 0x77);
	assert_int_equal(remap(CAA + 8), SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(remap(SIM_REGION_GPA), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(remap(~0xfffull), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(CREATE, VMSA, CAA, APIC), SVSM_OK);
	assert_int_equal(remap(VMSA), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(remap(CAA), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(validity_clear(gpa(CAA2), PAGE_4K), OK);
	assert_int_equal(remap(CAA2), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(QUERY, 1, 0, 0), SVSM_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_create_and_delete, start),
		cmocka_unit_test_setup(test_create_refuses, start),
		cmocka_unit_test_setup(test_create_unvalidated, start),
		cmocka_unit_test_setup(test_create_content, start),
		cmocka_unit_test_setup(test_create_rewritten, start),
		cmocka_unit_test_setup(test_create_hardware, start),
		cmocka_unit_test_setup(test_table_full, start),
		cmocka_unit_test_setup(test_reonline, start),
		cmocka_unit_test_setup(test_delete_refuses, start),
		cmocka_unit_test_setup(test_delete_self, start),
		cmocka_unit_test_setup(test_create_self, start),
		cmocka_unit_test_setup(test_remap, start),
		cmocka_unit_test_setup(test_remap_refuses, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
