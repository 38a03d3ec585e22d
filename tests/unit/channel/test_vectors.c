/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) lib/report_data.c */
/* The committed golden vectors: bytes to TH, bytes to abort code, report data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/hash.h"
#include "lib/report_data.h"
#include "tests/unit/channel/samples.h"

#define VECTORS "tests/vectors/channel/vectors.txt"
#define LINE_MAX_ (2 * CHANNEL_MESSAGE_MAX + 64)

static FILE *file;
static char line[LINE_MAX_];

static const char *const abort_names[256] = {
#define NAME(x, code, name, cause, remedy) [code] = #name,
	CHANNEL_ABORT_TABLE(NAME, 0)
#undef NAME
};

static int set_up(void **state)
{
	(void)state;
	file = fopen(VECTORS, "r");
	return file == NULL;
}

static int tear_down(void **state)
{
	(void)state;
	return fclose(file);
}

static int next_line(void)
{
	if (fgets(line, sizeof(line), file) == NULL)
		return 0;
	line[strcspn(line, "\n")] = '\0';
	return 1;
}

/* The bytes of a line "key HEX". */
static size_t read_hex(const char *key, uint8_t *out, size_t size)
{
	size_t len = 0;
	const char *at;

	assert_true(next_line());
	assert_true(strncmp(line, key, strlen(key)) == 0 && line[strlen(key)] == ' ');
	for (at = line + strlen(key) + 1; *at != '\0'; at += 2) {
		unsigned int byte;

		assert_int_equal(sscanf(at, "%2x", &byte), 1);
		assert_true(len < size);
		out[len++] = (uint8_t)byte;
	}
	return len;
}

static void read_message(const char *key, struct sample_message *out)
{
	out->len = read_hex(key, out->bytes, sizeof(out->bytes));
}

static void check_negotiation(void)
{
	struct sample_message hello, offer, choice, ack;
	struct channel_hello hello_out;
	struct channel_offer offer_out;
	struct channel_choice choice_out;
	uint8_t th[SHA384_SIZE], computed[SHA384_SIZE], carried[SHA384_SIZE];

	read_message("hello", &hello);
	read_message("offer", &offer);
	read_message("choice", &choice);
	read_message("ack", &ack);
	assert_int_equal(read_hex("th", th, sizeof(th)), SHA384_SIZE);
	assert_int_equal(channel_hello_decode(hello.bytes + 24, hello.len - 24, &hello_out).code,
			 0);
	assert_int_equal(channel_offer_decode(offer.bytes + 24, offer.len - 24, &offer_out).code,
			 0);
	assert_int_equal(
		channel_choice_decode(choice.bytes + 24, choice.len - 24, &choice_out, carried)
			.code,
		0);
	assert_memory_equal(carried, th, SHA384_SIZE);
	assert_int_equal(channel_ack_decode(ack.bytes + 24, ack.len - 24, carried).code, 0);
	assert_memory_equal(carried, th, SHA384_SIZE);
	assert_int_equal(negotiate_check(&offer_out, &choice_out).code, 0);
	assert_int_equal(channel_choice_unseal(choice.bytes, &choice.len), OK);
	sample_hash(&hello, &offer, &choice, computed);
	assert_memory_equal(computed, th, SHA384_SIZE);
}

static void check_refused(const char *code)
{
	char wanted[64];
	struct sample_message offer;
	uint8_t th[SHA384_SIZE];
	struct channel_fault fault;

	snprintf(wanted, sizeof(wanted), "%s", code);
	read_message("offer", &offer);
	fault = sample_receive_offer(&offer, th);
	assert_non_null(abort_names[fault.code]);
	assert_string_equal(abort_names[fault.code], wanted);
}

static void sha512_parts(const struct hash_part *parts, size_t count, uint8_t out[SHA512_SIZE])
{
	assert_int_equal(count, 1);
	crypto_sha512(parts->data, parts->len, out);
}

static void check_report(const char *purpose)
{
	static const char *const names[] = {
#define NAME(symbol, text) text,
		REPORT_DATA_PURPOSE_TABLE(NAME)
#undef NAME
	};
	struct report_data in = { .purpose = 0 };
	uint8_t encoded[REPORT_DATA_ENCODED_MAX], wanted[REPORT_DATA_ENCODED_MAX];
	uint8_t data[REPORT_DATA_SIZE], wanted_data[REPORT_DATA_SIZE];
	size_t len, wanted_len;

	while (strcmp(names[in.purpose], purpose) != 0)
		in.purpose++;
	read_hex("th", in.th, SHA384_SIZE);
	read_hex("events", in.events, SHA384_SIZE);
	read_hex("profile", in.profile, SHA384_SIZE);
	read_hex("key", in.public_key, SHA384_SIZE);
	in.nonce_len = (uint16_t)read_hex("nonce", in.nonce, sizeof(in.nonce));
	wanted_len = read_hex("encoded", wanted, sizeof(wanted));
	read_hex("data", wanted_data, sizeof(wanted_data));
	assert_int_equal(report_data_encode(&in, encoded, &len), OK);
	assert_int_equal(len, wanted_len);
	assert_memory_equal(encoded, wanted, len);
	assert_int_equal(report_data_own(&in, sha512_parts, data), OK);
	assert_memory_equal(data, wanted_data, sizeof(data));
}

static void check_transport(const char *name, const char *address)
{
	uint8_t digest[SHA384_SIZE], wanted[SHA384_SIZE];

	assert_int_equal(transcript_transport(name, strlen(name), strtoull(address, NULL, 16),
					      crypto_sha384, digest),
			 OK);
	read_hex("digest", wanted, sizeof(wanted));
	assert_memory_equal(digest, wanted, sizeof(digest));
}

static void all_vectors_match(void **state)
{
	unsigned int negotiations = 0, refused = 0, reports = 0, transports = 0;
	char a[64], b[64];

	(void)state;
	while (next_line()) {
		if (sscanf(line, "negotiation %63s", a) == 1) {
			check_negotiation();
			negotiations++;
		} else if (sscanf(line, "refused %63s %63s", a, b) == 2) {
			check_refused(b);
			refused++;
		} else if (sscanf(line, "report %63s", a) == 1) {
			check_report(a);
			reports++;
		} else if (sscanf(line, "transport %63s %63s", a, b) == 2) {
			check_transport(a, b);
			transports++;
		} else {
			assert_int_equal(line[0], '#');
		}
	}
	assert_int_equal(negotiations, 4);
	assert_int_equal(refused, 28);
	assert_int_equal(reports, 3);
	assert_int_equal(transports, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_vectors_match, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
