/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The accesses to pages that are shared with the hypervisor: whole quadwords, each read or written
 * exactly once. */
#ifndef CORE_PLATFORM_SNP_HOST_PAGE_H
#define CORE_PLATFORM_SNP_HOST_PAGE_H

#include "core/memory/addr.h"

/* The quadword at address (8-aligned): the host's word, and another one the next time. */
static inline uint64_t host_load_u64(const uint64_t __shared *address)
{
	return *(const volatile uint64_t *)shared_plain(address);
}

/* Writes the quadword at address (8-aligned). */
static inline void host_store_u64(uint64_t __shared *address, uint64_t value)
{
	*(volatile uint64_t *)shared_plain(address) = value;
}

#endif
