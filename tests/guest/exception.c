/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The IDT and what happens behind it. */
#include "tests/guest/exception.h"

#include "abi/snp.h"
#include "tests/guest/boot_info.h"
#include "tests/guest/cpu.h"
#include "tests/guest/probe.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define GATE_INTERRUPT 0x8e00u
#define VECTOR_DF 8u
#define CPUID_LENGTH 2u

struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint16_t flags; /* 2:0 IST */
	uint16_t offset_middle;
	uint32_t offset_high;
	uint32_t reserved;
};

struct fixup {
	uint64_t rip;
	uint64_t to;
};

extern const uint64_t exception_stubs[EXCEPTION_COUNT]; /* entry.S */
extern const struct fixup __start_guest_fixup[] __attribute__((weak));
extern const struct fixup __stop_guest_fixup[] __attribute__((weak));

static struct gate idt[EXCEPTION_COUNT] __attribute__((aligned(16)));

void *exception_idt(void)
{
	for (uint32_t i = 0; i < EXCEPTION_COUNT && idt[i].selector == 0; i++) {
		idt[i].offset_low = (uint16_t)exception_stubs[i];
		idt[i].offset_middle = (uint16_t)(exception_stubs[i] >> 16);
		idt[i].offset_high = (uint32_t)(exception_stubs[i] >> 32);
		idt[i].flags = GATE_INTERRUPT | (i == VECTOR_DF ? 1 : 0);
		idt[i].selector = SELECTOR_CODE;
	}
	return idt;
}

/* A leaf with a subleaf-independent entry is listed under subleaf 0 */
static void cpuid_emulate(struct frame *frame)
{
	const struct snp_cpuid_entry *entry =
		boot_info_cpuid((uint32_t)frame->rax, (uint32_t)frame->rcx);

	if (entry == NULL)
		entry = boot_info_cpuid((uint32_t)frame->rax, 0);
	frame->rax = entry == NULL ? 0 : entry->eax;
	frame->rbx = entry == NULL ? 0 : entry->ebx;
	frame->rcx = entry == NULL ? 0 : entry->ecx;
	frame->rdx = entry == NULL ? 0 : entry->edx;
	frame->rip += CPUID_LENGTH;
}

static const struct fixup *fixup_find(uint64_t rip)
{
	for (const struct fixup *fixup = __start_guest_fixup; fixup < __stop_guest_fixup; fixup++) {
		if (fixup->rip == rip)
			return fixup;
	}
	return NULL;
}

void exception_entry(struct frame *frame)
{
	const struct fixup *fixup = fixup_find(frame->rip);
	struct cpu *cpu = this_cpu();

	if (fixup != NULL) {
		cpu->fault_vector = (uint32_t)frame->vector;
		cpu->fault_error = frame->error;
		frame->rax = PROBE_FAULT(frame->vector);
		frame->rip = fixup->to;
		return;
	}
	if (frame->vector == VECTOR_VC && frame->error == SVM_EXIT_CPUID) {
		cpuid_emulate(frame);
		return;
	}
	test_die("exception %lu error 0x%lx at 0x%lx on CPU %u", frame->vector, frame->error,
		 frame->rip, cpu->index);
}
