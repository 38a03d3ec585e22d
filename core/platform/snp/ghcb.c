/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requests by GHCB page. The page is shared: each field is written whole, and of the answer each is
 * read once. Must never run twice at a time on one CPU; exception handlers that return do not use
 * it.
 */
#include "core/platform/snp/ghcb.h"

#include "core/platform/snp/cpu.h"
#include "core/platform/snp/host_page.h"
#include "core/platform/snp/percpu.h"

/* The last two fields, and two reserved bytes, make one quadword */
#define LAST_QUAD offsetof(struct ghcb, reserved_ff0[8])
#define LAST_VERSION_SHIFT 16
#define LAST_USAGE_SHIFT 32
static_assert(offsetof(struct ghcb, protocol_version) == LAST_QUAD + LAST_VERSION_SHIFT / 8 &&
		      offsetof(struct ghcb, usage) == LAST_QUAD + LAST_USAGE_SHIFT / 8,
	      "where the shifts say");

/* offset: of a quadword */
static uint64_t __shared *quad_at(size_t offset)
{
	/* cast: the GHCB lies at a fixed place of the slot */
	return (uint64_t __shared *)(percpu_slot() + BOOT_PERCPU_GHCB + offset);
}

bool ghcb_is_ready(void)
{
	return percpu()->ghcb != 0;
}

uint64_t __shared *ghcb_buffer(void)
{
	return quad_at(offsetof(struct ghcb, buffer));
}

uint64_t ghcb_buffer_gpa(void)
{
	return percpu()->ghcb + offsetof(struct ghcb, buffer);
}

/* Writes the quadword at offset, and notes in bitmap (the private one) that it counts. */
static void field_put(uint64_t bitmap[static 2], size_t offset, uint64_t value)
{
	size_t index = offset / sizeof(uint64_t);

	host_store_u64(quad_at(offset), value);
	bitmap[index / 64] |= 1ull << index % 64;
}

/* Whether the hypervisor says that it wrote the quadword at offset. */
static bool is_field_valid(size_t offset)
{
	size_t index = offset / sizeof(uint64_t);
	uint64_t word = host_load_u64(quad_at(offsetof(struct ghcb, valid_bitmap)) + index / 64);

	return (word >> index % 64 & 1) != 0;
}

static void request_put(const struct ghcb_request *request)
{
	uint64_t __shared *valid = quad_at(offsetof(struct ghcb, valid_bitmap));
	uint64_t bitmap[2] = { 0, 0 };

	field_put(bitmap, offsetof(struct ghcb, sw_exitcode), request->code);
	field_put(bitmap, offsetof(struct ghcb, sw_exitinfo1), request->info1);
	field_put(bitmap, offsetof(struct ghcb, sw_exitinfo2), request->info2);
	if (request->input == GHCB_INPUT_RAX)
		field_put(bitmap, offsetof(struct ghcb, rax), request->value);
	if (request->input == GHCB_INPUT_SCRATCH)
		field_put(bitmap, offsetof(struct ghcb, sw_scratch), request->value);
	host_store_u64(valid, bitmap[0]);
	host_store_u64(valid + 1, bitmap[1]);
	host_store_u64(quad_at(LAST_QUAD),
		       (uint64_t)GHCB_PROTOCOL_MAX << LAST_VERSION_SHIFT |
			       (uint64_t)GHCB_USAGE_STANDARD << LAST_USAGE_SHIFT);
}

enum err ghcb_request(struct ghcb_request *request)
{
	request_put(request);
	cpu_vmgexit();
	if ((uint32_t)host_load_u64(quad_at(offsetof(struct ghcb, sw_exitinfo1))) != GHCB_RESULT_OK)
		return ERR_IO;
	request->answer = host_load_u64(quad_at(offsetof(struct ghcb, sw_exitinfo2)));
	request->has_rax = is_field_valid(offsetof(struct ghcb, rax));
	request->rax = host_load_u64(quad_at(offsetof(struct ghcb, rax)));
	return OK;
}
