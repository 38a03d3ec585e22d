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
