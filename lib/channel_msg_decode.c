/* SPDX-License-Identifier: MIT */
/* Decoding of the channel's messages. Never changes an output before the whole body is known to be
 * good. */
#include "channel_bytes.h"
#include "channel_fields.h"
#include "channel_msg.h"

#define SET_FIELD(type, max)                                                                       \
	{                                                                                          \
		(type), 0, 2 * (max), 2                                                            \
	}
#define EXACT_FIELD(type, size)                                                                    \
	{                                                                                          \
		(type), (size), (size), 1                                                          \
	}

/* Index of a field in its message's table and values */
enum {
	HELLO_VERSIONS,
	HELLO_NONCE,
	HELLO_PROFILE,
	HELLO_TRANSPORT,
	HELLO_FEATURES,
	HELLO_REQUIRED,
	HELLO_STRATEGIES,
	HELLO_COUNT
};
enum { OFFER_VERSION, OFFER_NONCE, OFFER_FEATURES, OFFER_STRATEGIES, OFFER_DEVICES, OFFER_COUNT };
enum {
	CHOICE_VERSION,
	CHOICE_FEATURES,
	CHOICE_STRATEGY,
	CHOICE_FRESHNESS,
	CHOICE_TH,
	CHOICE_COUNT
};
enum { ABORT_CODE, ABORT_DETAIL, ABORT_COUNT };

static const struct channel_field hello_fields[HELLO_COUNT] = {
	[HELLO_VERSIONS] = SET_FIELD(CHANNEL_TLV_VERSIONS, CHANNEL_VERSIONS_MAX),
	[HELLO_NONCE] = EXACT_FIELD(CHANNEL_TLV_NONCE, CHANNEL_NONCE_SIZE),
	[HELLO_PROFILE] = EXACT_FIELD(CHANNEL_TLV_PROFILE, CHANNEL_DIGEST_SIZE),
	[HELLO_TRANSPORT] = EXACT_FIELD(CHANNEL_TLV_TRANSPORT, CHANNEL_DIGEST_SIZE),
	[HELLO_FEATURES] = SET_FIELD(CHANNEL_TLV_FEATURES, CHANNEL_FEATURES_MAX),
	[HELLO_REQUIRED] = SET_FIELD(CHANNEL_TLV_REQUIRED, CHANNEL_FEATURES_MAX),
	[HELLO_STRATEGIES] = SET_FIELD(CHANNEL_TLV_STRATEGIES, CHANNEL_STRATEGIES_MAX),
};

static const struct channel_field offer_fields[OFFER_COUNT] = {
	[OFFER_VERSION] = EXACT_FIELD(CHANNEL_TLV_VERSION, 2),
	[OFFER_NONCE] = EXACT_FIELD(CHANNEL_TLV_NONCE, CHANNEL_NONCE_SIZE),
	[OFFER_FEATURES] = SET_FIELD(CHANNEL_TLV_FEATURES, CHANNEL_FEATURES_MAX),
	[OFFER_STRATEGIES] = SET_FIELD(CHANNEL_TLV_STRATEGIES, CHANNEL_STRATEGIES_MAX),
	[OFFER_DEVICES] = { CHANNEL_TLV_DEVICES, 0, CHANNEL_DEVICE_SIZE *CHANNEL_DEVICES_MAX,
			    CHANNEL_DEVICE_SIZE },
};

static const struct channel_field choice_fields[CHOICE_COUNT] = {
	[CHOICE_VERSION] = EXACT_FIELD(CHANNEL_TLV_VERSION, 2),
	[CHOICE_FEATURES] = SET_FIELD(CHANNEL_TLV_FEATURES, CHANNEL_FEATURES_MAX),
	[CHOICE_STRATEGY] = EXACT_FIELD(CHANNEL_TLV_STRATEGY, 2),
	[CHOICE_FRESHNESS] = EXACT_FIELD(CHANNEL_TLV_FRESHNESS, 1),
	[CHOICE_TH] = EXACT_FIELD(CHANNEL_TLV_TH, CHANNEL_DIGEST_SIZE),
};

static const struct channel_field ack_fields[1] = { EXACT_FIELD(CHANNEL_TLV_TH,
								CHANNEL_DIGEST_SIZE) };

static const struct channel_field abort_fields[ABORT_COUNT] = {
	[ABORT_CODE] = EXACT_FIELD(CHANNEL_TLV_CODE, 2),
	[ABORT_DETAIL] = EXACT_FIELD(CHANNEL_TLV_DETAIL, 4),
};

static struct channel_fault bad_value(enum channel_tlv type)
{
	return (struct channel_fault){ CHANNEL_ABORT_VALUE, type };
}

/* The numbers of a u16[], as they are; what the table cannot hold is left out, and the rest is
 * zero. */
static void load_set(const struct channel_value *value, struct channel_set *out)
{
	*out = (struct channel_set){ 0 };
	for (uint32_t i = 0; i < value->len / 2u && i < CHANNEL_FEATURES_MAX; i++)
		out->number[out->count++] = (uint16_t)channel_load(value->at + (size_t)2 * i, 2);
}

static bool is_ascending(const struct channel_set *set)
{
	return channel_set_is_valid(set, CHANNEL_FEATURES_MAX, CHANNEL_ASCENDING);
}

static uint16_t load16(const struct channel_value *value)
{
	return (uint16_t)channel_load(value->at, 2);
}

static void copy(uint8_t *to, const struct channel_value *value)
{
	__builtin_memcpy(to, value->at, value->len);
}

/* Checks the sets of a HELLO one after the other: all four at once are more than the monitor's
 * stack should hold. */
static struct channel_fault check_hello_sets(const struct channel_value *values)
{
	static const struct {
		uint8_t field;
		uint8_t order;
	} rows[] = { { HELLO_VERSIONS, CHANNEL_ASCENDING },
		     { HELLO_FEATURES, CHANNEL_ASCENDING },
		     { HELLO_REQUIRED, CHANNEL_ASCENDING },
		     { HELLO_STRATEGIES, CHANNEL_PREFERENCE } };
	struct channel_set set;

	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		load_set(&values[rows[i].field], &set);
		if (!channel_set_is_valid(&set, CHANNEL_FEATURES_MAX,
					  (enum channel_order)rows[i].order))
			return bad_value((enum channel_tlv)hello_fields[rows[i].field].type);
	}
	return CHANNEL_FINE;
}

struct channel_fault channel_hello_decode(const uint8_t *body, size_t len,
					  struct channel_hello *out)
{
	struct channel_value values[HELLO_COUNT];
	struct channel_fault fault = channel_fields_find(body, len, hello_fields, HELLO_COUNT,
							 CHANNEL_UNKNOWN_IGNORED, values);

	if (fault.code == CHANNEL_ABORT_NONE)
		fault = check_hello_sets(values);
	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	*out = (struct channel_hello){ 0 };
	load_set(&values[HELLO_VERSIONS], &out->versions);
	load_set(&values[HELLO_FEATURES], &out->features);
	load_set(&values[HELLO_REQUIRED], &out->required);
	load_set(&values[HELLO_STRATEGIES], &out->strategies);
	copy(out->nonce, &values[HELLO_NONCE]);
	copy(out->profile, &values[HELLO_PROFILE]);
	copy(out->transport, &values[HELLO_TRANSPORT]);
	return CHANNEL_FINE;
}

bool channel_device_is_valid(const struct channel_device *device)
{
	return device->reserved == 0 && device->kind != 0 && device->irq <= CHANNEL_IRQ_MAX &&
	       device->address != 0 && device->address % CHANNEL_DEVICE_ALIGN == 0 &&
	       device->address < CHANNEL_DEVICE_ADDRESS_MAX;
}

static struct channel_device load_device(const uint8_t *at)
{
	return (struct channel_device){
		.kind = (uint16_t)channel_load(at, 2),
		.reserved = (uint16_t)channel_load(at + 2, 2),
		.irq = (uint32_t)channel_load(at + 4, 4),
		.address = channel_load(at + 8, 8),
	};
}

static bool devices_are_valid(const struct channel_value *value)
{
	uint64_t last = 0;

	for (uint32_t i = 0; i < value->len / CHANNEL_DEVICE_SIZE; i++) {
		struct channel_device device =
			load_device(value->at + (size_t)i * CHANNEL_DEVICE_SIZE);

		if (!channel_device_is_valid(&device) || device.address <= last)
			return false;
		last = device.address;
	}
	return true;
}

struct channel_fault channel_offer_decode(const uint8_t *body, size_t len,
					  struct channel_offer *out)
{
	struct channel_value values[OFFER_COUNT];
	struct channel_set features;
	struct channel_set strategies;
	struct channel_fault fault = channel_fields_find(body, len, offer_fields, OFFER_COUNT,
							 CHANNEL_UNKNOWN_IGNORED, values);

	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	if (load16(&values[OFFER_VERSION]) == 0)
		return bad_value(CHANNEL_TLV_VERSION);
	load_set(&values[OFFER_FEATURES], &features);
	if (!is_ascending(&features))
		return bad_value(CHANNEL_TLV_FEATURES);
	load_set(&values[OFFER_STRATEGIES], &strategies);
	if (!is_ascending(&strategies))
		return bad_value(CHANNEL_TLV_STRATEGIES);
	if (!devices_are_valid(&values[OFFER_DEVICES]))
		return bad_value(CHANNEL_TLV_DEVICES);
	*out = (struct channel_offer){ 0 };
	out->features = features;
	out->strategies = strategies;
	out->version = load16(&values[OFFER_VERSION]);
	copy(out->nonce, &values[OFFER_NONCE]);
	out->device_count = values[OFFER_DEVICES].len / CHANNEL_DEVICE_SIZE;
	for (uint32_t i = 0; i < out->device_count; i++)
		out->devices[i] =
			load_device(values[OFFER_DEVICES].at + (size_t)i * CHANNEL_DEVICE_SIZE);
	return CHANNEL_FINE;
}

struct channel_fault channel_choice_decode(const uint8_t *body, size_t len,
					   struct channel_choice *out,
					   uint8_t out_th[CHANNEL_DIGEST_SIZE])
{
	struct channel_value values[CHOICE_COUNT];
	struct channel_set features;
	struct channel_fault fault = channel_fields_find(body, len, choice_fields, CHOICE_COUNT,
							 CHANNEL_UNKNOWN_IGNORED, values);

	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	if (load16(&values[CHOICE_VERSION]) == 0)
		return bad_value(CHANNEL_TLV_VERSION);
	if (load16(&values[CHOICE_STRATEGY]) == 0)
		return bad_value(CHANNEL_TLV_STRATEGY);
	load_set(&values[CHOICE_FEATURES], &features);
	if (!is_ascending(&features))
		return bad_value(CHANNEL_TLV_FEATURES);
	*out = (struct channel_choice){
		.features = features,
		.version = load16(&values[CHOICE_VERSION]),
		.strategy = load16(&values[CHOICE_STRATEGY]),
		.freshness = values[CHOICE_FRESHNESS].at[0],
	};
	copy(out_th, &values[CHOICE_TH]);
	return CHANNEL_FINE;
}

struct channel_fault channel_ack_decode(const uint8_t *body, size_t len,
					uint8_t out_th[CHANNEL_DIGEST_SIZE])
{
	struct channel_value value;
	struct channel_fault fault =
		channel_fields_find(body, len, ack_fields, 1, CHANNEL_UNKNOWN_REFUSED, &value);

	if (fault.code == CHANNEL_ABORT_NONE)
		copy(out_th, &value);
	return fault;
}

struct channel_fault channel_abort_decode(const uint8_t *body, size_t len,
					  struct channel_fault *out)
{
	struct channel_value values[ABORT_COUNT];
	struct channel_fault fault = channel_fields_find(body, len, abort_fields, ABORT_COUNT,
							 CHANNEL_UNKNOWN_IGNORED, values);

	if (fault.code == CHANNEL_ABORT_NONE)
		*out = (struct channel_fault){ (enum channel_abort)load16(&values[ABORT_CODE]),
					       (uint32_t)channel_load(values[ABORT_DETAIL].at, 4) };
	return fault;
}
