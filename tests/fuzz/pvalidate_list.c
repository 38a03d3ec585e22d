/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(vm-src) */
/*
 * A guest that makes any core calls with any PVALIDATE lists. Input: records of a call byte, three
 * address bytes and a list's length and bytes. After each input, the map agrees with the RMP, and
 * nothing of Parapet's was opened.
 */
#include <stdlib.h>
#include <string.h>

#include "abi/svsm.h"
#include "core/boot/boot.h"
#include "core/evidence/evidence.h"
#include "core/memory/guest_map.h"
#include "core/memory/pinned.h"
#include "core/memory/validity.h"
#include "core/platform/host/sim.h"

#define RAM (32ull << 20)
#define GUEST_RAM (12ull << 20) /* the less, the more inputs a second */
#define LIST (6ull << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static jmp_buf left;

static void check(int holds)
{
	if (!holds)
		abort();
}

static void leave(enum sim_op op)
{
	if (op == SIM_RUN_GUEST || op == SIM_WAIT)
		longjmp(left, 1);
}

static void boot(void)
{
	sim_reset(RAM, 2, SIM_BACKING_2M);
	sim_write_memory_map(0, 0, GUEST_RAM, 0);
	check(boot_block_check() == 0 && own_memory_init() == 0 && evidence_init() == 0 &&
	      host_params_init() == 0);
	check(guest_map_init() == 0 && registry_order() == 0 && registry_start() == 0 &&
	      guest_memory_init() == 0);
	check(payload_init() == 0 && vcpus_start() == 0 && guest_vmsa_init() == 0);
}

/* Three bytes as an address: pages of the first 64 MiB, and a byte of offset or of high bits */
static uint64_t address_of(const uint8_t *data)
{
	uint64_t page = ((uint64_t)data[0] | (uint64_t)data[1] << 8) << 12;

	return (data[2] & 0x80) != 0 ? page | (uint64_t)data[2] << 45
				     : page | (data[2] & 0x7full) << 3;
}

/* The same as an entry: flags in the low bits, some of them reserved now and then */
static uint64_t entry_of(const uint8_t *data)
{
	uint64_t page = address_of((const uint8_t[]){ data[0], data[1], data[2] & 0x80 });

	return page | (data[2] & 0xf) | ((data[2] & 0x40) != 0 ? 0x100 : 0);
}

static void call(uint8_t number, uint64_t rcx, uint64_t rdx)
{
	struct vmsa *vmsa = sim_memory(sim_block()->guest_vmsa_gpa);

	vmsa->guest_exit_code = SVM_EXIT_VMGEXIT;
	vmsa->rax = number % 9;
	vmsa->rcx = rcx;
	vmsa->rdx = rdx;
	vmsa->r8 = 2;
	*(uint8_t *)sim_memory(sim_block()->guest_caa_gpa) = 1;
	sim_hook(leave);
	if (setjmp(left) == 0)
		vcpu_loop();
	sim_hook(NULL);
}

static size_t record_run(const uint8_t *data, size_t size)
{
	struct svsm_pvalidate_list *list = sim_memory(LIST);
	uint64_t address = address_of(data + 1);
	size_t count = data[4] % 16;

	if (size < 5 + 3 * count)
		return size;
	list->entries = (uint16_t)(count + data[0] / 128);
	list->next = 0;
	for (size_t i = 0; i < count; i++)
		list->entry[i] = entry_of(data + 5 + 3 * i);
	call(data[0] % 16,
	     data[0] % 16 == SVSM_CORE_PVALIDATE && (data[3] & 1) == 0 ? LIST : address,
	     LIST + 4096);
	return 5 + 3 * count;
}

static void check_state(void)
{
	for (uint64_t at = 0; at < RAM; at += PAGE_SIZE) {
		const struct sim_page *page = sim_page(at);
		bool is_guest = guest_map_contains(gpa(at), 1);

		if (is_guest)
			check(validity_covers(gpa(at), 1) == page->is_validated);
		else
			check(page->rights[SIM_GUEST_VMPL] == 0 ||
			      at == sim_block()->guest_vmsa_gpa);
		if (is_guest && page->is_vmsa)
			check(page->rights[SIM_GUEST_VMPL] == RMP_READ >> 8 &&
			      pinned_overlaps(gpa(at), 1, PIN_VMSA));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t at = 0;

	boot();
	for (uint32_t records = 0; records < 32 && size - at >= 5; records++)
		at += record_run(data + at, size - at);
	check_state();
	return 0;
}
