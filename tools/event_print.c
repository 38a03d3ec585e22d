/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events in words, one printer a tag. What does not have its tag's shape is shown as bytes. */
#include <inttypes.h>
#include <string.h>

#include "lib/channel_msg.h"
#include "tools/event_log.h"

#define BYTES_SHOWN 32u

struct name {
	uint32_t number;
	const char *text;
};

#define NAME_ROW(number, name, text, ...) { (number), (text) },
static const struct name tags[] = { EVENTLOG_TAG_TABLE(NAME_ROW) };
static const struct name features[] = { CHANNEL_FEATURE_TABLE(NAME_ROW) };
static const struct name strategies[] = { CHANNEL_STRATEGY_TABLE(NAME_ROW) };
static const struct name freshness[] = { CHANNEL_FRESHNESS_TABLE(NAME_ROW) };
static const struct name results[] = { { EVENTLOG_STRATEGY_NO_STATE, "no state" },
				       { EVENTLOG_STRATEGY_KEY, "key" },
				       { EVENTLOG_STRATEGY_FAILED, "failed" } };
static const struct name states[] = { { EVENTLOG_MODULE_STARTED, "started" },
				      { EVENTLOG_MODULE_DEGRADED, "degraded" },
				      { EVENTLOG_MODULE_LEFT_OUT, "left out" } };

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define PUT_NAME(out, table, number) put_name(out, table, COUNT(table), number)

static void put_name(FILE *out, const struct name *names, size_t count, uint32_t number)
{
	for (size_t i = 0; i < count; i++) {
		if (names[i].number == number) {
			fputs(names[i].text, out);
			return;
		}
	}
	fprintf(out, "%" PRIu32, number);
}

static void put_hex(FILE *out, const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		fprintf(out, "%02x", bytes[i]);
}

static void put_set(FILE *out, const char *what, const struct channel_set *set,
		    const struct name *names, size_t count)
{
	fprintf(out, " %s [", what);
	for (uint32_t i = 0; i < set->count && i < COUNT(set->number); i++) {
		fputs(i != 0 ? ", " : "", out);
		put_name(out, names, count, set->number[i]);
	}
	fputc(']', out);
}

static void print_image(FILE *out, const uint8_t *data, size_t len)
{
	struct eventlog_image image;

	memcpy(&image, data, len);
	fprintf(out, "%s, security version %" PRIu32 ", build id ",
		(image.flags & EVENTLOG_IMAGE_DEBUG) != 0 ? "debug build" : "release build",
		image.svn);
	put_hex(out, image.build_id, sizeof(image.build_id));
}

static void print_number(FILE *out, const uint8_t *data, size_t len)
{
	uint32_t number;

	memcpy(&number, data, len);
	fprintf(out, "%" PRIu32, number);
}

static void print_bytes(FILE *out, const uint8_t *data, size_t len)
{
	put_hex(out, data, len < BYTES_SHOWN ? len : BYTES_SHOWN);
	if (len > BYTES_SHOWN)
		fprintf(out, "… (%zu bytes)", len);
}

static void print_platform(FILE *out, const uint8_t *data, size_t len)
{
	struct eventlog_platform platform;

	memcpy(&platform, data, len);
	fprintf(out, "hypervisor features 0x%" PRIx64 ", SEV_STATUS 0x%" PRIx64,
		platform.hypervisor_features, platform.sev_status);
}

static void print_digest(FILE *out, const uint8_t *data, size_t len)
{
	put_hex(out, data, len);
}

static void print_hello(FILE *out, const uint8_t *data, size_t len)
{
	struct channel_hello hello;

	if (len < CHANNEL_HEADER_SIZE ||
	    channel_hello_decode(data + CHANNEL_HEADER_SIZE, len - CHANNEL_HEADER_SIZE, &hello)
			    .code != 0) {
		print_bytes(out, data, len);
		return;
	}
	fputs("monitor asks:", out);
	put_set(out, "features", &hello.features, features, COUNT(features));
	put_set(out, "required", &hello.required, features, COUNT(features));
	put_set(out, "strategies", &hello.strategies, strategies, COUNT(strategies));
}

static void print_offer(FILE *out, const uint8_t *data, size_t len)
{
	struct channel_offer offer;

	if (len < CHANNEL_HEADER_SIZE ||
	    channel_offer_decode(data + CHANNEL_HEADER_SIZE, len - CHANNEL_HEADER_SIZE, &offer)
			    .code != 0) {
		print_bytes(out, data, len);
		return;
	}
	fputs("host offers:", out);
	put_set(out, "features", &offer.features, features, COUNT(features));
	put_set(out, "strategies", &offer.strategies, strategies, COUNT(strategies));
	fprintf(out, " devices %u", offer.device_count);
}

static void print_choice(FILE *out, const uint8_t *data, size_t len)
{
	struct channel_choice choice;
	uint8_t th[CHANNEL_DIGEST_SIZE];

	if (len < CHANNEL_HEADER_SIZE ||
	    channel_choice_decode(data + CHANNEL_HEADER_SIZE, len - CHANNEL_HEADER_SIZE, &choice,
				  th)
			    .code != 0) {
		print_bytes(out, data, len);
		return;
	}
	fputs("monitor chose:", out);
	put_set(out, "features", &choice.features, features, COUNT(features));
	fputs(" strategy ", out);
	PUT_NAME(out, strategies, choice.strategy);
	fputs(" freshness ", out);
	PUT_NAME(out, freshness, choice.freshness);
}

static void print_frozen(FILE *out, const uint8_t *data, size_t len)
{
	struct eventlog_frozen frozen;

	memcpy(&frozen, data, len);
	fprintf(out, "version %u, strategy ", frozen.version);
	PUT_NAME(out, strategies, frozen.strategy);
	fputs(", freshness ", out);
	PUT_NAME(out, freshness, frozen.freshness);
	fputs(", th ", out);
	put_hex(out, frozen.th, sizeof(frozen.th));
}

static void print_strategy(FILE *out, const uint8_t *data, size_t len)
{
	struct eventlog_strategy strategy;

	memcpy(&strategy, data, len);
	PUT_NAME(out, strategies, strategy.strategy);
	fputs(": ", out);
	PUT_NAME(out, results, strategy.result);
	fputs(", freshness ", out);
	PUT_NAME(out, freshness, strategy.freshness);
}

static void print_module(FILE *out, const uint8_t *data, size_t len)
{
	struct eventlog_module module;

	memcpy(&module, data, len);
	fprintf(out, "%.*s: ", (int)sizeof(module.name), module.name);
	PUT_NAME(out, states, module.state);
	if (module.error != 0)
		fprintf(out, " (error %" PRIu32 ")", module.error);
}

static const struct {
	uint32_t tag;
	size_t len; /* 0: any */
	void (*print)(FILE *out, const uint8_t *data, size_t len);
} printers[] = {
	{ EVENTLOG_TAG_IMAGE, sizeof(struct eventlog_image), print_image },
	{ EVENTLOG_TAG_PROFILE, SHA384_SIZE, print_digest },
	{ EVENTLOG_TAG_VCPU_COUNT, sizeof(uint32_t), print_number },
	{ EVENTLOG_TAG_ENVIRONMENT, sizeof(uint32_t), print_number },
	{ EVENTLOG_TAG_PLATFORM, sizeof(struct eventlog_platform), print_platform },
	{ EVENTLOG_TAG_HELLO, 0, print_hello },
	{ EVENTLOG_TAG_OFFER, 0, print_offer },
	{ EVENTLOG_TAG_CHOICE, 0, print_choice },
	{ EVENTLOG_TAG_FROZEN, sizeof(struct eventlog_frozen), print_frozen },
	{ EVENTLOG_TAG_STRATEGY, sizeof(struct eventlog_strategy), print_strategy },
	{ EVENTLOG_TAG_MODULE, sizeof(struct eventlog_module), print_module },
};

void event_print(FILE *out, const struct eventlog_event *event)
{
	struct eventlog_tagged tag;
	const uint8_t *data = event->event + sizeof(tag);

	if (event->type == EV_EVENT_TAG && event->len >= sizeof(tag)) {
		memcpy(&tag, event->event, sizeof(tag));
		PUT_NAME(out, tags, tag.tag);
		fputs(": ", out);
		for (size_t i = 0; i < COUNT(printers) && tag.size == event->len - sizeof(tag);
		     i++) {
			if (printers[i].tag == tag.tag &&
			    (printers[i].len == 0 || printers[i].len == tag.size)) {
				printers[i].print(out, data, tag.size);
				return;
			}
		}
		print_bytes(out, data, event->len - sizeof(tag));
		return;
	}
	fprintf(out, "type %" PRIx32 ": ", event->type);
	print_bytes(out, event->event, event->len);
}
