/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the IGVM builder and the host would have left in memory: boot block, launch pages, populated
 * guest pages. */
#include "abi/acpi.h"
#include "abi/igvm.h"
#include "abi/profile.h"
#include "core/platform/host/state.h"

#define IST_PAGES 1u
#define DATA_PAGES 1u
#define IMAGE_PAGES 16u

static uint8_t build_id[PROFILE_BUILD_ID_SIZE] = "simulated platform";

static void populate(uint64_t start, uint64_t pages)
{
	for (uint64_t i = 0; i < pages; i++)
		*sim_page(start + i * PAGE_SIZE) =
			(struct sim_page){ .is_private = true, .is_validated = true };
}

static void block_write(struct boot_block *block, uint32_t vcpus)
{
	uint32_t percpu = BOOT_PERCPU_PAGES(CONFIG_STACK_PAGES, IST_PAGES, DATA_PAGES);
	uint64_t at = SIM_REGION_GPA + BOOT_OFF_MADT + BOOT_MADT_PAGES * PAGE_SIZE;

	*block = (struct boot_block){
		.magic = BOOT_MAGIC,
		.version = BOOT_VERSION,
		.size = sizeof(*block),
		.c_bit = SIM_C_BIT,
		.vcpus_max = vcpus,
		.region_gpa = SIM_REGION_GPA,
		.region_size = SIM_REGION_SIZE,
		.launch_gpa = SIM_REGION_GPA,
		.image_gpa = at,
		.image_pages = IMAGE_PAGES,
		.heap_pages = CONFIG_HEAP_PAGES,
		.percpu_pages = percpu,
		.stack_pages = CONFIG_STACK_PAGES,
		.ist_pages = IST_PAGES,
		.data_pages = DATA_PAGES,
		.table_pages = BOOT_TABLE_PERCPU + vcpus,
		.guest_vmpl = SIM_GUEST_VMPL,
		.sev_features = SEV_FEATURE_SNP,
		.svn = CONFIG_SVN,
	};
	at += IMAGE_PAGES * PAGE_SIZE;
	block->tables_gpa = at;
	at += block->table_pages * PAGE_SIZE;
	block->guest_vmsa_gpa = at;
	at += PAGE_SIZE;
	block->percpu_gpa = at;
	at += (uint64_t)percpu * vcpus * PAGE_SIZE;
	block->heap_gpa = at;
}

static void guest_write(struct boot_block *block, uint32_t vcpus)
{
	struct boot_range *ranges = platform_launch_page(BOOT_OFF_RANGES);
	uint64_t acpi = SIM_GUEST_GPA + SIM_PAGE_ACPI * PAGE_SIZE;

	ranges[0] = (struct boot_range){ SIM_GUEST_GPA, SIM_PAGE_ACPI, BOOT_RANGE_GUEST, 0 };
	ranges[1] = (struct boot_range){ acpi, 1, BOOT_RANGE_GUEST_ACPI, 0 };
	ranges[2] =
		(struct boot_range){ SIM_GUEST_GPA + SIM_PAGE_CAA * PAGE_SIZE,
				     SIM_PAGE_COUNT - SIM_PAGE_CAA, BOOT_RANGE_GUEST_RESERVED, 0 };
	block->range_count = 3;
	block->guest_boot_params_gpa = SIM_GUEST_GPA + SIM_PAGE_ZERO * PAGE_SIZE;
	block->guest_madt_gpa = acpi;
	block->guest_madt_size =
		(uint32_t)(sizeof(struct acpi_madt) + vcpus * sizeof(struct madt_local_apic));
	block->guest_caa_gpa = SIM_GUEST_GPA + SIM_PAGE_CAA * PAGE_SIZE;
	block->guest_secrets_gpa = SIM_GUEST_GPA + SIM_PAGE_SECRETS * PAGE_SIZE;
	block->guest_cpuid_gpa = SIM_GUEST_GPA + SIM_PAGE_CPUID * PAGE_SIZE;
	sim_write_madt(sim_memory(acpi), vcpus, 0);
	populate(SIM_GUEST_GPA, SIM_PAGE_COUNT);
}

static void launch_write(uint32_t vcpus)
{
	struct snp_cpuid_page *cpuid = platform_launch_page(BOOT_OFF_CPUID);
	struct snp_secrets *secrets = platform_launch_page(BOOT_OFF_SECRETS);

	cpuid->count = 1;
	cpuid->entries[0] =
		(struct snp_cpuid_entry){ .eax_in = 0x8000001f, .ebx = 1u << 31 | SIM_C_BIT };
	for (uint32_t i = 0; i < sizeof(secrets->vmpck); i++)
		((uint8_t *)secrets->vmpck)[i] = (uint8_t)(i * 37 + 11);
	sim_write_memory_map(0, 0, sim.ram, IGVM_MEMORY_RAM);
	sim_write_vp_count(vcpus);
	sim_write_madt(platform_launch_page(BOOT_OFF_MADT), vcpus, vcpus);
}

void sim_launch(uint32_t vcpus)
{
	struct boot_block *block = sim_block();
	struct vmsa *vmsa;

	block_write(block, vcpus);
	populate(SIM_REGION_GPA,
		 (block->percpu_gpa - SIM_REGION_GPA) / PAGE_SIZE + block->percpu_pages);
	launch_write(vcpus);
	guest_write(block, vcpus);
	vmsa = sim_memory(block->guest_vmsa_gpa);
	vmsa->vmpl = SIM_GUEST_VMPL;
	vmsa->efer = EFER_SVME | EFER_LME | EFER_LMA;
}

void sim_write_memory_map(uint32_t i, uint64_t start, uint64_t size, uint16_t type)
{
	struct igvm_memory_map_entry *map = platform_launch_page(BOOT_OFF_MEMORY_MAP);

	map[i] = (struct igvm_memory_map_entry){ start / PAGE_SIZE, size / PAGE_SIZE, type, 0, 0 };
	map[i + 1] = (struct igvm_memory_map_entry){ 0 };
}

void sim_write_madt(void *at, uint32_t vcpus, uint32_t enabled)
{
	struct acpi_madt *madt = at;
	struct madt_local_apic *apic = (struct madt_local_apic *)(madt + 1);
	uint8_t *bytes = at;
	uint8_t sum = 0;

	*madt = (struct acpi_madt){ 0 };
	__builtin_memcpy(madt->header.signature, "APIC", 4);
	madt->header.length = (uint32_t)(sizeof(*madt) + vcpus * sizeof(*apic));
	for (uint32_t i = 0; i < vcpus; i++)
		apic[i] = (struct madt_local_apic){ MADT_LOCAL_APIC, sizeof(*apic), (uint8_t)i,
						    (uint8_t)(2 * i),
						    i < enabled ? MADT_ENABLED : 0 };
	for (uint32_t i = 0; i < madt->header.length; i++)
		sum = (uint8_t)(sum + bytes[i]);
	madt->header.checksum = (uint8_t)(0x100 - sum);
}

void sim_write_vp_count(uint32_t count)
{
	*(uint32_t *)platform_launch_page(BOOT_OFF_VP_COUNT) = count;
}

struct boot_block *sim_block(void)
{
	return platform_launch_page(BOOT_OFF_BLOCK);
}

const struct boot_block *platform_boot_block(void)
{
	return sim_block();
}

void *platform_launch_page(uint64_t offset)
{
	return sim_memory(SIM_REGION_GPA + offset);
}

const void __shared *platform_host_area(uint64_t offset)
{
	return (const void __shared *)platform_launch_page(offset);
}

const uint8_t *platform_build_id(void)
{
	return build_id;
}

void *platform_heap(void)
{
	return sim_memory(sim_block()->heap_gpa);
}

void *platform_percpu(uint32_t cpu)
{
	return sim_memory(sim_block()->percpu_gpa +
			  (uint64_t)cpu * sim_block()->percpu_pages * PAGE_SIZE);
}
