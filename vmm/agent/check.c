/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Testing another VMM's side. Never takes silence for a refusal: a refusal is an ABORT or a closed
 * stream. */
#include "vmm/agent/check.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "vmm/agent/check_cases.h"

struct check {
	const char *address;
	uint32_t wait_ms;
	uint32_t passed;
	uint32_t failed;
	struct check_peer peer;
};

static const char *const answer_texts[] = {
	[CHECK_MESSAGE] = "it answered as to a good one",
	[CHECK_ABORT] = "it sent ABORT",
	[CHECK_CLOSED] = "it closed the stream",
	[CHECK_SILENT] = "it stayed silent",
	[CHECK_NONSENSE] = "it answered with a malformed or wrong message",
};

static void report(struct check *check, const char *name, const char *fault)
{
	if (fault == NULL) {
		check->passed++;
		printf("passed  %s\n", name);
	} else {
		check->failed++;
		printf("FAILED  %s: %s\n", name, fault);
	}
	fflush(stdout);
}

/* NULL: the answer is what the verdict asks for. */
static const char *judge(enum check_answer answer, enum check_verdict verdict)
{
	bool is_refusal = answer == CHECK_ABORT || answer == CHECK_CLOSED;

	if (verdict == CHECK_TAKEN ? answer == CHECK_MESSAGE : is_refusal)
		return NULL;
	return answer_texts[answer];
}

/* Decodes the OFFER just received. */
static const char *take_offer(struct check_peer *peer)
{
	struct channel_fault fault =
		channel_offer_decode(peer->received.bytes + CHANNEL_HEADER_SIZE,
				     peer->received.len - CHANNEL_HEADER_SIZE, &peer->offer);

	if (fault.code != CHANNEL_ABORT_NONE)
		return "its OFFER does not decode";
	if (!channel_set_has(&peer->hello.versions, peer->offer.version))
		return "its OFFER's version was not among those asked for";
	if (peer->offer.strategies.count == 0)
		return "it makes no strategy available, so there is nothing to choose";
	return NULL;
}

static const char *run_hello(struct check *check, const struct check_hello_case *row)
{
	struct check_peer *peer = &check->peer;
	enum check_answer answer;
	const char *fault;

	row->change(peer);
	check_send(peer, peer->sent_hello.bytes, peer->sent_hello.len,
		   row->step != 0 ? row->step : SIZE_MAX);
	answer = check_receive(peer, CHANNEL_OFFER);
	fault = judge(answer, row->verdict);
	return fault == NULL && answer == CHECK_MESSAGE ? take_offer(peer) : fault;
}

/* A good HELLO, and the OFFER that answers it. */
static const char *get_offer(struct check *check)
{
	return run_hello(check, &check_hello_cases[0]);
}

static const char *check_ack(const struct check_peer *peer, const uint8_t th[SHA384_SIZE])
{
	uint8_t carried[SHA384_SIZE];
	struct channel_fault fault =
		channel_ack_decode(peer->received.bytes + CHANNEL_HEADER_SIZE,
				   peer->received.len - CHANNEL_HEADER_SIZE, carried);

	if (fault.code != CHANNEL_ABORT_NONE)
		return "its ACK is not a transcript hash and nothing else";
	return memcmp(carried, th, SHA384_SIZE) == 0 ? NULL : "its ACK has another hash";
}

static const char *run_choice(struct check *check, const struct check_choice_case *row)
{
	struct check_peer *peer = &check->peer;
	struct channel_choice choice;
	struct check_message message;
	uint8_t th[SHA384_SIZE];
	enum check_answer answer;
	const char *fault = get_offer(check);

	if (fault != NULL)
		return fault;
	choice = check_choose(peer);
	if (row->choose != NULL)
		row->choose(&choice);
	check_encode_choice(peer, &choice, &message);
	if (row->change != NULL)
		row->change(&message);
	check_seal(peer, &message, th);
	if (row->change_sealed != NULL)
		row->change_sealed(&message);
	check_send(peer, message.bytes, message.len, SIZE_MAX);
	answer = check_receive(peer, CHANNEL_ACK);
	fault = judge(answer, row->verdict);
	return fault == NULL && answer == CHECK_MESSAGE ? check_ack(peer, th) : fault;
}

/* Cases that are not one changed message */

static const char *hello_twice(struct check *check)
{
	const char *fault = get_offer(check);

	if (fault != NULL)
		return fault;
	check_send(&check->peer, check->peer.sent_hello.bytes, check->peer.sent_hello.len,
		   SIZE_MAX);
	return judge(check_receive(&check->peer, CHANNEL_ACK), CHECK_REFUSED);
}

static const char *stream_ends_in_hello(struct check *check)
{
	check_send(&check->peer, check->peer.sent_hello.bytes, check->peer.sent_hello.len / 2,
		   SIZE_MAX);
	shutdown(check->peer.fd, SHUT_WR);
	return judge(check_receive(&check->peer, CHANNEL_OFFER), CHECK_REFUSED);
}

static const char *abort_for_choice(struct check *check)
{
	struct check_message message;
	enum check_answer answer;
	const char *fault = get_offer(check);

	if (fault != NULL)
		return fault;
	if (channel_abort_encode((struct channel_fault){ CHANNEL_ABORT_REQUIRED, 1 },
				 CHANNEL_MONITOR, CHANNEL_CHOICE, check->peer.session,
				 message.bytes, &message.len) != OK)
		return "this program could not make an ABORT";
	check_send(&check->peer, message.bytes, message.len, SIZE_MAX);
	answer = check_receive(&check->peer, CHANNEL_ACK);
	return answer == CHECK_MESSAGE || answer == CHECK_NONSENSE ? answer_texts[answer] : NULL;
}

static const char *boot_again(struct check *check)
{
	const char *fault = run_choice(check, &check_choice_cases[0]);

	if (fault != NULL)
		return fault;
	check_new_session(&check->peer);
	check_make_hello(&check->peer);
	return run_choice(check, &check_choice_cases[0]);
}

static const char *fresh_nonces(struct check *check)
{
	uint8_t first[CHANNEL_NONCE_SIZE];
	const char *fault = get_offer(check);

	if (fault != NULL)
		return fault;
	memcpy(first, check->peer.offer.nonce, sizeof(first));
	check_disconnect(&check->peer);
	fault = check_connect(&check->peer, check->address, check->wait_ms);
	if (fault == NULL)
		fault = get_offer(check);
	if (fault == NULL && memcmp(first, check->peer.offer.nonce, sizeof(first)) == 0)
		fault = "two sessions have the same nonce";
	return fault;
}

static const struct {
	const char *name;
	const char *(*run)(struct check *check);
} other_cases[] = {
	{ "HELLO: once more instead of CHOICE", hello_twice },
	{ "HELLO: the stream ends in it", stream_ends_in_hello },
	{ "ABORT instead of CHOICE", abort_for_choice },
	{ "a second boot on the same stream", boot_again },
	{ "nonces are fresh", fresh_nonces },
};

static bool start(struct check *check, const char *name)
{
	const char *fault = check_connect(&check->peer, check->address, check->wait_ms);

	if (fault != NULL)
		report(check, name, fault);
	return fault == NULL;
}

uint32_t check_run(const char *address, uint32_t wait_ms)
{
	static struct check check;

	check = (struct check){ .address = address, .wait_ms = wait_ms };
	for (size_t i = 0; i < check_hello_count; i++) {
		if (start(&check, check_hello_cases[i].name))
			report(&check, check_hello_cases[i].name,
			       run_hello(&check, &check_hello_cases[i]));
		check_disconnect(&check.peer);
	}
	for (size_t i = 0; i < check_choice_count; i++) {
		if (start(&check, check_choice_cases[i].name))
			report(&check, check_choice_cases[i].name,
			       run_choice(&check, &check_choice_cases[i]));
		check_disconnect(&check.peer);
	}
	for (size_t i = 0; i < sizeof(other_cases) / sizeof(other_cases[0]); i++) {
		if (start(&check, other_cases[i].name))
			report(&check, other_cases[i].name, other_cases[i].run(&check));
		check_disconnect(&check.peer);
	}
	printf("%u passed, %u failed\n", check.passed, check.failed);
	return check.failed;
}
