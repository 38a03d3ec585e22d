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

/* TCG_PCClientTaggedEvent, then size bytes */
struct eventlog_tagged {
	uint32_t tag; /* enum eventlog_tag */
	uint32_t size;
};
ABI_SIZE(struct eventlog_tagged, 8);

/*
 * What Parapet measures, all of it into PCR 0, each before its first use. A tag that once had a meaning never gets
 * another. docs/evidence.md describes the contents. X(tag, NAME, "name", "contents")
 */
#define EVENTLOG_TAG_TABLE(X)                                                                      \
	X(0x50500001, IMAGE, "image", "struct eventlog_image")                                     \
	X(0x50500002, PROFILE, "profile", "48 bytes: SHA-384 of the profile page")                 \
	X(0x50500003, MEMORY_MAP, "memory-map", "the host's IGVM memory map, without its end mark") \
	X(0x50500004, VCPU_COUNT, "vcpu-count", "u32: the host's vCPU count")                      \
	X(0x50500005, MADT, "madt", "the host's MADT, as long as its header says")                 \
	X(0x50500006, ENVIRONMENT, "environment", "u32: the host's environment")                   \
	X(0x50500007, HELLO, "hello", "the channel's HELLO, header and body")                      \
	X(0x50500008, OFFER, "offer", "the channel's OFFER as it was received")                    \
	X(0x50500009, CHOICE, "choice", "the channel's CHOICE as it was sent, with its TH")        \
	X(0x5050000a, FROZEN, "frozen", "struct eventlog_frozen")                                  \
	X(0x5050000b, STRATEGY, "strategy", "struct eventlog_strategy")                            \
	X(0x5050000c, MODULE, "module", "struct eventlog_module")                                  \
	X(0x5050000d, PLATFORM, "platform", "struct eventlog_platform")                            \
	X(0x5050000e, CPUID, "cpuid", "the entries of the CPUID page, 48 bytes each")

enum eventlog_tag {
#define EVENTLOG_TAG_ENUM(number, name, text, contents) EVENTLOG_TAG_##name = (number),
	EVENTLOG_TAG_TABLE(EVENTLOG_TAG_ENUM)
#undef EVENTLOG_TAG_ENUM
};

#define EVENTLOG_IMAGE_DEBUG 0x1u /* the host reads a debug build's console */

struct eventlog_image {
	uint32_t flags; /* EVENTLOG_IMAGE_* */
	uint32_t svn;
	uint8_t build_id[20];
	uint8_t reserved[4];
};
ABI_SIZE(struct eventlog_image, 32);

struct eventlog_platform {
	uint64_t hypervisor_features; /* GHCB_FEATURE_*, the host's word */
	uint64_t sev_status;          /* the CPU's register */
};
ABI_SIZE(struct eventlog_platform, 16);

/* What was agreed with the VMM; without a transport nothing was: version 0, TH zeros */
struct eventlog_frozen {
	uint16_t version;  /* of the channel's protocol */
	uint16_t strategy; /* enum channel_strategy */
	uint8_t freshness; /* enum channel_freshness */
	uint8_t reserved[3];
	uint8_t th[48];
};
ABI_SIZE(struct eventlog_frozen, 56);

/* What became of the key strategy */
struct eventlog_strategy {
	uint16_t strategy; /* enum channel_strategy */
	uint8_t result;    /* enum eventlog_strategy_result */
	uint8_t freshness; /* enum channel_freshness: achieved */
	uint8_t reserved[4];
};
ABI_SIZE(struct eventlog_strategy, 8);

enum eventlog_strategy_result {
	EVENTLOG_STRATEGY_NO_STATE = 1, /* there is no state key, and none was wanted */
	EVENTLOG_STRATEGY_KEY = 2,
	EVENTLOG_STRATEGY_FAILED = 3, /* there is none, and there should be */
};

struct eventlog_module {
	char name[16]; /* padded with zeros */
	uint32_t state; /* enum eventlog_module_state */
	uint32_t error; /* of the start, enum err; 0: none */
};
ABI_SIZE(struct eventlog_module, 24);

enum eventlog_module_state {
	EVENTLOG_MODULE_STARTED = 1,
	EVENTLOG_MODULE_DEGRADED = 2, /* did not start, and the profile lets the boot go on */
	EVENTLOG_MODULE_LEFT_OUT = 4, /* what it requires of the VMM was not agreed */
};

#endif
