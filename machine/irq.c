/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which interrupts a guest has, serves and has ended. Never runs a guest. */
#include "irq.h"

#include <stdbool.h>

#include "apic.h"

#define CLASS(vector) ((vector) >> 4)
#define BLOCK 0x80u /* eight registers of 32 vectors, 16 bytes apart */

static void set(uint64_t *set, uint32_t vector)
{
	set[vector / 64] |= 1ull << vector % 64;
}

static void clear(uint64_t *set, uint32_t vector)
{
	set[vector / 64] &= ~(1ull << vector % 64);
}

static uint32_t word(const uint64_t *set, uint32_t offset)
{
	uint32_t i = offset % BLOCK / 16;

	return (uint32_t)(set[i / 2] >> i % 2 * 32);
}

static uint32_t highest(const uint64_t *set)
{
	for (uint32_t i = IRQ_WORDS; i-- > 0;)
		if (set[i])
			return i * 64 + 63 - (uint32_t)__builtin_clzll(set[i]);
	return IRQ_NONE;
}

/* An APIC that has nothing after all says so with a vector of its own, which is not in service */
static bool is_spurious(const struct irqs *irqs, uint32_t vector)
{
	return vector == irqs->spurious &&
	       !(apic_read(APIC_ISR + vector / 32 * 16) >> vector % 32 & 1);
}

void irq_take(struct irqs *irqs, uint32_t vector)
{
	if (!is_spurious(irqs, vector))
		set(irqs->pending, vector);
}

uint32_t irq_next(const struct irqs *irqs)
{
	uint32_t vector = highest(irqs->pending);

	return CLASS(vector) > CLASS(highest(irqs->serving)) ? vector : IRQ_NONE;
}

void irq_give(struct irqs *irqs, uint32_t vector)
{
	clear(irqs->pending, vector);
	set(irqs->serving, vector);
}

void irq_end(struct irqs *irqs)
{
	uint32_t vector = highest(irqs->serving);

	if (vector == IRQ_NONE)
		return;
	clear(irqs->serving, vector);
	set(irqs->ended, vector);
	while ((vector = highest(irqs->ended)) > highest(irqs->pending) &&
	       vector > highest(irqs->serving)) {
		clear(irqs->ended, vector);
		apic_write(APIC_EOI, 0);
	}
}

uint32_t irq_register(const struct irqs *irqs, uint32_t offset, uint32_t value)
{
	if (offset - APIC_ISR < BLOCK)
		return word(irqs->serving, offset);
	if (offset - APIC_IRR < BLOCK)
		return value | word(irqs->pending, offset);
	return value;
}
