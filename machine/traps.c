/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interrupt table and what happens on each kind of vector. */
#include "traps.h"

#include "cpu.h"
#include "layout.h"
#include "report.h"
#include "x86.h"

#define VECTOR_NMI 2u
#define STUB_SIZE 16u
#define GATE_INTERRUPT 0x8e00u

struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint16_t attributes;
	uint16_t offset_middle;
	uint32_t offset_high;
	uint32_t reserved;
};

static struct gate gates[256];

extern const uint8_t traps_stubs[], traps_wait_begin[], traps_wait_end[];

void traps_init(void)
{
	for (uint32_t i = 0; i < 256; i++) {
		/* a gate wants the stub's address in pieces */
		uint64_t stub = (uint64_t)(uintptr_t)(traps_stubs + i * STUB_SIZE);

		gates[i] = (struct gate){
			.offset_low = (uint16_t)stub,
			.selector = LAYOUT_GDT_CODE64,
			.attributes = GATE_INTERRUPT,
			.offset_middle = (uint16_t)(stub >> 16),
			.offset_high = (uint32_t)(stub >> 32),
		};
	}
}

void traps_load(void)
{
	/* the register wants an address as a number */
	struct x86_table table = { sizeof(gates) - 1, (uint64_t)(uintptr_t)gates };

	/* from here on a bug of the machine's is reported */
	__asm__ volatile("lidt %0" : : "m"(table));
}

static void leave_wait(struct trap_frame *frame)
{
	/* comparison of a saved RIP with two labels */
	if (frame->rip >= (uint64_t)(uintptr_t)traps_wait_begin &&
	    frame->rip < (uint64_t)(uintptr_t)traps_wait_end)
		frame->rip = (uint64_t)(uintptr_t)traps_wait_end; /* past the halt */
}

void traps_handle(struct trap_frame *frame)
{
	if (frame->vector == VECTOR_NMI) {
		cpu_self()->kicks++;
		leave_wait(frame);
		return;
	}
	if (frame->vector >= X86_FIRST_INTERRUPT) {
		irq_take(&cpu_self()->irqs, (uint32_t)frame->vector);
		return;
	}
	report_end("input", "bug of the machine's: exception %lu error %lx rip %lx rsp %lx cr2 %lx",
		   frame->vector, frame->error, frame->rip, frame->rsp, x86_read_cr2());
}
