/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sorted array of pages. Never holds two at one address. */
#include "tools/page_set.h"

#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"

/* Index of the first page at or above gpa. */
static size_t lower_bound(const struct page_set *set, uint64_t gpa)
{
	size_t from = 0;
	size_t to = set->count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (set->pages[middle]->gpa < gpa)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct page *page_set_find(const struct page_set *set, uint64_t gpa)
{
	size_t at = lower_bound(set, gpa);

	return at < set->count && set->pages[at]->gpa == gpa ? set->pages[at] : NULL;
}

struct page *page_set_add(struct page_set *set, uint64_t gpa, enum page_owner owner)
{
	size_t at = lower_bound(set, gpa);
	struct page *page;

	if (at < set->count && set->pages[at]->gpa == gpa)
		return NULL;
	if (set->count == set->room) {
		set->room = set->room == 0 ? 256 : set->room * 2;
		set->pages = alloc_resize(set->pages, set->room, sizeof(struct page *));
	}
	memmove(set->pages + at + 1, set->pages + at, (set->count - at) * sizeof(struct page *));
	page = alloc_zeroed(1, sizeof(*page));
	page->gpa = gpa;
	page->owner = owner;
	set->pages[at] = page;
	set->count++;
	return page;
}

size_t page_set_count_within(const struct page_set *set, uint64_t from, uint64_t to)
{
	return lower_bound(set, to) - lower_bound(set, from);
}

void page_set_free(struct page_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		free(set->pages[i]);
	free(set->pages);
	*set = (struct page_set){ 0 };
}
