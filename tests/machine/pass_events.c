/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts at VMPL2, and events at VMPL0 under restricted injection. */
#include "guest.h"

#include "abi/machine.h"
#include "lib/freestanding/memory.h"

#define APIC 0xfee00000ull
#define APIC_SPURIOUS 0xf0u
#define APIC_EOI 0xb0u
#define APIC_TIMER 0x320u
#define APIC_TIMER_COUNT 0x380u
#define AT_DOORBELL (AT_FREE)

static void apic_write(uint32_t offset, uint32_t value)
{
	struct ghcb *page = ghcb_page(0, 2);

	ghcb_begin(page, GHCB_EXIT_MMIO_WRITE, APIC + offset, sizeof(value));
	ghcb_set(page, offsetof(struct ghcb, sw_scratch),
		 AT_GHCB + 2 * ABI_PAGE_SIZE + offsetof(struct ghcb, buffer));
	memcpy(page->buffer, &value, sizeof(value));
	ghcb_call(0, 2);
}

static void wait_for_timer(void)
{
	ghcb_register(0, 2);
	apic_write(APIC_SPURIOUS, 0x1ff);
	for (uint32_t i = 0; i < 3; i++) {
		apic_write(APIC_TIMER, EVENT_VECTOR);
		apic_write(APIC_TIMER_COUNT, 100000);
		/* halts until the timer's interrupt is taken */
		__asm__ volatile("sti; hlt; cli");
		apic_write(APIC_EOI, 0);
	}
	leave();
}

CASE(timer, "pass-timer")
{
	vmpl2_start(wait_for_timer);
	check(event_count == 3, 1);
}

static void start_timer(void)
{
	ghcb_register(0, 2);
	apic_write(APIC_SPURIOUS, 0x1ff);
	apic_write(APIC_TIMER, EVENT_VECTOR);
	apic_write(APIC_TIMER_COUNT, 1000);
	leave();
}

static void end_later(void)
{
	struct ghcb *page = ghcb_page(1, 0);

	ghcb_register(1, 0);
	for (uint32_t i = 0; i < 1000; i++) {
		ghcb_begin(page, GHCB_EXIT_FEATURES, 0, 0);
		ghcb_call(1, 0);
	}
	ghcb_begin(page, SVM_EXIT_IOIO, GHCB_IOIO_PORT(MACHINE_GUEST_EXIT_PORT) | GHCB_IOIO_SIZE32,
		   0);
	ghcb_set(page, offsetof(struct ghcb, rax), 0);
	ghcb_call(1, 0);
}

/* An interrupt that nobody takes must not keep the other vCPU from running */
CASE(idle, "pass-idle")
{
	uint64_t page = new_page();

	vmpl2_start(start_timer);
	vmsa_make(page, 0, end_later, new_page());
	vmsa_mark(page);
	check(ap_create(1, 0, GHCB_AP_CREATE, page, SEV_FEATURE_SNP) == 0, 1);
	for (;;)
		/* for ever: VMPL0 takes no interrupt */
		__asm__ volatile("hlt");
}

CASE(doorbell, "pass-doorbell")
{
	struct hv_doorbell *page = shared_at(AT_DOORBELL);

	memset(page, 0, sizeof(*page));
	check(request(GHCB_EXIT_HV_DOORBELL, GHCB_HV_DOORBELL_SET, AT_DOORBELL) == 0, 1);
	check(request(GHCB_EXIT_HV_IPI, EVENT_VECTOR, 0) == 0, 2);
	check(event_count == 1, 3);
	check(page->pending == (0x8000u | EVENT_VECTOR), 4);
	/* no second signal before the guest took the first */
	check(request(GHCB_EXIT_HV_IPI, EVENT_VECTOR + 1, 0) == 0, 5);
	check(event_count == 1, 6);
	page->pending = 0;
	check(request(GHCB_EXIT_FEATURES, 0, 0) == 0, 7);
	check(event_count == 2 && page->pending == (0x8000u | (EVENT_VECTOR + 1)), 8);
}
