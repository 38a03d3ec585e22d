/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pack CASE GUEST OUT: a bundle for the machine with an IGVM file of the guests' image, page tables
 * and a first VMSA, and the case's name in a page of its own. pack --rules: the names of the
 * machine's rules.
 */
#include "pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "abi/machine.h"
#include "layout.h"
#include "machine/rules.h"

#define BUFFER_SIZE (8u << 20)
#define PACK_VCPUS 2u
#define PACK_MEMORY (32ull << 20)
#define C_BIT (1ull << 39)
#define TABLE_LINK (C_BIT | 3u)

static const char *const rule_names[] = {
#define RULE_NAME(id, name, meaning, where) name,
	RULE_TABLE(RULE_NAME)
#undef RULE_NAME
};

void pack_page(struct pack *pack, uint64_t gpa, uint16_t type, uint32_t flags, const void *bytes)
{
	static const uint8_t zeros[ABI_PAGE_SIZE];
	const struct igvm_page_data page = {
		.gpa = gpa,
		.mask = PACK_MASK,
		.file_offset = igvm_put_page(&pack->writer, bytes != NULL ? bytes : zeros),
		.flags = flags,
		.type = type,
	};

	igvm_put(&pack->writer, IGVM_PAGE_DATA, &page, sizeof(page));
}

static void put_start(struct pack *pack)
{
	const struct igvm_supported_platform platform = { PACK_MASK, 2, IGVM_PLATFORM_SNP, 1, 0 };
	const struct igvm_guest_policy policy = { pack->policy, PACK_MASK, 0 };
	const struct igvm_parameter_area area = { ABI_PAGE_SIZE, 0, 0 };
	const struct igvm_parameter parameter = { 0, 0 };
	const struct igvm_parameter_insert insert = { AT_SECRETS + ABI_PAGE_SIZE, PACK_MASK, 0 };

	for (uint32_t i = 0; i < pack->platforms; i++)
		igvm_put(&pack->writer, IGVM_SUPPORTED_PLATFORM, &platform, sizeof(platform));
	igvm_put(&pack->writer, IGVM_GUEST_POLICY, &policy, sizeof(policy));
	igvm_put(&pack->writer, IGVM_PARAMETER_AREA, &area, sizeof(area));
	igvm_put(&pack->writer, pack->parameter_type, &parameter, sizeof(parameter));
	igvm_put(&pack->writer, IGVM_PARAMETER_INSERT, &insert, sizeof(insert));
}

/* PML4, PDPT, and a directory for each of layout.h's four gigabytes */
static void put_tables(struct pack *pack)
{
	static const uint64_t start[4] = { 0, 0, AT_DEVICES, AT_DEVICES };
	static const uint64_t c_bit[4] = { C_BIT, 0, 0, C_BIT };
	static uint64_t tables[AT_TABLE_PAGES][512];

	tables[0][0] = (AT_TABLES + ABI_PAGE_SIZE) | TABLE_LINK;
	for (uint32_t g = 0; g < 4; g++) {
		tables[1][g] = (AT_TABLES + (2 + g) * ABI_PAGE_SIZE) | TABLE_LINK;
		for (uint64_t i = 0; i < 512; i++)
			tables[2 + g][i] = (start[g] + i * ABI_PAGE_2M) | c_bit[g] | 0x83;
	}
	for (uint64_t i = 0; i < AT_TABLE_PAGES; i++)
		pack_page(pack, AT_TABLES + i * ABI_PAGE_SIZE, IGVM_PAGE_NORMAL, 0, tables[i]);
}

static void put_case(struct pack *pack, const char *name)
{
	struct snp_cpuid_page cpuid = { 0 };
	char page[ABI_PAGE_SIZE] = { 0 };

	snprintf(page, sizeof(page), "%s", name);
	pack_page(pack, AT_CASE, IGVM_PAGE_NORMAL, 0, page);
	if (pack->cpuid_eax != 0) {
		cpuid.count = 1;
		cpuid.entries[0].eax = pack->cpuid_eax;
	}
	pack_page(pack, AT_CPUID, IGVM_PAGE_CPUID, 0, &cpuid);
	pack_page(pack, AT_SECRETS, IGVM_PAGE_SECRETS, 0, NULL);
}

static void put_guest(struct pack *pack, FILE *guest)
{
	for (uint64_t i = 0; i < AT_GUEST_PAGES; i++) {
		uint8_t page[ABI_PAGE_SIZE] = { 0 };

		if (fread(page, 1, sizeof(page), guest) == 0)
			memset(page, 0, sizeof(page));
		pack_page(pack, AT_GUEST + i * ABI_PAGE_SIZE, IGVM_PAGE_NORMAL, 0, page);
	}
}

static void put_vp(struct pack *pack)
{
	const struct igvm_vp_context vp = {
		.gpa = SNP_VMSA_GPA,
		.mask = PACK_MASK,
		.file_offset = igvm_put_page(&pack->writer, (const uint8_t *)&pack->vmsa),
		.vp_index = (uint16_t)pack->vp_index,
	};

	igvm_put(&pack->writer, IGVM_VP_CONTEXT, &vp, IGVM_VP_CONTEXT_LENGTH);
}

static void set_vmsa(struct vmsa *vmsa)
{
	vmsa->cs = (struct vmsa_segment){ 8, 0xa9b, ~0u, 0 };
	vmsa->ds = vmsa->es = vmsa->fs = vmsa->gs = vmsa->ss =
		(struct vmsa_segment){ 0x10, 0xc93, ~0u, 0 };
	vmsa->tr = (struct vmsa_segment){ 0, 0x8b, 0xffff, 0 };
	vmsa->ldtr = (struct vmsa_segment){ 0, 0x82, 0xffff, 0 };
	vmsa->efer = EFER_SVME | EFER_LME | EFER_LMA | EFER_NXE;
	vmsa->cr0 = 0x80010033;
	vmsa->cr3 = AT_TABLES | C_BIT;
	vmsa->cr4 = 0x6a0;
	vmsa->dr6 = 0xffff0ff0;
	vmsa->dr7 = 0x400;
	vmsa->rflags = 2;
	vmsa->rip = AT_GUEST;
	vmsa->g_pat = 0x0007040600070406;
	vmsa->xcr0 = 1;
	vmsa->mxcsr = 0x1f80;
	vmsa->x87_fcw = 0x37f;
	vmsa->sev_features = SEV_FEATURE_SNP;
}

static int finish(struct pack *pack, const char *path)
{
	static uint8_t out[BUFFER_SIZE];
	struct machine_bundle bundle = {
		.magic = MACHINE_BUNDLE_MAGIC,
		.size = sizeof(bundle),
		.vcpus = PACK_VCPUS,
		.memory = PACK_MEMORY,
		.flags = pack->flags,
		.igvm.offset = ABI_PAGE_SIZE,
	};
	FILE *file = fopen(path, "wb");
	size_t len = 0;
	enum err err = igvm_writer_finish(&pack->writer, out + ABI_PAGE_SIZE,
					  sizeof(out) - ABI_PAGE_SIZE, &len);

	bundle.igvm.size = len;
	memcpy(out, &bundle, sizeof(bundle));
	if (file == NULL || err != OK ||
	    fwrite(out, 1, ABI_PAGE_SIZE + len, file) != ABI_PAGE_SIZE + len || fclose(file) != 0) {
		fprintf(stderr, "pack: %s\n", path);
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}

static int make(const char *name, const char *guest_path, const char *out)
{
	static struct pack pack = { .policy = 0x30000,
				    .platforms = 1,
				    .parameter_type = IGVM_VP_COUNT };
	FILE *guest = fopen(guest_path, "rb");

	if (guest == NULL) {
		perror(guest_path);
		return EXIT_FAILURE;
	}
	set_vmsa(&pack.vmsa);
	pack_change(&pack, name);
	igvm_writer_init(&pack.writer, malloc(BUFFER_SIZE), BUFFER_SIZE, malloc(BUFFER_SIZE),
			 BUFFER_SIZE);
	put_start(&pack);
	put_tables(&pack);
	put_case(&pack, name);
	put_guest(&pack, guest);
	if (pack.directives != NULL)
		pack.directives(&pack);
	put_vp(&pack);
	fclose(guest);
	return finish(&pack, out);
}

int main(int argc, char **argv)
{
	if (argc == 4)
		return make(argv[1], argv[2], argv[3]);
	if (argc != 2 || strcmp(argv[1], "--rules") != 0) {
		fprintf(stderr, "usage: pack CASE GUEST OUT | pack --rules\n");
		return 2;
	}
	for (size_t i = 0; i < RULE_COUNT; i++)
		puts(rule_names[i]);
	return EXIT_SUCCESS;
}
