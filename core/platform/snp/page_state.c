/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page state changes by GHCB page, up to 253 at a time. What the hypervisor says it did is not
 * believed: only PVALIDATE tells, which is the caller's.
 */
#include "core/platform/snp/ghcb.h"
#include "core/platform/snp/host_page.h"

/* A hypervisor may do a part and ask to be called again; one that never gets anywhere ends here */
#define CALLS_MAX 4096u

static void batch_write(gpa_t start, enum page_size size, uint32_t count, enum page_state state)
{
	uint64_t __shared *buffer = ghcb_buffer();

	/* struct ghcb_psc by quadwords: current 0, end the last entry's index */
	host_store_u64(buffer, (uint64_t)(count - 1) << 16);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t page = start.value + i * page_bytes(size);

		host_store_u64(buffer + 1 + i, GHCB_PSC_ENTRY(page, state, size == PAGE_2M));
	}
}

/* Whether the header says that entries 0..count-1 are done, sets *done; ERR_IO: it makes no sense.
 */
static enum err header_check(uint64_t header, uint32_t count, bool *done)
{
	uint32_t current = header & 0xffff;
	uint32_t end = header >> 16 & 0xffff;

	if (header >> 32 != 0 || end != count - 1 || current > count)
		return ERR_IO;
	*done = current == count;
	return OK;
}

static enum err batch_request(gpa_t start, enum page_size size, uint32_t count,
			      enum page_state state)
{
	bool done = false;

	batch_write(start, size, count, state);
	for (uint32_t calls = 0; !done; calls++) {
		struct ghcb_request request = {
			.code = GHCB_EXIT_PSC,
			.input = GHCB_INPUT_SCRATCH,
			.value = ghcb_buffer_gpa(),
		};

		if (calls == CALLS_MAX || ghcb_request(&request) != OK || request.answer != 0)
			return ERR_IO;
		if (header_check(host_load_u64(ghcb_buffer()), count, &done) != OK)
			return ERR_IO;
	}
	return OK;
}

enum err platform_page_state(gpa_t start, enum page_size size, uint64_t count,
			     enum page_state state)
{
	static_assert(PAGE_STATE_PRIVATE == (int)GHCB_PSC_PRIVATE, "the specification's numbers");
	static_assert(PAGE_STATE_SHARED == (int)GHCB_PSC_SHARED, "the specification's numbers");

	while (count > 0) {
		uint32_t batch = count < GHCB_PSC_MAX ? (uint32_t)count : GHCB_PSC_MAX;

		if (batch_request(start, size, batch, state) != OK)
			return ERR_IO;
		start.value += batch * page_bytes(size);
		count -= batch;
	}
	return OK;
}
