/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * GDT, TSS and IDT. Each CPU has its own GDT and TSS on its data page; the IDT is one for all, of
 * 32 entries: any higher vector has no gate and arrives as #GP.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/exception.h"
#include "core/platform/snp/percpu.h"
#include "lib/freestanding/memory.h"

#define SELECTOR_CODE 0x08u
#define SELECTOR_DATA 0x10u
#define SELECTOR_TSS 0x18u

/* Accessed and present, so that the CPU never writes them; ring 0, long mode or 4 GiB flat */
#define GDT_CODE 0x00af9b000000ffffull
#define GDT_DATA 0x00cf93000000ffffull
#define GDT_TSS 0x0000890000000000ull

#define GATE_INTERRUPT 0x8e00u

struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint16_t attributes; /* IST index in 2:0 */
	uint16_t offset_middle;
	uint32_t offset_high;
	uint32_t reserved;
};
ABI_SIZE(struct gate, 16);

struct table_pointer {
	uint16_t limit;
	uint64_t base;
} __attribute__((packed));
ABI_SIZE(struct table_pointer, 10);

/* #HV has none on purpose: the host can send one inside the handler of another, and on the running
 * stack they nest; a fixed one would be overwritten. */
static const uint8_t ist_of[EXCEPTION_COUNT] = {
	[2] = IST_NMI,
	[8] = IST_DOUBLE_FAULT,
	[18] = IST_NMI,
	[VECTOR_VC] = IST_VC,
};

extern const uint8_t snp_vectors[EXCEPTION_COUNT][16];

static struct gate idt[EXCEPTION_COUNT];

static void idt_fill(void)
{
	for (uint32_t i = 0; i < EXCEPTION_COUNT; i++) {
		/* cast: gates take addresses in pieces */
		uint64_t address = (uint64_t)snp_vectors[i];

		idt[i] = (struct gate){
			.offset_low = (uint16_t)address,
			.selector = SELECTOR_CODE,
			.attributes = (uint16_t)(GATE_INTERRUPT | ist_of[i]),
			.offset_middle = (uint16_t)(address >> 16),
			.offset_high = (uint32_t)(address >> 32),
		};
	}
}

static void tss_fill(struct tss *tss)
{
	memset(tss, 0, sizeof(*tss));
	tss->io_map = sizeof(*tss);
	for (uint32_t i = 1; i < IST_COUNT; i++) {
		uint64_t top = percpu_slot() + BOOT_PERCPU_IST_TOP - (i - 1) * PAGE_SIZE;

		tss->ist[2 * (i - 1)] = (uint32_t)top;
		tss->ist[2 * (i - 1) + 1] = (uint32_t)(top >> 32);
	}
}

static void gdt_fill(uint64_t gdt[static 5], const struct tss *tss)
{
	/* cast: descriptors take addresses in pieces */
	uint64_t base = (uint64_t)tss;

	gdt[0] = 0;
	gdt[1] = GDT_CODE;
	gdt[2] = GDT_DATA;
	gdt[3] = GDT_TSS | (sizeof(*tss) - 1) | (base & 0xffffff) << 16 | (base >> 24 & 0xff) << 56;
	gdt[4] = base >> 32;
}

static void segments_load(void)
{
	/* asm: selectors are loaded by moves and, for CS, by a far return */
	__asm__ volatile(
		"pushq %[code]\n\t"
		"leaq 1f(%%rip), %%rax\n\t"
		"pushq %%rax\n\t"
		"lretq\n"
		"1:\n\t"
		"movl %[data], %%eax\n\t"
		"movl %%eax, %%ss\n\t"
		"movl %%eax, %%ds\n\t"
		"movl %%eax, %%es\n\t"
		"xorl %%eax, %%eax\n\t"
		"movl %%eax, %%fs\n\t"
		"movl %%eax, %%gs\n\t"
		"movl %[tss], %%eax\n\t"
		"ltr %%ax"
		:
		: [code] "i"(SELECTOR_CODE), [data] "i"(SELECTOR_DATA), [tss] "i"(SELECTOR_TSS)
		: "rax", "memory");
}

void descriptors_load(void)
{
	struct percpu *cpu = percpu();
	/* cast: a table register takes an address */
	struct table_pointer gdt_pointer = { sizeof(cpu->gdt) - 1, (uint64_t)cpu->gdt };
	/* cast: as above */
	struct table_pointer idt_pointer = { sizeof(idt) - 1, (uint64_t)idt };

	if (platform_cpu() == 0)
		idt_fill();
	tss_fill(&cpu->tss);
	gdt_fill(cpu->gdt, &cpu->tss);
	/* asm: no C for LGDT and LIDT */
	__asm__ volatile("lgdt %0\n\tlidt %1" : : "m"(gdt_pointer), "m"(idt_pointer) : "memory");
	segments_load();
}
