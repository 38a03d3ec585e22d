/* SPDX-License-Identifier: MIT */
/*
 * The contract between the image and the IGVM builder (`parapet igvm build`).
 *
 * There is no second stage: the builder lays the image out, writes its page tables and the state in
 * which the first vCPU starts, and describes all of it in one measured page, the boot block. The
 * image only ever runs at the virtual addresses below; where its memory lies is the builder's choice.
 *
 * Entry (first vCPU): CPL 0, 64-bit, interrupts off, RIP = the ELF entry point, RSP = the top of this
 * CPU's stack, CR3 = the builder's tables, CR0 = PE|MP|ET|NE|WP|PG, CR4 = PAE|MCE|PGE|OSFXSR|OSXMMEXCPT,
 * EFER = LME|LMA|NXE|SVME, flat segments CS 0x08 and data 0x10, GDTR and IDTR empty, every general
 * register zero. Nothing is mapped but what this file lists; nothing is mapped both W and X.
 */
#ifndef ABI_BOOT_H
#define ABI_BOOT_H

#include "check.h"

/* --- virtual address map --------------------------------------------------------------------- */

#define BOOT_VA_MAP 0xffffffff00000000ull    /* 1 GiB: the validity map (tables below), empty at entry */
#define BOOT_VA_WIN2M 0xffffffff40000000ull  /* 1 GiB: 512 windows of 2 MiB, empty at entry */
#define BOOT_VA_IMAGE 0xffffffff80000000ull  /* the ELF's PT_LOAD segments, with their own rights */
#define BOOT_VA_HEAP 0xffffffff90000000ull   /* heap_pages, RW, not validated at entry */
#define BOOT_VA_PERCPU 0xffffffffa0000000ull /* one slot a CPU */
#define BOOT_VA_TABLES 0xffffffffb0000000ull /* page-table pages the image may edit, RW */
#define BOOT_VA_BLOCK 0xffffffffc0000000ull  /* boot block and launch pages */

/* One slot of 2 MiB a CPU; absent pages between the parts are the guards */
#define BOOT_PERCPU_STRIDE 0x200000ull
#define BOOT_PERCPU_STACK_TOP 0x10000ull /* stack_pages below it, RW */
#define BOOT_PERCPU_IST_TOP 0x20000ull   /* ist_pages below it, RW: #DF, #VC and #HV share no frame with the stack */
#define BOOT_PERCPU_DATA 0x30000ull      /* data_pages, RW */
#define BOOT_PERCPU_GHCB 0x40000ull      /* 1 page, RW, C = 0 */
#define BOOT_PERCPU_DOORBELL 0x42000ull  /* 1 page, RW, C = 0 */
#define BOOT_PERCPU_VMSA 0x44000ull      /* 1 page, RW: this CPU's VMSA at VMPL0 (not the first CPU's: that one is
					    the IGVM file's VP context, and this page stays unused) */
#define BOOT_PERCPU_WINDOWS 0x100000ull  /* 256 windows of 4 KiB, empty at entry */
#define BOOT_PERCPU_WINDOW_COUNT 256u

/* Physical order of a CPU's pages: stack, ist, data, ghcb, doorbell, vmsa */
#define BOOT_PERCPU_PAGES(stack, ist, data) ((stack) + (ist) + (data) + 3u)

/* Pages at BOOT_VA_TABLES, in this order */
#define BOOT_TABLE_WIN2M_PD 0u /* page directory of BOOT_VA_WIN2M */
#define BOOT_TABLE_MAP_PD 1u   /* page directory of BOOT_VA_MAP; entry 0 points at the next */
#define BOOT_TABLE_MAP_PT 2u   /* its first 2 MiB by 4K pages */
#define BOOT_TABLE_PERCPU 3u   /* + n: page table of CPU n's slot */

/* Pages at BOOT_VA_BLOCK */
#define BOOT_OFF_BLOCK 0x0000ull   /* struct boot_block, RO, measured */
#define BOOT_OFF_PROFILE 0x1000ull /* the profile page, RO, measured (unmeasured under binding: host_data) */
#define BOOT_OFF_CPUID 0x2000ull   /* CPUID page, RW */
#define BOOT_OFF_SECRETS 0x3000ull /* secrets page, RW: the image wipes what it took */
#define BOOT_OFF_RANGES 0x4000ull  /* BOOT_RANGE_PAGES of struct boot_range, RO, measured */
#define BOOT_RANGE_PAGES 4u
#define BOOT_RANGE_MAX (BOOT_RANGE_PAGES * ABI_PAGE_SIZE / 24u)
/* Parameter areas, RO, unmeasured, one IGVM parameter each; what the host says, never trusted */
#define BOOT_OFF_MEMORY_MAP 0x10000ull
#define BOOT_MEMORY_MAP_PAGES 2u
#define BOOT_OFF_VP_COUNT 0x12000ull
#define BOOT_OFF_ENVIRONMENT 0x13000ull
#define BOOT_OFF_MADT 0x14000ull
#define BOOT_MADT_PAGES 4u

/* --- image → builder: a section that is not loaded ------------------------------------------------ */

#define IMAGE_SECTION ".parapet.image"
#define IMAGE_MAGIC "PARAIMG1"

#define IMAGE_FLAG_DEBUG 0x1u

struct image_needs {
	char magic[8];
	uint32_t size; /* of this structure */
	uint32_t flags;
	uint32_t heap_pages;  /* page pool, 1..65536 */
	uint32_t stack_pages; /* 1..15 */
	uint32_t ist_pages;   /* 1..15 */
	uint32_t data_pages;  /* 1..16 */
	uint32_t vcpus_max;   /* 1..64 */
	uint32_t svn;
	char version[32];      /* NUL-terminated */
	uint64_t params_start; /* virtual address of the first struct param (abi/profile.h) … */
	uint64_t params_end;   /* … and past the last: a parameter's number is its index here */
	uint64_t param_size;
};
ABI_SIZE(struct image_needs, 96);

/* --- builder → image: the boot block ---------------------------------------------------------------- */

#define BOOT_MAGIC 0x544f4f4241524150ull /* "PARABOOT" */
#define BOOT_VERSION 1u

struct boot_block {
	uint64_t magic;
	uint32_t version;
	uint32_t size; /* of this structure */

	uint32_t c_bit; /* position, 32..51; entry compares it with the CPUID page */
	uint32_t vcpus_max;
	uint64_t region_gpa; /* all that is Parapet's, 2M-aligned, one piece; what the guest is told as svsm_base/size */
	uint64_t region_size;

	/* inside the region; each one contiguous piece */
	uint64_t image_gpa;
	uint64_t heap_gpa;
	uint64_t percpu_gpa; /* the first CPU's stack, ist and data are populated; its ghcb, doorbell and vmsa and
				all of the others' pages are not */
	uint64_t tables_gpa;
	uint64_t launch_gpa; /* of BOOT_VA_BLOCK: GPA = launch_gpa + BOOT_OFF_x */
	uint32_t image_pages;
	uint32_t heap_pages;
	uint32_t percpu_pages; /* of one CPU */
	uint32_t stack_pages;
	uint32_t ist_pages;
	uint32_t data_pages;
	uint32_t table_pages;
	uint32_t range_count; /* entries at BOOT_OFF_RANGES, 0..BOOT_RANGE_MAX */

	/* the guest; 0 where the payload has none */
	uint64_t guest_vmsa_gpa; /* inside the region, populated: the first guest vCPU's VMSA, but for sev_features */
	uint64_t guest_caa_gpa;  /* guest pages, populated */
	uint64_t guest_secrets_gpa;
	uint64_t guest_cpuid_gpa;
	uint64_t guest_boot_params_gpa; /* Linux zero page: the image writes e820_table and e820_entries */
	uint64_t guest_madt_gpa;        /* measured template; the image writes the enabled flags and the checksum */
	uint32_t guest_madt_size;
	uint32_t guest_vmpl; /* 1..3 */
	uint64_t sev_features; /* of the first vCPU's VMSA at VMPL0 */
	uint32_t svn;          /* security version number: the image's own, or a higher one */
	uint32_t guest_memory_mib; /* the guest's memory must reach up to here; 0: no matter. More than its populated
				      pages: a kernel unpacks itself behind them */
};
ABI_SIZE(struct boot_block, 184);

enum boot_range_kind {
	BOOT_RANGE_GUEST = 1,        /* validated at launch; open it to the guest */
	BOOT_RANGE_GUEST_RESERVED = 2, /* the same, but not RAM in E820 (secrets, CPUID, calling area) */
	BOOT_RANGE_GUEST_ACPI = 3,   /* the same, ACPI tables in E820 */
};

/* Populated pages outside the region; ascending, page-aligned, without overlap */
struct boot_range {
	uint64_t gpa;
	uint64_t pages;
	uint32_t kind;
	uint32_t reserved;
};
ABI_SIZE(struct boot_range, 24);

#endif
