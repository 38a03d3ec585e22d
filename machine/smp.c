/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Starting the application processors, one after the other, by INIT and SIPI. */
#include "apic.h"
#include "boot.h"
#include "cpu.h"
#include "layout.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "report.h"
#include "x86.h"

#define START_TICKS 100000000000ull /* half a minute: the host may be busy */

extern uint8_t cpu_stacks[MACHINE_VCPUS_MAX][LAYOUT_STACK];
extern uint8_t boot_ap_start[], boot_ap_end[];
extern uint64_t boot_ap_cr3, boot_ap_stack;

static uint32_t started;
static uint32_t go;

static uint8_t *in_trampoline(const void *symbol)
{
	return (uint8_t *)mem_at(LAYOUT_TRAMPOLINE) + ((const uint8_t *)symbol - boot_ap_start);
}

static void start_one(uint32_t idx)
{
	/* the address of an array's end, for a CPU that has no stack yet */
	uint64_t stack = (uint64_t)(uintptr_t)(cpu_stacks[idx] + LAYOUT_STACK);
	uint64_t begin = x86_rdtsc();

	memcpy(in_trampoline(&boot_ap_stack), &stack, sizeof(stack));
	apic_send_init(idx);
	apic_send_startup(idx, LAYOUT_TRAMPOLINE / ABI_PAGE_SIZE);
	while (__atomic_load_n(&started, __ATOMIC_ACQUIRE) != idx) {
		if (x86_rdtsc() - begin > START_TICKS)
			report_end("input",
				   "CPU %u does not start: give QEMU -smp with the bundle's vCPUs",
				   idx);
		x86_pause();
	}
}

void smp_start(uint32_t count)
{
	uint64_t cr3 = boot_cr3();

	memcpy(mem_at(LAYOUT_TRAMPOLINE), boot_ap_start, (size_t)(boot_ap_end - boot_ap_start));
	memcpy(in_trampoline(&boot_ap_cr3), &cr3, sizeof(cr3));
	for (uint32_t idx = 1; idx < count; idx++)
		start_one(idx);
	cpu_count = count;
}

void smp_main(void)
{
	struct cpu *self = cpu_self();

	cpu_init(self);
	__atomic_store_n(&started, self->idx, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&go, __ATOMIC_ACQUIRE))
		x86_pause();
	x86_write_cr3(boot_cr3());
	lock_take(&cpu_lock);
	cpu_main(self);
}

void smp_go(void)
{
	__atomic_store_n(&go, 1u, __ATOMIC_RELEASE);
}
