/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The policy's table of leaves and masks. Spec: AMD64 APM volume 3, appendix E; SNP firmware ABI,
 * CPUID page. Hidden, and why: CX16 (TCG 7.2 loses flags with it), XSAVE and all that needs it (no
 * XSAVEC in TCG, and the VMSA's YMM halves are not switched), MCE and MCA, MTRR's absence is
 * tolerated, MONITOR, SVM, LA57.
 */
#include "cpuid.h"

#include "cpu.h"
#include "lib/freestanding/memory.h"
#include "npt.h"
#include "rules.h"
#include "x86.h"

#define ALL 0xffffffffu
#define PHYS_BITS 40u
#define L1_ECX_HIDDEN                                                                              \
	(1u << 3 | 1u << 12 | 1u << 13 | 1u << 21 | 1u << 24 | 1u << 26 | 1u << 27 | 1u << 28 |    \
	 1u << 29)
#define L1_EDX_HIDDEN (1u << 7 | 1u << 14)
#define L7_EBX_HIDDEN                                                                              \
	(1u << 5 | 1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30 |    \
	 1u << 31)
#define L7_ECX_HIDDEN (1u << 7 | 1u << 9 | 1u << 10 | 1u << 16)
#define E1_ECX_HIDDEN                                                                              \
	(1u << 2 | 1u << 10 | 1u << 11 | 1u << 12 | 1u << 15 | 1u << 16 | 1u << 23 | 1u << 24 |    \
	 1u << 28 | 1u << 29)
#define L1_EBX_CPU 0xff000000u /* the APIC id */

struct leaf {
	uint32_t leaf;
	uint32_t subleaf;
	uint32_t mask[4];    /* bits shown, eax to edx */
	uint32_t per_cpu[4]; /* bits that differ between vCPUs: zero in the page */
};

static const struct leaf leaves[] = {
	{ 0x0, 0, { 0, ALL, ALL, ALL }, { 0 } },
	{ 0x1, 0, { ALL, ALL, ~L1_ECX_HIDDEN, ~L1_EDX_HIDDEN }, { 0, L1_EBX_CPU, 0, 0 } },
	{ 0x6, 0, { 0, 0, 0, 0 }, { 0 } },
	{ 0x7, 0, { 0, ~L7_EBX_HIDDEN, ~L7_ECX_HIDDEN, 0 }, { 0 } },
	{ 0xb, 0, { ALL, ALL, ALL, ALL }, { 0, 0, 0, ALL } },
	{ 0xb, 1, { ALL, ALL, ALL, ALL }, { 0, 0, 0, ALL } },
	{ 0x40000000, 0, { 0, 0, 0, 0 }, { 0 } },
	{ 0x40000001, 0, { 0, 0, 0, 0 }, { 0 } },
	{ 0x80000000, 0, { 0, ALL, ALL, ALL }, { 0 } },
	{ 0x80000001, 0, { ALL, ALL, ~E1_ECX_HIDDEN, ~L1_EDX_HIDDEN }, { 0 } },
	{ 0x80000002, 0, { ALL, ALL, ALL, ALL }, { 0 } },
	{ 0x80000003, 0, { ALL, ALL, ALL, ALL }, { 0 } },
	{ 0x80000004, 0, { ALL, ALL, ALL, ALL }, { 0 } },
	{ 0x80000005, 0, { ALL, ALL, ALL, ALL }, { 0 } },
	{ 0x80000006, 0, { ALL, ALL, ALL, ALL }, { 0 } },
	{ 0x80000007, 0, { 0, 0, 0, 0 }, { 0 } },
	{ 0x80000008, 0, { 0, ALL, ALL, ALL }, { 0 } },
	{ 0x8000001f, 0, { 0, 0, 0, 0 }, { 0 } },
};

/* SME is not there; SEV, SEV-ES, SNP, VMPLs, RMPQUERY and coherent caches are */
#define SEV_EAX (1u << 1 | 1u << 3 | 1u << 4 | 1u << 5 | 1u << 6 | 1u << 10)
#define SEV_EBX (NPT_C_BIT | 1u << 6 | VMPL_COUNT << 12 | 1u << 31)

/* The machine's own APIC: x2APIC, TSC deadline, a timer and a time stamp that never stop */
#define APIC_ECX (1u << 21 | 1u << 24)
#define ARAT_EAX (1u << 2)
#define TSC_EDX (1u << 8)
#define TSC_ADJUST_EBX (1u << 1)
/* KVM's signature and its clock, which is stable: what saves a guest its own measurements */
#define KVM_EBX 0x4b4d564bu
#define KVM_ECX 0x564b4d56u
#define KVM_EDX 0x4du
#define KVM_EAX (1u << 3 | 1u << 24)

struct addition {
	uint32_t leaf;
	struct x86_cpuid bits; /* or'ed in */
};

static const struct addition additions[] = {
	{ 0x0, { .eax = 0xb } },
	{ 0x1, { .ecx = APIC_ECX } },
	{ 0x6, { .eax = ARAT_EAX } },
	{ 0x7, { .ebx = TSC_ADJUST_EBX } },
	{ 0x40000000, { 0x40000001, KVM_EBX, KVM_ECX, KVM_EDX } },
	{ 0x40000001, { .eax = KVM_EAX } },
	{ 0x80000000, { .eax = 0x8000001f } },
	{ 0x80000007, { .edx = TSC_EDX } },
	{ 0x80000008, { .eax = PHYS_BITS | 48u << 8 } },
	{ 0x8000001f, { .eax = SEV_EAX, .ebx = SEV_EBX } },
};

static void add_policy(struct x86_cpuid *r, uint32_t leaf)
{
	for (uint32_t i = 0; i < sizeof(additions) / sizeof(additions[0]); i++) {
		const struct addition *addition = &additions[i];

		if (addition->leaf != leaf)
			continue;
		r->eax |= addition->bits.eax;
		r->ebx |= addition->bits.ebx;
		r->ecx |= addition->bits.ecx;
		r->edx |= addition->bits.edx;
	}
}

static struct x86_cpuid answer_leaf(const struct leaf *leaf)
{
	struct x86_cpuid r = x86_cpuid(leaf->leaf, leaf->subleaf);

	r.eax &= leaf->mask[0];
	r.ebx &= leaf->mask[1];
	r.ecx &= leaf->mask[2];
	r.edx &= leaf->mask[3];
	add_policy(&r, leaf->leaf);
	return r;
}

static bool has_subleaves(uint32_t leaf)
{
	return leaf == 0xb || leaf == 7;
}

static const struct leaf *find(uint32_t leaf, uint32_t subleaf)
{
	for (uint32_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++)
		if (leaves[i].leaf == leaf &&
		    (leaves[i].subleaf == subleaf || !has_subleaves(leaf)))
			return &leaves[i];
	return NULL;
}

static struct x86_cpuid without_cpu(const struct leaf *leaf)
{
	struct x86_cpuid r = answer_leaf(leaf);

	r.eax &= ~leaf->per_cpu[0];
	r.ebx &= ~leaf->per_cpu[1];
	r.ecx &= ~leaf->per_cpu[2];
	r.edx &= ~leaf->per_cpu[3];
	return r;
}

struct x86_cpuid cpuid_answer(uint32_t idx, uint32_t leaf, uint32_t subleaf)
{
	const struct leaf *row = find(leaf, subleaf);
	struct x86_cpuid r;

	if (!row)
		return (struct x86_cpuid){ 0 };
	r = without_cpu(row);
	if (leaf == 1)
		r.ebx |= idx << 24;
	if (leaf == 0xb)
		r.edx = idx;
	return r;
}

static void fill_all(struct snp_cpuid_page *page)
{
	uint32_t count = sizeof(leaves) / sizeof(leaves[0]);

	for (uint32_t i = 0; i < count; i++) {
		struct x86_cpuid r = without_cpu(&leaves[i]);

		page->entries[i] = (struct snp_cpuid_entry){
			.eax_in = leaves[i].leaf,
			.ecx_in = leaves[i].subleaf,
			.eax = r.eax,
			.ebx = r.ebx,
			.ecx = r.ecx,
			.edx = r.edx,
		};
	}
	page->count = count;
}

static struct x86_cpuid page_answer(const struct snp_cpuid_entry *entry)
{
	const struct leaf *leaf = find(entry->eax_in, entry->ecx_in);

	return leaf ? without_cpu(leaf) : (struct x86_cpuid){ 0 };
}

static bool is_request(const struct snp_cpuid_entry *entry)
{
	return !entry->eax && !entry->ebx && !entry->ecx && !entry->edx;
}

static bool agrees(const struct snp_cpuid_entry *entry)
{
	struct x86_cpuid r = page_answer(entry);

	return entry->eax == r.eax && entry->ebx == r.ebx && entry->ecx == r.ecx &&
	       entry->edx == r.edx && !entry->reserved;
}

void cpuid_fill_page(struct snp_cpuid_page *page)
{
	static_assert(sizeof(leaves) / sizeof(leaves[0]) <= SNP_CPUID_MAX);

	if (page->count > SNP_CPUID_MAX)
		rules_break(RULE_IGVM_CPUID, "%u entries", page->count);
	for (uint32_t i = 0; i < page->count; i++)
		if (!is_request(&page->entries[i]) && !agrees(&page->entries[i]))
			rules_break(RULE_IGVM_CPUID, "entry %u, leaf %x/%x", i,
				    page->entries[i].eax_in, page->entries[i].ecx_in);
	memset(page, 0, sizeof(*page));
	fill_all(page);
}
