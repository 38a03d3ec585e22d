/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies to and from windows, with faults as errors. Only core/memory/shared.c and the wipe may
 * call them. */
#include "core/platform/snp/access.h"

#include "core/platform/platform.h"

enum err platform_copy_in(void *to, const void __shared *window, size_t len)
{
	return snp_copy_in(to, window, len) == 0 ? OK : ERR_FAULT;
}

enum err platform_copy_out(void __shared *window, const void *from, size_t len)
{
	return snp_copy_out(window, from, len) == 0 ? OK : ERR_FAULT;
}

enum err platform_exchange_u8(uint8_t __shared *window, uint8_t value, uint8_t *old)
{
	int before = snp_exchange_u8(window, value);

	if (before < 0)
		return ERR_FAULT;
	*old = (uint8_t)before;
	return OK;
}

enum err platform_clear(void __shared *window, size_t len)
{
	return snp_clear(window, len) == 0 ? OK : ERR_FAULT;
}
