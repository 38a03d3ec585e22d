/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Guest physical addresses as a type of their own, so that they never mix with pointers or lengths;
 * and the mark of pointers to memory that is not, or not only, the monitor's.
 */
#ifndef CORE_MEMORY_ADDR_H
#define CORE_MEMORY_ADDR_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/check.h"

#define PAGE_SIZE ((uint64_t)ABI_PAGE_SIZE)
#define PAGE_SIZE_2M ((uint64_t)ABI_PAGE_2M)
#define PAGES_PER_2M (PAGE_SIZE_2M / PAGE_SIZE)

/* A guest physical address without the C-bit, below 2^52 */
typedef struct {
	uint64_t value;
} gpa_t;

static inline gpa_t gpa(uint64_t value)
{
	return (gpa_t){ value };
}

static inline bool is_aligned(gpa_t address, uint64_t size)
{
	return (address.value & (size - 1)) == 0;
}

/*
 * void __shared *: an address that nothing may follow but accessors, since the guest or the host
 * can change what is there at any moment, take it away, or has chosen it. sparse and clang check
 * this; gcc only skips it.
 */
#if defined(__CHECKER__)
#define __shared __attribute__((noderef, address_space(1)))
#elif __has_attribute(noderef)
#define __shared __attribute__((noderef))
#else
#define __shared
#endif

/* The plain pointer: for accessors, which tools/lint/shared.sh lists. Unmarks nothing but this
 * copy. */
static inline void *shared_plain(const volatile void __shared *address)
{
	/* cast: the only one that drops the mark */
	return (void *)(uintptr_t)address;
}

enum page_size { PAGE_4K, PAGE_2M };

static inline uint64_t page_bytes(enum page_size size)
{
	return size == PAGE_2M ? PAGE_SIZE_2M : PAGE_SIZE;
}

#endif
