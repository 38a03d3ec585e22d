/* SPDX-License-Identifier: MIT */
/*
 * Why Parapet ended: the few bits that a GHCB termination carries, one row a reason. The numbers are stable:
 * add rows, never renumber. `parapet explain CODE` prints a row; CODE is set:code in hex, or the name.
 * Sets 0 (the GHCB specification's) and 1 (Linux's) belong to others.
 */
#ifndef ABI_TERMINATION_H
#define ABI_TERMINATION_H

#include "channel.h"

#define TERM_SET_GHCB 0x0u
#define TERM_SET_LINUX 0x1u
#define TERM_SET_BOOT 0x8u
#define TERM_SET_RUNTIME 0x9u
#define TERM_SET_CHANNEL 0xau
#define TERM_SET_MODULE 0xbu

/* X(set, code, NAME, "cause", "remedy") */
#define TERMINATION_TABLE(X)                                                                       \
	X(0x8, 0x01, BOOT_BLOCK, "the boot block is missing, of another version or inconsistent",      \
	  "rebuild the IGVM file with the `parapet` of the same build as the image")                    \
	X(0x8, 0x02, C_BIT, "the C-bit in the boot block is not the one the CPUID page reports",       \
	  "set platform.c_bit in the profile to this CPU's (51 on EPYC, 39 on the software machine)")   \
	X(0x8, 0x03, NOT_SNP, "SEV_STATUS does not say SEV-SNP, or has a feature Parapet lacks",       \
	  "start the VM as an SNP guest; see docs/hardware.md for the features that may be on")         \
	X(0x8, 0x04, GHCB_VERSION, "the hypervisor speaks no GHCB protocol version 2",                 \
	  "use a hypervisor with SNP support")                                                          \
	X(0x8, 0x05, HV_FEATURES, "the hypervisor lacks SNP, AP creation or multiple VMPLs",           \
	  "use a hypervisor that can run an SVSM (GHCB features bits 0, 1 and 5)")                      \
	X(0x8, 0x06, GHCB_REGISTER, "the hypervisor refused the GHCB's address", "report the hypervisor") \
	X(0x8, 0x07, OWN_MEMORY, "Parapet's own memory could not be made private and validated",       \
	  "give the VM enough memory for the region that `parapet igvm inspect` shows")                 \
	X(0x8, 0x08, PROFILE, "the profile page does not decode to this image's parameters",           \
	  "compile the profile against this very image: parapet profile compile --image")               \
	X(0x8, 0x09, MEMORY_MAP, "the host's memory map is malformed, overlapping or too small",       \
	  "report the VMM; `parapet igvm inspect` shows guest_memory_mib, parapet run --memory gives more")                                    \
	X(0x8, 0x0a, VP_COUNT, "the host's vCPU count is zero or above the image's maximum",           \
	  "start fewer vCPUs, or build with a larger --vcpus-max")                                      \
	X(0x8, 0x0b, MADT, "the host's MADT is malformed or disagrees with the vCPU count",            \
	  "report the VMM")                                                                             \
	X(0x8, 0x0c, RANGES, "the table of populated ranges overlaps Parapet or leaves guest RAM",     \
	  "give the VM at least the memory that the payload's ranges need")                             \
	X(0x8, 0x0d, VALIDITY_MAP, "no room in the host's memory map for the validity map",            \
	  "give the VM more memory, in one larger piece")                                               \
	X(0x8, 0x0e, GUEST_MEMORY, "guest memory could not be made private and validated",             \
	  "report the VMM: it may have kept pages shared or validated them twice")                      \
	X(0x8, 0x0f, REGISTRY, "the modules' order has a cycle", "mend AFTER and NEEDS")               \
	X(0x8, 0x10, MODULE_START, "a module whose on_failure is halt did not start",                  \
	  "see the log; or set on_failure: degrade for that module")                                    \
	X(0x8, 0x11, VCPU_START, "a vCPU could not be started at VMPL0", "report the hypervisor")     \
	X(0x8, 0x12, GUEST_VMSA, "the guest's first VMSA could not be registered",                     \
	  "rebuild the IGVM file; report the hypervisor if it stays")                                   \
	X(0x8, 0x13, INJECTION, "the profile requires restricted injection and the host has none",     \
	  "set platform.restricted_injection: optional, knowing what it costs, or change the host")     \
	X(0x8, 0x14, RANDOM, "no working source of randomness", "report the CPU and the secure processor") \
	X(0x8, 0x15, SECRETS, "the secrets page is malformed", "report the VMM")                       \
	X(0x8, 0x16, CPUID, "the CPUID page is malformed", "report the VMM")                           \
	X(0x8, 0x17, SELFTEST, "a known-answer test of the cryptography failed",                       \
	  "suspect the CPU or the build; compare parapet.elf with build/parapet.json's digest")         \
	X(0x8, 0x18, EVENT_LOG, "the event log is full: something could not be recorded",               \
	  "build with a larger EVENT_LOG_PAGES; or the VMM says far more than it should")               \
	X(0x9, 0x01, PANIC, "an assertion of Parapet's failed: a bug",                                 \
	  "report it with the log; debug builds print a backtrace")                                     \
	X(0x9, 0x02, EXCEPTION, "an exception inside Parapet", "report it; debug builds print where")  \
	X(0x9, 0x03, VC, "a #VC inside Parapet: the host changed a page under it, or a bug",           \
	  "report the VMM; debug builds print the exit code")                                           \
	X(0x9, 0x04, DOUBLE_FAULT, "a double fault inside Parapet", "report it")                       \
	X(0x9, 0x05, STACK, "a stack ran into its guard page", "report it")                            \
	X(0x9, 0x06, GHCB_PROTOCOL, "the hypervisor answered a request with nonsense",                 \
	  "report the hypervisor")                                                                      \
	X(0x9, 0x07, RMP, "a page's state is not what Parapet set", "report the VMM: pages were remapped") \
	X(0x9, 0x08, GUEST_SHUTDOWN, "the guest asked to end, or its VMSA cannot run",                 \
	  "see the guest's console")                                                                    \
	X(0x9, 0x09, INJECTED, "an exception was injected into Parapet by the host",                   \
	  "report the hypervisor")                                                                      \
	X(0x9, 0x0a, GUEST_RESET, "the guest reset itself: nothing inside an SNP guest can start it again", \
	  "start the VM again")                                                                         \
	CHANNEL_ABORT_TABLE(TERMINATION_CHANNEL_ROW, X)

/* The channel's abort codes, as a set of terminations */
#define TERMINATION_CHANNEL_ROW(X, code, name, cause, remedy) X(0xa, code, CHANNEL_##name, cause, remedy)

enum termination {
#define TERMINATION_ENUM(set, code, name, cause, remedy) TERM_##name = (set) << 8 | (code),
	TERMINATION_TABLE(TERMINATION_ENUM)
#undef TERMINATION_ENUM
};

#endif
