/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and replaying. Believes nothing that the log says of itself. */
#include "tools/event_log.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"
#include "lib/channel_msg.h"
#include "lib/transcript.h"
#include "tools/alloc.h"

#define LOG_BYTES_MAX ((size_t)16 << 20)
#define TAG_EVENT "event: "
#define TAG_REGISTER "event register: "

static int nibble(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* Decodes the hex at the start of text into out[0..size); returns how many bytes. */
static size_t unhex(const char *text, uint8_t *out, size_t size)
{
	size_t count = 0;

	for (; count < size; count++) {
		int high = nibble(text[2 * count]);
		int low = high < 0 ? -1 : nibble(text[2 * count + 1]);

		if (low < 0)
			break;
		out[count] = (uint8_t)(high << 4 | low);
	}
	return count;
}

static void take_line(struct event_log *log, const char *line)
{
	size_t room = strlen(line) / 2;

	if (strncmp(line, TAG_EVENT, strlen(TAG_EVENT)) == 0) {
		log->bytes.data = alloc_resize(log->bytes.data, log->bytes.len + room + 1, 1);
		log->bytes.len +=
			unhex(line + strlen(TAG_EVENT), log->bytes.data + log->bytes.len, room);
	} else if (strncmp(line, TAG_REGISTER, strlen(TAG_REGISTER)) == 0) {
		log->has_register = unhex(line + strlen(TAG_REGISTER), log->reg,
					  sizeof(log->reg)) == sizeof(log->reg);
	}
}

static bool is_binary(const struct buffer *file)
{
	struct eventlog_reader reader;

	return eventlog_open(&reader, file->data, file->len) == OK;
}

enum err event_log_read(const char *path, struct event_log *log, struct problem *problem)
{
	struct buffer file;
	enum err err = file_read(path, LOG_BYTES_MAX, &file, problem);
	char *text;
	char *rest;

	*log = (struct event_log){ 0 };
	if (err != OK)
		return err;
	if (is_binary(&file)) {
		log->bytes = file;
		return OK;
	}
	text = alloc_text((const char *)file.data, file.len);
	rest = text;
	for (char *line = strtok_r(rest, "\r\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\r\n", &rest))
		take_line(log, line);
	free(text);
	buffer_free(&file);
	if (is_binary(&log->bytes))
		return OK;
	buffer_free(&log->bytes);
	problem_set(problem, ERR_FORMAT, path,
		    "no event log: neither the log itself nor lines '%sHEX' that make one",
		    TAG_EVENT);
	problem_remedy(problem,
		       "the test guest prints it with the word evidence on its command line");
	return ERR_FORMAT;
}

/* The negotiation as the log tells it */
struct negotiation {
	struct transcript transcript;
	uint8_t choice[CHANNEL_MESSAGE_MAX];
	uint8_t said[CHANNEL_DIGEST_SIZE]; /* TH in the CHOICE */
	uint8_t frozen[CHANNEL_DIGEST_SIZE];
	uint32_t messages; /* in their order so far */
	bool is_frozen;
};

static void choice_take(struct negotiation *negotiation, const uint8_t *message, size_t len)
{
	if (len < CHANNEL_DIGEST_SIZE || len > sizeof(negotiation->choice))
		return;
	memcpy(negotiation->choice, message, len);
	memcpy(negotiation->said, message + len - CHANNEL_DIGEST_SIZE, CHANNEL_DIGEST_SIZE);
	if (channel_choice_unseal(negotiation->choice, &len) == OK &&
	    transcript_add(&negotiation->transcript, negotiation->choice, len) == OK)
		negotiation->messages++;
}

static void negotiation_take(struct negotiation *negotiation, const struct eventlog_event *event)
{
	static const uint32_t order[] = { EVENTLOG_TAG_HELLO, EVENTLOG_TAG_OFFER,
					  EVENTLOG_TAG_CHOICE };
	struct eventlog_tagged tag;
	const uint8_t *data = event->event + sizeof(tag);
	size_t len = event->len - sizeof(tag);
	struct eventlog_frozen frozen;

	if (event->type != EV_EVENT_TAG || event->len < sizeof(tag))
		return;
	memcpy(&tag, event->event, sizeof(tag));
	if (tag.tag == EVENTLOG_TAG_FROZEN && len == sizeof(frozen)) {
		memcpy(&frozen, data, sizeof(frozen));
		memcpy(negotiation->frozen, frozen.th, sizeof(frozen.th));
		negotiation->is_frozen = true;
	}
	if (negotiation->messages >= TRANSCRIPT_MESSAGES || tag.tag != order[negotiation->messages])
		return;
	if (tag.tag == EVENTLOG_TAG_CHOICE)
		choice_take(negotiation, data, len);
	else if (transcript_add(&negotiation->transcript, data, len) == OK)
		negotiation->messages++;
}

static void negotiation_end(const struct negotiation *negotiation, struct event_replay *replay)
{
	replay->is_negotiated =
		transcript_hash(&negotiation->transcript, crypto_sha384, replay->th) == OK;
	replay->th_is_right = replay->is_negotiated && negotiation->is_frozen &&
			      memcmp(replay->th, negotiation->said, sizeof(replay->th)) == 0 &&
			      memcmp(replay->th, negotiation->frozen, sizeof(replay->th)) == 0;
}

enum err event_log_replay(const struct event_log *log, event_fn *each, void *context,
			  struct event_replay *replay)
{
	struct negotiation *negotiation = alloc_zeroed(1, sizeof(*negotiation));
	struct eventlog_reader reader;
	struct eventlog_event event;
	uint8_t digest[SHA384_SIZE];
	enum err err = eventlog_open(&reader, log->bytes.data, log->bytes.len);

	*replay = (struct event_replay){ 0 };
	transcript_init(&negotiation->transcript);
	while (err == OK) {
		bool is_right;

		err = eventlog_next(&reader, &event);
		if (err != OK)
			break;
		crypto_sha384(event.event, event.len, digest);
		is_right = memcmp(digest, event.digest, sizeof(digest)) == 0;
		replay->count++;
		if (!is_right && replay->wrong_digest == 0)
			replay->wrong_digest = replay->count;
		eventlog_extend(replay->reg, event.digest, crypto_sha384);
		negotiation_take(negotiation, &event);
		if (each != NULL)
			each(context, replay->count, &event, is_right);
	}
	negotiation_end(negotiation, replay);
	free(negotiation);
	return err == ERR_NOT_FOUND ? OK : err;
}
