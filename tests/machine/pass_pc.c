/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else of a PC an operating system at VMPL2 touches, and the ways in which it ends. */
#include "guest.h"

#include "abi/machine.h"
#include "lib/freestanding/memory.h"

#define C_MASK (1ull << 39)
#define AT_OPTION_ROMS 0xc0000u
#define FLAG 0x1234u

static uint64_t buffer(void)
{
	return AT_GHCB + 2 * ABI_PAGE_SIZE + offsetof(struct ghcb, buffer);
}

static void mmio_write(uint64_t gpa, uint64_t value, uint64_t len)
{
	struct ghcb *page = ghcb_page(0, 2);

	ghcb_begin(page, GHCB_EXIT_MMIO_WRITE, gpa, len);
	ghcb_set(page, offsetof(struct ghcb, sw_scratch), buffer());
	memcpy(page->buffer, &value, len);
	ghcb_call(0, 2);
}

static void power_off(void)
{
	ghcb_register(0, 2);
	mmio_write(MACHINE_SLEEP_CONTROL, MACHINE_POWER_OFF, 1);
	leave();
}

CASE(power, "pass-power-off")
{
	vmpl2_start(power_off);
	fail(1);
}

static void reset(void)
{
	ghcb_register(0, 2);
	mmio_write(MACHINE_RESET, MACHINE_RESET_VALUE, 1);
	leave();
}

CASE(reset, "reset-register")
{
	vmpl2_start(reset);
}

static void triple_fault(void)
{
	static const struct __attribute__((packed)) {
		uint16_t limit;
		uint64_t base;
	} none;

	/* no interrupt table, and an exception */
	__asm__ volatile("lidt %0; ud2" : : "m"(none));
}

CASE(triple, "reset-triple-fault")
{
	vmpl2_start(triple_fault);
}

/* Eight times the line status register, into the GHCB's buffer */
CASE(strings, "pass-strings")
{
	struct ghcb *page = ghcb_page(0, 0);

	memset(page->buffer, 0, 16);
	ghcb_begin(page, SVM_EXIT_IOIO,
		   GHCB_IOIO_PORT(MACHINE_COM1 + 5) | GHCB_IOIO_SIZE8 | GHCB_IOIO_STRING |
			   GHCB_IOIO_REP | GHCB_IOIO_IN,
		   8);
	ghcb_set(page, offsetof(struct ghcb, sw_scratch), AT_GHCB + offsetof(struct ghcb, buffer));
	check(ghcb_call(0, 0) == GHCB_RESULT_OK, 1);
	for (uint32_t i = 0; i < 16; i++)
		check((page->buffer[i] & 0x20) == (i < 8 ? 0x20 : 0), 2); /* can send */
}

/* There is RAM where a PC has option ROMs */
CASE(roms, "pass-roms")
{
	volatile uint32_t *page = private_at(AT_OPTION_ROMS);

	set_state(AT_OPTION_ROMS, GHCB_PSC_PRIVATE);
	check(pvalidate(private_at(AT_OPTION_ROMS), RMP_SIZE_4K, 1) == RMP_OK, 1);
	*page = FLAG;
	check(*page == FLAG, 2);
}

static volatile uint32_t after;

/* Linux writes CR3 so */
static void bare_cr3(void)
{
	uint64_t cr3;

	/* the tables are read as private whatever the register says */
	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	/* and again, without translations left over */
	__asm__ volatile("mov %0, %%cr3" : : "r"(cr3 & ~C_MASK) : "memory");
	after = FLAG;
	leave();
}

CASE(cr3, "pass-bare-cr3")
{
	vmpl2_start(bare_cr3);
	check(after == FLAG, 1);
}

static void drop_ghcb(void)
{
	ghcb_register(0, 2);
	set_state(AT_GHCB + 2 * ABI_PAGE_SIZE, GHCB_PSC_PRIVATE);
	set_state(AT_GHCB + 2 * ABI_PAGE_SIZE, GHCB_PSC_SHARED);
	ghcb_register(0, 2);
	after = FLAG;
	leave();
}

CASE(own_ghcb, "pass-own-ghcb")
{
	vmpl2_start(drop_ghcb);
	check(after == FLAG, 1);
}

/* A vCPU of VMPL2 starts as a PC's does: real mode, all memory private */
CASE(real_mode, "pass-real-mode")
{
	uint64_t page = new_page();
	uint64_t data = new_page();
	volatile uint16_t *flag = private_at(data);
	struct vmsa *vmsa;

	open_guest();
	open_to_vmpl2(data, 1);
	vmsa = vmsa_make(page, 2, NULL, page);
	vmsa->efer = EFER_SVME;
	vmsa->cr0 = 0x60000010;
	vmsa->cr3 = 0;
	vmsa->cr4 = 0;
	/* a segment's base is the code's address */
	vmsa->cs = (struct vmsa_segment){ 0x2000, 0x9b, 0xffff,
					  (uint64_t)(uintptr_t)real_mode_flag_code };
	vmsa->ds = (struct vmsa_segment){ 0x3000, 0x93, 0xffff, data };
	vmsa->ss = vmsa->es = vmsa->fs = vmsa->gs = vmsa->ds;
	vmsa->rip = 0;
	vmsa_mark(page);
	check(ap_create(1, 2, GHCB_AP_CREATE, page, SEV_FEATURE_SNP) == 0, 1);
	while (*flag != FLAG)
		/* the other CPU's turn */
		__asm__ volatile("pause");
}
