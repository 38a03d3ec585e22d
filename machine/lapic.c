/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of the guest's APIC is not simply the CPU's: modes, ICR, timer. */
#include "lapic.h"

#include "apic.h"
#include "clock.h"
#include "x86.h"

#define BASE_BSP (1ull << 8)
#define BASE_X2APIC (1ull << 10)
#define BASE_ENABLE (1ull << 11)

#define REG_ID 0x20u
#define REG_LDR 0xd0u
#define REG_DFR 0xe0u
#define REG_SELF_IPI 0x3f0u
#define VERSION_OFFSET 0x30u

#define ICR_VECTOR 0xffu
#define ICR_MODE(low) ((low) >> 8 & 7u)
#define ICR_MODE_FIXED 0u
#define ICR_MODE_LOWEST 1u
#define ICR_MODE_NMI 4u
#define ICR_LOGICAL (1u << 11)
#define ICR_SHORTHAND(low) ((low) >> 18 & 3u)
#define SHORT_NONE 0u
#define SHORT_SELF 1u
#define SHORT_ALL 2u
#define SHORT_SELF_BITS (SHORT_SELF << 18)
#define BROADCAST 0xffffffffu

#define TIMER_MODE (3u << 17)
#define TIMER_DEADLINE (2u << 17)
#define DIVIDE_1 0xbu
#define DIVIDE_128 0xau
#define DIVIDE_128_SHIFT 7u
#define COUNT_MAX 0xffffffffull

static bool is_x2apic(const struct vcpu *vcpu)
{
	return vcpu->apic_mode == APIC_MODE_X2;
}

static bool has_deadline(const struct vcpu *vcpu)
{
	return (vcpu->apic_timer & TIMER_MODE) == TIMER_DEADLINE;
}

/* Each access to QEMU's APIC waits for its lock */
static void divide_set(struct vcpu *vcpu, uint32_t value)
{
	if (vcpu->apic_divide_now != value)
		apic_write(APIC_TIMER_DIVIDE, value);
	vcpu->apic_divide_now = value;
}

/* The CPU's timer counts nanoseconds of QEMU's; one that would fire early would be a storm */
static void deadline_set(struct vcpu *vcpu, uint64_t deadline)
{
	uint64_t now = x86_rdtsc();
	uint64_t count = 1;

	if (!has_deadline(vcpu))
		return;
	vcpu->apic_deadline = deadline;
	if (deadline > now)
		count = clock_nanoseconds(deadline - now) + 1;
	divide_set(vcpu, count > COUNT_MAX ? DIVIDE_128 : DIVIDE_1);
	if (count > COUNT_MAX)
		count = (count >> DIVIDE_128_SHIFT) + 1;
	if (count > COUNT_MAX)
		count = COUNT_MAX;
	apic_write(APIC_TIMER_COUNT, deadline ? (uint32_t)count : 0);
}

static void timer_write(struct vcpu *vcpu, uint32_t value)
{
	bool had = has_deadline(vcpu);

	vcpu->apic_timer = value;
	apic_write(APIC_TIMER, has_deadline(vcpu) ? value & ~TIMER_MODE : value);
	if (had == has_deadline(vcpu))
		return;
	vcpu->apic_deadline = 0;
	apic_write(APIC_TIMER_COUNT, 0);
	divide_set(vcpu, vcpu->apic_divide);
}

/* Whether the ICR's destination names CPU idx */
static bool is_addressed(const struct vcpu *from, uint32_t idx, uint32_t low, uint32_t dest)
{
	bool is_self = from->cpu->idx == idx;

	if (ICR_SHORTHAND(low) != SHORT_NONE)
		return ICR_SHORTHAND(low) == SHORT_SELF  ? is_self
		       : ICR_SHORTHAND(low) == SHORT_ALL ? true
							 : !is_self;
	if (dest == BROADCAST)
		return true;
	if (!(low & ICR_LOGICAL))
		return dest == idx;
	/* x2APIC: one cluster of sixteen holds all; flat xAPIC: Linux's own numbers */
	return (dest >> (is_x2apic(from) ? idx & 15 : idx & 7) & 1) && !(dest >> 16);
}

static void send_nmi(const struct vcpu *from, uint32_t low, uint32_t dest)
{
	for (uint32_t i = 0; i < cpu_count; i++)
		if (is_addressed(from, i, low, dest)) {
			vcpus[i].nmi_pending = true;
			cpu_kick(vcpus[i].cpu);
		}
}

static void send_each(const struct vcpu *from, uint32_t low, uint32_t dest)
{
	for (uint32_t i = 0; i < cpu_count; i++)
		if (is_addressed(from, i, low, dest)) {
			apic_write(APIC_ICR_HIGH, i << 24);
			apic_write(APIC_ICR_LOW, low & ~ICR_LOGICAL);
		}
}

static void icr_write(const struct vcpu *vcpu, uint32_t low, uint32_t dest)
{
	uint32_t mode = ICR_MODE(low);

	if (mode == ICR_MODE_NMI)
		send_nmi(vcpu, low, dest);
	if (mode != ICR_MODE_FIXED && mode != ICR_MODE_LOWEST)
		return;
	if (is_x2apic(vcpu) && ICR_SHORTHAND(low) == SHORT_NONE) {
		send_each(vcpu, low, dest);
		return;
	}
	apic_write(APIC_ICR_HIGH, dest << 24);
	apic_write(APIC_ICR_LOW, low);
}

static uint32_t register_read(const struct vcpu *vcpu, uint32_t offset)
{
	if (offset == APIC_ICR_HIGH)
		return vcpu->apic_icr_high; /* the machine's own kicks change the CPU's */
	if (offset == APIC_TIMER)
		return vcpu->apic_timer;
	return irq_register(&vcpu->cpu->irqs, offset, apic_read(offset));
}

static void register_write(struct vcpu *vcpu, uint32_t offset, uint32_t value)
{
	switch (offset) {
	case APIC_ICR_HIGH:
		vcpu->apic_icr_high = value;
		return;
	case APIC_EOI:
		irq_end(&vcpu->cpu->irqs);
		return;
	case APIC_SPURIOUS:
		vcpu->cpu->irqs.spurious = value & APIC_SPURIOUS_VECTOR;
		break;
	case APIC_TIMER:
		timer_write(vcpu, value);
		return;
	case APIC_TIMER_DIVIDE:
		vcpu->apic_divide = value;
		if (!has_deadline(vcpu))
			divide_set(vcpu, value);
		return;
	case APIC_TIMER_COUNT:
		if (has_deadline(vcpu))
			return;
		break;
	default:
		break;
	}
	apic_write(offset, value);
}

uint32_t lapic_read(struct vcpu *vcpu, uint32_t offset)
{
	if (is_x2apic(vcpu))
		return ~0u;
	return register_read(vcpu, offset & ~0xfu);
}

void lapic_write(struct vcpu *vcpu, uint32_t offset, uint32_t value)
{
	uint32_t dest;

	if (is_x2apic(vcpu))
		return;
	if (offset != APIC_ICR_LOW) {
		register_write(vcpu, offset, value);
		return;
	}
	dest = vcpu->apic_icr_high >> 24;
	icr_write(vcpu, value, dest == 0xff && ICR_MODE(value) == ICR_MODE_NMI ? BROADCAST : dest);
}

static bool x2apic_read(const struct vcpu *vcpu, uint32_t offset, uint64_t *value)
{
	uint32_t idx = vcpu->cpu->idx;

	if (offset == REG_ID)
		*value = idx;
	else if (offset == REG_LDR)
		*value = (uint64_t)(idx >> 4) << 16 | 1u << (idx & 15);
	else if (offset == REG_DFR || offset == APIC_ICR_HIGH || offset == REG_SELF_IPI ||
		 offset == APIC_EOI)
		return false;
	else if (offset == APIC_ICR_LOW)
		*value = apic_read(APIC_ICR_LOW) | (uint64_t)vcpu->apic_icr_high << 32;
	else
		*value = register_read(vcpu, offset);
	return true;
}

static bool x2apic_write(struct vcpu *vcpu, uint32_t offset, uint64_t value)
{
	if (offset == APIC_ICR_LOW) {
		vcpu->apic_icr_high = (uint32_t)(value >> 32);
		icr_write(vcpu, (uint32_t)value, vcpu->apic_icr_high);
		return true;
	}
	if (value >> 32 || offset == REG_ID || offset == VERSION_OFFSET || offset == REG_LDR ||
	    offset == REG_DFR || offset == APIC_ICR_HIGH)
		return false;
	if (offset == REG_SELF_IPI)
		icr_write(vcpu, ((uint32_t)value & ICR_VECTOR) | SHORT_SELF_BITS, 0);
	else
		register_write(vcpu, offset, (uint32_t)value);
	return true;
}

/* There is no way back from x2APIC mode but through off, which this machine does not model */
static bool base_write(struct vcpu *vcpu, uint64_t value)
{
	if ((value & ~0xfffull) != APIC_BASE || !(value & BASE_ENABLE))
		return false;
	if (is_x2apic(vcpu) && !(value & BASE_X2APIC))
		return false;
	if (value & BASE_X2APIC)
		vcpu->apic_mode = APIC_MODE_X2;
	return true;
}

bool lapic_msr_read(struct vcpu *vcpu, uint32_t msr, uint64_t *value)
{
	if (msr == MSR_APIC_BASE) {
		*value = APIC_BASE | BASE_ENABLE | (vcpu->cpu->idx ? 0 : BASE_BSP) |
			 (is_x2apic(vcpu) ? BASE_X2APIC : 0);
		return true;
	}
	if (msr == MSR_TSC_DEADLINE) {
		*value = apic_read(APIC_TIMER_CURRENT) ? vcpu->apic_deadline : 0;
		return true;
	}
	return msr >= MSR_X2APIC_FIRST && msr <= MSR_X2APIC_LAST && is_x2apic(vcpu) &&
	       x2apic_read(vcpu, (msr - MSR_X2APIC_FIRST) << 4, value);
}

bool lapic_msr_write(struct vcpu *vcpu, uint32_t msr, uint64_t value)
{
	if (msr == MSR_APIC_BASE)
		return base_write(vcpu, value);
	if (msr == MSR_TSC_DEADLINE) {
		deadline_set(vcpu, value);
		return true;
	}
	return msr >= MSR_X2APIC_FIRST && msr <= MSR_X2APIC_LAST && is_x2apic(vcpu) &&
	       x2apic_write(vcpu, (msr - MSR_X2APIC_FIRST) << 4, value);
}
