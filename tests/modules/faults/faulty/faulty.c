/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A module that does what monitor code must never do, one thing a boot: each has its own end, which
 * tests/system/test_faults.sh expects.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/ghcb.h"
#include "core/registry/module.h"
#include "core/trace/panic.h"

PARAM_ENUM(faulty_kind, "modules.faulty.kind",
	   "none|unmapped|read_only|data_code|undefined|divide|breakpoint|interrupt|stack|double_"
	   "fault|"
	   "not_validated|listed|intercepted|doorbell",
	   14, "none", "What to do.");

/* In the hole between the stacks and the data of the first CPU's slot */
#define UNMAPPED (BOOT_VA_PERCPU + 0x28000)

extern const struct module module_faulty;

static const uint64_t constant = 1;
static uint64_t variable = 0xc3; /* RET */

/* A page of the arena that is no longer validated: as if the host had remapped it. */
static uint8_t __shared *page_lost(void)
{
	uint8_t *bytes = module_alloc(&module_faulty, 2 * PAGE_SIZE);
	uint8_t __shared *page;

	ASSERT(bytes != NULL);
	/* cast: rounding an address up */
	page = (uint8_t __shared *)bytes + (-(uint64_t)bytes & (PAGE_SIZE - 1));
	ASSERT(platform_pvalidate(page, PAGE_4K, false) == RMP_OK);
	platform_flush();
	return page;
}

static void do_none(void)
{
}

static void do_unmapped(void)
{
	/* cast: an address where nothing is */
	*(volatile uint64_t *)UNMAPPED = 0;
}

static void do_read_only(void)
{
	/* cast: past the type, which is what the page's rights are for */
	*(volatile uint64_t *)(uint64_t)&constant = 0;
}

static void do_data_code(void)
{
	/* cast: data as if it were code */
	((void (*)(void))(uint64_t)&variable)();
}

static void do_undefined(void)
{
	/* asm: #UD */
	__asm__ volatile("ud2");
}

static void do_divide(void)
{
	/* asm: #DE; the compiler would see through a division */
	__asm__ volatile("xor %%ecx, %%ecx\n\tdiv %%ecx" : : "a"(1), "d"(0) : "ecx");
}

static void do_breakpoint(void)
{
	/* asm: #BP, which no code of Parapet's has */
	__asm__ volatile("int3");
}

static void do_interrupt(void)
{
	/* asm: a vector without a gate, as an injected interrupt would be */
	__asm__ volatile("int $0x80");
}

static void do_stack(void)
{
	/* asm: pushes until the guard page */
	__asm__ volatile("1: push %%rax\n\tjmp 1b" : : : "memory");
}

static void do_double_fault(void)
{
	/* asm: a stack that is no stack at all, then an exception */
	__asm__ volatile("mov %0, %%rsp\n\tud2" : : "r"(UNMAPPED) : "memory");
}

static void do_not_validated(void)
{
	*(volatile uint8_t *)shared_plain(page_lost()) = 0;
}

/* The same by an access that may fault: an error, and Parapet goes on */
static void do_listed(void)
{
	uint8_t __shared *page = page_lost();
	uint8_t byte = 0;

	ASSERT(platform_copy_in(&byte, page, 1) == ERR_FAULT);
	ASSERT(platform_copy_out(page, &byte, 1) == ERR_FAULT);
	ASSERT(platform_clear(page, PAGE_SIZE) == ERR_FAULT);
	ASSERT(platform_exchange_u8(page, 1, &byte) == ERR_FAULT);
	ASSERT(platform_rmpadjust(page, PAGE_4K, RMP_TARGET_VMPL(1)) == RMP_FAIL_PERMISSION);
	ASSERT(platform_pvalidate(page, PAGE_4K, true) == RMP_OK);
	ASSERT(platform_pvalidate(page, PAGE_4K, true) == RMP_UNCHANGED);
	ASSERT(platform_exchange_u8(page, 7, &byte) == OK);
	ASSERT(platform_exchange_u8(page, 0, &byte) == OK && byte == 7);
}

static void do_intercepted(void)
{
	/* asm: an instruction that the hypervisor would have to emulate */
	__asm__ volatile("cpuid" : : "a"(0), "c"(0) : "ebx", "edx");
}

/* #HV under restricted injection: the CPU signals itself, and the event is taken before the next
 * statement */
static void do_doorbell(void)
{
	/* cast: the doorbell lies at a fixed place of the slot */
	volatile struct hv_doorbell *doorbell =
		(volatile struct hv_doorbell *)(BOOT_VA_PERCPU + BOOT_PERCPU_DOORBELL);

	for (uint32_t vector = 0x40; vector < 0x50; vector++) {
		struct ghcb_request request = { .code = GHCB_EXIT_HV_IPI,
						.info1 = 1u << 18 | vector };

		ASSERT(ghcb_request(&request) == OK);
		ASSERT(doorbell->pending == 0);
	}
}

static void (*const kinds[])(void) = {
	do_none,          do_unmapped,   do_read_only,   do_data_code, do_undefined,
	do_divide,        do_breakpoint, do_interrupt,   do_stack,     do_double_fault,
	do_not_validated, do_listed,     do_intercepted, do_doorbell,
};

static enum err faulty_start(void)
{
	kinds[param_enum(&faulty_kind)]();
	return OK;
}

MODULE(faulty, .arena_bytes = 3 * PAGE_SIZE, .start = faulty_start);
