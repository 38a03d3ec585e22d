/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest physical addresses as a type of their own, so that they never mix with pointers or lengths. */
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

enum page_size { PAGE_4K, PAGE_2M };

static inline uint64_t page_bytes(enum page_size size)
{
	return size == PAGE_2M ? PAGE_SIZE_2M : PAGE_SIZE;
}

#endif
