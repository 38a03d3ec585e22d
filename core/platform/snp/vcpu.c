/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The other CPUs at VMPL0: their VMSA is written here, they start at snp_ap_entry in the state that
 * the first CPU has after its own entry. Spec: GHCB 2.04 s4.1.9 SNP AP Creation; APM volume 2
 * s15.36.
 */
#include "core/boot/boot.h"
#include "core/platform/platform.h"
#include "core/platform/snp/cpu.h"
#include "core/platform/snp/exception.h"
#include "core/platform/snp/ghcb.h"
#include "core/platform/snp/hv.h"
#include "core/platform/snp/percpu.h"
#include "core/platform/snp/vcpu.h"
#include "core/trace/panic.h"
#include "lib/freestanding/memory.h"

/* Attributes in VMCB form: present, ring 0, accessed; code in long mode, data writable, TSS busy */
#define SEGMENT_CODE 0xa9bu
#define SEGMENT_DATA 0xc93u
#define SEGMENT_LDT 0x082u
#define SEGMENT_TSS 0x08bu

#define RFLAGS_RESERVED 0x2u
#define DR6_RESET 0xffff0ff0u
#define DR7_RESET 0x400u
#define PAT_RESET 0x0007040600070406ull
#define XCR0_X87 0x1u
#define MXCSR_RESET 0x1f80u
#define X87_CONTROL_RESET 0x37fu

extern const uint8_t snp_ap_entry[];

static void segments_write(struct vmsa *vmsa)
{
	const struct vmsa_segment data = { 0x10, SEGMENT_DATA, 0xffffffff, 0 };

	vmsa->cs = (struct vmsa_segment){ 0x08, SEGMENT_CODE, 0xffffffff, 0 };
	vmsa->ds = data;
	vmsa->es = data;
	vmsa->fs = data;
	vmsa->gs = data;
	vmsa->ss = data;
	vmsa->ldtr.attributes = SEGMENT_LDT;
	vmsa->tr.attributes = SEGMENT_TSS;
}

static void vmsa_write(struct vmsa *vmsa, uint32_t cpu)
{
	memset(vmsa, 0, sizeof(*vmsa));
	segments_write(vmsa);
	vmsa->efer = EFER_SVME | EFER_LME | EFER_LMA | EFER_NXE;
	vmsa->cr0 = cpu_read_cr0();
	vmsa->cr3 = cpu_read_cr3();
	vmsa->cr4 = cpu_read_cr4();
	vmsa->dr6 = DR6_RESET;
	vmsa->dr7 = DR7_RESET;
	vmsa->rflags = RFLAGS_RESERVED;
	/* cast: the VMSA holds addresses as numbers */
	vmsa->rip = (uint64_t)snp_ap_entry;
	/* cast: as above */
	vmsa->rsp = (uint64_t)platform_percpu(cpu) + BOOT_PERCPU_STACK_TOP;
	vmsa->g_pat = PAT_RESET;
	vmsa->sev_features = platform_sev_status() >> 2;
	vmsa->xcr0 = XCR0_X87;
	vmsa->mxcsr = MXCSR_RESET;
	vmsa->x87_fcw = X87_CONTROL_RESET;
}

static enum err creation_request(uint32_t apic_id, uint32_t vmpl, uint32_t event, gpa_t vmsa,
				 uint64_t sev_features)
{
	struct ghcb_request request = {
		.code = GHCB_EXIT_AP_CREATION,
		.info1 = (uint64_t)apic_id << 32 | vmpl << 16 | event,
		.info2 = vmsa.value,
		.input = GHCB_INPUT_RAX,
		.value = sev_features,
	};

	return ghcb_request(&request);
}

enum err platform_vcpu_start(uint32_t cpu, uint32_t apic_id)
{
	gpa_t page = percpu_page_gpa(cpu, PERCPU_PAGE_VMSA);
	/* cast: the VMSA lies at a fixed place of the slot */
	struct vmsa *vmsa = (struct vmsa *)((uint8_t *)platform_percpu(cpu) + BOOT_PERCPU_VMSA);

	/* Erratum: a CPU may take a VMSA at such an address for the head of a 2 MiB page */
	if (is_aligned(page, PAGE_SIZE_2M))
		return ERR_IO;
	vmsa_write(vmsa, cpu);
	if (platform_rmpadjust((void __shared *)vmsa, PAGE_4K, RMP_TARGET_VMPL(1) | RMP_VMSA) !=
	    RMP_OK)
		return ERR_IO;
	platform_flush();
	return creation_request(apic_id, 0, GHCB_AP_CREATE, page, vmsa->sev_features);
}

enum err platform_register_vmsa(uint32_t apic_id, gpa_t vmsa, uint64_t sev_features)
{
	return creation_request(apic_id, platform_boot_block()->guest_vmpl, GHCB_AP_CREATE_ON_INIT,
				vmsa, sev_features);
}

void snp_ap_main(void)
{
	descriptors_load();
	if (ghcb_register() != OK)
		panic(TERM_GHCB_REGISTER);
	if (hv_is_used() && hv_register() != OK)
		panic(TERM_HV_FEATURES);
	vcpu_main(platform_cpu());
}
