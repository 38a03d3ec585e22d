/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a guest, or its IGVM file, must never do: the table of rules. Breaking one ends the run with
 * `@end rule NAME detail`. tests/machine/ has a breaker for each row, and the counts must agree.
 * X(ID, "name", "what it means", "where it is written")
 */
#ifndef MACHINE_RULES_H
#define MACHINE_RULES_H

#define APM2 "AMD64 APM volume 2 "
#define APM3 "AMD64 APM volume 3 "
#define GHCB_SPEC "GHCB specification "
#define QEMU_IGVM "QEMU's IGVM backend"

/* clang-format off */
#define RULE_TABLE(X)										\
	/* memory */										\
	X(PRIVATE_UNASSIGNED, "private-unassigned", "a private access to a page that is shared", \
	  APM2 "15.36, RMP and VMPL access checks")						\
	X(PRIVATE_MMIO, "private-mmio", "a private access where there is no RAM",		\
	  APM2 "15.36, RMP and VMPL access checks")						\
	X(SHARED_ALIAS, "shared-alias", "a shared access to a page that is private",		\
	  APM2 "15.36, RMP and VMPL access checks")						\
	X(SHARED_FETCH, "shared-fetch", "code fetched from shared memory",			\
	  APM2 "15.34, encrypted memory")							\
	X(VMPL_RIGHTS, "vmpl-rights", "an access that this VMPL has no right to",		\
	  APM2 "15.36, VMPLs")									\
	/* PVALIDATE */										\
	X(PVALIDATE_OPERAND, "pvalidate-operand",						\
	  "PVALIDATE with a page size that does not exist", APM3 "PVALIDATE")			\
	X(PVALIDATE_C_BIT, "pvalidate-c-bit", "PVALIDATE through a shared mapping",		\
	  APM3 "PVALIDATE")									\
	X(PVALIDATE_UNASSIGNED, "pvalidate-unassigned", "PVALIDATE of a page that is shared",	\
	  APM3 "PVALIDATE")									\
	X(PVALIDATE_VMSA, "pvalidate-vmsa", "PVALIDATE of a VMSA page", APM3 "PVALIDATE")	\
	/* RMPADJUST */										\
	X(RMPADJUST_OPERAND, "rmpadjust-operand", "RMPADJUST with reserved bits or sizes",	\
	  APM3 "RMPADJUST")									\
	X(RMPADJUST_C_BIT, "rmpadjust-c-bit", "RMPADJUST through a shared mapping",		\
	  APM3 "RMPADJUST")									\
	X(RMPADJUST_UNASSIGNED, "rmpadjust-unassigned", "RMPADJUST of a page that is shared",	\
	  APM3 "RMPADJUST")									\
	X(RMPADJUST_OWN_VMPL, "rmpadjust-own-vmpl", "VMPL0 adjusting its own rights",		\
	  APM3 "RMPADJUST")									\
	X(RMPADJUST_VMSA_OPEN, "rmpadjust-vmsa-open", "a VMSA page that a lower VMPL may write", \
	  APM2 "15.36, VMPLs")									\
	X(RMPADJUST_VMSA_STALE, "rmpadjust-vmsa-stale",						\
	  "a VMSA made of a page with unflushed rights", APM2 "15.36, VMPLs")			\
	X(VMSA_2M_ALIGNED, "vmsa-2m-aligned", "a VMSA at a 2M boundary",			\
	  "AMD erratum, see Linux svm/sev.c")							\
	/* stale translations */								\
	X(STALE_RIGHTS, "stale-rights",								\
	  "a lower VMPL entered before its reduced rights were flushed", APM2 "15.36, VMPLs")	\
	X(INVLPGB_UNSYNCED, "invlpgb-unsynced",							\
	  "INVLPGB without TLBSYNC before another VMPL ran", APM3 "INVLPGB")			\
	X(INVLPGB_OPERAND, "invlpgb-operand",							\
	  "an INVLPGB that flushes less than the whole ASID", APM3 "INVLPGB")			\
	/* running a VMSA */									\
	X(VMSA_UNMARKED, "vmsa-unmarked", "a VMSA in a page without the VMSA attribute",	\
	  APM2 "15.36, running SNP-active VMs")							\
	X(VMSA_VMPL, "vmsa-vmpl", "a VMSA whose VMPL is not the one it is to run at",		\
	  APM2 "15.36, VMPLs")									\
	X(VMSA_FEATURES, "vmsa-features", "a VMSA with sev_features that are not offered",	\
	  APM2 "15.36, SEV features")								\
	X(VMSA_STATE, "vmsa-state", "a VMSA whose registers VMRUN refuses",			\
	  APM2 "15.5, consistency checks")							\
	/* AP creation */									\
	X(AP_TARGET, "ap-target", "AP creation for a vCPU that does not exist",			\
	  GHCB_SPEC "SNP AP creation")								\
	X(AP_VMPL, "ap-vmpl", "AP creation for a VMPL above the caller's",			\
	  GHCB_SPEC "SNP AP creation")								\
	X(AP_EVENT, "ap-event", "AP creation with an unknown event",				\
	  GHCB_SPEC "SNP AP creation")								\
	X(AP_VMSA_ADDRESS, "ap-vmsa-address",							\
	  "AP creation with a VMSA address that is not a page of RAM", GHCB_SPEC "SNP AP creation") \
	X(AP_FEATURES, "ap-features", "AP creation with other sev_features than the VMSA's",	\
	  "Linux svm/sev.c")									\
	/* GHCB */										\
	X(GHCB_UNREGISTERED, "ghcb-unregistered", "a GHCB that is not the registered one",	\
	  GHCB_SPEC "GHCB registration")							\
	X(GHCB_ADDRESS, "ghcb-address", "a GHCB that is not in RAM",				\
	  GHCB_SPEC "GHCB registration")							\
	X(GHCB_PRIVATE, "ghcb-private", "a GHCB in a private page", GHCB_SPEC "GHCB layout")	\
	X(GHCB_VERSION, "ghcb-version", "a GHCB of another version or usage",			\
	  GHCB_SPEC "GHCB layout")								\
	X(GHCB_FIELD, "ghcb-field", "a field not marked valid that the exit needs",		\
	  GHCB_SPEC "non-automatic exits")							\
	X(GHCB_EXIT, "ghcb-exit", "an exit code that does not exist",				\
	  GHCB_SPEC "non-automatic exits")							\
	X(GHCB_SCRATCH, "ghcb-scratch", "scratch data outside the GHCB's buffer",		\
	  GHCB_SPEC "GHCB layout")								\
	X(GHCB_MSR, "ghcb-msr", "an MSR protocol request that does not exist",			\
	  GHCB_SPEC "MSR protocol")								\
	X(GHCB_IOIO, "ghcb-ioio", "a port access of a form that is not modelled",		\
	  GHCB_SPEC "IOIO exit")								\
	/* page state changes */								\
	X(PSC_RANGE, "psc-range", "a page state change outside RAM or unaligned",		\
	  GHCB_SPEC "page state change")							\
	X(PSC_OPERATION, "psc-operation", "a page state change to an unknown state",		\
	  GHCB_SPEC "page state change")							\
	X(PSC_LIST, "psc-list", "a page state change list with indices out of bounds",		\
	  GHCB_SPEC "page state change")							\
	X(PSC_VALIDATED, "psc-validated", "a validated page made shared",			\
	  GHCB_SPEC "page state change")							\
	X(PSC_TWICE, "psc-twice", "a validated page made private again",			\
	  GHCB_SPEC "page state change")							\
	X(PSC_VMSA, "psc-vmsa", "a page state change of a VMSA page",				\
	  GHCB_SPEC "page state change")							\
	X(PSC_GHCB, "psc-ghcb", "a doorbell, or another VMPL's GHCB, made private",	\
	  GHCB_SPEC "GHCB registration")							\
	/* switching and exceptions */								\
	X(RUN_VMPL_TARGET, "run-vmpl-target",							\
	  "a request to run the own VMPL or one that does not exist", GHCB_SPEC "run VMPL")	\
	X(RUN_VMPL_ABSENT, "run-vmpl-absent", "a request to run VMPL0 on a vCPU that has none",	\
	  GHCB_SPEC "run VMPL")									\
	X(DOORBELL, "doorbell", "a #HV doorbell page that is private or not in RAM",		\
	  GHCB_SPEC "#HV doorbell page")							\
	X(HV_IPI, "hv-ipi", "an #HV IPI without restricted injection or to no vCPU",		\
	  GHCB_SPEC "#HV IPI")									\
	X(GUEST_REQUEST, "guest-request",							\
	  "a message to the secure processor in a page that is not shared RAM",			\
	  GHCB_SPEC "SNP guest request")							\
	X(DMA, "dma", "a device told to read or write what is not shared RAM",			\
	  APM2 "15.34, encrypted memory")							\
	X(KVM_CLOCK, "kvm-clock", "a paravirtual clock in private memory or outside RAM",	\
	  "Linux Documentation/virt/kvm/x86/msr.rst")						\
	X(VC_MODE, "vc-mode", "a #VC outside 64-bit mode", "machine/README.md")			\
	X(VC_HANDLER, "vc-handler", "a #VC that the guest has no way to take",			\
	  APM2 "15.35, #VC exception")								\
	X(SHUTDOWN, "shutdown", "a triple fault at VMPL0", APM2 "15.14, shutdown intercept")		\
	X(UNMODELLED, "unmodelled", "something that the machine does not model",		\
	  "machine/README.md")									\
	/* the IGVM file */									\
	X(IGVM_DIRECTIVE, "igvm-directive", "a directive that QEMU does not take", QEMU_IGVM)	\
	X(IGVM_OPTIONAL, "igvm-optional", "a directive marked optional", QEMU_IGVM)		\
	X(IGVM_PLATFORM, "igvm-platform", "no SEV-SNP platform, or two", QEMU_IGVM)		\
	X(IGVM_POLICY, "igvm-policy", "no guest policy, or one that firmware refuses",		\
	  "SNP firmware ABI, guest policy")							\
	X(IGVM_ALIGN, "igvm-align", "an address that is not page-aligned", QEMU_IGVM)		\
	X(IGVM_RANGE, "igvm-range", "a page or parameter outside RAM", QEMU_IGVM)		\
	X(IGVM_OVERLAP, "igvm-overlap", "a page that is populated twice",			\
	  "SNP firmware ABI, SNP_LAUNCH_UPDATE")						\
	X(IGVM_ORDER, "igvm-order",								\
	  "a parameter insert after pages: QEMU measures in another order", QEMU_IGVM)		\
	X(IGVM_PAGE, "igvm-page", "a page of a type or with flags that do not go together",	\
	  QEMU_IGVM)										\
	X(IGVM_PARAMETER, "igvm-parameter", "a parameter that misuses its area", QEMU_IGVM)	\
	X(IGVM_CPUID, "igvm-cpuid", "a CPUID page that the CPU policy does not allow",		\
	  "SNP firmware ABI, CPUID page")							\
	X(IGVM_VP, "igvm-vp", "not exactly one VP context, for vCPU 0, at the VMSA's address",	\
	  QEMU_IGVM)										\
	X(IGVM_VMSA, "igvm-vmsa", "a first VMSA with fields that the loader refuses", QEMU_IGVM) \
	X(IGVM_ID_BLOCK, "igvm-id-block", "an ID block for another launch digest",		\
	  "SNP firmware ABI, SNP_LAUNCH_FINISH")

/* clang-format on */

enum rule {
#define RULE_ENUM(id, name, meaning, where) RULE_##id,
	RULE_TABLE(RULE_ENUM)
#undef RULE_ENUM
		RULE_COUNT
};

/* Prints `@rules enforced=N exempt=0`. */
void rules_print(void);

/* Ends the run: the guest broke rule. detail takes log.h's conversions. */
__attribute__((noreturn, format(printf, 2, 3))) void rules_break(enum rule rule, const char *detail,
								 ...);

#endif
