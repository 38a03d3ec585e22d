/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The monitor's side of a negotiation against a host of the test's making: every bit of an OFFER
 * and of an ACK, every byte where they can end, both sides' faults, and the serial port on
 * simulated registers.
 */
/* test-sources: core/channel/channel_exchange.c core/channel/serial.c core/evidence/evidence.c */
/* test-sources: lib/eventlog.c lib/tlv.c lib/negotiate.c lib/transcript.c lib/channel_set.c lib/channel_frame.c */
/* test-sources: lib/channel_fields.c lib/channel_msg_decode.c lib/channel_msg_encode.c */
/* test-sources: core/memory/pool.c core/memory/arena.c core/trace/panic.c core/trace/log.c */
/* test-sources: core/platform/host/sim.c core/platform/host/launch.c core/platform/host/access.c */
/* test-sources: core/platform/host/cpu.c core/platform/host/rmp.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/channel/channel.h"
#include "core/evidence/evidence.h"
#include "core/memory/pool.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "lib/transcript.h"
#include "tests/unit/core/vm.h"

#define TICKS 20000u
#define DEVICE 0xfeb00000ull

/* What the host does */
static struct {
	uint32_t flip_offer; /* bit of the OFFER, + 1; 0: none */
	uint32_t flip_ack;
	uint32_t cut_offer; /* bytes of it that are sent, + 1; 0: all */
	uint32_t cut_ack;
	int closes;        /* after what was cut, instead of silence */
	int acks_anything; /* with the monitor's TH, not its own */
	int aborts;        /* instead of the OFFER */
	int trickles;      /* a byte a read */
	int is_shut;       /* the port does not open */
	int is_stuck;      /* takes nothing */
	struct channel_offer offer;
} plan;

/* The host's side of the stream */
static struct {
	uint8_t heard[3 * CHANNEL_MESSAGE_MAX];
	size_t heard_len;
	size_t heard_done; /* up to here answered */
	uint8_t said[2 * CHANNEL_MESSAGE_MAX];
	size_t said_len;
	size_t said_done;
	size_t offer_len;
	size_t ack_len;
	struct transcript transcript;
	uint8_t th[SHA384_SIZE];         /* the host's own */
	uint8_t monitor_th[SHA384_SIZE]; /* in the CHOICE */
	uint64_t session;
	struct channel_fault abort; /* what the monitor said last */
	int ended;
} host;

static const struct transport *transport;
static struct channel_profile profile;
static struct negotiate_compiled compiled;
static struct channel_result result;
static struct host_params params;
static uint8_t digest[SHA384_SIZE];

const struct host_params *host_params(void)
{
	return &params;
}

const uint8_t *profile_digest(void)
{
	return digest;
}

static void say(const uint8_t *message, size_t len, uint32_t flip, uint32_t cut)
{
	size_t sent = cut != 0 && cut - 1 < len ? cut - 1 : len;

	memcpy(host.said + host.said_len, message, sent);
	if (flip != 0 && (flip - 1) / 8 < sent)
		host.said[host.said_len + (flip - 1) / 8] ^= (uint8_t)(1u << (flip - 1) % 8);
	host.said_len += sent;
	host.ended = sent < len;
}

static void answer_hello(const uint8_t *hello, size_t len)
{
	uint8_t message[CHANNEL_MESSAGE_MAX];

	memcpy(&host.session, hello + offsetof(struct channel_header, session),
	       sizeof(host.session));
	transcript_init(&host.transcript);
	assert_int_equal(transcript_add(&host.transcript, hello, len), OK);
	if (plan.aborts) {
		assert_int_equal(
			channel_abort_encode((struct channel_fault){ CHANNEL_ABORT_VERSION, 1 },
					     CHANNEL_HOST, CHANNEL_OFFER, host.session, message,
					     &host.offer_len),
			OK);
		say(message, host.offer_len, 0, 0);
		return;
	}
	assert_int_equal(channel_offer_encode(&plan.offer, host.session, message, &host.offer_len),
			 OK);
	assert_int_equal(transcript_add(&host.transcript, message, host.offer_len), OK);
	say(message, host.offer_len, plan.flip_offer, plan.cut_offer);
}

static void answer_choice(const uint8_t *choice, size_t len)
{
	uint8_t message[CHANNEL_MESSAGE_MAX];

	memcpy(message, choice, len);
	memcpy(host.monitor_th, choice + len - SHA384_SIZE, SHA384_SIZE);
	assert_int_equal(channel_choice_unseal(message, &len), OK);
	assert_int_equal(transcript_add(&host.transcript, message, len), OK);
	assert_int_equal(transcript_hash(&host.transcript, crypto_sha384, host.th), OK);
	assert_int_equal(channel_ack_encode(plan.acks_anything ? host.monitor_th : host.th,
					    host.session, message, &host.ack_len),
			 OK);
	say(message, host.ack_len, plan.flip_ack, plan.cut_ack);
}

static void hear(void)
{
	const uint8_t *at = host.heard + host.heard_done;
	size_t have = host.heard_len - host.heard_done;
	struct channel_header header;

	if (have < sizeof(header))
		return;
	memcpy(&header, at, sizeof(header));
	if (have < sizeof(header) + header.length)
		return;
	host.heard_done += sizeof(header) + header.length;
	if (header.type == CHANNEL_HELLO)
		answer_hello(at, sizeof(header) + header.length);
	else if (header.type == CHANNEL_CHOICE)
		answer_choice(at, sizeof(header) + header.length);
	else
		assert_int_equal(
			channel_abort_decode(at + sizeof(header), header.length, &host.abort).code,
			0);
}

static enum err test_open(uint64_t address)
{
	assert_int_equal(address, profile.address);
	return plan.is_shut ? ERR_IO : OK;
}

static enum err test_read(uint8_t *to, size_t len, size_t *done)
{
	size_t left = host.said_len - host.said_done;

	*done = left < len ? left : len;
	if (plan.trickles && *done > 1)
		*done = 1;
	if (*done == 0 && plan.closes && host.ended)
		return ERR_IO;
	memcpy(to, host.said + host.said_done, *done);
	host.said_done += *done;
	return OK;
}

static enum err test_write(const uint8_t *from, size_t len, size_t *done)
{
	*done = plan.is_stuck ? 0 : len < 7 ? len : 7;
	assert_true(host.heard_len + *done <= sizeof(host.heard));
	memcpy(host.heard + host.heard_len, from, *done);
	host.heard_len += *done;
	hear();
	return OK;
}

TRANSPORT(test, .number = 99, .open = test_open, .read = test_read, .write = test_write);

static int start(void **state)
{
	static const uint8_t seed[48] = { 1 };

	(void)state;
	sim_reset(32 * MIB, 1, SIM_BACKING_4K);
	pool_init_take(platform_heap(), CONFIG_HEAP_PAGES);
	assert_int_equal(crypto_random_seed(seed, sizeof(seed)), OK);
	for (transport = __start_parapet_transport; strcmp(transport->name, "test") != 0;
	     transport++)
		;
	memset(&plan, 0, sizeof(plan));
	plan.offer = (struct channel_offer){
		.version = CHANNEL_PROTOCOL,
		.features = { 2, { CHANNEL_FEATURE_BLK, CHANNEL_FEATURE_CERTS } },
		.strategies = { 2, { CHANNEL_STRATEGY_NONE, CHANNEL_STRATEGY_EPHEMERAL } },
		.device_count = 1,
		.devices = { { .kind = CHANNEL_DEVICE_VIRTIO_MMIO_BLK,
			       .irq = 5,
			       .address = DEVICE } },
	};
	profile = (struct channel_profile){
		.transport = transport,
		.address = 0x2f8,
		.deadline_ticks = TICKS,
		.limits = { .allowed = { 2, { CHANNEL_FEATURE_BLK, CHANNEL_FEATURE_VSOCK } },
			    .strategies = { 2,
					    { CHANNEL_STRATEGY_EPHEMERAL,
					      CHANNEL_STRATEGY_NONE } } },
	};
	compiled = (struct negotiate_compiled){
		.versions = { 1, { CHANNEL_PROTOCOL } },
		.features = { 3,
			      { CHANNEL_FEATURE_RELAY, CHANNEL_FEATURE_BLK,
				CHANNEL_FEATURE_VSOCK } },
		.strategies = { 2, { CHANNEL_STRATEGY_NONE, CHANNEL_STRATEGY_EPHEMERAL } },
	};
	params = (struct host_params){ .ram_count = 1, .ram = { { 0, 32 * MIB } } };
	return 0;
}

/* One negotiation from the start; the abort code */
static enum channel_abort run(void)
{
	struct channel_fault fault;
	uint64_t began;

	pool_init_take(platform_heap(), CONFIG_HEAP_PAGES);
	assert_int_equal(evidence_init(), 0);
	memset(&host, 0, sizeof(host));
	memset(&result, 0, sizeof(result));
	began = platform_tsc();
	fault = channel_exchange_run(&profile, &compiled, &result);
	/* Two messages to wait for, and an ABORT to get rid of */
	assert_true(platform_tsc() - began < 4 * TICKS);
	assert_int_equal(pool_use().used, CONFIG_EVENT_LOG_PAGES);
	return fault.code;
}

static void test_agrees(void **state)
{
	(void)state;
	assert_int_equal(run(), 0);
	assert_int_equal(result.choice.version, 1);
	assert_int_equal(result.choice.features.count, 1);
	assert_int_equal(result.choice.features.number[0], CHANNEL_FEATURE_BLK);
	assert_int_equal(result.choice.strategy, CHANNEL_STRATEGY_EPHEMERAL);
	assert_int_equal(result.session, host.session);
	assert_memory_equal(result.th, host.th, sizeof(host.th));
	assert_int_equal(result.device_count, 1);
	assert_int_equal(result.devices[0].address, DEVICE);
	plan.trickles = 1;
	assert_int_equal(run(), 0);
}

static void test_narrows(void **state)
{
	(void)state;
	plan.offer.strategies.count = 1;
	assert_int_equal(run(), 0);
	assert_int_equal(result.choice.strategy, CHANNEL_STRATEGY_NONE);
	plan.offer.features = (struct channel_set){ 0 };
	assert_int_equal(run(), 0);
	assert_int_equal(result.choice.features.count, 0);
	/* A device for a feature that was not agreed is not there */
	assert_int_equal(result.device_count, 0);
	plan.offer.strategies = (struct channel_set){ 1, { CHANNEL_STRATEGY_SEALED } };
	assert_int_equal(run(), CHANNEL_ABORT_STRATEGY);
	assert_int_equal(host.abort.code, CHANNEL_ABORT_STRATEGY);
}

static void test_devices(void **state)
{
	(void)state;
	plan.offer.devices[0].address = 32 * MIB - CHANNEL_DEVICE_ALIGN;
	assert_int_equal(run(), CHANNEL_ABORT_DEVICE);
	plan.offer.devices[0].address = 32 * MIB;
	assert_int_equal(run(), 0);
	/* Parapet's own region, whatever the host's map says of it */
	params.ram_count = 0;
	plan.offer.devices[0].address = SIM_REGION_GPA + SIM_REGION_SIZE - CHANNEL_DEVICE_ALIGN;
	assert_int_equal(run(), CHANNEL_ABORT_DEVICE);
}

static void test_every_offer_bit(void **state)
{
	uint32_t refused = 0;
	uint32_t bits;

	(void)state;
	assert_int_equal(run(), 0);
	bits = (uint32_t)host.offer_len * 8;
	plan.acks_anything = 1;
	for (uint32_t bit = 1; bit <= bits; bit++) {
		plan.flip_offer = bit;
		if (run() != 0)
			refused++;
		else
			assert_memory_not_equal(host.th, host.monitor_th, sizeof(host.th));
	}
	/* Those of the header, and more */
	assert_true(refused >= CHANNEL_HEADER_SIZE * 8 && refused < bits);
	/* An honest host has another TH than the monitor then, and acknowledges that */
	plan.acks_anything = 0;
	for (uint32_t bit = 1; bit <= bits; bit++) {
		plan.flip_offer = bit;
		assert_int_not_equal(run(), 0);
	}
}

static void test_every_ack_bit(void **state)
{
	uint32_t bits;

	(void)state;
	assert_int_equal(run(), 0);
	bits = (uint32_t)host.ack_len * 8;
	for (uint32_t bit = 1; bit <= bits; bit++) {
		plan.flip_ack = bit;
		assert_int_not_equal(run(), 0);
		assert_int_equal(result.choice.version, 0);
	}
}

static void test_every_end(void **state)
{
	uint32_t offer_len;
	uint32_t ack_len;

	(void)state;
	assert_int_equal(run(), 0);
	offer_len = (uint32_t)host.offer_len;
	ack_len = (uint32_t)host.ack_len;
	for (int closes = 0; closes < 2; closes++) {
		enum channel_abort want = closes ? CHANNEL_ABORT_CLOSED : CHANNEL_ABORT_DEADLINE;

		plan.closes = closes;
		for (uint32_t cut = 1; cut <= offer_len; cut++) {
			plan.cut_offer = cut;
			assert_int_equal(run(), want);
		}
		plan.cut_offer = 0;
		for (uint32_t cut = 1; cut <= ack_len; cut++) {
			plan.cut_ack = cut;
			assert_int_equal(run(), want);
		}
		plan.cut_ack = 0;
	}
}

static void test_faults(void **state)
{
	(void)state;
	plan.aborts = 1;
	assert_int_equal(run(), CHANNEL_ABORT_HOST);
	/* An ABORT is not answered */
	assert_int_equal(host.abort.code, 0);
	plan.aborts = 0;
	plan.is_stuck = 1;
	assert_int_equal(run(), CHANNEL_ABORT_DEADLINE);
	plan.is_stuck = 0;
	plan.is_shut = 1;
	assert_int_equal(run(), CHANNEL_ABORT_TRANSPORT);
	plan.is_shut = 0;
	profile.limits.required = (struct channel_set){ 1, { CHANNEL_FEATURE_VSOCK } };
	assert_int_equal(run(), CHANNEL_ABORT_REQUIRED);
	profile.limits.required = (struct channel_set){ 1, { CHANNEL_FEATURE_CERTS } };
	assert_int_equal(run(), CHANNEL_ABORT_CONFIGURATION);
	assert_int_equal(host.abort.code, CHANNEL_ABORT_CONFIGURATION);
}

/* The log has no room for the OFFER: nothing is agreed */
static void test_unrecorded(void **state)
{
	static uint8_t filler[CONFIG_EVENT_LOG_PAGES * PAGE_SIZE];
	struct channel_fault fault;
	uint32_t room;

	(void)state;
	assert_int_equal(run(), 0);
	pool_init_take(platform_heap(), CONFIG_HEAP_PAGES);
	assert_int_equal(evidence_init(), 0);
	memset(&host, 0, sizeof(host));
	memset(&result, 0, sizeof(result));
	room = CONFIG_EVENT_LOG_PAGES * (uint32_t)PAGE_SIZE - evidence_state().len;
	assert_int_equal(evidence_record(EVENTLOG_TAG_MADT, filler, room - 74 - 450), 0);
	fault = channel_exchange_run(&profile, &compiled, &result);
	assert_int_equal(fault.code, CHANNEL_ABORT_INTERNAL);
	assert_true(evidence_state().is_full);
	assert_int_equal(result.choice.version, 0);
}

/* A 16550 with a loop: what is sent comes back */
static struct {
	uint8_t scratch;
	uint8_t line;
	uint8_t fifo[16];
	uint32_t count;
} uart;

static uint8_t uart_read(uint16_t port)
{
	uint8_t byte = 0;

	switch (port - 0x2f8) {
	case 0:
		byte = uart.fifo[0];
		if (uart.count > 0)
			memmove(uart.fifo, uart.fifo + 1, --uart.count);
		return byte;
	case 5:
		return (uint8_t)((uart.count > 0 ? 0x01 : 0) | (uart.count < 16 ? 0x20 : 0));
	case 7:
		return uart.scratch;
	default:
		return 0;
	}
}

static void uart_write(uint16_t port, uint8_t value)
{
	if (port == 0x2f8 && (uart.line & 0x80) == 0 && uart.count < 16)
		uart.fifo[uart.count++] = value;
	if (port == 0x2f8 + 3)
		uart.line = value;
	if (port == 0x2f8 + 7)
		uart.scratch = value;
}

static void test_serial(void **state)
{
	static const struct sim_ports ports = { uart_read, uart_write };
	const struct transport *serial = __start_parapet_transport;
	uint8_t bytes[20] = "0123456789abcdefghi";
	uint8_t back[32];
	size_t done;

	(void)state;
	while (strcmp(serial->name, "serial") != 0)
		serial++;
	/* Nothing there */
	assert_int_equal(serial->open(0x2f8), ERR_IO);
	sim_ports(&ports);
	assert_int_equal(serial->open(0x2f8), OK);
	assert_int_equal(uart.line, 3);
	assert_int_equal(serial->read(back, sizeof(back), &done), OK);
	assert_int_equal(done, 0);
	assert_int_equal(serial->write(bytes, sizeof(bytes), &done), OK);
	assert_int_equal(done, 16);
	assert_int_equal(serial->read(back, 3, &done), OK);
	assert_int_equal(done, 3);
	assert_int_equal(serial->read(back + 3, sizeof(back) - 3, &done), OK);
	assert_int_equal(done, 13);
	assert_memory_equal(back, bytes, 16);
	/* The hypervisor refuses, then the port goes away */
	sim_fail(SIM_PORT_READ, 1, ERR_IO, SIM_ONCE);
	assert_int_equal(serial->read(back, 1, &done), ERR_IO);
	sim_fail(SIM_PORT_WRITE, 1, ERR_IO, SIM_ONCE);
	assert_int_equal(serial->write(bytes, 1, &done), ERR_IO);
	sim_ports(NULL);
	assert_int_equal(serial->read(back, 1, &done), ERR_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_agrees, start),
		cmocka_unit_test_setup(test_narrows, start),
		cmocka_unit_test_setup(test_devices, start),
		cmocka_unit_test_setup(test_every_offer_bit, start),
		cmocka_unit_test_setup(test_every_ack_bit, start),
		cmocka_unit_test_setup(test_every_end, start),
		cmocka_unit_test_setup(test_faults, start),
		cmocka_unit_test_setup(test_unrecorded, start),
		cmocka_unit_test_setup(test_serial, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
