/* SPDX-License-Identifier: MIT */
/*
 * Writing and reading the event log. Never writes beyond its buffer, and never a part of an event.
 * Spec: TCG PC Client Platform Firmware Profile 1.06 s10.2, s10.4.
 */
#include "eventlog.h"

#define PCR_MAX 23u

static const struct eventlog_first first_event = { .type = EV_NO_ACTION,
						   .event_size = EVENTLOG_SPEC_SIZE };

static const struct eventlog_spec spec_event = {
	.signature = EVENTLOG_SPEC_SIGNATURE,
	.major = 2,
	.uintn_size = 2,
	.algorithms = 1,
	.algorithm = TPM_ALG_SHA384,
	.digest_size = SHA384_SIZE,
};

static void put(struct eventlog *log, const void *bytes, size_t len)
{
	if (len != 0)
		__builtin_memcpy(log->data + log->len, bytes, len);
	log->len += len;
}

static void put32(struct eventlog *log, uint32_t value)
{
	put(log, &value, sizeof(value));
}

static uint32_t load32(const uint8_t *at)
{
	uint32_t value;

	__builtin_memcpy(&value, at, sizeof(value));
	return value;
}

enum err eventlog_init(struct eventlog *log, void *data, size_t size, sha384_fn *sha384)
{
	if (size < sizeof(first_event) + EVENTLOG_SPEC_SIZE)
		return ERR_NO_SPACE;
	*log = (struct eventlog){ .data = data, .size = size, .sha384 = sha384 };
	put(log, &first_event, sizeof(first_event));
	put(log, &spec_event, EVENTLOG_SPEC_SIZE);
	return OK;
}

void eventlog_extend(uint8_t reg[SHA384_SIZE], const uint8_t digest[SHA384_SIZE], sha384_fn *sha384)
{
	uint8_t both[2 * SHA384_SIZE];

	__builtin_memcpy(both, reg, SHA384_SIZE);
	__builtin_memcpy(both + SHA384_SIZE, digest, SHA384_SIZE);
	sha384(both, sizeof(both), reg);
}

/* The event is parts[0], then parts[1]; it is put in place first, so that it is hashed in one
 * piece. */
static enum err append(struct eventlog *log, uint32_t pcr, uint32_t type,
		       const struct hash_part parts[2])
{
	const uint16_t algorithm = TPM_ALG_SHA384;
	uint8_t digest[SHA384_SIZE];
	size_t len = parts[0].len + parts[1].len;
	uint8_t *event;

	if (pcr > PCR_MAX || type == EV_NO_ACTION || parts[1].len > UINT32_MAX || len > UINT32_MAX)
		return ERR_RANGE;
	if (log->size - log->len < EVENTLOG_EVENT2_FIXED ||
	    len > log->size - log->len - EVENTLOG_EVENT2_FIXED)
		return ERR_NO_SPACE;
	event = log->data + log->len + EVENTLOG_EVENT2_FIXED;
	if (parts[0].len != 0)
		__builtin_memcpy(event, parts[0].data, parts[0].len);
	if (parts[1].len != 0)
		__builtin_memcpy(event + parts[0].len, parts[1].data, parts[1].len);
	log->sha384(event, len, digest);
	eventlog_extend(log->reg, digest, log->sha384);
	put32(log, pcr);
	put32(log, type);
	put32(log, 1);
	put(log, &algorithm, sizeof(algorithm));
	put(log, digest, sizeof(digest));
	put32(log, (uint32_t)len);
	log->len += len;
	log->count++;
	return OK;
}

enum err eventlog_append(struct eventlog *log, uint32_t pcr, uint32_t type, const void *event,
			 size_t len)
{
	const struct hash_part parts[2] = { { NULL, 0 }, { event, len } };

	return append(log, pcr, type, parts);
}

enum err eventlog_append_tagged(struct eventlog *log, uint32_t pcr, uint32_t tag, const void *data,
				size_t len)
{
	const struct eventlog_tagged header = { tag, (uint32_t)len };
	const struct hash_part parts[2] = { { &header, sizeof(header) }, { data, len } };

	return append(log, pcr, EV_EVENT_TAG, parts);
}

enum err eventlog_open(struct eventlog_reader *reader, const void *data, size_t len)
{
	if (len < sizeof(first_event) + EVENTLOG_SPEC_SIZE)
		return ERR_TRUNCATED;
	if (__builtin_memcmp(data, &first_event, sizeof(first_event)) != 0 ||
	    __builtin_memcmp((const uint8_t *)data + sizeof(first_event), &spec_event,
			     EVENTLOG_SPEC_SIZE) != 0)
		return ERR_FORMAT;
	reader->data = data;
	reader->len = len;
	reader->offset = sizeof(first_event) + EVENTLOG_SPEC_SIZE;
	return OK;
}

enum err eventlog_next(struct eventlog_reader *reader, struct eventlog_event *out)
{
	size_t left = reader->len - reader->offset;
	const uint8_t *at = reader->data + reader->offset;
	uint16_t algorithm;
	uint32_t len;

	if (left == 0)
		return ERR_NOT_FOUND;
	if (left < EVENTLOG_EVENT2_FIXED)
		return ERR_TRUNCATED;
	__builtin_memcpy(&algorithm, at + 12, sizeof(algorithm));
	if (load32(at + 8) != 1 || algorithm != TPM_ALG_SHA384)
		return ERR_FORMAT;
	len = load32(at + 14 + SHA384_SIZE);
	if (len > left - EVENTLOG_EVENT2_FIXED)
		return ERR_TRUNCATED;
	out->pcr = load32(at);
	out->type = load32(at + 4);
	out->digest = at + 14;
	out->event = at + EVENTLOG_EVENT2_FIXED;
	out->len = len;
	reader->offset += EVENTLOG_EVENT2_FIXED + len;
	return OK;
}
