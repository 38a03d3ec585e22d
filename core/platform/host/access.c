/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows and accesses that may fault: a window is the memory itself; a page that is not validated
 * faults. */
#include "core/platform/host/state.h"

void __shared *platform_window(enum window slot, gpa_t page)
{
	(void)slot;
	return (void __shared *)sim_memory(page.value);
}

void platform_window_close(enum window slot)
{
	(void)slot;
}

void __shared *platform_window_2m(gpa_t page)
{
	return (void __shared *)sim_memory(page.value);
}

void platform_window_2m_close(void)
{
}

void *platform_map_validity(gpa_t start, uint64_t pages)
{
	(void)pages;
	return sim_memory(start.value);
}

/* Every page of [window, window + len) must be private and validated. */
static bool is_there(const void __shared *window, size_t len)
{
	uint64_t at = (uint64_t)((const uint8_t *)shared_plain(window) - sim.memory);

	for (uint64_t page = at & ~(PAGE_SIZE - 1); page < at + len; page += PAGE_SIZE) {
		if (!sim_page(page)->is_private || !sim_page(page)->is_validated)
			return false;
	}
	return true;
}

enum err platform_copy_in(void *to, const void __shared *window, size_t len)
{
	uint32_t result;

	if (sim_enter(SIM_COPY_IN, &result))
		return (enum err)result;
	if (!is_there(window, len))
		return ERR_FAULT;
	__builtin_memcpy(to, shared_plain(window), len);
	return OK;
}

enum err platform_copy_out(void __shared *window, const void *from, size_t len)
{
	uint32_t result;

	if (sim_enter(SIM_COPY_OUT, &result))
		return (enum err)result;
	if (!is_there(window, len))
		return ERR_FAULT;
	__builtin_memcpy(shared_plain(window), from, len);
	return OK;
}

enum err platform_exchange_u8(uint8_t __shared *window, uint8_t value, uint8_t *old)
{
	uint32_t result;

	if (sim_enter(SIM_EXCHANGE, &result))
		return (enum err)result;
	if (!is_there(window, 1))
		return ERR_FAULT;
	*old = __atomic_exchange_n((uint8_t *)shared_plain(window), value, __ATOMIC_SEQ_CST);
	return OK;
}

enum err platform_clear(void __shared *window, size_t len)
{
	uint32_t result;

	if (sim_enter(SIM_CLEAR, &result))
		return (enum err)result;
	if (!is_there(window, len))
		return ERR_FAULT;
	__builtin_memset(shared_plain(window), 0, len);
	return OK;
}
