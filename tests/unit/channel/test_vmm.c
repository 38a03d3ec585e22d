/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/channel/pipe.c tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) vmm/lib/parapet_vmm.c vmm/lib/example.c */
/* libparapet-vmm: a whole negotiation in all paces, and every way to end otherwise; its example,
 * run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "tests/unit/channel/pipe.h"
#include "vmm/lib/example.h"

static struct pipe line;
static struct parapet_vmm vmm;
static struct channel_offer offer;
static struct sample_message hello;

static int set_up(void **state)
{
	(void)state;
	pipe_init(&line);
	offer = sample_offer();
	sample_hello_message(&hello);
	assert_int_equal(parapet_vmm_init(&vmm, &line.io, &offer, 500), OK);
	return 0;
}

/* HELLO sent, OFFER received, CHOICE made. */
static void negotiate_to_choice(struct sample_message *choice, uint8_t th[SHA384_SIZE])
{
	struct sample_message got;

	pipe_send(&line, hello.bytes, hello.len);
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_NEGOTIATING);
	assert_true(pipe_receive(&line, &got));
	assert_int_equal(got.bytes[6], CHANNEL_OFFER);
	pipe_make_choice(&got, choice, th);
}

static void assert_aborted(enum channel_abort code)
{
	struct sample_message got;
	struct channel_fault fault;

	assert_int_equal(vmm.status, PARAPET_VMM_REFUSED);
	assert_int_equal(vmm.result.fault.code, code);
	assert_true(pipe_receive(&line, &got));
	assert_int_equal(got.bytes[6], CHANNEL_ABORT);
	assert_int_equal(channel_abort_decode(got.bytes + 24, got.len - 24, &fault).code, 0);
	assert_int_equal(fault.code, code);
}

static void both_sides_agree_at_any_pace(void **state)
{
	static const size_t steps[] = { 1, 2, 7, 24, 25, 4096 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		struct sample_message choice;
		struct sample_message ack;
		uint8_t th[SHA384_SIZE];

		set_up(state);
		line.step = steps[i];
		negotiate_to_choice(&choice, th);
		pipe_send(&line, choice.bytes, choice.len);
		assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_AGREED);
		assert_memory_equal(vmm.result.th, th, SHA384_SIZE);
		assert_int_equal(vmm.result.session, SAMPLE_SESSION);
		assert_int_equal(vmm.result.choice.strategy, CHANNEL_STRATEGY_SEALED);
		assert_true(pipe_receive(&line, &ack));
		assert_int_equal(ack.bytes[6], CHANNEL_ACK);
		assert_memory_equal(ack.bytes + ack.len - SHA384_SIZE, th, SHA384_SIZE);
		assert_true(parapet_vmm_deadline(&vmm) == UINT64_MAX);
	}
}

static void a_vm_may_boot_again(void **state)
{
	struct sample_message choice;
	uint8_t th[SHA384_SIZE];

	(void)state;
	for (int i = 0; i < 2; i++) {
		line.from_len = line.to_len = line.to_done = 0;
		negotiate_to_choice(&choice, th);
		pipe_send(&line, choice.bytes, choice.len);
		assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_AGREED);
		assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_AGREED);
		parapet_vmm_restart(&vmm);
		assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_WAITING);
	}
}

static void every_flipped_bit_of_choice_is_refused(void **state)
{
	struct sample_message choice;
	uint8_t th[SHA384_SIZE];
	size_t bits;

	(void)state;
	negotiate_to_choice(&choice, th);
	bits = choice.len * 8;
	for (size_t bit = 0; bit < bits; bit++) {
		set_up(NULL);
		negotiate_to_choice(&choice, th);
		choice.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		pipe_send(&line, choice.bytes, choice.len);
		line.is_closed = 0;
		if (parapet_vmm_step(&vmm) == PARAPET_VMM_NEGOTIATING) {
			line.now += 500; /* a length that grew: the rest never comes */
			parapet_vmm_step(&vmm);
		}
		assert_int_equal(vmm.status, PARAPET_VMM_REFUSED);
	}
}

static void a_choice_beyond_the_offer_is_refused(void **state)
{
	struct sample_message choice;
	struct sample_message got;
	uint8_t th[SHA384_SIZE];
	struct channel_choice beyond = { SAMPLE_SET(CHANNEL_FEATURE_RELAY), CHANNEL_PROTOCOL,
					 CHANNEL_STRATEGY_SEALED, 0 };

	(void)state;
	pipe_send(&line, hello.bytes, hello.len);
	parapet_vmm_step(&vmm);
	assert_true(pipe_receive(&line, &got));
	assert_int_equal(channel_choice_encode(&beyond, SAMPLE_SESSION, choice.bytes, &choice.len),
			 OK);
	sample_hash(&hello, &got, &choice, th);
	assert_int_equal(channel_choice_seal(choice.bytes, &choice.len, th), OK);
	pipe_send(&line, choice.bytes, choice.len);
	parapet_vmm_step(&vmm);
	assert_aborted(CHANNEL_ABORT_CHOICE);
	assert_int_equal(vmm.result.fault.detail, CHANNEL_FEATURE_RELAY);
}

static void a_wrong_hash_is_refused(void **state)
{
	struct sample_message choice;
	uint8_t th[SHA384_SIZE];

	(void)state;
	negotiate_to_choice(&choice, th);
	choice.bytes[choice.len - 1] ^= 1;
	pipe_send(&line, choice.bytes, choice.len);
	parapet_vmm_step(&vmm);
	assert_aborted(CHANNEL_ABORT_TRANSCRIPT);
}

static void no_common_version(void **state)
{
	struct channel_hello other = sample_hello();

	(void)state;
	other.versions = SAMPLE_SET(2, 3);
	assert_int_equal(channel_hello_encode(&other, SAMPLE_SESSION, hello.bytes, &hello.len), OK);
	pipe_send(&line, hello.bytes, hello.len);
	parapet_vmm_step(&vmm);
	assert_aborted(CHANNEL_ABORT_VERSION);
}

static void the_wrong_message_is_refused(void **state)
{
	(void)state;
	pipe_send(&line, hello.bytes, hello.len);
	pipe_send(&line, hello.bytes, hello.len);
	parapet_vmm_step(&vmm);
	assert_int_equal(vmm.status, PARAPET_VMM_REFUSED);
	assert_int_equal(vmm.result.fault.code, CHANNEL_ABORT_TYPE);
}

/* Before a session is known there is none to name in an ABORT */
static void noise_ends_without_an_answer(void **state)
{
	(void)state;
	pipe_send(&line, "GET / HTTP/1.0\r\n\r\n......", 24);
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_REFUSED);
	assert_int_equal(vmm.result.fault.code, CHANNEL_ABORT_MAGIC);
	assert_int_equal(line.from_len, 0);
}

static void the_monitor_may_abort(void **state)
{
	struct sample_message message;

	(void)state;
	pipe_send(&line, hello.bytes, hello.len);
	parapet_vmm_step(&vmm);
	assert_int_equal(channel_abort_encode((struct channel_fault){ CHANNEL_ABORT_REQUIRED, 2 },
					      CHANNEL_MONITOR, CHANNEL_CHOICE, SAMPLE_SESSION,
					      message.bytes, &message.len),
			 OK);
	pipe_send(&line, message.bytes, message.len);
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_HALTED);
	assert_int_equal(vmm.result.fault.code, CHANNEL_ABORT_REQUIRED);
	assert_int_equal(vmm.result.fault.detail, 2);
}

static void a_stall_ends_at_the_deadline(void **state)
{
	(void)state;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_WAITING);
	line.now += 1000000; /* a VM that boots slowly is no stall */
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_WAITING);
	pipe_send(&line, hello.bytes, 10);
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_WAITING);
	assert_true(parapet_vmm_deadline(&vmm) == line.now + 500);
	line.now += 499;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_WAITING);
	line.now += 1;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_REFUSED);
	assert_int_equal(vmm.result.fault.code, CHANNEL_ABORT_DEADLINE);
	set_up(NULL);
	pipe_send(&line, hello.bytes, hello.len);
	line.is_full = 1;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_NEGOTIATING);
	line.now += 500;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_REFUSED);
}

static void the_stream_may_end(void **state)
{
	(void)state;
	line.is_closed = 1;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_CLOSED);
	set_up(NULL);
	pipe_send(&line, hello.bytes, hello.len);
	line.is_closed = 1;
	assert_int_equal(parapet_vmm_step(&vmm), PARAPET_VMM_CLOSED);
}

static void without_randomness_there_is_no_offer(void **state)
{
	(void)state;
	line.is_random = 0;
	pipe_send(&line, hello.bytes, hello.len);
	parapet_vmm_step(&vmm);
	assert_aborted(CHANNEL_ABORT_INTERNAL);
}

static void bad_offers_are_found_at_once(void **state)
{
	(void)state;
	offer.features = SAMPLE_SET(4, 3);
	assert_int_equal(parapet_vmm_init(&vmm, &line.io, &offer, 500), ERR_RANGE);
}

static void the_example_serves(void **state)
{
	struct sample_message choice;
	struct sample_message got = { 0 };
	uint8_t th[SHA384_SIZE];
	int ends[2];
	int status;
	pid_t pid;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		_exit(example_serve(ends[1], &offer, crypto_sha384, &vmm) == PARAPET_VMM_AGREED
			      ? 0
			      : 1);
	}
	close(ends[1]);
	assert_int_equal(write(ends[0], hello.bytes, hello.len), hello.len);
	sample_offer_message(&got); /* for its length */
	assert_int_equal(recv(ends[0], got.bytes, got.len, MSG_WAITALL), got.len);
	pipe_make_choice(&got, &choice, th);
	assert_int_equal(write(ends[0], choice.bytes, choice.len), choice.len);
	assert_int_equal(recv(ends[0], got.bytes, 76, MSG_WAITALL), 76);
	assert_memory_equal(got.bytes + 28, th, SHA384_SIZE);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_sides_agree_at_any_pace),
		cmocka_unit_test_setup(a_vm_may_boot_again, set_up),
		cmocka_unit_test_setup(every_flipped_bit_of_choice_is_refused, set_up),
		cmocka_unit_test_setup(a_choice_beyond_the_offer_is_refused, set_up),
		cmocka_unit_test_setup(a_wrong_hash_is_refused, set_up),
		cmocka_unit_test_setup(no_common_version, set_up),
		cmocka_unit_test_setup(the_wrong_message_is_refused, set_up),
		cmocka_unit_test_setup(noise_ends_without_an_answer, set_up),
		cmocka_unit_test_setup(the_monitor_may_abort, set_up),
		cmocka_unit_test_setup(a_stall_ends_at_the_deadline, set_up),
		cmocka_unit_test_setup(the_stream_may_end, set_up),
		cmocka_unit_test_setup(without_randomness_there_is_no_offer, set_up),
		cmocka_unit_test_setup(bad_offers_are_found_at_once, set_up),
		cmocka_unit_test_setup(the_example_serves, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
