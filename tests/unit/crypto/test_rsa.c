/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: */
/* RSA against published answers, and the answers that its key derivation must give for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/mont.h"
#include "crypto/random.h"
#include "crypto/rsa_keygen.h"
#include "crypto/rsa_pad.h"
#include "crypto/selftest_asymmetric.h"
#include "tests/unit/crypto/hex.h"
#include "tests/unit/crypto/rsa_vectors.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct rsa_job job;
static struct rsa_keygen keygen;

/* A square has ways of its own: the same as the product of two equal numbers, at every length */
static void test_squares(void **state)
{
	(void)state;
	for (size_t n = 1; n <= 32; n++) {
		for (int shape = 0; shape < 24; shape++) {
			uint64_t m[32], rr[32], a[32], same[32], square[32], product[32];
			struct mont modulus;

			assert_int_equal(crypto_random(m, 8 * n), OK);
			assert_int_equal(crypto_random(a, 8 * n), OK);
			m[0] |= 1;
			m[n - 1] |= 1ull << 63;
			a[n - 1] = shape % 2 == 0 ? a[n - 1] >> 1 : m[n - 1] - 1;
			/* Limbs of ones carry the furthest */
			for (size_t i = 0; shape >= 16 && i + 1 < n; i++)
				a[i] = shape % 3 == 0 ? 0 : UINT64_MAX;
			memcpy(same, a, sizeof(a));
			mont_init(&modulus, rr, m, n, 64 * n);
			mont_mul(&modulus, square, a, a);
			mont_mul(&modulus, product, a, same);
			assert_memory_equal(square, product, 8 * n);
		}
	}
}

static struct rsa_public public_key(const char *modulus, uint32_t exponent)
{
	struct rsa_public pub;
	uint8_t bytes[RSA_SIZE_MAX];
	size_t size = unhex(modulus, bytes);

	assert_int_equal(rsa_public_set(&pub, bytes, size, exponent), OK);
	return pub;
}

static int seed(void **state)
{
	static const uint8_t bytes[48] = "the same in every run, for the tests' sake";

	(void)state;
	return crypto_random_seed(bytes, sizeof(bytes)) == OK ? 0 : -1;
}

static void test_signatures(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(signatures); i++) {
		struct rsa_public pub = public_key(signatures[i].n, signatures[i].exponent);
		uint8_t digest[CRYPTO_HASH_MAX];
		uint8_t em[RSA_SIZE_MAX];
		enum err err;
		size_t len = unhex(signatures[i].signature, em);

		unhex(signatures[i].digest, digest);
		assert_int_equal(rsa_public_op(&pub, em, len, em), OK);
		if (signatures[i].scheme == RSASSA)
			err = rsa_pkcs1_sign_check(signatures[i].alg, digest, em, pub.size);
		else
			err = rsa_pss_check(signatures[i].alg, digest, em, pub.size);
		assert_int_equal(err, signatures[i].good ? OK : ERR_CRYPTO);
		digest[0] ^= 1;
		if (signatures[i].scheme == RSASSA)
			err = rsa_pkcs1_sign_check(signatures[i].alg, digest, em, pub.size);
		else
			err = rsa_pss_check(signatures[i].alg, digest, em, pub.size);
		assert_int_equal(err, ERR_CRYPTO);
	}
}

static enum err decode(enum encryption_scheme scheme, const uint8_t *em, size_t size, uint8_t *out,
		       size_t *len)
{
	if (scheme == RSAES)
		return rsa_pkcs1_encrypt_decode(em, size, out, len);
	return rsa_oaep_decode(CRYPTO_SHA1, "", 0, em, size, out, len);
}

static void test_decryption(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ciphertexts); i++) {
		struct rsa_public pub = public_key(ciphertexts[i].n, 65537);
		struct rsa_private key;
		uint8_t prime[RSA_PRIME_SIZE_MAX];
		uint8_t em[RSA_SIZE_MAX];
		uint8_t out[RSA_SIZE_MAX];
		size_t len = unhex(ciphertexts[i].prime, prime);

		assert_int_equal(rsa_private_from_prime(&key, &pub, prime, len), OK);
		len = unhex(ciphertexts[i].ciphertext, em);
		assert_int_equal(rsa_private_op(&job, &key, em, len, em), OK);
		assert_int_equal(decode(ciphertexts[i].scheme, em, pub.size, out, &len), OK);
		assert_true(equals_hex(out, len, ciphertexts[i].message));
		/* Each byte of the encoding matters, but for random padding, which may only not
		 * become 0 */
		for (size_t at = 0; at < pub.size; at++) {
			uint8_t kept = em[at];
			enum err err;

			em[at] ^= 1;
			err = decode(ciphertexts[i].scheme, em, pub.size, out, &len);
			if (ciphertexts[i].scheme == OAEP || at < 2)
				assert_int_equal(err, ERR_CRYPTO);
			if (err != OK) {
				assert_int_equal(len, 0);
				assert_int_equal(out[0], 0);
			}
			em[at] = kept;
		}
	}
}

/* From drbg_init with the text "parapet rsa BITS EXPONENT": SHA-256 of the modulus and of the first
 * prime */
static const struct {
	uint32_t bits;
	uint32_t exponent;
	const char *modulus;
	const char *prime;
} frozen[] = {
	{ 1024, 65537, "4a288b061da0b997bd17fafb16dcc7c3368b0400ac573876a0f634c015eacc64",
	  "94140db3cb7427fc4f3e60f7ae42274e3ef71c299aa03203e9367803eaaf53f1" },
	{ 1024, 3, "86dc99cac4a3a7f1c18f5360794533ba2999b32b4c5e55d34ef861c83e405987",
	  "8afb59d29e82bb3f11c78b0d7b94d0de31d979433f87d85ec818c36d6449a468" },
	{ 2048, 65537, "73f34df42f56f822ce990e6802aaf6989913ee1dd16435e4812e19a055dfcf29",
	  "bebcfb674561a56935a877d6d5edba5be53fd012bdb0a2e9294dd5c1ca53d471" },
	{ 2048, 4294967295, "7fbd2f4a52084db381baceec05fcccdc31833c6a4f5e2f9e4aabd4e48f32df79",
	  "e4c0d336c9d553bea5a6e20ce6cf960cc3261f76b35acb22d0d2753f58548530" },
	{ 3072, 65537, "f973eb332f6c3d12172ab09b52c690aeef7fb8786396b0923a315e65794186db",
	  "2ed5707f813a575b4acbd0c3ab2f432162a69c42a865934b0faa5d7f99c69f22" },
};

static void make_key(uint32_t bits, uint32_t exponent, struct rsa_private *key)
{
	char text[64];
	struct drbg drbg;
	enum err err;

	drbg_init(&drbg, text,
		  (size_t)snprintf(text, sizeof(text), "parapet rsa %u %u", bits, exponent));
	assert_int_equal(rsa_keygen_begin(&keygen, bits, exponent, &drbg), OK);
	do {
		err = rsa_keygen_step(&keygen, key);
	} while (err == ERR_BUSY);
	assert_int_equal(err, OK);
}

static void check_round_trip(const struct rsa_private *key)
{
	uint8_t in[RSA_SIZE_MAX] = { 0x12, 0x34 };
	uint8_t out[RSA_SIZE_MAX];

	assert_int_equal(rsa_private_op(&job, key, in, key->pub.size, out), OK);
	assert_int_equal(rsa_public_op(&key->pub, out, key->pub.size, out), OK);
	assert_memory_equal(in, out, key->pub.size);
}

static void test_frozen_keys(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(frozen); i++) {
		struct rsa_private key;
		struct rsa_private again;
		uint8_t prime[RSA_PRIME_SIZE_MAX];
		uint8_t digest[CRYPTO_SHA256_SIZE];

		make_key(frozen[i].bits, frozen[i].exponent, &key);
		crypto_sha256(key.pub.modulus, key.pub.size, digest);
		assert_true(equals_hex(digest, sizeof(digest), frozen[i].modulus));
		rsa_private_prime(&key, prime);
		crypto_sha256(prime, key.pub.size / 2u, digest);
		assert_true(equals_hex(digest, sizeof(digest), frozen[i].prime));
		assert_int_equal(rsa_private_from_prime(&again, &key.pub, prime, key.pub.size / 2u),
				 OK);
		assert_memory_equal(&key, &again, sizeof(key));
		check_round_trip(&key);
	}
}

static void test_largest(void **state)
{
	static const uint8_t modulus[512] = { 0x80, [511] = 1 };
	struct rsa_private key;
	struct rsa_public pub;
	struct drbg drbg = { 0 };
	uint8_t prime[256] = { 0x80, [255] = 1 };

	(void)state;
	if (RSA_PRIVATE_SIZE_MAX == 512) {
		make_key(4096, 65537, &key);
		check_round_trip(&key);
		return;
	}
	assert_int_equal(rsa_keygen_begin(&keygen, 4096, 65537, &drbg), ERR_UNSUPPORTED);
	assert_int_equal(rsa_public_set(&pub, modulus, sizeof(modulus), 65537), OK);
	assert_int_equal(rsa_private_from_prime(&key, &pub, prime, sizeof(prime)), ERR_UNSUPPORTED);
}

static void test_bad_public(void **state)
{
	struct rsa_public pub = { .size = 7 };
	uint8_t modulus[RSA_SIZE_MAX] = { 0x80 };
	uint8_t in[129] = { 0 };
	uint8_t out[128] = { 0xa5 };

	(void)state;
	for (size_t size = 0; size <= RSA_SIZE_MAX; size++) {
		if (size != 128 && size != 256 && size != 384 && size != 512)
			assert_int_equal(rsa_public_set(&pub, modulus, size, 65537),
					 ERR_UNSUPPORTED);
	}
	assert_int_equal(rsa_public_set(&pub, modulus, 128, 65537), ERR_FORMAT);
	modulus[127] = 1;
	for (uint32_t exponent = 0; exponent < 3; exponent++)
		assert_int_equal(rsa_public_set(&pub, modulus, 128, exponent), ERR_FORMAT);
	assert_int_equal(rsa_public_set(&pub, modulus, 128, 65536), ERR_FORMAT);
	modulus[0] = 0x7f;
	assert_int_equal(rsa_public_set(&pub, modulus, 128, 65537), ERR_FORMAT);
	assert_int_equal(pub.size, 7);
	modulus[0] = 0x80;
	assert_int_equal(rsa_public_set(&pub, modulus, 128, 3), OK);
	assert_int_equal(rsa_public_op(&pub, modulus, 128, out), ERR_RANGE);
	in[0] = 1;
	assert_int_equal(rsa_public_op(&pub, in, 129, out), ERR_RANGE);
	assert_int_equal(out[0], 0xa5);
	/* A longer string with a small value, a shorter one, the empty one */
	in[0] = 0;
	in[128] = 2;
	assert_int_equal(rsa_public_op(&pub, in, 129, out), OK);
	assert_int_equal(out[127], 8);
	assert_int_equal(rsa_public_op(&pub, in + 128, 1, out), OK);
	assert_int_equal(out[127], 8);
	assert_int_equal(rsa_public_op(&pub, in, 0, out), OK);
	assert_int_equal(out[127], 0);
}

static void test_bad_private(void **state)
{
	struct rsa_private good;
	struct rsa_private key = { .pub.size = 7 };
	uint8_t prime[RSA_PRIME_SIZE_MAX];
	uint8_t zeros[64] = { 0 };

	(void)state;
	make_key(1024, 65537, &good);
	rsa_private_prime(&good, prime);
	assert_int_equal(rsa_private_from_prime(&key, &good.pub, prime, 63), ERR_RANGE);
	assert_int_equal(rsa_private_from_prime(&key, &good.pub, zeros, 64), ERR_CRYPTO);
	zeros[63] = 1;
	assert_int_equal(rsa_private_from_prime(&key, &good.pub, zeros, 64), ERR_CRYPTO);
	prime[63] ^= 2;
	assert_int_equal(rsa_private_from_prime(&key, &good.pub, prime, 64), ERR_CRYPTO);
	prime[63] ^= 2;
	assert_int_equal(key.pub.size, 7);
	assert_int_equal(rsa_private_begin_take(&job, &good, good.pub.modulus, 128), ERR_RANGE);
}

/* The exponent divides p − 1: 3 with a prime that is 1 modulo 3 */
static void test_no_inverse(void **state)
{
	struct rsa_private key;

	(void)state;
	for (uint32_t exponent = 3; exponent < 60; exponent += 2) {
		struct rsa_private other;
		struct rsa_public pub;
		uint8_t prime[RSA_PRIME_SIZE_MAX];
		unsigned int rest[2] = { 0, 0 };
		enum err err;

		make_key(1024, 65537, &key);
		for (size_t i = key.pub.size / 16u; i-- > 0;) {
			for (int half = 32; half >= 0; half -= 32) {
				uint64_t p = (uint64_t)rest[0] << 32 | (uint32_t)(key.p[i] >> half);
				uint64_t q = (uint64_t)rest[1] << 32 | (uint32_t)(key.q[i] >> half);

				rest[0] = (unsigned int)(p % exponent);
				rest[1] = (unsigned int)(q % exponent);
			}
		}
		rsa_private_prime(&key, prime);
		assert_int_equal(rsa_public_set(&pub, key.pub.modulus, 128, exponent), OK);
		err = rsa_private_from_prime(&other, &pub, prime, 64);
		if (exponent == 3 || exponent == 5 || exponent == 7)
			assert_int_equal(err, rest[0] == 1 || rest[1] == 1 ? ERR_CRYPTO : OK);
		if (err == OK)
			check_round_trip(&other);
	}
}

/* A wrong part of a key, as a fault would make it, discloses nothing */
static void test_fault(void **state)
{
	struct rsa_private key;
	uint8_t in[128] = { 0x12 };
	uint8_t out[128] = { 0xa5 };

	(void)state;
	make_key(1024, 65537, &key);
	key.dp[0] ^= 2;
	assert_int_equal(rsa_private_op(&job, &key, in, sizeof(in), out), ERR_CRYPTO);
	assert_int_equal(out[0], 0xa5);
	for (size_t i = 0; i < RSA_JOB_WORDS; i++)
		assert_int_equal(job.state[i], 0);
}

static void test_no_random(void **state)
{
	struct rsa_private key;
	uint8_t em[256];
	uint8_t in[128] = { 0 };

	(void)state;
	make_key(1024, 65537, &key);
	crypto_random_wipe();
	assert_int_equal(rsa_private_begin_take(&job, &key, in, 128), ERR_STATE);
	assert_int_equal(rsa_pkcs1_encrypt_encode(em, 128, "m", 1), ERR_STATE);
	assert_int_equal(rsa_oaep_encode(CRYPTO_SHA1, "", 1, em, 128, "m", 1), ERR_STATE);
	assert_int_equal(rsa_pss_encode(CRYPTO_SHA1, in, em, 128), ERR_STATE);
	assert_int_equal(seed(NULL), 0);
}

static void test_bad_keygen(void **state)
{
	struct drbg drbg = { 0 };
	struct rsa_private key = { .pub.size = 7 };

	(void)state;
	assert_int_equal(rsa_keygen_begin(&keygen, 1536, 65537, &drbg), ERR_UNSUPPORTED);
	assert_int_equal(rsa_keygen_begin(&keygen, 2048, 65536, &drbg), ERR_FORMAT);
	assert_int_equal(rsa_keygen_begin(&keygen, 2048, 1, &drbg), ERR_FORMAT);
	/* A generator that was never seeded */
	assert_int_equal(rsa_keygen_begin(&keygen, 2048, 65537, &drbg), OK);
	assert_int_equal(rsa_keygen_step(&keygen, &key), ERR_STATE);
	assert_int_equal(key.pub.size, 7);
}

static void test_selftest(void **state)
{
	static struct crypto_selftest_asymmetric test;
	unsigned int steps = 0;
	enum err err;

	(void)state;
	do {
		err = crypto_selftest_asymmetric_step(&test);
		steps++;
	} while (err == ERR_BUSY);
	assert_int_equal(err, OK);
	assert_true(steps > 8);
	assert_int_equal(test.next, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_squares),     cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_decryption),  cmocka_unit_test(test_frozen_keys),
		cmocka_unit_test(test_largest),     cmocka_unit_test(test_bad_public),
		cmocka_unit_test(test_bad_private), cmocka_unit_test(test_no_inverse),
		cmocka_unit_test(test_fault),       cmocka_unit_test(test_no_random),
		cmocka_unit_test(test_bad_keygen),  cmocka_unit_test(test_selftest),
	};

	return cmocka_run_group_tests(tests, seed, NULL);
}
