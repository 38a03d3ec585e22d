/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: */
/* RSA paddings among themselves: every length, every kind of damage. test_rsa.c has the answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/random.h"
#include "crypto/rsa_pad.h"
#include "tests/unit/crypto/hex.h"

static const size_t sizes[] = { 128, 256, 384, 512 };
#define SIZES (sizeof(sizes) / sizeof(sizes[0]))

static int seed(void **state)
{
	static const uint8_t bytes[48] = "the same in every run, for the tests' sake";

	(void)state;
	return crypto_random_seed(bytes, sizeof(bytes)) == OK ? 0 : -1;
}

static void test_pkcs1_encryption(void **state)
{
	uint8_t message[512];
	uint8_t em[512];
	uint8_t out[512];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(message); i++)
		message[i] = (uint8_t)(i * 5);
	for (size_t i = 0; i < SIZES; i++) {
		size_t most = sizes[i] - 11;

		for (size_t want = 0; want <= most; want++) {
			assert_int_equal(rsa_pkcs1_encrypt_encode(em, sizes[i], message, want), OK);
			out[most] = 0xa5;
			assert_int_equal(rsa_pkcs1_encrypt_decode(em, sizes[i], out, &len), OK);
			assert_int_equal(len, want);
			assert_memory_equal(out, message, want);
			assert_int_equal(out[most], 0xa5);
		}
		assert_int_equal(rsa_pkcs1_encrypt_encode(em, sizes[i], message, most + 1),
				 ERR_RANGE);
	}
}

static void test_pkcs1_damage(void **state)
{
	uint8_t em[128];
	uint8_t out[128];
	size_t len;

	(void)state;
	/* A zero among the first eight bytes of padding; no zero at all */
	for (size_t at = 2; at < 10; at++) {
		assert_int_equal(rsa_pkcs1_encrypt_encode(em, 128, "message", 7), OK);
		em[at] = 0;
		assert_int_equal(rsa_pkcs1_encrypt_decode(em, 128, out, &len), ERR_CRYPTO);
		assert_int_equal(len, 0);
	}
	memset(em, 0xff, sizeof(em));
	em[0] = 0;
	em[1] = 2;
	assert_int_equal(rsa_pkcs1_encrypt_decode(em, 128, out, &len), ERR_CRYPTO);
	em[10] = 0;
	assert_int_equal(rsa_pkcs1_encrypt_decode(em, 128, out, &len), OK);
	assert_int_equal(len, 117);
	em[10] = 0xff;
	em[127] = 0;
	assert_int_equal(rsa_pkcs1_encrypt_decode(em, 128, out, &len), OK);
	assert_int_equal(len, 0);
}

static void test_oaep(void **state)
{
	uint8_t message[512];
	uint8_t em[512];
	uint8_t out[512];
	size_t len;

	(void)state;
	for (size_t i = 0; i < sizeof(message); i++)
		message[i] = (uint8_t)(i * 3);
	for (size_t i = 0; i < SIZES; i++) {
		for (size_t a = 0; a < CRYPTO_HASH_COUNT; a++) {
			enum crypto_hash_alg alg = (enum crypto_hash_alg)a;
			size_t overhead = 2 * crypto_hash_size(alg) + 2;

			if (overhead > sizes[i]) {
				assert_int_equal(
					rsa_oaep_encode(alg, "L", 2, em, sizes[i], message, 0),
					ERR_RANGE);
				assert_int_equal(
					rsa_oaep_decode(alg, "L", 2, em, sizes[i], out, &len),
					ERR_RANGE);
				continue;
			}
			for (size_t want = 0; want <= sizes[i] - overhead; want += 7) {
				assert_int_equal(
					rsa_oaep_encode(alg, "L", 2, em, sizes[i], message, want),
					OK);
				assert_int_equal(
					rsa_oaep_decode(alg, "L", 2, em, sizes[i], out, &len), OK);
				assert_int_equal(len, want);
				assert_memory_equal(out, message, want);
				assert_int_equal(
					rsa_oaep_decode(alg, "M", 2, em, sizes[i], out, &len),
					ERR_CRYPTO);
			}
			assert_int_equal(rsa_oaep_encode(alg, "L", 2, em, sizes[i], message,
							 sizes[i] - overhead + 1),
					 ERR_RANGE);
		}
	}
}

static void test_pss(void **state)
{
	uint8_t digest[CRYPTO_HASH_MAX] = { 1, 2, 3 };
	uint8_t em[512];

	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		for (size_t a = 0; a < CRYPTO_HASH_COUNT; a++) {
			enum crypto_hash_alg alg = (enum crypto_hash_alg)a;

			assert_int_equal(rsa_pss_encode(alg, digest, em, sizes[i]), OK);
			assert_int_equal(em[0] & 0x80, 0);
			assert_int_equal(rsa_pss_check(alg, digest, em, sizes[i]), OK);
			for (size_t at = 0; at < sizes[i]; at++) {
				em[at] ^= 0x10;
				assert_int_equal(rsa_pss_check(alg, digest, em, sizes[i]),
						 ERR_CRYPTO);
				em[at] ^= 0x10;
			}
			em[0] |= 0x80;
			assert_int_equal(rsa_pss_check(alg, digest, em, sizes[i]), ERR_CRYPTO);
		}
	}
	assert_int_equal(rsa_pss_encode(CRYPTO_SHA512, digest, em, 65), ERR_RANGE);
	assert_int_equal(rsa_pss_check(CRYPTO_SHA512, digest, em, 65), ERR_CRYPTO);
	memset(em, 0, sizeof(em));
	assert_int_equal(rsa_pss_check(CRYPTO_SHA256, digest, em, 128), ERR_CRYPTO);
}

static void test_pkcs1_signature(void **state)
{
	uint8_t digest[CRYPTO_HASH_MAX] = { 1, 2, 3 };
	uint8_t em[512];

	(void)state;
	for (size_t i = 0; i < SIZES; i++) {
		for (size_t a = 0; a < CRYPTO_HASH_COUNT; a++) {
			enum crypto_hash_alg alg = (enum crypto_hash_alg)a;

			assert_int_equal(rsa_pkcs1_sign_encode(alg, digest, em, sizes[i]), OK);
			assert_int_equal(rsa_pkcs1_sign_check(alg, digest, em, sizes[i]), OK);
			for (size_t at = 0; at < sizes[i]; at++) {
				em[at] ^= 1;
				assert_int_equal(rsa_pkcs1_sign_check(alg, digest, em, sizes[i]),
						 ERR_CRYPTO);
				em[at] ^= 1;
			}
		}
	}
	assert_int_equal(rsa_pkcs1_sign_encode(CRYPTO_SHA512, digest, em, 93), ERR_RANGE);
	assert_int_equal(rsa_pkcs1_sign_check(CRYPTO_SHA512, digest, em, 93), ERR_CRYPTO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pkcs1_encryption),
		cmocka_unit_test(test_pkcs1_damage),
		cmocka_unit_test(test_oaep),
		cmocka_unit_test(test_pss),
		cmocka_unit_test(test_pkcs1_signature),
	};

	return cmocka_run_group_tests(tests, seed, NULL);
}
