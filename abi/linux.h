/* SPDX-License-Identifier: MIT */
/*
 * What a guest is handed in the Linux 64-bit boot protocol; the test guest takes the same.
 * Spec: Linux Documentation/arch/x86/boot.rst, zero-page.rst; arch/x86/include/asm/sev.h (CC blob).
 */
#ifndef ABI_LINUX_H
#define ABI_LINUX_H

#include "check.h"

#define BOOT_PARAMS_ACPI_RSDP 0x070u    /* u64 */
#define BOOT_PARAMS_E820_ENTRIES 0x1e8u /* u8 */
#define BOOT_PARAMS_SETUP_HEADER 0x1f1u
#define BOOT_PARAMS_CMD_LINE_PTR 0x228u /* u32 */
#define BOOT_PARAMS_SETUP_DATA 0x250u   /* u64 */
#define BOOT_PARAMS_E820_TABLE 0x2d0u
#define BOOT_PARAMS_E820_MAX 128u

/*
 * The setup header: in a bzImage and in the zero page at BOOT_PARAMS_SETUP_HEADER. It ends at 0x202 + the jump's
 * operand; in the zero page BOOT_PARAMS_SETUP_HEADER_END bounds it.
 */
#define BOOT_PARAMS_SETUP_HEADER_END 0x290u
struct __attribute__((packed)) linux_setup_header {
	uint8_t setup_sects; /* 0 means 4 */
	uint16_t root_flags;
	uint32_t syssize; /* of the protected-mode part, in 16 bytes */
	uint16_t ram_size;
	uint16_t vid_mode;
	uint16_t root_dev;
	uint16_t boot_flag; /* LINUX_BOOT_FLAG */
	uint8_t jump;       /* 0xeb */
	uint8_t jump_len;   /* the header ends so many bytes behind this one */
	uint32_t magic;     /* LINUX_HEADER_MAGIC */
	uint16_t version;   /* of the boot protocol, major.minor */
	uint32_t realmode_swtch;
	uint16_t start_sys_seg;
	uint16_t kernel_version; /* + 0x200: of the text in the file */
	uint8_t type_of_loader;
	uint8_t loadflags;
	uint16_t setup_move_size;
	uint32_t code32_start;
	uint32_t ramdisk_image;
	uint32_t ramdisk_size;
	uint32_t bootsect_kludge;
	uint16_t heap_end_ptr;
	uint8_t ext_loader_ver;
	uint8_t ext_loader_type;
	uint32_t cmd_line_ptr;
	uint32_t initrd_addr_max; /* last byte that an initrd may have */
	uint32_t kernel_alignment;
	uint8_t relocatable_kernel;
	uint8_t min_alignment;
	uint16_t xloadflags;
	uint32_t cmdline_size; /* without the NUL */
	uint32_t hardware_subarch;
	uint64_t hardware_subarch_data;
	uint32_t payload_offset;
	uint32_t payload_length;
	uint64_t setup_data;
	uint64_t pref_address;
	uint32_t init_size; /* memory that it needs from its load address on, until it has an E820 map */
	uint32_t handover_offset;
	uint32_t kernel_info_offset;
};
ABI_SIZE(struct linux_setup_header, 0x7b);

#define LINUX_BOOT_FLAG 0xaa55u
#define LINUX_HEADER_MAGIC 0x53726448u /* "HdrS" */
#define LINUX_VERSION_XLOADFLAGS 0x20cu
#define LINUX_LOADED_HIGH 0x01u
#define LINUX_XLF_KERNEL_64 0x0001u
#define LINUX_LOADER_UNDEFINED 0xffu
#define LINUX_ENTRY_64 0x200u /* from the load address */
#define LINUX_SECTOR_SIZE 512u
#define LINUX_CODE_SELECTOR 0x10u
#define LINUX_DATA_SELECTOR 0x18u

#define E820_RAM 1u
#define E820_RESERVED 2u
#define E820_ACPI 3u

/* 20 bytes each in the zero page, unaligned */
#define E820_ENTRY_SIZE 20u
struct __attribute__((packed)) e820_entry {
	uint64_t addr;
	uint64_t size;
	uint32_t type;
};
ABI_SIZE(struct e820_entry, E820_ENTRY_SIZE);

#define SETUP_CC_BLOB 7u
struct setup_data_cc_blob {
	uint64_t next;
	uint32_t type; /* SETUP_CC_BLOB */
	uint32_t len;  /* 4 */
	uint32_t cc_blob_address;
	uint32_t reserved;
};
ABI_SIZE(struct setup_data_cc_blob, 24);

#define CC_BLOB_MAGIC 0x45444d41u
struct cc_blob {
	uint32_t magic;
	uint16_t version; /* 0 */
	uint16_t reserved;
	uint64_t secrets_gpa;
	uint32_t secrets_len;
	uint32_t reserved1;
	uint64_t cpuid_gpa;
	uint32_t cpuid_len;
	uint32_t reserved2;
};
ABI_SIZE(struct cc_blob, 40);

#endif
