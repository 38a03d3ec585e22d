/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The boot, in order. Each step lives in the file its header names; a step that cannot do its work
 * returns the reason, and the boot ends with it.
 */
#include "core/boot/boot.h"
#include "core/channel/channel.h"
#include "core/evidence/evidence.h"
#include "core/trace/debug.h"
#include "core/trace/log.h"
#include "core/trace/panic.h"

struct boot_step {
	const char *name; /* NULL in a release image: the log's step number is the index here */
	enum termination (*run)(void);
};

/* A table of contents: laid out by hand */
/* clang-format off */
#define STEP(name, run) { DEBUG_TEXT(name), run }

static const struct boot_step steps[] = {
	STEP("platform", platform_init),            /* descriptor tables, GHCB, hypervisor features */
	STEP("boot block", boot_block_check),       /* agrees with this image and this CPU */
	STEP("own memory", own_memory_init),        /* heap, other CPUs' pages: private, validated, cleared */
	STEP("cryptography", selftest_run),         /* known answers, before the first use */
	STEP("evidence", evidence_init),            /* the event log; what follows is recorded before it is used */
	STEP("random", random_init),                /* entropy sources tested, the generator seeded */
	STEP("profile", profile_init),              /* the measured page, decoded and re-encoded */
	STEP("host parameters", host_params_init),  /* memory map, vCPU count, MADT: read once, checked */
	STEP("guest map", guest_map_init),          /* what is the guest's; validity map carved from it */
	STEP("modules ordered", registry_order),    /* a cycle ends here */
	STEP("negotiated", channel_negotiate),      /* features and key strategy, with the VMM; then frozen */
	STEP("modules started", registry_start),    /* or degraded, where the profile allows it */
	STEP("guest memory", guest_memory_init),    /* every page of its RAM validated and opened to it */
	STEP("guest payload", payload_init),        /* E820, MADT, secrets and CPUID copies */
	STEP("vCPUs", vcpus_start),                 /* the others, waiting at VMPL0 */
	STEP("separator", evidence_separate),       /* the boot's events end here; the guest's time begins */
	STEP("guest VMSA", guest_vmsa_init),        /* the first guest vCPU, registered */
};
/* clang-format on */

void boot_fail(uint32_t step, enum termination reason)
{
	LOG(LOG_ERROR, "boot ended at step %u: %x", step, (uint64_t)reason);
	panic(reason);
}

void boot_main(void)
{
	for (uint32_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		enum termination reason = steps[i].run();

		if (reason != 0)
			boot_fail(i, reason);
		debug_print_line(steps[i].name);
	}
	vcpu_loop();
}
