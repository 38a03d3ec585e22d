/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: lib/report_data.c */
/* Report data: exact layout, no two purposes or forms alike, bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "crypto/hash.h"
#include "lib/report_data.h"

static void sha512_parts(const struct hash_part *parts, size_t count, uint8_t out[SHA512_SIZE])
{
	struct crypto_hash hash;

	crypto_hash_init(&hash, CRYPTO_SHA512);
	for (size_t i = 0; i < count; i++)
		crypto_hash_update(&hash, parts[i].data, parts[i].len);
	crypto_hash_final(&hash, out);
}

static struct report_data sample(void)
{
	struct report_data in = { .purpose = REPORT_PURPOSE_KEY_RELEASE,
				  .nonce_len = 3,
				  .nonce = { 'a', 'b', 'c' } };

	memset(in.th, 1, SHA384_SIZE);
	memset(in.events, 2, SHA384_SIZE);
	memset(in.profile, 3, SHA384_SIZE);
	memset(in.public_key, 4, SHA384_SIZE);
	return in;
}

static void the_layout_is_exact(void **state)
{
	struct report_data in = sample();
	uint8_t expected[REPORT_DATA_ENCODED_MAX] = "parapet report data 1";
	uint8_t out[REPORT_DATA_ENCODED_MAX];
	size_t len;

	(void)state;
	memcpy(expected + 64, "key-release", 11);
	for (uint8_t i = 0; i < 4; i++)
		memset(expected + 80 + 48 * i, i + 1, 48);
	memcpy(expected + 272, "\3\0abc", 5);
	assert_int_equal(report_data_encode(&in, out, &len), OK);
	assert_int_equal(len, 277);
	assert_memory_equal(out, expected, 277);
}

static void bounds_are_kept(void **state)
{
	struct report_data in = sample();
	uint8_t out[REPORT_DATA_ENCODED_MAX] = { 0 };
	size_t len = 99;

	(void)state;
	in.nonce_len = REPORT_DATA_NONCE_MAX + 1;
	assert_int_equal(report_data_encode(&in, out, &len), ERR_RANGE);
	in.nonce_len = REPORT_DATA_NONCE_MAX;
	in.purpose = REPORT_PURPOSE_COUNT;
	assert_int_equal(report_data_encode(&in, out, &len), ERR_RANGE);
	assert_int_equal(len, 99);
	assert_int_equal(out[0], 0);
	in.purpose = REPORT_PURPOSE_ANCHOR;
	assert_int_equal(report_data_encode(&in, out, &len), OK);
	assert_int_equal(len, REPORT_DATA_ENCODED_MAX);
}

static void every_field_counts(void **state)
{
	static const size_t fields[] = { offsetof(struct report_data, th),
					 offsetof(struct report_data, events),
					 offsetof(struct report_data, profile),
					 offsetof(struct report_data, public_key),
					 offsetof(struct report_data, nonce) };
	uint8_t good[REPORT_DATA_SIZE];
	uint8_t out[REPORT_DATA_SIZE];
	struct report_data in = sample();

	(void)state;
	assert_int_equal(report_data_own(&in, sha512_parts, good), OK);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		in = sample();
		((uint8_t *)&in)[fields[i]] ^= 1;
		assert_int_equal(report_data_own(&in, sha512_parts, out), OK);
		assert_memory_not_equal(out, good, sizeof(out));
	}
	in = sample();
	in.nonce_len--;
	assert_int_equal(report_data_own(&in, sha512_parts, out), OK);
	assert_memory_not_equal(out, good, sizeof(out));
	for (int purpose = REPORT_PURPOSE_KEY_RELEASE + 1; purpose < REPORT_PURPOSE_COUNT;
	     purpose++) {
		in = sample();
		in.purpose = (enum report_purpose)purpose;
		assert_int_equal(report_data_own(&in, sha512_parts, out), OK);
		assert_memory_not_equal(out, good, sizeof(out));
	}
}

/* A guest whose nonce is our label, asking about a manifest that is our encoding's rest, is refused
 */
static void a_service_report_never_passes_as_ours(void **state)
{
	static const uint8_t table_guid[16] = { 0xbb, 0x9e, 0x84, 0x63, 0x92, 0x3d, 0x70, 0x46,
						0xa1, 0xff, 0x58, 0xf9, 0xc9, 0x4b, 0x87, 0xbb };
	struct report_data in = sample();
	uint8_t encoded[REPORT_DATA_ENCODED_MAX];
	uint8_t out[REPORT_DATA_SIZE];
	size_t len;

	(void)state;
	for (int purpose = 0; purpose < REPORT_PURPOSE_COUNT; purpose++) {
		in.purpose = (enum report_purpose)purpose;
		assert_int_equal(report_data_encode(&in, encoded, &len), OK);
		assert_int_equal(
			report_data_service(encoded, encoded + 64, len - 64, sha512_parts, out),
			ERR_PERMISSION);
		assert_memory_not_equal(encoded + 64, table_guid, 2);
		/* TPMT_PUBLIC begins with the algorithm, big-endian: RSA 0001, ECC 0023 */
		assert_true(encoded[64] != 0);
	}
	assert_int_equal(report_data_service(encoded, table_guid, 16, sha512_parts, out), OK);
	assert_int_equal(report_data_service(encoded, encoded + 64, 15, sha512_parts, out), OK);
}

static void a_service_report_hashes_nonce_and_manifest(void **state)
{
	uint8_t both[64 + 20];
	uint8_t expected[64];
	uint8_t out[64];

	(void)state;
	memset(both, 0x5a, 64);
	memset(both + 64, 0x11, 20);
	crypto_sha512(both, sizeof(both), expected);
	assert_int_equal(report_data_service(both, both + 64, 20, sha512_parts, out), OK);
	assert_memory_equal(out, expected, 64);
}

static void a_broker_report_is_padded(void **state)
{
	static const uint8_t zeros[16];
	uint8_t expected[48];
	uint8_t out[64];

	(void)state;
	memset(out, 0xff, 64);
	crypto_sha384("{}", 2, expected);
	report_data_broker("{}", 2, crypto_sha384, out);
	assert_memory_equal(out, expected, 48);
	assert_memory_equal(out + 48, zeros, 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_layout_is_exact),
		cmocka_unit_test(bounds_are_kept),
		cmocka_unit_test(every_field_counts),
		cmocka_unit_test(a_service_report_never_passes_as_ours),
		cmocka_unit_test(a_service_report_hashes_nonce_and_manifest),
		cmocka_unit_test(a_broker_report_is_padded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
