/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A CPU's interrupts between its APIC and its guest. The machine takes an interrupt when the APIC
 * has it, the guest perhaps much later; the APIC counts it as in service from the first moment on.
 * What the guest ends is the highest of those it took, which need not be the APIC's highest: the
 * APIC is told of an end when it is that one's turn. Spec: AMD64 APM volume 2, 16.6.
 *
 * Each is touched by its own CPU alone, with GIF clear; no lock.
 */
#ifndef MACHINE_IRQ_H
#define MACHINE_IRQ_H

#include <stdint.h>

#define IRQ_WORDS 4u
#define IRQ_NONE 0u

struct irqs {
	uint64_t pending[IRQ_WORDS]; /* the guest has not taken them yet */
	uint64_t serving[IRQ_WORDS]; /* it took them and has not ended them */
	uint64_t ended[IRQ_WORDS];   /* it ended them; the APIC has not heard of it */
	uint32_t spurious;           /* the vector that means none, as APIC_SPURIOUS has it */
};

/* This CPU took an interrupt from its APIC; 32 ≤ vector < 256. */
void irq_take(struct irqs *irqs, uint32_t vector);

/* The vector that the guest is to take next, or IRQ_NONE: nothing is pending, or nothing above what
 * it serves. */
uint32_t irq_next(const struct irqs *irqs);

/* The guest took vector, one that irq_next named. */
void irq_give(struct irqs *irqs, uint32_t vector);

/* The guest wrote this CPU's EOI register. */
void irq_end(struct irqs *irqs);

/* What the guest reads from an ISR or IRR register; value is what this CPU's APIC says. Other
 * registers' values are returned as they are. */
uint32_t irq_register(const struct irqs *irqs, uint32_t offset, uint32_t value);

#endif
