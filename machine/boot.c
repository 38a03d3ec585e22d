/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From QEMU's PVH hand-over to a machine in its carve-out: the order of the boot, as a table of
 * contents. Trusts nothing in the bundle but what it has checked. Spec: Xen hvm_start_info,
 * version 1.
 */
#include "boot.h"

#include "abi/channel.h"
#include "clock.h"
#include "cpu.h"
#include "layout.h"
#include "lib/freestanding/memory.h"
#include "loader.h"
#include "log.h"
#include "mem.h"
#include "npt.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"
#include "traps.h"
#include "vcpu.h"
#include "x86.h"

#define START_MAGIC 0x336ec578u
#define MEMMAP_RAM 1u
#define TABLE_LINK 0x3u /* present, writable */
#define TABLE_LARGE 0x83u
#define DIRTY_END                                                                                  \
	0x2000000ull /* QEMU, its firmware and the image's first home touch no low memory above */
#define MEMORY_MIN (32ull << 20)
#define FLAGS_KNOWN                                                                                \
	(MACHINE_FLAG_QUIET | MACHINE_FLAG_RESTRICTED | MACHINE_FLAG_KVM_VMSAS |                   \
	 MACHINE_FLAG_TRACE | MACHINE_FLAG_CHANNEL)

struct start_info {
	uint32_t magic;
	uint32_t version;
	uint32_t flags;
	uint32_t modules;
	uint64_t modules_gpa;
	uint64_t cmdline_gpa;
	uint64_t rsdp_gpa;
	uint64_t memmap_gpa;
	uint32_t memmap_entries;
	uint32_t reserved;
};

struct start_module {
	uint64_t gpa;
	uint64_t size;
	uint64_t cmdline_gpa;
	uint64_t reserved;
};

struct start_memmap {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
	uint32_t reserved;
};

const struct machine_bundle *boot_bundle;

static uint64_t cr3;
static uint64_t ram_low_end;
static uint64_t ram_high_end = MEM_4G;

extern uint8_t image_start[], image_end[];
void boot_move(void *to, const void *image, uint64_t quads, uint64_t new_cr3);

uint64_t boot_cr3(void)
{
	return cr3;
}

const uint8_t *boot_blob(const struct machine_blob *blob)
{
	return blob->size ? (const uint8_t *)boot_bundle + blob->offset : NULL;
}

static void read_memmap(const struct start_info *info)
{
	const struct start_memmap *map = mem_at(info->memmap_gpa);

	for (uint32_t i = 0; i < info->memmap_entries; i++) {
		uint64_t end = map[i].addr + map[i].size;

		if (map[i].type != MEMMAP_RAM)
			continue;
		if (end <= MEM_4G && end > ram_low_end)
			ram_low_end = end;
		if (map[i].addr >= MEM_4G && end > ram_high_end)
			ram_high_end = end;
	}
}

static bool blob_inside(const struct machine_blob *blob, uint64_t size)
{
	return !blob->size || (blob->offset >= sizeof(struct machine_bundle) &&
			       blob->offset <= size && blob->size <= size - blob->offset);
}

static void read_bundle(const struct start_info *info)
{
	const struct start_module *module = mem_at(info->modules_gpa);
	const struct machine_bundle *bundle;

	if (info->modules != 1 || module->size < sizeof(*bundle))
		report_end("input", "no bundle: give QEMU one with -initrd");
	bundle = mem_at(module->gpa);
	if (memcmp(bundle->magic, MACHINE_BUNDLE_MAGIC, sizeof(bundle->magic)) != 0 ||
	    bundle->size != sizeof(*bundle))
		report_end("input", "the bundle has another format or version");
	if (!blob_inside(&bundle->igvm, module->size) ||
	    !blob_inside(&bundle->memory_map, module->size) ||
	    !blob_inside(&bundle->madt, module->size) ||
	    !blob_inside(&bundle->vp_count, module->size) ||
	    !blob_inside(&bundle->environment, module->size))
		report_end("input", "a blob lies outside the bundle");
	if (!bundle->vcpus || bundle->vcpus > MACHINE_VCPUS_MAX)
		report_end("input", "%u vCPUs: 1 to %u are possible", bundle->vcpus,
			   MACHINE_VCPUS_MAX);
	if (bundle->memory < MEMORY_MIN || bundle->memory % ABI_PAGE_2M)
		report_end("input", "guest memory must be a multiple of 2 MiB, 32 MiB or more");
	if (bundle->flags & ~FLAGS_KNOWN || bundle->offer_features > CHANNEL_FEATURES_MAX)
		report_end("input", "the bundle asks for something unknown: flags %x",
			   bundle->flags);
	boot_bundle = bundle;
	mem.carve_end = module->gpa;
}

static void place_carve(void)
{
	uint64_t total = ram_low_end + ram_high_end - MEM_4G;
	uint64_t carve;

	ram_low_end &= ~(uint64_t)(ABI_PAGE_2M - 1);
	if (total < boot_bundle->memory + LAYOUT_IMAGE_SIZE)
		report_end("input", "QEMU has %lu MiB: too little for %lu MiB of guest memory",
			   total >> 20, boot_bundle->memory >> 20);
	carve = ((total - boot_bundle->memory) & ~(uint64_t)(ABI_PAGE_2M - 1));
	mem.carve_start = ram_low_end - carve;
	mem.low_end = mem.carve_start;
	mem.high_end = MEM_4G + (boot_bundle->memory - mem.low_end);
	if (carve > ram_low_end - DIRTY_END || mem.carve_end < mem.carve_start + LAYOUT_IMAGE_SIZE)
		report_end("input",
			   "the bundle does not lie in the carve-out at the top of low memory");
	mem_pool_init(mem.carve_start + LAYOUT_IMAGE_SIZE,
		      mem.carve_end & ~(uint64_t)(ABI_PAGE_SIZE - 1));
}

static void make_tables(void)
{
	uint64_t *pml4, *direct, *image, *pages;
	uint64_t tables = mem_pool_take(4);

	pml4 = mem_at(tables);
	direct = pml4 + 512;
	image = pml4 + 1024;
	pages = pml4 + 1536;
	for (uint64_t i = 0; i < 512; i++)
		direct[i] = i << 30 | TABLE_LARGE;
	for (uint64_t i = 0; i < LAYOUT_IMAGE_SIZE / ABI_PAGE_2M; i++)
		pages[i] = (mem.carve_start + i * ABI_PAGE_2M) | TABLE_LARGE;
	image[510] = (tables + 3 * ABI_PAGE_SIZE) | TABLE_LINK;
	pml4[0] = pml4[256] = (tables + ABI_PAGE_SIZE) | TABLE_LINK;
	pml4[511] = (tables + 2 * ABI_PAGE_SIZE) | TABLE_LINK;
	cr3 = tables;
}

/* The first gigabytes are mapped at 0 only for the application processors' start */
static void drop_identity(void)
{
	*(uint64_t *)mem_at(cr3) = 0;
	x86_write_cr3(cr3);
}

static void move(void)
{
	uint64_t quads = (uint64_t)(image_end - image_start) / 8;

	make_tables();
	boot_move(mem_at(mem.carve_start), image_start, quads, cr3);
}

static void start_processors(void)
{
	traps_init();
	cpu_init(&cpus[0]);
	clock_init();
	smp_start(boot_bundle->vcpus);
	drop_identity();
}

/* Guest memory starts as zeros: QEMU's is, but for what lies below DIRTY_END */
static void clear_guest_memory(void)
{
	mem_fill_hole();
	memset(mem_at(0), 0, MEM_HOLE);
	memset(mem_at(MEM_HOLE_END), 0, DIRTY_END - MEM_HOLE_END);
}

void boot_main(uint64_t start_info)
{
	const struct start_info *info = mem_at(start_info);

	if (info->magic != START_MAGIC)
		report_end("input", "not started as a PVH kernel");
	read_memmap(info);
	read_bundle(info);
	place_carve();
	move();
	start_processors();
	if (boot_bundle->flags & MACHINE_FLAG_QUIET)
		log_quiet();
	log_line("SNP machine: %u vCPUs, %lu MiB of guest memory", cpu_count,
		 boot_bundle->memory >> 20);
	clear_guest_memory();
	rules_print();
	rmp_init();
	npt_init();
	vcpu_init();
	loader_run();
	lock_take(&cpu_lock);
	smp_go();
	cpu_main(&cpus[0]);
}
