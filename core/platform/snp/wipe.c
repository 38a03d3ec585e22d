/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The last work before the end: every place a key may have been in is overwritten. Must not stop at
 * memory that is not there, nor rely on the boot block, which may be why this is the end; and must
 * leave the caller a stack to return on.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/access.h"
#include "core/platform/snp/percpu.h"

extern uint8_t image_secret_start[]; /* image.lds */
extern uint8_t image_secret_end[];

/* start and end: addresses, page-aligned; passes over pages that are not there, or no longer */
static void pages_wipe(uint64_t start, uint64_t end)
{
	for (uint64_t at = start; at < end; at += PAGE_SIZE) {
		/* cast: the parts of a slot and the heap are known by address */
		if (snp_clear((void __shared *)at, PAGE_SIZE) != 0)
			continue;
	}
}

/* [low, high) without a call: the return address would lie in what is wiped */
static inline __attribute__((always_inline)) void quads_wipe(uint64_t low, uint64_t high)
{
	uint64_t count = high > low ? (high - low) / 8 : 0;

	/* asm: in line, since a called function's own frame would be in the way */
	__asm__ volatile("rep stosq" : "+D"(low), "+c"(count) : "a"(0ull) : "memory");
}

static bool is_within(uint64_t address, uint64_t low, uint64_t high)
{
	return address >= low && address < high;
}

static void stacks_wipe(uint64_t slot)
{
	uint64_t stack = slot + BOOT_PERCPU_STACK_TOP;
	uint64_t ist = slot + BOOT_PERCPU_IST_TOP;
	uint64_t here = cpu_read_stack_pointer();

	if (!is_within(here, slot, stack))
		pages_wipe(stack - (uint64_t)CONFIG_STACK_PAGES * PAGE_SIZE, stack);
	if (!is_within(here, stack, ist))
		pages_wipe(ist - PERCPU_IST_PAGES * PAGE_SIZE, ist);
}

void platform_wipe(void)
{
	/* cast: the linker's symbols as addresses */
	uint64_t secret_start = (uint64_t)image_secret_start;
	/* cast: as above */
	uint64_t secret_end = (uint64_t)image_secret_end;
	uint64_t secrets_page = BOOT_VA_BLOCK + BOOT_OFF_SECRETS;

	pages_wipe(secrets_page, secrets_page + PAGE_SIZE);
	pages_wipe(secret_start, secret_end);
	pages_wipe(BOOT_VA_HEAP, BOOT_VA_HEAP + (uint64_t)CONFIG_HEAP_PAGES * PAGE_SIZE);
	for (uint32_t cpu = 0; cpu < CONFIG_VCPUS_MAX; cpu++)
		/* cast: slots are known by address */
		stacks_wipe((uint64_t)platform_percpu(cpu));

	/* This stack: all but the frames of this function and its caller, which is the last one
	 * that matters */
	uint64_t here = cpu_read_stack_pointer();
	bool on_ist = here - percpu_slot() >= BOOT_PERCPU_STACK_TOP;
	uint64_t top = percpu_slot() + (on_ist ? BOOT_PERCPU_IST_TOP : BOOT_PERCPU_STACK_TOP);
	uint64_t pages = on_ist ? PERCPU_IST_PAGES : (uint64_t)CONFIG_STACK_PAGES;
	/* cast: the frame holds the caller's RBP, above which lie only frames that nobody returns
	 * to */
	uint64_t caller = *(const uint64_t *)__builtin_frame_address(0);

	quads_wipe(top - pages * PAGE_SIZE, here);
	quads_wipe(caller + 16, top);
}
