/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The monitor's end of a connection under test. Never waits longer than it was told to. */
#include "vmm/agent/check_peer.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "vmm/agent/listen.h"

static void draw(void *out, size_t len)
{
	if (getrandom(out, len, 0) != (ssize_t)len)
		abort(); /* Linux gives up to 256 bytes at once, always */
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void check_new_session(struct check_peer *peer)
{
	draw(&peer->session, sizeof(peer->session));
	peer->session |= 1;
	draw(peer->hello.nonce, sizeof(peer->hello.nonce));
}

const char *check_connect(struct check_peer *peer, const char *address, uint32_t wait_ms)
{
	static const uint16_t strategies[] = {
#define NUMBER(number, symbol, name, owner, meaning) number,
		CHANNEL_STRATEGY_TABLE(NUMBER)
	};
	static const uint16_t features[] = { CHANNEL_FEATURE_TABLE(NUMBER) };
#undef NUMBER

	*peer = (struct check_peer){ .fd = listen_connect(address), .wait_ms = wait_ms };
	if (peer->fd < 0)
		return strerror(errno);
	check_new_session(peer);
	memset(peer->hello.profile, 0xc1, CHANNEL_DIGEST_SIZE);
	memset(peer->hello.transport, 0xc2, CHANNEL_DIGEST_SIZE);
	peer->hello.versions = (struct channel_set){ 1, { CHANNEL_PROTOCOL } };
	peer->hello.features.count = sizeof(features) / sizeof(features[0]);
	memcpy(peer->hello.features.number, features, sizeof(features));
	peer->hello.strategies.count = sizeof(strategies) / sizeof(strategies[0]);
	memcpy(peer->hello.strategies.number, strategies, sizeof(strategies));
	check_make_hello(peer);
	return NULL;
}

void check_disconnect(struct check_peer *peer)
{
	if (peer->fd >= 0)
		close(peer->fd);
	peer->fd = -1;
}

static bool wait_for(const struct check_peer *peer, short events, uint64_t until)
{
	uint64_t now = now_ms();
	struct pollfd wait = { .fd = peer->fd, .events = events };

	return now < until && poll(&wait, 1, (int)(until - now)) > 0;
}

void check_send(struct check_peer *peer, const void *bytes, size_t len, size_t step)
{
	const uint8_t *at = bytes;
	uint64_t until = now_ms() + peer->wait_ms;

	while (len > 0 && wait_for(peer, POLLOUT, until)) {
		ssize_t put =
			send(peer->fd, at, len < step ? len : step, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (put < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (put > 0) {
			at += put;
			len -= (size_t)put;
		}
	}
}

/* Takes bytes until the reader is content. */
static enum check_answer read_message(struct check_peer *peer, struct channel_reader *reader,
				      const struct channel_expect *expect)
{
	uint64_t until = now_ms() + peer->wait_ms;
	uint8_t bytes[512];

	channel_reader_start(reader);
	while (channel_reader_want(reader) != 0) {
		size_t want = channel_reader_want(reader);
		ssize_t got;

		if (!wait_for(peer, POLLIN, until))
			return CHECK_SILENT;
		got = recv(peer->fd, bytes, want < sizeof(bytes) ? want : sizeof(bytes),
			   MSG_DONTWAIT);
		if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
			return CHECK_CLOSED;
		if (got > 0 && channel_reader_put(reader, expect, bytes, (size_t)got).code !=
				       CHANNEL_ABORT_NONE)
			return CHECK_NONSENSE;
	}
	return CHECK_MESSAGE;
}

enum check_answer check_receive(struct check_peer *peer, enum channel_type type)
{
	const struct channel_expect expect = { type, CHANNEL_HOST, peer->session };
	struct channel_reader reader;
	struct channel_fault fault;
	enum check_answer answer = read_message(peer, &reader, &expect);

	if (answer != CHECK_MESSAGE)
		return answer;
	peer->received.len = reader.have;
	memcpy(peer->received.bytes, reader.message, reader.have);
	if (reader.header.type != CHANNEL_ABORT)
		return CHECK_MESSAGE;
	if (channel_abort_decode(channel_reader_body(&reader), reader.header.length, &fault).code !=
	    CHANNEL_ABORT_NONE)
		return CHECK_NONSENSE;
	return CHECK_ABORT;
}

void check_make_hello(struct check_peer *peer)
{
	if (channel_hello_encode(&peer->hello, peer->session, peer->sent_hello.bytes,
				 &peer->sent_hello.len) != OK)
		abort(); /* a case that makes a bad HELLO changes its bytes */
}

struct channel_choice check_choose(const struct check_peer *peer)
{
	return (struct channel_choice){
		.features = peer->offer.features,
		.version = peer->offer.version,
		.strategy = peer->offer.strategies.number[0],
	};
}

void check_encode_choice(const struct check_peer *peer, const struct channel_choice *choice,
			 struct check_message *out)
{
	if (channel_choice_encode(choice, peer->session, out->bytes, &out->len) != OK)
		abort();
}

void check_seal(const struct check_peer *peer, struct check_message *choice,
		uint8_t th[SHA384_SIZE])
{
	struct transcript transcript;

	transcript_init(&transcript);
	if (transcript_add(&transcript, peer->sent_hello.bytes, peer->sent_hello.len) != OK ||
	    transcript_add(&transcript, peer->received.bytes, peer->received.len) != OK ||
	    transcript_add(&transcript, choice->bytes, choice->len) != OK ||
	    transcript_hash(&transcript, crypto_sha384, th) != OK ||
	    channel_choice_seal(choice->bytes, &choice->len, th) != OK)
		abort();
}
