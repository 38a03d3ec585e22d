/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Device memory through the GHCB. The IO APIC and virtio-mmio are QEMU's, passed through. Nothing
 * is where no row is: ones are read there, and writes go nowhere.
 */
#include "abi/machine.h"
#include "dma.h"
#include "ghcb.h"
#include "lapic.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "report.h"

#define PAGE ((uint64_t)ABI_PAGE_SIZE)
#define VIRTIO_ACCESS 4u /* so have the registers before the configuration space */
#define APIC_ACCESS 4u   /* all of its registers have four bytes */

struct access {
	struct nae *nae;
	uint64_t gpa;
	uint64_t len;
};

/* One access of exactly the size asked for: devices care */
static uint64_t device_read(const struct access *a)
{
	volatile void *at = mem_at(a->gpa);

	switch (a->len) {
	case 1:
		return *(volatile uint8_t *)at;
	case 2:
		return *(volatile uint16_t *)at;
	case 4:
		return *(volatile uint32_t *)at;
	default:
		return *(volatile uint64_t *)at;
	}
}

static void device_write(const struct access *a, uint64_t value)
{
	volatile void *at = mem_at(a->gpa);

	switch (a->len) {
	case 1:
		*(volatile uint8_t *)at = (uint8_t)value;
		break;
	case 2:
		*(volatile uint16_t *)at = (uint16_t)value;
		break;
	case 4:
		*(volatile uint32_t *)at = (uint32_t)value;
		break;
	default:
		*(volatile uint64_t *)at = value;
	}
}

static void virtio_write(const struct access *a, uint64_t value)
{
	uint32_t offset = (uint32_t)(a->gpa - MACHINE_VIRTIO_MMIO);

	if (a->len == VIRTIO_ACCESS)
		dma_register(offset / MACHINE_VIRTIO_SIZE, offset % MACHINE_VIRTIO_SIZE,
			     (uint32_t)value);
	device_write(a, value);
}

static uint64_t apic_access_read(const struct access *a)
{
	return a->len == APIC_ACCESS ? lapic_read(a->nae->vcpu, (uint32_t)(a->gpa - MACHINE_LAPIC))
				     : ~0ull;
}

static void apic_access_write(const struct access *a, uint64_t value)
{
	if (a->len == APIC_ACCESS)
		lapic_write(a->nae->vcpu, (uint32_t)(a->gpa - MACHINE_LAPIC), (uint32_t)value);
}

/* The generic event device's registers: sleep control, sleep status, reset */
static uint64_t power_read(const struct access *a)
{
	(void)a;
	return 0;
}

static void power_write(const struct access *a, uint64_t value)
{
	if (a->gpa == MACHINE_SLEEP_CONTROL && (uint8_t)value == MACHINE_POWER_OFF)
		report_end("pass", "%s", "");
	if (a->gpa == MACHINE_RESET && (uint8_t)value == MACHINE_RESET_VALUE)
		report_end("reset", "%s", "");
}

struct window {
	uint64_t start;
	uint64_t size;
	uint64_t (*read)(const struct access *a);
	void (*write)(const struct access *a, uint64_t value);
};

static const struct window windows[] = {
	{ MACHINE_LAPIC, PAGE, apic_access_read, apic_access_write },
	{ MACHINE_IO_APIC, PAGE, device_read, device_write },
	{ MACHINE_VIRTIO_MMIO, MACHINE_VIRTIO_COUNT *MACHINE_VIRTIO_SIZE, device_read,
	  virtio_write },
	{ MACHINE_SLEEP_CONTROL, MACHINE_RESET - MACHINE_SLEEP_CONTROL + 1u, power_read,
	  power_write },
};

static const struct window *find(const struct access *a)
{
	for (uint32_t i = 0; i < sizeof(windows) / sizeof(windows[0]); i++) {
		const struct window *w = &windows[i];

		if (a->gpa >= w->start && a->len <= w->size &&
		    a->gpa - w->start <= w->size - a->len)
			return w;
	}
	return NULL;
}

static bool is_size(uint64_t len)
{
	return len == 1 || len == 2 || len == 4 || len == 8;
}

void nae_mmio_read(struct nae *nae)
{
	const struct access a = { nae, nae->info1, nae->info2 };
	const struct window *window;
	uint64_t value = ~0ull;

	if (!is_size(a.len)) {
		nae_malformed(nae, GHCB_MALFORMED_INPUT);
		return;
	}
	window = find(&a);
	if (window)
		value = window->read(&a);
	memcpy(nae_scratch(nae, a.len), &value, a.len);
}

void nae_mmio_write(struct nae *nae)
{
	const struct access a = { nae, nae->info1, nae->info2 };
	const struct window *window;
	uint64_t value = 0;

	if (!is_size(a.len)) {
		nae_malformed(nae, GHCB_MALFORMED_INPUT);
		return;
	}
	memcpy(&value, nae_scratch(nae, a.len), a.len);
	window = find(&a);
	if (window)
		window->write(&a, value);
}
