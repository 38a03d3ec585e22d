/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The APIC, its timer and the clock, as a guest at VMPL2 uses them. */
#include "guest.h"

#define MSR_APIC_BASE 0x1bu
#define APIC_BASE_VALUE 0xfee00000ull
#define BASE_X2APIC (3ull << 10)
#define X2APIC_ID 0x802u
#define X2APIC_EOI 0x80bu
#define X2APIC_SPURIOUS 0x80fu
#define X2APIC_ICR 0x830u
#define X2APIC_TIMER 0x832u
#define TSC_DEADLINE 0x6e0u
#define DEADLINE_MODE (2u << 17)
#define ICR_NMI 0x400u
#define ICR_SELF (1u << 18)
#define KVM_SYSTEM_TIME 0x4b564d01u
#define AT_CLOCK AT_FREE
#define CLOCK_FLAGS 29u
#define ROUNDS 500u
#define LONG_WAIT 100000000u

static uint64_t result;
static uint64_t other;

static uint64_t tsc(void)
{
	uint32_t low, high;

	/* time stamp */
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

/* sw_exitinfo1 of the answer */
static uint64_t msr_write(uint32_t msr, uint64_t value)
{
	struct ghcb *page = ghcb_page(0, 2);

	ghcb_begin(page, SVM_EXIT_MSR, 1, 0);
	ghcb_set(page, offsetof(struct ghcb, rcx), msr);
	ghcb_set(page, offsetof(struct ghcb, rax), (uint32_t)value);
	ghcb_set(page, offsetof(struct ghcb, rdx), value >> 32);
	return ghcb_call(0, 2);
}

static uint64_t msr_read(uint32_t msr, uint64_t *value)
{
	struct ghcb *page = ghcb_page(0, 2);
	uint64_t info1;

	ghcb_begin(page, SVM_EXIT_MSR, 0, 0);
	ghcb_set(page, offsetof(struct ghcb, rcx), msr);
	info1 = ghcb_call(0, 2);
	*value = (page->rax & 0xffffffff) | page->rdx << 32;
	return info1;
}

static void x2apic_on(void)
{
	ghcb_register(0, 2);
	msr_write(MSR_APIC_BASE, APIC_BASE_VALUE | BASE_X2APIC);
	msr_write(X2APIC_SPURIOUS, 0x1ff);
}

static void use_x2apic(void)
{
	uint64_t id;

	ghcb_register(0, 2);
	/* not before it is on */
	result = msr_read(X2APIC_ID, &id);
	x2apic_on();
	other = msr_read(X2APIC_ID, &id) << 8 | id;
	msr_write(X2APIC_ICR, ICR_SELF | EVENT_VECTOR);
	/* the interrupt to itself */
	__asm__ volatile("sti; nop; nop; cli");
	msr_write(X2APIC_EOI, 0);
	leave();
}

CASE(x2apic, "pass-x2apic")
{
	vmpl2_start(use_x2apic);
	check(result == GHCB_RESULT_EXCEPTION, 1);
	check(other == 0, 2);
	check(event_count == 1, 3);
}

/* Long enough for TCG to leave its loop, without an exit of the guest's */
static void take_one_and_wait(void)
{
	x2apic_on();
	msr_write(X2APIC_ICR, ICR_SELF | EVENT_VECTOR);
	/* taken here, and not again with interrupts off */
	__asm__ volatile("sti; nop; nop; cli");
	for (uint64_t begin = tsc(); tsc() - begin < LONG_WAIT;)
		;
	result = event_count;
	msr_write(X2APIC_EOI, 0);
	leave();
}

CASE(once, "pass-once-icount")
{
	vmpl2_start(take_one_and_wait);
	check(result == 1, 1);
}

static void send_self(uint32_t vector)
{
	msr_write(X2APIC_ICR, ICR_SELF | vector);
}

/* Returns how many events came */
static uint64_t open_window(void)
{
	uint64_t before = event_count;

	/* interrupts are taken here only */
	__asm__ volatile("sti; nop; nop; cli");
	return event_count - before;
}

/* The end of what the guest serves, while the CPU has something higher that it was not given */
static void end_the_lower(void)
{
	x2apic_on();
	send_self(LOW_VECTOR);
	result = open_window();
	send_self(EVENT_VECTOR);
	msr_write(X2APIC_EOI, 0);
	send_self(EVENT_VECTOR);
	result = result << 8 | open_window();
	msr_write(X2APIC_EOI, 0);
	send_self(LOW_VECTOR);
	result = result << 8 | open_window();
	leave();
}

CASE(end, "pass-end")
{
	vmpl2_start(end_the_lower);
	check(result == 0x010101, 1);
}

/* What is in service keeps off what is not above it, until it ends */
static void serve_in_order(void)
{
	x2apic_on();
	send_self(EVENT_VECTOR);
	result = open_window();
	send_self(LOW_VECTOR);
	result = result << 8 | open_window();
	msr_write(X2APIC_EOI, 0);
	result = result << 8 | open_window();
	leave();
}

CASE(order, "pass-order")
{
	vmpl2_start(serve_in_order);
	check(result == 0x010001, 1);
}

static void use_deadline(void)
{
	x2apic_on();
	msr_write(X2APIC_TIMER, DEADLINE_MODE | EVENT_VECTOR);
	for (uint32_t i = 0; i < ROUNDS; i++) {
		uint64_t deadline = tsc() + 20000 + i * 97;

		msr_write(TSC_DEADLINE, deadline);
		while (event_count == i)
			/* no interrupt may be taken between the two: then this would wait for ever
			 */
			__asm__ volatile("sti; hlt; cli");
		if (tsc() < deadline)
			result++;
		msr_write(X2APIC_EOI, 0);
	}
	leave();
}

CASE(deadline, "pass-deadline")
{
	vmpl2_start(use_deadline);
	check(event_count == ROUNDS, 1);
	check(result == 0, 2);
}

static void use_nmi(void)
{
	x2apic_on();
	msr_write(X2APIC_ICR, ICR_SELF | ICR_NMI);
	msr_write(X2APIC_ICR, ICR_SELF | ICR_NMI);
	result = nmi_count;
	ghcb_begin(ghcb_page(0, 2), GHCB_EXIT_NMI_COMPLETE, 0, 0);
	ghcb_call(0, 2);
	other = nmi_count;
	leave();
}

CASE(nmi, "pass-nmi")
{
	vmpl2_start(use_nmi);
	check(result == 1, 1);
	check(other == 2, 2);
}

static void use_clock(void)
{
	ghcb_register(0, 2);
	result = msr_write(KVM_SYSTEM_TIME, AT_CLOCK | 1);
	leave();
}

CASE(clock, "pass-clock")
{
	const uint8_t *time = shared_at(AT_CLOCK);
	const uint32_t *word = shared_at(AT_CLOCK);

	vmpl2_start(use_clock);
	check(result == GHCB_RESULT_OK, 1);
	check(word[0] && !(word[0] & 1), 2); /* an even version */
	check(word[6] != 0, 3);              /* the factor */
	check(time[CLOCK_FLAGS] & 1, 4);     /* stable */
}
