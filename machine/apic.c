/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The local APIC's registers, and the three kinds of interrupt that the machine sends by itself. */
#include "apic.h"

#include "mem.h"
#include "x86.h"

#define SPURIOUS_ENABLE 0x100u
#define ICR_NMI 0x400u
#define ICR_INIT 0x500u
#define ICR_STARTUP 0x600u
#define ICR_ASSERT 0x4000u
#define ICR_PENDING 0x1000u

static volatile uint32_t *reg(uint32_t offset)
{
	return (volatile uint32_t *)((uint8_t *)mem_at(APIC_BASE) + offset);
}

void apic_enable(void)
{
	x86_out8(0x21, 0xff);
	x86_out8(0xa1, 0xff);
	apic_write(APIC_SPURIOUS, SPURIOUS_ENABLE | APIC_SPURIOUS_VECTOR);
}

uint32_t apic_read(uint32_t offset)
{
	return *reg(offset);
}

void apic_write(uint32_t offset, uint32_t value)
{
	*reg(offset) = value;
}

static void send(uint32_t apic_id, uint32_t command)
{
	while (apic_read(APIC_ICR_LOW) & ICR_PENDING)
		x86_pause();
	apic_write(APIC_ICR_HIGH, apic_id << 24);
	apic_write(APIC_ICR_LOW, command);
}

void apic_send_nmi(uint32_t apic_id)
{
	send(apic_id, ICR_NMI | ICR_ASSERT);
}

void apic_send_init(uint32_t apic_id)
{
	send(apic_id, ICR_INIT | ICR_ASSERT);
}

void apic_send_startup(uint32_t apic_id, uint32_t page)
{
	send(apic_id, ICR_STARTUP | ICR_ASSERT | page);
}
