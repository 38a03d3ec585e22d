/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Breakers of the rules about the GHCB, page state changes and restricted injection. */
#include "guest.h"

#include "abi/machine.h"
#include "lib/freestanding/memory.h"

#define KVM_SYSTEM_TIME 0x4b564d01u

CASE(ghcb_unregistered, "ghcb-unregistered")
{
	struct ghcb *page = ghcb_page(0, 1);

	ghcb_begin(page, GHCB_EXIT_FEATURES, 0, 0);
	ghcb_call(0, 1);
}

CASE(ghcb_address, "ghcb-address")
{
	msr_request((uint64_t)AT_DEVICES | GHCB_MSR_REGISTER_GPA_REQ);
}

CASE(ghcb_private, "ghcb-private")
{
	uint64_t page = new_page();

	msr_request(page | GHCB_MSR_REGISTER_GPA_REQ);
	msr_request(page);
}

CASE(ghcb_version, "ghcb-version")
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, GHCB_EXIT_FEATURES, 0, 0);
	page->protocol_version = 1;
	ghcb_call(0, 0);
}

CASE(ghcb_field, "ghcb-field")
{
	struct ghcb *page = ghcb_page(0, 0);

	/* a port write without RAX */
	ghcb_begin(page, SVM_EXIT_IOIO, GHCB_IOIO_PORT(MACHINE_DEBUG_PORT) | GHCB_IOIO_SIZE8, 0);
	ghcb_call(0, 0);
}

CASE(ghcb_exit, "ghcb-exit")
{
	request(0x12345678, 0, 0);
}

CASE(ghcb_scratch, "ghcb-scratch")
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, GHCB_EXIT_PSC, 0, 0);
	ghcb_set(page, offsetof(struct ghcb, sw_scratch), AT_FREE);
	ghcb_call(0, 0);
}

CASE(ghcb_msr, "ghcb-msr")
{
	msr_request(0x7);
}

CASE(ghcb_ioio, "ghcb-ioio")
{
	request(SVM_EXIT_IOIO,
		GHCB_IOIO_PORT(MACHINE_DEBUG_PORT) | GHCB_IOIO_SIZE8 | GHCB_IOIO_SIZE16, 0);
}

CASE(psc_range, "psc-range")
{
	set_state(AT_DEVICES, GHCB_PSC_PRIVATE);
}

CASE(psc_operation, "psc-operation")
{
	set_state(AT_FREE, 3);
}

CASE(psc_list, "psc-list")
{
	struct ghcb *page = ghcb_page(0, 0);
	struct ghcb_psc *list = (struct ghcb_psc *)page->buffer;

	list->current = 0;
	list->end = GHCB_PSC_MAX;
	ghcb_begin(page, GHCB_EXIT_PSC, 0, 0);
	ghcb_set(page, offsetof(struct ghcb, sw_scratch), AT_GHCB + offsetof(struct ghcb, buffer));
	ghcb_call(0, 0);
}

CASE(psc_validated, "psc-validated")
{
	set_state(new_page(), GHCB_PSC_SHARED);
}

CASE(psc_twice, "psc-twice")
{
	set_state(new_page(), GHCB_PSC_PRIVATE);
}

CASE(psc_vmsa, "psc-vmsa")
{
	uint64_t page = new_page();

	vmsa_mark(page);
	set_state(page, GHCB_PSC_SHARED);
}

static void take_ghcb(void)
{
	set_state(AT_GHCB, GHCB_PSC_PRIVATE);
}

CASE(psc_ghcb, "psc-ghcb")
{
	vmpl2_start(take_ghcb);
}

CASE(doorbell, "doorbell")
{
	request(GHCB_EXIT_HV_DOORBELL, GHCB_HV_DOORBELL_SET, new_page());
}

CASE(guest_request, "guest-request")
{
	uint64_t page = new_page();

	request(GHCB_EXIT_GUEST_REQUEST, page, page + ABI_PAGE_SIZE);
}

static void virtio_write(uint32_t offset, uint32_t value)
{
	struct ghcb *page = ghcb_page(0, 0);

	ghcb_begin(page, GHCB_EXIT_MMIO_WRITE, MACHINE_VIRTIO_MMIO + offset, sizeof(value));
	ghcb_set(page, offsetof(struct ghcb, sw_scratch), AT_GHCB + offsetof(struct ghcb, buffer));
	memcpy(page->buffer, &value, sizeof(value));
	ghcb_call(0, 0);
}

/* Rings in shared memory, and a descriptor that names a private page */
CASE(dma, "dma")
{
	uint64_t *ring = shared_at(AT_FREE);
	uint16_t *avail = shared_at(AT_FREE + ABI_PAGE_SIZE);
	uint64_t page;

	memset(ring, 0, 3 * ABI_PAGE_SIZE);
	virtio_write(0x38, 8);
	virtio_write(0x80, AT_FREE);
	virtio_write(0x90, AT_FREE + ABI_PAGE_SIZE);
	virtio_write(0xa0, AT_FREE + 2 * ABI_PAGE_SIZE);
	virtio_write(0x44, 1);
	page = AT_FREE + 4 * ABI_PAGE_SIZE;
	set_state(page, GHCB_PSC_PRIVATE);
	ring[0] = page;
	ring[1] = 64;
	avail[1] = 1;
	virtio_write(0x50, 0);
}

CASE(kvm_clock, "kvm-clock")
{
	struct ghcb *page = ghcb_page(0, 0);
	uint64_t clock = new_page();

	ghcb_begin(page, SVM_EXIT_MSR, 1, 0);
	ghcb_set(page, offsetof(struct ghcb, rcx), KVM_SYSTEM_TIME);
	ghcb_set(page, offsetof(struct ghcb, rax), clock | 1);
	ghcb_set(page, offsetof(struct ghcb, rdx), 0);
	ghcb_call(0, 0);
}

CASE(hv_ipi, "hv-ipi")
{
	request(GHCB_EXIT_HV_IPI, 0x40, 0);
}
