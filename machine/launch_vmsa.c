/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first vCPU's VMSA: which fields a loader passes on, its measurement, and its start at VMPL0.
 */
#include "abi/machine.h"
#include "boot.h"
#include "enter.h"
#include "lib/freestanding/memory.h"
#include "lib/vmsa.h"
#include "loader.h"
#include "mem.h"
#include "report.h"
#include "rules.h"
#include "x86.h"

struct range {
	uint32_t start;
	uint32_t end;
};

/* All other bytes must be zero: KVM could not be told of them, so the measured VMSA would be
 * another one */
static const struct range passed_on[] = {
	{ 0x000, 0x0a0 }, /* segments */
	{ 0x0d0, 0x0d8 }, /* EFER */
	{ 0x148, 0x180 }, /* CR4, CR3, CR0, DR7, DR6, RFLAGS, RIP */
	{ 0x1d8, 0x1e0 }, /* RSP */
	{ 0x1f8, 0x200 }, /* RAX */
	{ 0x268, 0x270 }, /* PAT */
	{ 0x308, 0x320 }, /* RCX, RDX, RBX */
	{ 0x328, 0x380 }, /* RBP to R15 */
	{ 0x3b0, 0x3b8 }, /* features */
	{ 0x3e8, 0x3f0 }, /* XCR0 */
	{ 0x408, 0x40c }, /* MXCSR */
	{ 0x410, 0x412 }, /* FCW */
};

static bool is_passed_on(uint32_t offset)
{
	for (uint32_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		if (offset >= passed_on[i].start && offset < passed_on[i].end)
			return true;
	return false;
}

static void check(const uint8_t *page)
{
	const struct vmsa *vmsa = (const struct vmsa *)page;

	for (uint32_t i = 0; i < sizeof(*vmsa); i++)
		if (page[i] && !is_passed_on(i))
			rules_break(RULE_IGVM_VMSA, "byte %x is %x", i, page[i]);
	if (vmsa->tr.base || vmsa->ldtr.base)
		rules_break(RULE_IGVM_VMSA, "tr=%lx ldtr=%lx", vmsa->tr.base, vmsa->ldtr.base);
	if (!(vmsa->efer & EFER_SVME))
		rules_break(RULE_IGVM_VMSA, "efer=%lx: KVM forces SVME", vmsa->efer);
}

void launch_vmsa_take(struct loader *loader, const struct igvm_item *item)
{
	const uint8_t *page;

	if (!(item->vp.mask & loader->mask))
		return;
	if (loader->vmsa || item->vp.vp_index || item->vp.gpa != SNP_VMSA_GPA)
		rules_break(RULE_IGVM_VP, "index=%u gpa=%lx", (uint32_t)item->vp.vp_index,
			    item->vp.gpa);
	if (igvm_page(&loader->reader, item->vp.file_offset, &page) != OK || !page)
		report_end("input", "the IGVM file ends before its VP context's page");
	check(page);
	loader->vmsa = page;
}

/* KVM launches, and measures, a VMSA at reset state for each further vCPU; SVSMs never let them run
 */
static void measure_others(struct loader *loader, uint64_t features)
{
	struct vmsa *vmsa = mem_at(mem_pool_take(1));

	vmsa_reset(vmsa, x86_cpuid(1, 0).eax, features);
	for (uint32_t i = 1; i < cpu_count; i++)
		launch_page(&loader->launch, SNP_PAGE_VMSA, SNP_VMSA_GPA, vmsa);
}

void launch_vmsa_start(struct loader *loader)
{
	uint64_t hpa = mem_pool_take(1);
	struct vmsa *vmsa = mem_at(hpa);

	memcpy(vmsa, loader->vmsa, sizeof(*vmsa));
	launch_page(&loader->launch, SNP_PAGE_VMSA, SNP_VMSA_GPA, vmsa);
	if (boot_bundle->flags & MACHINE_FLAG_KVM_VMSAS)
		measure_others(loader, vmsa->sev_features);
	vcpu_set_vmsa(&vcpus[0], 0, hpa, VMSA_IN_MACHINE);
	vcpus[0].levels[0].state = LEVEL_RUNNABLE;
}
