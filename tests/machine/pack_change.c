/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a case changes of the good file: breakers of the rules about IGVM files, and a host's offer.
 */
#include <string.h>

#include "abi/machine.h"
#include "layout.h"
#include "pack.h"

static void add_command_line(struct pack *pack)
{
	const struct igvm_parameter parameter = { 0, 0 };

	igvm_put(&pack->writer, IGVM_COMMAND_LINE, &parameter, sizeof(parameter));
}

static void add_optional(struct pack *pack)
{
	const struct igvm_parameter parameter = { 0, 0 };

	igvm_put(&pack->writer, IGVM_MADT | IGVM_OPTIONAL, &parameter, sizeof(parameter));
}

static void two_platforms(struct pack *pack)
{
	pack->platforms = 2;
}

static void bad_policy(struct pack *pack)
{
	pack->policy = 0x10000;
}

static void add_unaligned(struct pack *pack)
{
	pack_page(pack, AT_FREE + 8, IGVM_PAGE_NORMAL, 0, NULL);
}

static void add_outside(struct pack *pack)
{
	pack_page(pack, AT_DEVICES, IGVM_PAGE_NORMAL, 0, NULL);
}

static void add_twice(struct pack *pack)
{
	pack_page(pack, AT_CASE, IGVM_PAGE_NORMAL, 0, NULL);
}

static void add_late_insert(struct pack *pack)
{
	const struct igvm_parameter_area area = { ABI_PAGE_SIZE, 1, 0 };
	const struct igvm_parameter_insert insert = { AT_FREE, PACK_MASK, 1 };

	igvm_put(&pack->writer, IGVM_PARAMETER_AREA, &area, sizeof(area));
	igvm_put(&pack->writer, IGVM_PARAMETER_INSERT, &insert, sizeof(insert));
}

static void add_shared(struct pack *pack)
{
	pack_page(pack, AT_FREE, IGVM_PAGE_NORMAL, IGVM_PAGE_SHARED, NULL);
}

static void add_parameter(struct pack *pack)
{
	const struct igvm_parameter parameter = { 7, 0 };

	igvm_put(&pack->writer, IGVM_MADT, &parameter, sizeof(parameter));
}

static void bad_cpuid(struct pack *pack)
{
	pack->cpuid_eax = 0xd; /* a higher leaf than there is */
}

static void other_vp(struct pack *pack)
{
	pack->vp_index = 1;
}

static void bad_vmsa(struct pack *pack)
{
	pack->vmsa.vmpl = 1;
}

static void add_id_block(struct pack *pack)
{
	const struct igvm_snp_id_block block = { .mask = PACK_MASK, .ld = { 1 }, .version = 1 };

	igvm_put(&pack->writer, IGVM_SNP_ID_BLOCK, &block, sizeof(block));
}

static void restrict_injection(struct pack *pack)
{
	pack->flags = MACHINE_FLAG_RESTRICTED;
	pack->vmsa.sev_features |= SEV_FEATURE_RESTRICTED_INJECTION;
}

static const struct {
	const char *name;
	void (*change)(struct pack *pack);     /* before anything is written */
	void (*directives)(struct pack *pack); /* after the pages */
} changes[] = {
	{ "igvm-directive", NULL, add_command_line },
	{ "igvm-optional", NULL, add_optional },
	{ "igvm-platform", two_platforms, NULL },
	{ "igvm-policy", bad_policy, NULL },
	{ "igvm-align", NULL, add_unaligned },
	{ "igvm-range", NULL, add_outside },
	{ "igvm-overlap", NULL, add_twice },
	{ "igvm-order", NULL, add_late_insert },
	{ "igvm-page", NULL, add_shared },
	{ "igvm-parameter", NULL, add_parameter },
	{ "igvm-cpuid", bad_cpuid, NULL },
	{ "igvm-vp", other_vp, NULL },
	{ "igvm-vmsa", bad_vmsa, NULL },
	{ "igvm-id-block", NULL, add_id_block },
	{ "pass-doorbell", restrict_injection, NULL },
};

void pack_change(struct pack *pack, const char *name)
{
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		if (strcmp(changes[i].name, name) != 0)
			continue;
		pack->directives = changes[i].directives;
		if (changes[i].change != NULL)
			changes[i].change(pack);
	}
}
