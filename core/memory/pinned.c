/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of pinned pages: small and flat, scanned whole. Knows nothing of vCPUs. */
#include "core/memory/pinned.h"

#include "core/lock.h"
#include "core/trace/panic.h"

/* A vCPU has at most an old and a new VMSA, and a calling area for each */
#define PINS_MAX (4u * CONFIG_VCPUS_MAX)

struct pin {
	uint64_t page;
	uint32_t kind;
	uint32_t count; /* 0: free */
};

static struct lock pinned_lock;
static struct pin pins[PINS_MAX];

void pinned_init(void)
{
	__builtin_memset(pins, 0, sizeof(pins));
}

static struct pin *pinned_find(uint64_t page, uint32_t kind)
{
	for (uint32_t i = 0; i < PINS_MAX; i++) {
		if (pins[i].count != 0 && pins[i].page == page && pins[i].kind == kind)
			return &pins[i];
	}
	return NULL;
}

static struct pin *pinned_find_free(void)
{
	for (uint32_t i = 0; i < PINS_MAX; i++) {
		if (pins[i].count == 0)
			return &pins[i];
	}
	return NULL;
}

enum err pinned_add(gpa_t page, uint32_t kind)
{
	struct pin *pin;

	lock_take(&pinned_lock);
	pin = pinned_find(page.value, kind);
	if (pin == NULL)
		pin = pinned_find_free();
	if (pin != NULL) {
		pin->page = page.value;
		pin->kind = kind;
		pin->count++;
	}
	lock_drop(&pinned_lock);
	return pin != NULL ? OK : ERR_NO_SPACE;
}

void pinned_drop(gpa_t page, uint32_t kind)
{
	struct pin *pin;

	lock_take(&pinned_lock);
	pin = pinned_find(page.value, kind);
	ASSERT(pin != NULL);
	pin->count--;
	lock_drop(&pinned_lock);
}

bool pinned_overlaps(gpa_t start, uint64_t len, uint32_t kinds)
{
	bool found = false;

	lock_take(&pinned_lock);
	for (uint32_t i = 0; i < PINS_MAX && !found; i++)
		found = pins[i].count != 0 && (pins[i].kind & kinds) != 0 &&
			pins[i].page < start.value + len && start.value < pins[i].page + PAGE_SIZE;
	lock_drop(&pinned_lock);
	return found;
}
