/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests by GHCB page. The page is shared: each field is written whole, and of the answer each is
 * read once. Must never run twice at a time on one CPU; exception handlers that return do not use
 * it.
 */
#include "core/platform/snp/ghcb.h"

#include "core/platform/snp/cpu.h"
#include "core/platform/snp/percpu.h"

static volatile struct ghcb *page(void)
{
	/* cast: the GHCB lies at a fixed place of the slot */
	return (volatile struct ghcb *)(percpu_slot() + BOOT_PERCPU_GHCB);
}

bool ghcb_is_ready(void)
{
	return percpu()->ghcb != 0;
}

volatile uint64_t *ghcb_buffer(void)
{
	/* cast: the same memory by quadwords, in which requests are laid out */
	return (volatile uint64_t *)page()->buffer;
}

uint64_t ghcb_buffer_gpa(void)
{
	return percpu()->ghcb + offsetof(struct ghcb, buffer);
}

/* Writes the quadword at offset, and notes in bitmap (the private one) that it counts. */
static void field_put(uint64_t bitmap[static 2], size_t offset, uint64_t value)
{
	size_t index = offset / sizeof(uint64_t);
	/* cast: the page by quadwords, which is what the bitmap counts */
	volatile uint64_t *quads = (volatile uint64_t *)page();

	quads[index] = value;
	bitmap[index / 64] |= 1ull << index % 64;
}

enum err ghcb_request(struct ghcb_request *request)
{
	uint64_t bitmap[2] = { 0, 0 };
	size_t valid = offsetof(struct ghcb, valid_bitmap) / sizeof(uint64_t);
	size_t rax;
	/* cast: the page by quadwords */
	volatile uint64_t *quads = (volatile uint64_t *)page();

	field_put(bitmap, offsetof(struct ghcb, sw_exitcode), request->code);
	field_put(bitmap, offsetof(struct ghcb, sw_exitinfo1), request->info1);
	field_put(bitmap, offsetof(struct ghcb, sw_exitinfo2), request->info2);
	if (request->input == GHCB_INPUT_RAX)
		field_put(bitmap, offsetof(struct ghcb, rax), request->value);
	if (request->input == GHCB_INPUT_SCRATCH)
		field_put(bitmap, offsetof(struct ghcb, sw_scratch), request->value);
	quads[valid] = bitmap[0];
	quads[valid + 1] = bitmap[1];
	page()->protocol_version = GHCB_PROTOCOL_MAX;
	page()->usage = GHCB_USAGE_STANDARD;

	cpu_vmgexit();
	if ((uint32_t)page()->sw_exitinfo1 != GHCB_RESULT_OK)
		return ERR_IO;
	request->answer = page()->sw_exitinfo2;
	rax = offsetof(struct ghcb, rax) / sizeof(uint64_t);
	request->has_rax = (quads[valid + rax / 64] >> rax % 64 & 1) != 0;
	request->rax = page()->rax;
	return OK;
}
