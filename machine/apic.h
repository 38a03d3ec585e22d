/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU's own local APIC, in xAPIC mode. Spec: AMD64 APM volume 2, chapter 16. */
#ifndef MACHINE_APIC_H
#define MACHINE_APIC_H

#include <stdint.h>

#define APIC_BASE 0xfee00000ull
#define APIC_ID 0x20u
#define APIC_EOI 0xb0u
#define APIC_SPURIOUS 0xf0u
#define APIC_SPURIOUS_VECTOR 0xffu /* its lowest byte, as apic_enable sets it too */
#define APIC_ISR 0x100u
#define APIC_IRR 0x200u
#define APIC_ICR_LOW 0x300u
#define APIC_ICR_HIGH 0x310u
#define APIC_TIMER 0x320u
#define APIC_TIMER_COUNT 0x380u
#define APIC_TIMER_CURRENT 0x390u
#define APIC_TIMER_DIVIDE 0x3e0u

/* Software-enables this CPU's APIC and masks the legacy interrupt controllers. */
void apic_enable(void);

/* Reads or writes one register; offset < 0x1000, a multiple of 16. */
uint32_t apic_read(uint32_t offset);
void apic_write(uint32_t offset, uint32_t value);

/* Interrupts to another CPU, by its APIC id. */
void apic_send_nmi(uint32_t apic_id);
void apic_send_init(uint32_t apic_id);
void apic_send_startup(uint32_t apic_id, uint32_t page);

#endif
