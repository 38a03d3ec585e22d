/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reverse map table's storage. */
#include "rmp.h"

#include "mem.h"

#define GROUP (ABI_PAGE_2M / ABI_PAGE_SIZE)

static struct rmp_entry *table;

void rmp_init(void)
{
	uint64_t bytes = mem_pages() * sizeof(*table);

	table = mem_at(mem_pool_take((bytes + ABI_PAGE_SIZE - 1) / ABI_PAGE_SIZE));
}

static struct rmp_entry *group_of(uint64_t gpa)
{
	return &table[mem_index(gpa & ~(uint64_t)(ABI_PAGE_2M - 1))];
}

struct rmp_entry *rmp_find(uint64_t gpa)
{
	struct rmp_entry *base = group_of(gpa);

	return base->flags & RMP_LARGE ? base : &table[mem_index(gpa)];
}

void rmp_smash(uint64_t gpa)
{
	struct rmp_entry *base = group_of(gpa);

	if (!(base->flags & RMP_LARGE))
		return;
	base->flags &= (uint8_t)~RMP_LARGE;
	for (uint32_t i = 1; i < GROUP; i++)
		base[i] = *base;
}

bool rmp_is_group_free(uint64_t gpa)
{
	const struct rmp_entry *base = group_of(gpa);

	if (base->flags & RMP_LARGE)
		return false;
	for (uint32_t i = 0; i < GROUP; i++)
		if (base[i].flags & RMP_ASSIGNED)
			return false;
	return true;
}

void rmp_assign(uint64_t gpa, enum rmp_size size)
{
	struct rmp_entry *entry = size == RMP_PAGE_2M ? group_of(gpa) : &table[mem_index(gpa)];

	*entry = (struct rmp_entry){ .flags = RMP_ASSIGNED, .rights = { RMP_RIGHT_ALL } };
	if (size == RMP_PAGE_2M)
		entry->flags |= RMP_LARGE;
	if (entry == table)
		rmp_smash(0); /* the hole's pages lie elsewhere: no 2 MiB page holds them */
}
