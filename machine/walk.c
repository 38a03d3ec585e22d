/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest page tables, as hardware walks them: always private memory. */
#include "walk.h"

#include "lib/freestanding/memory.h"
#include "mem.h"
#include "npt.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define PTE_PRESENT 0x1ull
#define PTE_WRITE 0x2ull
#define PTE_LARGE 0x80ull
#define PTE_NX (1ull << 63)
#define PTE_ADDRESS 0x000ffffffffff000ull
#define PF_PRESENT 0x1u
#define PF_WRITE 0x2u
#define PF_FETCH 0x10u

static uint64_t read_entry(const struct level *level, uint64_t table, uint64_t index)
{
	uint64_t gpa = (table & PTE_ADDRESS & ~NPT_C_MASK) + index * 8;
	uint64_t entry;

	if (!mem_is_ram(gpa, 8))
		rules_break(RULE_PRIVATE_MMIO, "vmpl=%u page table at %lx", level->vmpl, gpa);
	memcpy(&entry, mem_at(gpa), sizeof(entry));
	return entry;
}

static bool is_allowed(uint64_t entry, enum walk_access access)
{
	return access == WALK_WRITE   ? (entry & PTE_WRITE) != 0
	       : access == WALK_FETCH ? !(entry & PTE_NX)
				      : true;
}

static uint64_t error_of(enum walk_access access)
{
	return access == WALK_WRITE ? PF_WRITE : access == WALK_FETCH ? PF_FETCH : 0;
}

static bool walk_tables(struct level *level, uint64_t gva, enum walk_access access,
			struct walk *out, uint64_t *error)
{
	uint64_t entry = level->vmsa->cr3;
	uint32_t shift = 39;

	for (;; shift -= 9) {
		entry = read_entry(level, entry, gva >> shift & 511);
		*error = error_of(access);
		if (!(entry & PTE_PRESENT))
			return false;
		*error |= PF_PRESENT;
		if (!is_allowed(entry, access))
			return false;
		if (shift == 12 || (shift <= 30 && entry & PTE_LARGE))
			break;
	}
	out->page_size = 1ull << shift;
	out->gpa = (entry & PTE_ADDRESS & ~NPT_C_MASK & ~(out->page_size - 1)) |
		   (gva & (out->page_size - 1));
	out->is_private = (entry & NPT_C_MASK) != 0;
	return true;
}

bool walk_translate(struct level *level, uint64_t gva, enum walk_access access, struct walk *out,
		    uint64_t *error)
{
	const struct vmsa *vmsa = level->vmsa;

	if (!(vmsa->cr0 & X86_CR0_PG)) {
		*out = (struct walk){ .gpa = gva, .is_private = true, .page_size = ABI_PAGE_SIZE };
		return true;
	}
	if (!(vmsa->efer & EFER_LMA) || vmsa->cr4 & X86_CR4_LA57)
		rules_break(RULE_UNMODELLED, "vmpl=%u paging mode cr4=%lx efer=%lx", level->vmpl,
			    vmsa->cr4, vmsa->efer);
	return walk_tables(level, gva, access, out, error);
}

/* What the RMP lets level do with the page */
static bool may_touch(const struct level *level, const struct walk *at, enum walk_access access)
{
	const struct rmp_entry *entry;
	uint8_t need = access == WALK_WRITE ? RMP_RIGHT_WRITE : RMP_RIGHT_READ;

	if (!mem_is_ram(at->gpa, 1))
		return false;
	entry = rmp_find(at->gpa);
	if (!at->is_private)
		return !(entry->flags & RMP_ASSIGNED);
	return entry->flags & RMP_VALIDATED && entry->rights[level->vmpl] & need;
}

static bool copy(struct level *level, uint64_t gva, void *buffer, uint32_t len,
		 enum walk_access access)
{
	uint8_t *bytes = buffer;

	while (len) {
		uint32_t piece = ABI_PAGE_SIZE - (uint32_t)(gva % ABI_PAGE_SIZE);
		struct walk at;
		uint64_t error;

		if (piece > len)
			piece = len;
		if (!walk_translate(level, gva, access, &at, &error) ||
		    !may_touch(level, &at, access))
			return false;
		if (access == WALK_WRITE)
			memcpy(mem_at(at.gpa), bytes, piece);
		else
			memcpy(bytes, mem_at(at.gpa), piece);
		gva += piece;
		bytes += piece;
		len -= piece;
	}
	return true;
}

bool walk_fetch(struct level *level, void *out, uint32_t len)
{
	const struct vmsa *vmsa = level->vmsa;
	uint64_t base = vmsa->efer & EFER_LMA && vmsa->cs.attributes & 0x200 ? 0 : vmsa->cs.base;

	return copy(level, base + vmsa->rip, out, len, WALK_READ);
}

bool walk_read(struct level *level, uint64_t gva, void *out, uint32_t len)
{
	return copy(level, gva, out, len, WALK_READ);
}

bool walk_write(struct level *level, uint64_t gva, const void *data, uint32_t len)
{
	union {
		const void *in;
		void *out;
	} buffer = { data };

	return copy(level, gva, buffer.out, len, WALK_WRITE);
}
