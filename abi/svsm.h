/* SPDX-License-Identifier: MIT */
/*
 * Calls from a guest OS to the SVSM.
 * Spec: AMD Secure VM Service Module for SEV-SNP Guests (58019) revision 1.00.
 */
#ifndef ABI_SVSM_H
#define ABI_SVSM_H

#include "check.h"

/* RAX on entry: protocol << 32 | call; arguments in RCX, RDX, R8, R9; RAX on return: result */
#define SVSM_CALL(protocol, call) ((uint64_t)(protocol) << 32 | (uint32_t)(call))

#define SVSM_PROTOCOL_CORE 0u
#define SVSM_PROTOCOL_ATTEST 1u
#define SVSM_PROTOCOL_VTPM 2u
#define SVSM_PROTOCOL_APIC 3u
#define SVSM_PROTOCOL_UEFI_MM 4u
/* First number free for protocols that this specification does not assign */
#define SVSM_PROTOCOL_PRIVATE 0x80000000u

#define SVSM_OK 0u
#define SVSM_ERR_INCOMPLETE 0x80000000u
#define SVSM_ERR_UNSUPPORTED_PROTOCOL 0x80000001u
#define SVSM_ERR_UNSUPPORTED_CALL 0x80000002u
#define SVSM_ERR_INVALID_ADDRESS 0x80000003u
#define SVSM_ERR_INVALID_FORMAT 0x80000004u
#define SVSM_ERR_INVALID_PARAMETER 0x80000005u
#define SVSM_ERR_INVALID_REQUEST 0x80000006u
#define SVSM_ERR_BUSY 0x80000007u
#define SVSM_ERR_PROTOCOL_BASE 0x80001000u
#define SVSM_ERR_PVALIDATE(rmp_result) (SVSM_ERR_PROTOCOL_BASE + (rmp_result))

/* The calling area: the first 8 bytes of a 4K-aligned page; the rest may hold a request */
struct svsm_caa {
	uint8_t call_pending;
	uint8_t mem_available;
	uint8_t no_eoi_required;
	uint8_t reserved[5];
};
ABI_SIZE(struct svsm_caa, 8);

#define SVSM_CORE_REMAP_CA 0u
#define SVSM_CORE_PVALIDATE 1u
#define SVSM_CORE_CREATE_VCPU 2u
#define SVSM_CORE_DELETE_VCPU 3u
#define SVSM_CORE_DEPOSIT_MEM 4u
#define SVSM_CORE_WITHDRAW_MEM 5u
#define SVSM_CORE_QUERY_PROTOCOL 6u
#define SVSM_CORE_CONFIGURE_VTOM 7u

struct svsm_pvalidate_list {
	uint16_t entries;
	uint16_t next;
	uint32_t reserved;
	uint64_t entry[];
};
ABI_SIZE(struct svsm_pvalidate_list, 8);

#define SVSM_PVALIDATE_SIZE_MASK 0x3ull
#define SVSM_PVALIDATE_2M 0x1ull
#define SVSM_PVALIDATE_VALIDATE 0x4ull
#define SVSM_PVALIDATE_IGNORE_CF 0x8ull
#define SVSM_PVALIDATE_RESERVED 0xff0ull
#define SVSM_PVALIDATE_CAA_MAX 510u

#endif
