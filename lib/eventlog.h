/* SPDX-License-Identifier: MIT */
/*
 * The event log: what was measured, in TCG_PCR_EVENT2 form, and the SHA-384 register it was
 * extended into. The register is extended before an event is used, and with every event but the
 * first, exactly as a PCR would be. Spec: TCG PC Client Platform Firmware Profile 1.06 s10;
 * abi/eventlog.h.
 */
#ifndef LIB_EVENTLOG_H
#define LIB_EVENTLOG_H

#include "../abi/eventlog.h"
#include "err.h"
#include "hash.h"

struct eventlog {
	uint8_t *data;
	size_t size;
	size_t len;     /* written so far */
	uint32_t count; /* events, without the first */
	sha384_fn *sha384;
	uint8_t reg[SHA384_SIZE];
};

/*
 * Starts a log in data[0..size), which the log keeps: writes the first event, register all zero.
 * Returns OK or ERR_NO_SPACE.
 */
MUST_USE enum err eventlog_init(struct eventlog *log, void *data, size_t size, sha384_fn *sha384);

/*
 * Measures event[0..len): its SHA-384 is the event's digest and extends the register. pcr 0..23;
 * type: EV_*, not EV_NO_ACTION. Returns OK, ERR_RANGE (pcr, type, len ≥ 4 GiB) or ERR_NO_SPACE;
 * nothing changes on error. Locks: the caller's; one log is for one CPU at a time.
 */
MUST_USE enum err eventlog_append(struct eventlog *log, uint32_t pcr, uint32_t type,
				  const void *event, size_t len);

/*
 * Measures a TCG_PCClientTaggedEvent, EV_EVENT_TAG: tag (enum eventlog_tag), length, data[0..len).
 * Errors as
 * eventlog_append. Spec: TCG PC Client Platform Firmware Profile 1.06 s10.4.2.
 */
MUST_USE enum err eventlog_append_tagged(struct eventlog *log, uint32_t pcr, uint32_t tag,
					 const void *data, size_t len);

struct eventlog_event {
	uint32_t pcr;
	uint32_t type;
	const uint8_t *digest; /* SHA384_SIZE bytes, into the log */
	const uint8_t *event;  /* len bytes, into the log */
	uint32_t len;
};

struct eventlog_reader {
	const uint8_t *data;
	size_t len;
	size_t offset;
};

/*
 * Starts reading a log, whose bytes the caller keeps unchanged: checks the first event.
 * Returns OK, ERR_TRUNCATED or ERR_FORMAT (not a log, or not SHA-384 alone).
 */
MUST_USE enum err eventlog_open(struct eventlog_reader *reader, const void *data, size_t len);

/* Fetches the next event. Returns OK; ERR_NOT_FOUND at the clean end; ERR_TRUNCATED; ERR_FORMAT. */
MUST_USE enum err eventlog_next(struct eventlog_reader *reader, struct eventlog_event *out);

/* Extends a register by a digest, as a PCR does. */
void eventlog_extend(uint8_t reg[SHA384_SIZE], const uint8_t digest[SHA384_SIZE],
		     sha384_fn *sha384);

#endif
