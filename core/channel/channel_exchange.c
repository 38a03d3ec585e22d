/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One negotiation, message by message. What arrives is copied once into the reader, recorded as it
 * came, and then parsed from there. Never waits longer than a deadline for a message, and never for
 * more than one.
 */
#include "core/boot/boot.h"
#include "core/channel/channel.h"
#include "core/channel/deadline.h"
#include "core/evidence/evidence.h"
#include "core/memory/pool.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "lib/transcript.h"

#define CHUNK 64u

struct exchange {
	const struct channel_profile *profile;
	const struct negotiate_compiled *compiled;
	uint64_t session;
	enum channel_type next; /* what this side sends next: an ABORT takes its number */
	struct channel_choice choice;
	uint8_t th[SHA384_SIZE];
	struct channel_hello hello;
	struct channel_offer offer;
	struct channel_reader reader;
	struct transcript transcript;
	uint8_t out[CHANNEL_MESSAGE_MAX];
};
#define EXCHANGE_PAGES ((uint32_t)((sizeof(struct exchange) + PAGE_SIZE - 1) / PAGE_SIZE))

static struct channel_fault fault(enum channel_abort code, uint32_t detail)
{
	return (struct channel_fault){ code, detail };
}

static bool is_fine(struct channel_fault answer)
{
	return answer.code == CHANNEL_ABORT_NONE;
}

static struct channel_fault message_send(const struct exchange *x, size_t len)
{
	struct deadline deadline = deadline_in(x->profile->deadline_ticks);
	size_t done;

	for (size_t at = 0; at < len; at += done) {
		if (x->profile->transport->write(x->out + at, len - at, &done) != OK)
			return fault(CHANNEL_ABORT_CLOSED, 0);
		if (done == 0 && deadline_is_over(&deadline))
			return fault(CHANNEL_ABORT_DEADLINE, (uint32_t)x->next);
		if (done == 0)
			platform_pause();
	}
	return CHANNEL_FINE;
}

static struct channel_fault bytes_receive(struct exchange *x, const struct channel_expect *expect,
					  size_t *got)
{
	uint8_t chunk[CHUNK];
	size_t want = channel_reader_want(&x->reader);

	if (x->profile->transport->read(chunk, want < CHUNK ? want : CHUNK, got) != OK)
		return fault(CHANNEL_ABORT_CLOSED, 0);
	return *got != 0 ? channel_reader_put(&x->reader, expect, chunk, *got) : CHANNEL_FINE;
}

static struct channel_fault abort_take(const struct channel_reader *reader)
{
	struct channel_fault theirs = CHANNEL_FINE;
	struct channel_fault answer =
		channel_abort_decode(channel_reader_body(reader), reader->header.length, &theirs);

	return is_fine(answer) ? fault(CHANNEL_ABORT_HOST, (uint32_t)theirs.code) : answer;
}

/* Receives one message, which stays in x->reader. */
static struct channel_fault message_receive(struct exchange *x, enum channel_type type)
{
	const struct channel_expect expect = { type, CHANNEL_HOST, x->session };
	struct deadline deadline = deadline_in(x->profile->deadline_ticks);

	channel_reader_start(&x->reader);
	while (channel_reader_want(&x->reader) != 0) {
		size_t got = 0;
		struct channel_fault answer = bytes_receive(x, &expect, &got);

		if (!is_fine(answer))
			return answer;
		if (deadline_is_over(&deadline))
			return fault(CHANNEL_ABORT_DEADLINE, (uint32_t)type);
		if (got == 0)
			platform_pause();
	}
	return x->reader.header.type == CHANNEL_ABORT ? abort_take(&x->reader) : CHANNEL_FINE;
}

/* What is not recorded is not used. */
static struct channel_fault message_record(enum eventlog_tag tag, const uint8_t *message,
					   size_t len)
{
	return evidence_record(tag, message, len) == 0 ? CHANNEL_FINE
						       : fault(CHANNEL_ABORT_INTERNAL, 0);
}

static struct channel_fault hello_fill(struct exchange *x)
{
	const struct transport *transport = x->profile->transport;
	size_t name_len = 0;

	while (name_len < sizeof(transport->name) && transport->name[name_len] != '\0')
		name_len++;
	if (crypto_random(&x->session, sizeof(x->session)) != OK ||
	    crypto_random(x->hello.nonce, sizeof(x->hello.nonce)) != OK || x->session == 0)
		return fault(CHANNEL_ABORT_INTERNAL, 0);
	__builtin_memcpy(x->hello.profile, profile_digest(), sizeof(x->hello.profile));
	if (transcript_transport(transport->name, name_len, x->profile->address, crypto_sha384,
				 x->hello.transport) != OK)
		return fault(CHANNEL_ABORT_INTERNAL, 0);
	return negotiate_hello(&x->profile->limits, x->compiled, &x->hello);
}

static struct channel_fault hello_send(struct exchange *x)
{
	struct channel_fault answer = hello_fill(x);
	size_t len = 0;

	if (!is_fine(answer))
		return answer;
	if (channel_hello_encode(&x->hello, x->session, x->out, &len) != OK ||
	    transcript_add(&x->transcript, x->out, len) != OK)
		return fault(CHANNEL_ABORT_INTERNAL, 0);
	answer = message_record(EVENTLOG_TAG_HELLO, x->out, len);
	return is_fine(answer) ? message_send(x, len) : answer;
}

static bool is_in_ram(const struct channel_device *device)
{
	const struct host_params *host = host_params();
	const struct boot_block *block = platform_boot_block();
	uint64_t end = device->address + CHANNEL_DEVICE_ALIGN;

	for (uint32_t i = 0; i < host->ram_count; i++) {
		if (device->address < host->ram[i].start + host->ram[i].size &&
		    host->ram[i].start < end)
			return true;
	}
	return device->address < block->region_gpa + block->region_size && block->region_gpa < end;
}

static struct channel_fault devices_check(const struct channel_offer *offer)
{
	for (uint32_t i = 0; i < offer->device_count; i++) {
		if (is_in_ram(&offer->devices[i]))
			return fault(CHANNEL_ABORT_DEVICE, i);
	}
	return CHANNEL_FINE;
}

static struct channel_fault offer_receive(struct exchange *x)
{
	struct channel_fault answer = message_receive(x, CHANNEL_OFFER);
	size_t len = CHANNEL_HEADER_SIZE + (size_t)x->reader.header.length;

	if (!is_fine(answer))
		return answer;
	if (transcript_add(&x->transcript, x->reader.message, len) != OK)
		return fault(CHANNEL_ABORT_INTERNAL, 0);
	answer = message_record(EVENTLOG_TAG_OFFER, x->reader.message, len);
	if (is_fine(answer))
		answer = channel_offer_decode(channel_reader_body(&x->reader),
					      x->reader.header.length, &x->offer);
	if (is_fine(answer))
		answer = devices_check(&x->offer);
	return is_fine(answer) ? negotiate(&x->profile->limits, x->compiled, &x->offer, &x->choice)
			       : answer;
}

static struct channel_fault choice_send(struct exchange *x)
{
	struct channel_fault answer;
	size_t len = 0;

	if (channel_choice_encode(&x->choice, x->session, x->out, &len) != OK ||
	    transcript_add(&x->transcript, x->out, len) != OK ||
	    transcript_hash(&x->transcript, crypto_sha384, x->th) != OK ||
	    channel_choice_seal(x->out, &len, x->th) != OK)
		return fault(CHANNEL_ABORT_INTERNAL, 0);
	answer = message_record(EVENTLOG_TAG_CHOICE, x->out, len);
	return is_fine(answer) ? message_send(x, len) : answer;
}

static struct channel_fault ack_receive(struct exchange *x)
{
	struct channel_fault answer = message_receive(x, CHANNEL_ACK);
	uint8_t th[SHA384_SIZE];

	if (!is_fine(answer))
		return answer;
	answer = channel_ack_decode(channel_reader_body(&x->reader), x->reader.header.length, th);
	if (is_fine(answer) && !crypto_equal(th, x->th, sizeof(th)))
		answer = fault(CHANNEL_ABORT_TRANSCRIPT, 0);
	return answer;
}

/* In order; next: what this side would send if the step were done. */
static const struct {
	enum channel_type next;
	struct channel_fault (*run)(struct exchange *x);
} exchange_steps[] = {
	{ CHANNEL_HELLO, hello_send },
	{ CHANNEL_CHOICE, offer_receive },
	{ CHANNEL_CHOICE, choice_send },
	{ (enum channel_type)(CHANNEL_ACK + 1), ack_receive },
};

/* Best effort: the boot ends for a reason of its own already. */
static void abort_send(struct exchange *x, struct channel_fault reason)
{
	size_t len = 0;

	if (reason.code == CHANNEL_ABORT_CLOSED || reason.code == CHANNEL_ABORT_HOST ||
	    channel_abort_encode(reason, CHANNEL_MONITOR, x->next, x->session, x->out, &len) != OK)
		return;
	(void)message_send(x, len).code;
}

static void result_fill(const struct exchange *x, struct channel_result *result)
{
	static const struct {
		uint16_t kind;
		uint16_t feature;
	} kinds[] = {
#define KIND_ROW(number, name, text, feature, meaning) { (number), CHANNEL_FEATURE_##feature },
		CHANNEL_DEVICE_TABLE(KIND_ROW)
#undef KIND_ROW
	};

	*result = (struct channel_result){ .choice = x->choice, .session = x->session };
	__builtin_memcpy(result->th, x->th, sizeof(result->th));
	for (uint32_t i = 0; i < x->offer.device_count; i++) {
		for (uint32_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
			if (x->offer.devices[i].kind == kinds[k].kind &&
			    channel_set_has(&x->choice.features, kinds[k].feature))
				result->devices[result->device_count++] = x->offer.devices[i];
		}
	}
}

struct channel_fault channel_exchange_run(const struct channel_profile *profile,
					  const struct negotiate_compiled *compiled,
					  struct channel_result *result)
{
	struct exchange *x = pool_alloc(EXCHANGE_PAGES);
	struct channel_fault answer = CHANNEL_FINE;

	if (x == NULL)
		return fault(CHANNEL_ABORT_INTERNAL, 0);
	x->profile = profile;
	x->compiled = compiled;
	transcript_init(&x->transcript);
	if (profile->transport->open(profile->address) != OK) {
		answer = fault(CHANNEL_ABORT_TRANSPORT, 0);
		goto out;
	}
	for (uint32_t i = 0;
	     i < sizeof(exchange_steps) / sizeof(exchange_steps[0]) && is_fine(answer); i++) {
		x->next = exchange_steps[i].next;
		answer = exchange_steps[i].run(x);
	}
	if (is_fine(answer))
		result_fill(x, result);
	else
		abort_send(x, answer);
out:
	pool_free(x, EXCHANGE_PAGES);
	return answer;
}
