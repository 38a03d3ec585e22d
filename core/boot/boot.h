/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The steps of the boot (main.c), and what they leave for later ones. Each returns 0 or the reason
 * to end; each runs once, on the first CPU, before any other CPU is started.
 */
#ifndef CORE_BOOT_BOOT_H
#define CORE_BOOT_BOOT_H

#include "core/platform/platform.h"

/* Called by the platform's entry on the first CPU's stack. Never returns. */
void boot_main(void);
/* Logs the step (its index in main.c's table), wipes, terminates. */
__attribute__((noreturn)) void boot_fail(uint32_t step, enum termination reason);

enum termination boot_block_check(void); /* boot/boot_block.c */
enum termination own_memory_init(void);  /* boot/own_memory.c */
enum termination selftest_run(void);     /* boot/selftest.c */
enum termination random_init(void);      /* boot/random.c */
enum termination profile_init(void);     /* boot/profile.c */
enum termination host_params_init(void); /* boot/host_params.c */
enum termination guest_map_init(void);   /* memory/guest_map.c */
enum termination registry_order(void);   /* registry/registry.c */
enum termination registry_start(void);
enum termination guest_memory_init(void); /* boot/guest_memory.c */
enum termination payload_init(void);      /* boot/payload.c */
enum termination vcpus_start(void);       /* svsm/vcpu.c */
enum termination guest_vmsa_init(void);

/* The request loop of this vCPU (svsm/loop.c): runs the guest, serves its calls. Never returns. */
__attribute__((noreturn)) void vcpu_loop(void);
/* Where platform_vcpu_start's CPU arrives. */
__attribute__((noreturn)) void vcpu_main(uint32_t cpu);

#define HOST_RAM_RANGES_MAX 128u

/* What the host said, checked; recorded as evidence */
struct host_params {
	uint32_t vcpu_count; /* 1..boot block's vcpus_max */
	uint32_t apic_id[CONFIG_VCPUS_MAX];
	uint32_t ram_count;
	struct {
		uint64_t start;
		uint64_t size;
	} ram[HOST_RAM_RANGES_MAX]; /* RAM only; ascending, page-aligned, no overlap, below the
				       C-bit */
	uint32_t environment;
};

/* Valid after host_params_init. */
const struct host_params *host_params(void);

/* The measured table of populated ranges: boot block's range_count entries. Valid after
 * boot_block_check. */
const struct boot_range *boot_ranges(void);

/* SHA-384 of the profile page. Valid after profile_init. */
const uint8_t *profile_digest(void);

#endif
