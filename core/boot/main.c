/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The boot, in order. Each step lives in the file its header names; a step that cannot do its work returns
 * the reason, and the boot ends with it.
 */
#include "core/boot/boot.h"

static const struct boot_step steps[] = {
	{ "platform", platform_init },        /* descriptor tables, GHCB, hypervisor features */
	{ "boot block", boot_block_check },   /* the builder's page agrees with this image and this CPU */
	{ "own memory", own_memory_init },    /* heap and the other CPUs' pages: private, validated, cleared */
	{ "random", random_init },            /* entropy sources tested, the generator seeded */
	{ "profile", profile_init },          /* the measured page, decoded and re-encoded */
	{ "host parameters", host_params_init }, /* memory map, vCPU count, MADT: read once, checked */
	{ "guest memory map", guest_map_init },  /* what is the guest's; the validity map carved from it */
	{ "modules ordered", registry_order },
	{ "modules started", registry_start },
	{ "guest memory", guest_memory_init }, /* every page of the guest's RAM validated and opened to it */
	{ "guest payload", payload_init },     /* E820, MADT, secrets and CPUID copies */
	{ "vCPUs", vcpus_start },              /* the others, waiting at VMPL0 */
	{ "guest VMSA", guest_vmsa_init },     /* the first guest vCPU, registered */
};

void boot_main(void)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		enum termination reason = steps[i].run();

		if (reason != 0)
			boot_fail(steps[i].name, reason);
	}
	vcpu_loop();
}
