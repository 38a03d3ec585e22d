/* SPDX-License-Identifier: MIT */
/*
 * The Independent Guest Virtual Machine file format, as far as SEV-SNP images use it.
 * Spec: IGVM file format 1.0 (github.com/microsoft/igvm, igvm_defs); QEMU's loader accepts a subset.
 */
#ifndef ABI_IGVM_H
#define ABI_IGVM_H

#include "check.h"

#define IGVM_MAGIC 0x4d564749u /* "IGVM" */
#define IGVM_VERSION_1 1u
#define IGVM_VERSION_2 2u

struct igvm_fixed_header {
	uint32_t magic;
	uint32_t version;
	uint32_t variable_offset;
	uint32_t variable_size;
	uint32_t total_size;
	uint32_t crc32; /* zlib's, over this header with crc32 = 0 and the variable headers */
};
ABI_SIZE(struct igvm_fixed_header, 24);

/* Follows the fixed header in version 2 */
struct igvm_fixed_header_v2_tail {
	uint32_t architecture; /* 0 x64 */
	uint32_t page_size;
};

struct igvm_variable_header {
	uint32_t type;
	uint32_t length; /* of the content, without the padding to 8 */
};

#define IGVM_OPTIONAL 0x80000000u /* bit of type: a loader may skip it; QEMU refuses it */

#define IGVM_SUPPORTED_PLATFORM 0x001u
#define IGVM_GUEST_POLICY 0x101u
#define IGVM_CORIM_DOCUMENT 0x104u
#define IGVM_CORIM_SIGNATURE 0x105u
#define IGVM_PARAMETER_AREA 0x301u
#define IGVM_PAGE_DATA 0x302u
#define IGVM_PARAMETER_INSERT 0x303u
#define IGVM_VP_CONTEXT 0x304u
#define IGVM_REQUIRED_MEMORY 0x305u
#define IGVM_VP_COUNT 0x307u
#define IGVM_SRAT 0x308u
#define IGVM_MADT 0x309u
#define IGVM_SNP_ID_BLOCK 0x30bu
#define IGVM_MEMORY_MAP 0x30cu
#define IGVM_COMMAND_LINE 0x30eu
#define IGVM_SLIT 0x30fu
#define IGVM_DEVICE_TREE 0x312u
#define IGVM_ENVIRONMENT_INFO 0x313u

#define IGVM_PLATFORM_NATIVE 0u
#define IGVM_PLATFORM_SNP 2u
#define IGVM_PLATFORM_TDX 3u

struct igvm_supported_platform {
	uint32_t mask;
	uint8_t highest_vtl;
	uint8_t platform_type;
	uint16_t platform_version; /* 1 */
	uint64_t shared_gpa_boundary;
};
ABI_SIZE(struct igvm_supported_platform, 16);

struct igvm_guest_policy {
	uint64_t policy;
	uint32_t mask;
	uint32_t reserved;
};
ABI_SIZE(struct igvm_guest_policy, 16);

struct igvm_parameter_area {
	uint64_t bytes;
	uint32_t index;
	uint32_t file_offset;
};
ABI_SIZE(struct igvm_parameter_area, 16);

#define IGVM_PAGE_2M 0x1u
#define IGVM_PAGE_UNMEASURED 0x2u
#define IGVM_PAGE_SHARED 0x4u

#define IGVM_PAGE_NORMAL 0u
#define IGVM_PAGE_SECRETS 1u
#define IGVM_PAGE_CPUID 2u
#define IGVM_PAGE_CPUID_XF 3u

struct igvm_page_data {
	uint64_t gpa;
	uint32_t mask;
	uint32_t file_offset; /* 0: a page of zeros */
	uint32_t flags;
	uint16_t type;
	uint16_t reserved;
};
ABI_SIZE(struct igvm_page_data, 24);
ABI_OFFSET(struct igvm_page_data, type, 20);

struct igvm_parameter_insert {
	uint64_t gpa;
	uint32_t mask;
	uint32_t index;
};
ABI_SIZE(struct igvm_parameter_insert, 16);

/* 20 bytes on the wire, padded to 24: read and write it by its length, not by sizeof */
#define IGVM_VP_CONTEXT_LENGTH 20u
struct igvm_vp_context {
	uint64_t gpa;
	uint32_t mask;
	uint32_t file_offset;
	uint16_t vp_index;
	uint16_t reserved;
};
ABI_OFFSET(struct igvm_vp_context, vp_index, 16);

struct igvm_required_memory {
	uint64_t gpa;
	uint32_t mask;
	uint32_t bytes;
	uint32_t flags;
	uint32_t reserved;
};
ABI_SIZE(struct igvm_required_memory, 24);

/* Content of VP_COUNT, SRAT, MADT, MEMORY_MAP, COMMAND_LINE, SLIT, DEVICE_TREE, ENVIRONMENT_INFO */
struct igvm_parameter {
	uint32_t index;
	uint32_t byte_offset;
};
ABI_SIZE(struct igvm_parameter, 8);

#define IGVM_MEMORY_RAM 0u
#define IGVM_MEMORY_PLATFORM_RESERVED 1u
#define IGVM_MEMORY_PERSISTENT 2u
#define IGVM_MEMORY_VTL2_PROTECTABLE 3u
#define IGVM_MEMORY_SPECIFIC_PURPOSE 4u
#define IGVM_MEMORY_HIDDEN 5u

struct igvm_memory_map_entry {
	uint64_t first_page;
	uint64_t page_count; /* 0 ends the map */
	uint16_t type;
	uint16_t flags;
	uint32_t reserved;
};
ABI_SIZE(struct igvm_memory_map_entry, 24);

/* ENVIRONMENT_INFO: one u32 */
#define IGVM_ENVIRONMENT_MEMORY_SHARED 0x1u

struct igvm_id_signature {
	uint8_t r[72];
	uint8_t s[72];
};
struct igvm_id_key {
	uint32_t curve;
	uint32_t reserved;
	uint8_t qx[72];
	uint8_t qy[72];
};
struct igvm_snp_id_block {
	uint32_t mask;
	uint8_t author_key_enabled;
	uint8_t reserved_05[3];
	uint8_t ld[48];
	uint8_t family_id[16];
	uint8_t image_id[16];
	uint32_t version;
	uint32_t guest_svn;
	uint32_t id_key_algorithm;
	uint32_t author_key_algorithm;
	struct igvm_id_signature id_signature;
	struct igvm_id_key id_key;
	struct igvm_id_signature author_signature;
	struct igvm_id_key author_key;
};
ABI_SIZE(struct igvm_snp_id_block, 696);
ABI_OFFSET(struct igvm_snp_id_block, ld, 8);
ABI_OFFSET(struct igvm_snp_id_block, family_id, 56);
ABI_OFFSET(struct igvm_snp_id_block, version, 88);
ABI_OFFSET(struct igvm_snp_id_block, id_signature, 104);
ABI_OFFSET(struct igvm_snp_id_block, id_key, 248);
ABI_OFFSET(struct igvm_snp_id_block, author_signature, 400);
ABI_OFFSET(struct igvm_snp_id_block, author_key, 544);

#endif
