/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest memory: bounds, then a masked address, then one page after the other through this CPU's
 * copy window. */
#include "core/memory/shared.h"

#include "core/memory/guest_map.h"
#include "core/memory/nospec.h"
#include "core/memory/pinned.h"
#include "core/memory/rangelock.h"
#include "core/memory/validity.h"
#include "core/platform/platform.h"

#define PHYSICAL_LIMIT (1ull << 52)

static enum err shared_check_held(gpa_t address, size_t len)
{
	if (!validity_covers(address, len))
		return ERR_RANGE;
	if (pinned_overlaps(address, len, PIN_VMSA))
		return ERR_PERMISSION;
	return OK;
}

/* The window of the page that holds address, and how much of left fits in it. */
static uint8_t __shared *shared_piece(uint64_t address, size_t left, size_t *len)
{
	uint64_t offset = address % PAGE_SIZE;
	uint64_t page = (address - offset) & nospec_mask(address, PHYSICAL_LIMIT);

	*len = left < PAGE_SIZE - offset ? left : (size_t)(PAGE_SIZE - offset);
	return (uint8_t __shared *)platform_window(WINDOW_COPY, gpa(page)) + offset;
}

static enum err shared_read_held(void *to, gpa_t address, size_t len)
{
	enum err err = shared_check_held(address, len);
	size_t piece = 0;

	for (size_t done = 0; err == OK && done < len; done += piece) {
		const uint8_t __shared *window =
			shared_piece(address.value + done, len - done, &piece);

		err = platform_copy_in((uint8_t *)to + done, window, piece);
	}
	platform_window_close(WINDOW_COPY);
	return err;
}

enum err shared_write_held(gpa_t address, const void *from, size_t len)
{
	enum err err = shared_check_held(address, len);
	size_t piece = 0;

	for (size_t done = 0; err == OK && done < len; done += piece) {
		uint8_t __shared *window = shared_piece(address.value + done, len - done, &piece);

		err = platform_copy_out(window, (const uint8_t *)from + done, piece);
	}
	platform_window_close(WINDOW_COPY);
	return err;
}

/* Holds the range shared. Returns OK, or ERR_RANGE without holding it. */
static enum err shared_hold(gpa_t address, size_t len)
{
	const struct range_claim claim = { address, len, RANGE_SHARED };

	if (len == 0 || !guest_map_contains(address, len))
		return ERR_RANGE;
	rangelock_take(&claim, 1);
	return OK;
}

enum err shared_read(void *to, gpa_t address, size_t len)
{
	enum err err = shared_hold(address, len);

	if (err != OK)
		return err;
	err = shared_read_held(to, address, len);
	rangelock_drop();
	return err;
}

enum err shared_write(gpa_t address, const void *from, size_t len)
{
	enum err err = shared_hold(address, len);

	if (err != OK)
		return err;
	err = shared_write_held(address, from, len);
	rangelock_drop();
	return err;
}

enum err shared_check(gpa_t address, size_t len)
{
	enum err err = shared_hold(address, len);

	if (err != OK)
		return err;
	err = shared_check_held(address, len);
	rangelock_drop();
	return err;
}

enum err shared_window_in(void *to, const void __shared *window, size_t len)
{
	return platform_copy_in(to, window, len);
}

enum err shared_window_out(void __shared *window, const void *from, size_t len)
{
	return platform_copy_out(window, from, len);
}

enum err shared_window_clear(void __shared *window, size_t len)
{
	return platform_clear(window, len);
}

enum err shared_exchange_u8(uint8_t __shared *window, uint8_t value, uint8_t *old)
{
	return platform_exchange_u8(window, value, old);
}
