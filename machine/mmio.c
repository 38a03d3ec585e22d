/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device memory through the GHCB: the CPU's own APIC, the IO APIC and virtio-mmio are QEMU's,
 * passed through. */
#include "apic.h"
#include "ghcb.h"
#include "lib/freestanding/memory.h"
#include "mem.h"

#define VIRTIO_MMIO 0xfeb00000ull
#define VIRTIO_MMIO_SIZE 0x3000ull
#define IO_APIC 0xfec00000ull
#define PAGE ((uint64_t)ABI_PAGE_SIZE)
#define ICR_MODE(low) ((low) >> 8 & 7u)
#define ICR_MODE_FIXED 0u
#define ICR_MODE_LOWEST 1u

struct window {
	uint64_t start;
	uint64_t size;
};

static const struct window windows[] = {
	{ APIC_BASE, PAGE },
	{ IO_APIC, PAGE },
	{ VIRTIO_MMIO, VIRTIO_MMIO_SIZE },
};

static bool is_device(uint64_t gpa, uint64_t len)
{
	for (uint32_t i = 0; i < sizeof(windows) / sizeof(windows[0]); i++)
		if (gpa >= windows[i].start && gpa - windows[i].start <= windows[i].size - len)
			return true;
	return false;
}

static bool is_size(uint64_t len)
{
	return len == 1 || len == 2 || len == 4 || len == 8;
}

/* Other CPUs are started by AP creation alone, and an NMI is the machine's own signal */
static bool is_refused(uint64_t gpa, uint64_t value)
{
	uint32_t mode = ICR_MODE((uint32_t)value);

	return gpa == APIC_BASE + APIC_ICR_LOW && mode != ICR_MODE_FIXED && mode != ICR_MODE_LOWEST;
}

/* One access of exactly the size asked for: devices care */
static uint64_t device_read(uint64_t gpa, uint64_t len)
{
	volatile void *at = mem_at(gpa);

	switch (len) {
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

static void device_write(uint64_t gpa, uint64_t len, uint64_t value)
{
	volatile void *at = mem_at(gpa);

	switch (len) {
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

void nae_mmio_read(struct nae *nae)
{
	uint64_t value = ~0ull;

	if (!is_size(nae->info2)) {
		nae_malformed(nae, GHCB_MALFORMED_INPUT);
		return;
	}
	if (is_device(nae->info1, nae->info2))
		value = device_read(nae->info1, nae->info2);
	memcpy(nae_scratch(nae, nae->info2), &value, nae->info2);
}

void nae_mmio_write(struct nae *nae)
{
	uint64_t value = 0;

	if (!is_size(nae->info2)) {
		nae_malformed(nae, GHCB_MALFORMED_INPUT);
		return;
	}
	memcpy(&value, nae_scratch(nae, nae->info2), nae->info2);
	if (is_device(nae->info1, nae->info2) && !is_refused(nae->info1, value))
		device_write(nae->info1, nae->info2, value);
}
