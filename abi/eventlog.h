/* SPDX-License-Identifier: MIT */
/*
 * The TCG event log: a first event in the old format that says which hashes follow, then TCG_PCR_EVENT2.
 * Spec: TCG PC Client Platform Firmware Profile 1.06 s10.2, s10.4.
 */
#ifndef ABI_EVENTLOG_H
#define ABI_EVENTLOG_H

#include "check.h"

#define EV_NO_ACTION 0x00000003u
#define EV_SEPARATOR 0x00000004u
#define EV_EVENT_TAG 0x00000006u
#define EV_COMPACT_HASH 0x0000000cu
#define EV_PLATFORM_CONFIG_FLAGS 0x0000000au

#define TPM_ALG_SHA384 0x000cu

/* TCG_PCClientPCREvent, then event_size bytes */
struct eventlog_first {
	uint32_t pcr;
	uint32_t type; /* EV_NO_ACTION */
	uint8_t sha1[20];
	uint32_t event_size;
};
ABI_SIZE(struct eventlog_first, 32);

#define EVENTLOG_SPEC_SIGNATURE "Spec ID Event03" /* with its NUL, 16 bytes */

/* TCG_EfiSpecIDEvent with one algorithm and no vendor information; 33 bytes on the wire */
#define EVENTLOG_SPEC_SIZE 33u
struct eventlog_spec {
	char signature[16];
	uint32_t platform_class; /* 0: client */
	uint8_t minor;           /* 0 */
	uint8_t major;           /* 2 */
	uint8_t errata;          /* 0 */
	uint8_t uintn_size;      /* 2: 64 bits */
	uint32_t algorithms;     /* 1 */
	uint16_t algorithm;
	uint16_t digest_size;
	uint8_t vendor_size; /* 0 */
	uint8_t padding[3];  /* not on the wire */
};
ABI_OFFSET(struct eventlog_spec, vendor_size, EVENTLOG_SPEC_SIZE - 1);

/* TCG_PCR_EVENT2 with one digest, on the wire: u32 pcr, u32 type, u32 digests = 1, u16 algorithm, digest[48],
 * u32 event size, event */
#define EVENTLOG_EVENT2_FIXED (4u + 4u + 4u + 2u + 48u + 4u)

#endif
