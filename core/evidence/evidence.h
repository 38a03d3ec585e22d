/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What happened in this boot, for whoever has to trust its result: the event log and its register.
 * Everything that decides something is recorded before it is used, in order of first use.
 */
#ifndef CORE_EVIDENCE_EVIDENCE_H
#define CORE_EVIDENCE_EVIDENCE_H

#include <stdbool.h>

#include "abi/eventlog.h"
#include "abi/termination.h"
#include "lib/err.h"
#include "lib/hash.h"

/* The step of the boot: takes the log's memory from the pool, records the image. Returns 0 or
 * TERM_OWN_MEMORY. */
enum termination evidence_init(void);

/*
 * Measures data[0..len) as an event into PCR 0. Returns 0, or TERM_EVENT_LOG: the log is full, and
 * the caller must not use what it could not record. Locks: the log's own.
 */
MUST_USE enum termination evidence_record(enum eventlog_tag tag, const void *data, size_t len);

/*
 * The last step of the boot: an EV_SEPARATOR of four zero bytes, after which comes what happens
 * while the guest runs.
 * Returns 0 or TERM_EVENT_LOG. Spec: TCG PC Client Platform Firmware Profile 1.06 s10.4.
 */
MUST_USE enum termination evidence_separate(void);

struct evidence_state {
	uint32_t len;   /* of the log, in bytes */
	uint32_t count; /* of its events, without the first */
	bool is_full;   /* something could not be recorded */
	uint8_t reg[SHA384_SIZE];
};

/* The log as it is now. */
struct evidence_state evidence_state(void);

/* Copies log bytes from offset on to out, len at most. Returns how many; 0 at the end and past it.
 */
uint32_t evidence_read(uint32_t offset, void *out, uint32_t len);

#endif
