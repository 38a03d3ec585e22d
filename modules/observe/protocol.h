/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The observe protocol: an SVSM protocol of Parapet's own. Every call has RCX = GPA of its
 * structure, 8-aligned, in guest memory; the request is the structure's beginning, the reply
 * replaces the whole. Integers little-endian, times in ticks of the time-stamp counter, which the
 * host scales.
 *
 * Results: SVSM_OK; SVSM_ERR_INVALID_ADDRESS; SVSM_ERR_INVALID_PARAMETER: misaligned, or an index
 * past the end.
 */
#ifndef MODULES_OBSERVE_PROTOCOL_H
#define MODULES_OBSERVE_PROTOCOL_H

#include "abi/log.h"

#define SVSM_PROTOCOL_OBSERVE 0x80000000u
#define OBSERVE_VERSION 1u

#define OBSERVE_SYSTEM 0u
#define OBSERVE_MODULE 1u
#define OBSERVE_MEMORY 2u
#define OBSERVE_VCPU 3u
#define OBSERVE_CALL 4u
#define OBSERVE_LOG 5u
#define OBSERVE_EVENTS 6u
#define OBSERVE_CHANNEL 7u

#define OBSERVE_FLAG_DEBUG 0x1u /* the host reads a debug build's console */

/* OBSERVE_SYSTEM: no request */
struct observe_system {
	uint32_t size;  /* of this structure */
	uint32_t flags; /* OBSERVE_FLAG_* */
	uint32_t svn;
	uint32_t vcpus;
	uint32_t modules;
	uint32_t reserved;
	char release[32]; /* NUL-terminated */
	uint8_t build_id[20];
	uint8_t reserved_04[4];
	uint8_t profile_digest[48]; /* SHA-384 of the profile page */
};
ABI_SIZE(struct observe_system, 128);

#define OBSERVE_STATE_LOADED 0u
#define OBSERVE_STATE_STARTED 1u
#define OBSERVE_STATE_DEGRADED 2u
#define OBSERVE_STATE_STOPPED 3u
#define OBSERVE_STATE_LEFT_OUT 4u /* what it requires of the VMM was not agreed */

/* OBSERVE_MODULE: request index, in start order */
struct observe_module {
	uint32_t index;
	uint32_t state;    /* OBSERVE_STATE_* */
	uint32_t protocol; /* meaningful if version_max is not 0 */
	uint32_t version_min;
	uint32_t version_max;
	uint32_t calls; /* rows for OBSERVE_CALL */
	uint64_t arena_bytes;
	uint64_t arena_used;
	char name[16]; /* NUL-terminated */
};
ABI_SIZE(struct observe_module, 56);

/* OBSERVE_MEMORY: no request; in 4 KiB pages */
struct observe_memory {
	uint64_t pool_pages;
	uint64_t pool_used;
	uint64_t pool_peak;
	uint64_t validity_pages; /* the validity map, taken from the guest's RAM */
	uint64_t guest_pages;    /* what is the guest's */
};
ABI_SIZE(struct observe_memory, 40);

/* OBSERVE_VCPU: request index */
struct observe_vcpu {
	uint32_t index;
	uint32_t apic_id;
	uint32_t stack_bytes; /* of this CPU at VMPL0 */
	uint32_t stack_used;  /* most so far */
	uint64_t entries;     /* into VMPL0 */
	uint64_t calls;
	uint64_t longest; /* entry into VMPL0, in ticks */
};
ABI_SIZE(struct observe_vcpu, 40);

#define OBSERVE_BUCKETS 40u

/* OBSERVE_CALL: request module and row */
struct observe_call {
	uint32_t module; /* index, as in OBSERVE_MODULE */
	uint32_t row;
	uint32_t number; /* of the call */
	uint32_t reserved;
	uint64_t count;
	uint64_t errors;     /* results but OK and INCOMPLETE */
	uint64_t incomplete; /* slices of long work */
	uint64_t ticks;      /* sum */
	uint64_t longest;
	uint64_t bucket[OBSERVE_BUCKETS]; /* [n]: 2^n ≤ ticks < 2^(n+1) */
};
ABI_SIZE(struct observe_call, 376);

#define OBSERVE_LOG_MAX 64u

/* OBSERVE_LOG: request from (0 or 1: the oldest) and max; go on with from = next */
struct observe_log {
	uint64_t from;  /* sequence number */
	uint32_t max;   /* records wanted; the profile may give fewer at a time */
	uint32_t count; /* records given */
	uint64_t next;
	uint64_t lost; /* records since from that were overwritten */
	struct log_record records[OBSERVE_LOG_MAX];
};
ABI_SIZE(struct observe_log, 3616);

#define OBSERVE_EVENTS_MAX 3072u

/* OBSERVE_EVENTS: request offset (0, then offset + count until count is 0); the log only grows */
struct observe_events {
	uint32_t offset; /* in bytes, into the event log (abi/eventlog.h) */
	uint32_t count;  /* bytes given */
	uint32_t total;  /* bytes of the log */
	uint32_t events; /* in it, without the first */
	uint8_t reg[48]; /* the SHA-384 register that they were extended into */
	uint8_t data[OBSERVE_EVENTS_MAX];
};
ABI_SIZE(struct observe_events, 3136);

#define OBSERVE_FEATURES_MAX 128u

/* OBSERVE_CHANNEL: no request; what was agreed with the VMM (abi/channel.h). The messages are in
 * the event log */
struct observe_channel {
	uint16_t version; /* of the channel's protocol; 0: the profile names no transport, and
			     nothing was agreed */
	uint16_t strategy;
	uint8_t freshness;
	uint8_t reserved[3];
	uint64_t session;
	uint32_t devices; /* of the VMM's that the monitor uses */
	uint32_t feature_count;
	uint16_t features[OBSERVE_FEATURES_MAX]; /* ascending, then zeros */
	uint8_t th[48];                          /* the transcript hash; zeros with version 0 */
};
ABI_SIZE(struct observe_channel, 328);

#endif
