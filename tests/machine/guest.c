/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guests' machinery: start, requests, pages. */
#include "guest.h"

#include "abi/machine.h"
#include "lib/freestanding/memory.h"

extern const struct test_case cases_start[], cases_end[];

#define VECTOR_NMI 2u

uint64_t vc_code, vc_continue;
volatile uint64_t event_count;
volatile uint64_t nmi_count;

void guest_main(void);

struct __attribute__((packed)) table {
	uint16_t limit;
	uint64_t base;
};

struct gate {
	uint16_t offset_low;
	uint16_t selector;
	uint16_t attributes;
	uint16_t offset_middle;
	uint32_t offset_high;
	uint32_t reserved;
};

static uint64_t gdt[3] = { 0, 0x00af9b000000ffff, 0x00cf93000000ffff };
static struct gate idt[EVENT_VECTOR + 1];

void *private_at(uint64_t gpa)
{
	/* the packer's page tables */
	return (void *)(VA_PRIVATE + gpa);
}

void *shared_at(uint64_t gpa)
{
	/* the packer's page tables */
	return (void *)(VA_SHARED + gpa);
}

void write_msr(uint32_t msr, uint64_t value)
{
	/* MSR write */
	__asm__ volatile("wrmsr"
			 :
			 : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
			 : "memory");
}

uint64_t read_msr(uint32_t msr)
{
	uint32_t low, high;

	/* MSR read */
	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}

uint32_t pvalidate(const void *va, uint32_t size, uint32_t validate)
{
	uint32_t result;
	bool carry;

	/* PVALIDATE, by its bytes: not every assembler knows it */
	__asm__ volatile(".byte 0xf2, 0x0f, 0x01, 0xff"
			 : "=a"(result), "=@ccc"(carry)
			 : "a"(va), "c"(size), "d"(validate)
			 : "memory");
	return carry ? RMP_UNCHANGED : result;
}

uint32_t rmpadjust(const void *va, uint32_t size, uint64_t rdx)
{
	uint64_t result;

	/* RMPADJUST, by its bytes */
	__asm__ volatile(".byte 0xf3, 0x0f, 0x01, 0xfe"
			 : "=a"(result)
			 : "a"(va), "c"((uint64_t)size), "d"(rdx)
			 : "memory", "cc");
	return (uint32_t)result;
}

uint32_t rmpquery(const void *va, uint64_t *rdx)
{
	uint64_t result;
	uint64_t size;

	/* RMPQUERY, by its bytes */
	__asm__ volatile(".byte 0xf3, 0x0f, 0x01, 0xfd"
			 : "=a"(result), "+d"(*rdx), "=c"(size)
			 : "a"(va)
			 : "memory", "cc");
	return (uint32_t)result;
}

void invlpgb(uint64_t rax)
{
	/* INVLPGB, by its bytes */
	__asm__ volatile(".byte 0x0f, 0x01, 0xfe" : : "a"(rax), "c"(0), "d"(0) : "memory");
}

void tlbsync(void)
{
	/* TLBSYNC, by its bytes */
	__asm__ volatile(".byte 0x0f, 0x01, 0xff" : : : "memory");
}

void flush(void)
{
	invlpgb(0xc);
	tlbsync();
}

static void vmgexit(void)
{
	/* VMGEXIT, by its bytes */
	__asm__ volatile(".byte 0xf3, 0x0f, 0x01, 0xd9" : : : "memory");
}

uint64_t msr_request(uint64_t value)
{
	write_msr(MSR_GHCB, value);
	vmgexit();
	return read_msr(MSR_GHCB);
}

static uint64_t ghcb_gpa(uint32_t vcpu, uint32_t vmpl)
{
	return AT_GHCB + (vcpu * VMPL_COUNT + vmpl) * (uint64_t)ABI_PAGE_SIZE;
}

struct ghcb *ghcb_page(uint32_t vcpu, uint32_t vmpl)
{
	return shared_at(ghcb_gpa(vcpu, vmpl));
}

void ghcb_register(uint32_t vcpu, uint32_t vmpl)
{
	msr_request(ghcb_gpa(vcpu, vmpl) | GHCB_MSR_REGISTER_GPA_REQ);
	memset(ghcb_page(vcpu, vmpl), 0, ABI_PAGE_SIZE);
}

void ghcb_set(struct ghcb *page, uint32_t offset, uint64_t value)
{
	((uint64_t *)page)[offset / 8] = value;
	page->valid_bitmap[offset / 64] |= (uint8_t)(1u << offset / 8 % 8);
}

void ghcb_begin(struct ghcb *page, uint64_t code, uint64_t info1, uint64_t info2)
{
	memset(page->valid_bitmap, 0, sizeof(page->valid_bitmap));
	page->protocol_version = GHCB_PROTOCOL_MAX;
	page->usage = GHCB_USAGE_STANDARD;
	ghcb_set(page, offsetof(struct ghcb, sw_exitcode), code);
	ghcb_set(page, offsetof(struct ghcb, sw_exitinfo1), info1);
	ghcb_set(page, offsetof(struct ghcb, sw_exitinfo2), info2);
}

uint64_t ghcb_call(uint32_t vcpu, uint32_t vmpl)
{
	write_msr(MSR_GHCB, ghcb_gpa(vcpu, vmpl));
	vmgexit();
	return ghcb_page(vcpu, vmpl)->sw_exitinfo1;
}

uint64_t request(uint64_t code, uint64_t info1, uint64_t info2)
{
	ghcb_begin(ghcb_page(0, 0), code, info1, info2);
	return ghcb_call(0, 0);
}

static __attribute__((noreturn)) void end(uint32_t code)
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, SVM_EXIT_IOIO, GHCB_IOIO_PORT(MACHINE_GUEST_EXIT_PORT) | GHCB_IOIO_SIZE32,
		   0);
	ghcb_set(page, offsetof(struct ghcb, rax), code);
	for (;;)
		ghcb_call(0, 0);
}

void fail(uint32_t where)
{
	end(where);
}

void check(bool holds, uint32_t where)
{
	if (!holds)
		fail(where);
}

void set_state(uint64_t gpa, uint64_t op)
{
	check(msr_request(gpa | op << 52 | GHCB_MSR_PSC_REQ) == GHCB_MSR_PSC_RESP, 901);
}

uint64_t new_page(void)
{
	static uint64_t next = AT_FREE + ABI_PAGE_SIZE;
	uint64_t page = next;

	next += ABI_PAGE_SIZE;
	set_state(page, GHCB_PSC_PRIVATE);
	check(pvalidate(private_at(page), RMP_SIZE_4K, 1) == RMP_OK, 902);
	memset(private_at(page), 0, ABI_PAGE_SIZE);
	return page;
}

static struct gate gate_to(void (*handler)(void))
{
	/* a gate wants the handler's address in pieces */
	uint64_t entry = (uint64_t)(uintptr_t)handler;

	return (struct gate){ (uint16_t)entry,         8, 0x8e00, (uint16_t)(entry >> 16),
			      (uint32_t)(entry >> 32), 0 };
}

static void load_tables(void)
{
	/* registers want addresses as numbers */
	const struct table gdtr = { sizeof(gdt) - 1, (uint64_t)(uintptr_t)gdt };
	const struct table idtr = { sizeof(idt) - 1, (uint64_t)(uintptr_t)idt };

	idt[VECTOR_NMI] = gate_to(nmi_entry);
	idt[VECTOR_VC] = gate_to(vc_entry);
	idt[VECTOR_HV] = gate_to(event_entry);
	idt[EVENT_VECTOR] = gate_to(event_entry);
	idt[LOW_VECTOR] = gate_to(event_entry);
	/* the tables that exceptions are delivered through */
	__asm__ volatile("lgdt %0; lidt %1" : : "m"(gdtr), "m"(idtr));
}

static bool is_equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

void guest_main(void)
{
	load_tables();
	ghcb_register(0, 0);
	for (const struct test_case *c = cases_start; c < cases_end; c++)
		if (is_equal(c->name, private_at(AT_CASE))) {
			c->run();
			end(0);
		}
	fail(900);
}
