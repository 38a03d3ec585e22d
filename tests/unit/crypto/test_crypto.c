/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: */
/*
 * The facade against published answers. Sources: FIPS 180-4 examples, RFC 4231, RFC 5869 (inputs of
 * case 1, SHA-384), RFC 6979 s A.2.6, GCM specification test cases 14 to 16.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "crypto/aead.h"
#include "crypto/drbg.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/random.h"
#include "crypto/selftest.h"
#include "tests/unit/crypto/hex.h"

static void expect_hex(const uint8_t *got, size_t len, const char *hex)
{
	uint8_t want[512];

	assert_int_equal(unhex(hex, want), len);
	assert_memory_equal(got, want, len);
}

static const char two_blocks[] = "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
				 "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu";

static void test_sha2(void **state)
{
	uint8_t out[CRYPTO_HASH_MAX];

	(void)state;
	crypto_hash(CRYPTO_SHA1, "abc", 3, out);
	expect_hex(out, 20, "a9993e364706816aba3e25717850c26c9cd0d89d");
	crypto_sha256("abc", 3, out);
	expect_hex(out, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	crypto_sha384("abc", 3, out);
	expect_hex(out, 48,
		   "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
		   "8086072ba1e7cc2358baeca134c825a7");
	crypto_sha512("abc", 3, out);
	expect_hex(out, 64,
		   "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		   "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
	crypto_sha384(two_blocks, strlen(two_blocks), out);
	expect_hex(out, 48,
		   "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712"
		   "fcc7c71a557e2db966c3e9fa91746039");
	crypto_sha256("", 0, out);
	expect_hex(out, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* The digest of the digests of 0, 1, 2 … 299 bytes: every way in which a last block can end */
static void test_hash_lengths(void **state)
{
	static const char *const wanted[CRYPTO_HASH_COUNT] = {
		[CRYPTO_SHA1] = "d86f432ef2b3a77b72697e5684cf65ebf943b865",
		[CRYPTO_SHA256] =
			"f65f14b090e805017546322e618401d41f0710c213e013a5131eb38bbe8f367f",
		[CRYPTO_SHA384] = "cb5c261a5471690f763a4168dfa3c2ee6011f568ecd03e25a3014563f430c32b"
				  "8e7d3f10d1c89ed40ee89827b60e354e",
		[CRYPTO_SHA512] = "8dbfff7fba0e8bdbab57c3b7ce89219cf36e43c426ac64166db2ed89c603f2e1"
				  "89f415de2614e940d4abc94ffb5f3db0da34196e9b42d6150fab1546a662ec58"
	};
	uint8_t data[300];
	uint8_t out[CRYPTO_HASH_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	for (size_t alg = 0; alg < CRYPTO_HASH_COUNT; alg++) {
		size_t size = crypto_hash_size((enum crypto_hash_alg)alg);
		struct crypto_hash all;

		crypto_hash_init(&all, (enum crypto_hash_alg)alg);
		for (size_t len = 0; len < sizeof(data); len++) {
			crypto_hash((enum crypto_hash_alg)alg, data, len, out);
			crypto_hash_update(&all, out, size);
		}
		crypto_hash_final(&all, out);
		expect_hex(out, size, wanted[alg]);
	}
}

static void test_hash_in_pieces(void **state)
{
	static const enum crypto_hash_alg algs[] = { CRYPTO_SHA1, CRYPTO_SHA256, CRYPTO_SHA384,
						     CRYPTO_SHA512 };
	uint8_t data[300];
	uint8_t whole[CRYPTO_HASH_MAX];
	uint8_t pieces[CRYPTO_HASH_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7);
	for (size_t a = 0; a < CRYPTO_HASH_COUNT; a++) {
		for (size_t cut = 0; cut <= sizeof(data); cut += 13) {
			struct crypto_hash hash;

			crypto_hash_init(&hash, algs[a]);
			crypto_hash_update(&hash, data, sizeof(data));
			crypto_hash_final(&hash, whole);
			crypto_hash_init(&hash, algs[a]);
			crypto_hash_update(&hash, data, cut);
			crypto_hash_update(&hash, data + cut, sizeof(data) - cut);
			crypto_hash_final(&hash, pieces);
			assert_memory_equal(whole, pieces, crypto_hash_size(algs[a]));
		}
	}
}

static void expect_hmac(enum crypto_hash_alg alg, const char *key_hex, const char *data,
			const char *hex)
{
	struct crypto_hmac hmac;
	uint8_t key[256];
	uint8_t out[CRYPTO_HASH_MAX];

	crypto_hmac_init(&hmac, alg, key, unhex(key_hex, key));
	crypto_hmac_update(&hmac, data, strlen(data));
	crypto_hmac_final(&hmac, out);
	expect_hex(out, crypto_hash_size(alg), hex);
	crypto_hmac(alg, key, unhex(key_hex, key), data, strlen(data), out);
	expect_hex(out, crypto_hash_size(alg), hex);
}

static void test_hmac(void **state)
{
	static const char key1[] = "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";

	(void)state;
	expect_hmac(CRYPTO_SHA1, key1, "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00");
	expect_hmac(CRYPTO_SHA256, key1, "Hi There",
		    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
	expect_hmac(CRYPTO_SHA384, key1, "Hi There",
		    "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
		    "faea9ea9076ede7f4af152e8b2fa9cb6");
	expect_hmac(CRYPTO_SHA512, key1, "Hi There",
		    "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
		    "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854");
	expect_hmac(CRYPTO_SHA384, "4a656665", "what do ya want for nothing?",
		    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e"
		    "8e2240ca5e69e2c78b3239ecfab21649");
}

/* A TPM saves sequences in contexts: a copy goes on from the same point */
static void test_copies(void **state)
{
	(void)state;
	for (size_t alg = 0; alg < CRYPTO_HASH_COUNT; alg++) {
		uint8_t first[CRYPTO_HASH_MAX];
		uint8_t second[CRYPTO_HASH_MAX];
		struct crypto_hash hash, hash_copy;
		struct crypto_hmac hmac, hmac_copy;

		crypto_hash_init(&hash, (enum crypto_hash_alg)alg);
		crypto_hash_update(&hash, two_blocks, 77);
		hash_copy = hash;
		crypto_hash_final(&hash, first);
		crypto_hash_final(&hash_copy, second);
		assert_memory_equal(first, second, crypto_hash_size((enum crypto_hash_alg)alg));
		crypto_hmac_init(&hmac, (enum crypto_hash_alg)alg, "k", 1);
		crypto_hmac_update(&hmac, two_blocks, 77);
		hmac_copy = hmac;
		crypto_hmac_final(&hmac, first);
		crypto_hmac_final(&hmac_copy, second);
		assert_memory_equal(first, second, crypto_hash_size((enum crypto_hash_alg)alg));
	}
}

static void test_hkdf(void **state)
{
	uint8_t salt[16];
	uint8_t ikm[32];
	uint8_t info[16];
	uint8_t out[64];
	struct secret prk;
	size_t salt_len = unhex("000102030405060708090a0b0c", salt);
	size_t info_len = unhex("f0f1f2f3f4f5f6f7f8f9", info);

	(void)state;
	memset(ikm, 0x0b, 22);
	hkdf_extract(&prk, salt, salt_len, ikm, 22);
	assert_int_equal(prk.len, HKDF_PRK_SIZE);
	assert_int_equal(hkdf_expand(&prk, info, info_len, out, 42), OK);
	expect_hex(out, 42,
		   "9b5097a86038b805309076a44b3a9f38063e25b516dcbf369f394cfab43685f7"
		   "48b6457763e4f0204fc5");
	assert_int_equal(hkdf_expand(&prk, info, info_len, out, 255 * 48 + 1), ERR_RANGE);
}

static void test_hkdf_fields_do_not_run_together(void **state)
{
	const struct hkdf_field one[] = { { "ab", 2 }, { "c", 1 } };
	const struct hkdf_field other[] = { { "a", 1 }, { "bc", 2 } };
	static const uint8_t big[HKDF_INFO_MAX];
	const struct hkdf_field too_big[] = { { big, sizeof(big) } };
	struct secret prk;
	uint8_t x[32];
	uint8_t y[32];

	(void)state;
	hkdf_extract(&prk, NULL, 0, "key", 3);
	assert_int_equal(hkdf_derive(&prk, one, 2, x, sizeof(x)), OK);
	assert_int_equal(hkdf_derive(&prk, other, 2, y, sizeof(y)), OK);
	assert_memory_not_equal(x, y, sizeof(x));
	assert_int_equal(hkdf_derive(&prk, too_big, 1, x, sizeof(x)), ERR_RANGE);
}

static void test_gcm(void **state)
{
	struct gcm gcm;
	uint8_t key[32];
	uint8_t iv[12];
	uint8_t plain[64];
	uint8_t aad[32];
	uint8_t cipher[64];
	uint8_t tag[16];
	size_t plain_len;
	size_t aad_len;

	(void)state;
	unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", key);
	unhex("cafebabefacedbaddecaf888", iv);
	plain_len = unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
			  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
			  plain);
	aad_len = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2", aad);
	gcm_init(&gcm, key);
	gcm_seal(&gcm, iv, aad, aad_len, plain, cipher, plain_len, tag);
	expect_hex(cipher, plain_len,
		   "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		   "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662");
	expect_hex(tag, 16, "76fc6ece0f4e1768cddf8853bb2d551b");
	assert_int_equal(gcm_open(&gcm, iv, aad, aad_len, cipher, cipher, plain_len, tag), OK);
	assert_memory_equal(cipher, plain, plain_len);
	gcm_wipe(&gcm);
}

/* Assembly must not care where anything lies */
static void test_gcm_unaligned(void **state)
{
	uint8_t first[80];

	(void)state;
	for (size_t shift = 0; shift < 16; shift++) {
		struct gcm gcm;
		uint8_t room[5][128] = { 0 };
		uint8_t *text = room[0] + shift;
		uint8_t *tag = room[1] + shift;

		gcm_init(&gcm, room[2] + shift);
		gcm_seal(&gcm, room[3] + shift, room[4] + shift, 21, text, text, 61, tag);
		memcpy(text + 61, tag, 16);
		if (shift == 0)
			memcpy(first, text, 77);
		assert_memory_equal(text, first, 77);
		assert_int_equal(
			gcm_open(&gcm, room[3] + shift, room[4] + shift, 21, text, text, 61, tag),
			OK);
		assert_int_equal(text[0] | text[60], 0);
	}
}

static void test_gcm_refuses_any_flipped_bit(void **state)
{
	static const uint8_t zeros[32];
	struct gcm gcm;
	uint8_t cipher[20];
	uint8_t plain[20];
	uint8_t tag[16];

	(void)state;
	gcm_init(&gcm, zeros);
	gcm_seal(&gcm, zeros, "aad", 3, zeros, cipher, sizeof(cipher), tag);
	for (size_t bit = 0; bit < 8 * (sizeof(cipher) + sizeof(tag)); bit++) {
		uint8_t *at = bit / 8 < sizeof(cipher) ? &cipher[bit / 8]
						       : &tag[bit / 8 - sizeof(cipher)];

		*at ^= (uint8_t)(1u << bit % 8);
		memset(plain, 0xee, sizeof(plain));
		assert_int_equal(gcm_open(&gcm, zeros, "aad", 3, cipher, plain, sizeof(plain), tag),
				 ERR_CRYPTO);
		assert_memory_equal(plain, zeros, sizeof(plain));
		*at ^= (uint8_t)(1u << bit % 8);
	}
	assert_int_equal(gcm_open(&gcm, zeros, "aae", 3, cipher, plain, sizeof(plain), tag),
			 ERR_CRYPTO);
}

static void test_drbg(void **state)
{
	struct drbg drbg = { .requests = 0 };
	uint8_t seed[96];
	uint8_t out[48];
	static uint8_t big[DRBG_REQUEST_MAX + 1];

	(void)state;
	assert_int_equal(drbg_generate(&drbg, out, sizeof(out)), ERR_STATE);
	unhex("6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d8"
	      "96d5724e4c70a825f872c9ea60d2edf59a9083505bc92276aec4be312696ef7b"
	      "f3bf603f4bbd381196a029f340585312313bca4a9b5b890efee42c77b1ee25fe",
	      seed);
	drbg_init(&drbg, seed, sizeof(seed));
	assert_int_equal(drbg_generate(&drbg, out, sizeof(out)), OK);
	expect_hex(out, 48,
		   "94ed910d1a099dad3254e9242ae85abde4ba15168eaf0ca87a555fd56d10fbca"
		   "2907e3e83ba95368623b8c4686915cf9");
	assert_int_equal(drbg_generate(&drbg, big, sizeof(big)), ERR_RANGE);
	/* Nothing reseeds at run time: a guest that asks all day must not come to the end of it */
	drbg.requests = 1ull << 40;
	assert_int_equal(drbg_generate(&drbg, out, sizeof(out)), OK);
	drbg.requests = DRBG_RESEED_INTERVAL + 1;
	assert_int_equal(drbg_generate(&drbg, out, sizeof(out)), ERR_STATE);
	drbg_reseed(&drbg, seed, 48);
	assert_int_equal(drbg_generate(&drbg, out, sizeof(out)), OK);
}

static void test_random(void **state)
{
	static uint8_t a[DRBG_REQUEST_MAX + 100];
	static const uint8_t zeros[sizeof(a)];
	uint8_t seed[48] = { 1 };
	uint8_t b[32];

	(void)state;
	memset(a, 0xee, sizeof(a));
	assert_int_equal(crypto_random(a, sizeof(a)), ERR_STATE);
	assert_memory_equal(a, zeros, sizeof(a));
	assert_int_equal(crypto_random_seed(seed, 47), ERR_RANGE);
	assert_int_equal(crypto_random_seed(seed, 48), OK);
	assert_int_equal(crypto_random(a, sizeof(a)), OK);
	assert_int_equal(crypto_random(b, sizeof(b)), OK);
	assert_memory_not_equal(a, b, sizeof(b));
	crypto_random_wipe();
	assert_int_equal(crypto_random(b, sizeof(b)), ERR_STATE);
}

/* However the bytes are asked for, each comes once; a seed leaves none of before */
static void test_random_pool(void **state)
{
	static const size_t parts[] = { 1, 7, 1016, 1, 1024, 32, 3000, 1039 };
	static uint8_t whole[6120];
	static uint8_t joined[sizeof(whole)];
	const uint8_t seed[48] = { 2 };
	uint8_t after[32];
	size_t at = 0;

	(void)state;
	assert_int_equal(crypto_random_seed(seed, sizeof(seed)), OK);
	assert_int_equal(crypto_random(whole, sizeof(whole)), OK);
	assert_int_equal(crypto_random(after, sizeof(after)), OK);
	crypto_random_wipe();
	assert_int_equal(crypto_random_seed(seed, sizeof(seed)), OK);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); at += parts[i++])
		assert_int_equal(crypto_random(joined + at, parts[i]), OK);
	assert_int_equal(at, sizeof(joined));
	assert_memory_equal(joined, whole, sizeof(whole));
	assert_int_equal(crypto_random_seed(seed, sizeof(seed)), OK);
	assert_int_equal(crypto_random(joined, sizeof(after)), OK);
	assert_memory_not_equal(joined, after, sizeof(after));
	crypto_random_wipe();
}

static void test_secret(void **state)
{
	struct secret secret = { .len = 0 };
	uint8_t bytes[SECRET_MAX + 1] = { 1, 2, 3 };
	static const struct secret empty;

	(void)state;
	assert_int_equal(secret_set(&secret, bytes, SECRET_MAX + 1), ERR_RANGE);
	assert_int_equal(secret_set(&secret, bytes, 3), OK);
	assert_int_equal(secret.len, 3);
	secret_wipe(&secret);
	assert_memory_equal(&secret, &empty, sizeof(secret));
	assert_int_equal(crypto_equal("abc", "abc", 3), 1);
	assert_int_equal(crypto_equal("abc", "abd", 3), 0);
	assert_int_equal(crypto_equal("abc", "xbc", 3), 0);
	assert_int_equal(crypto_equal("abc", "xyz", 0), 1);
}

static void test_selftest(void **state)
{
	(void)state;
	assert_int_equal(crypto_selftest(), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha2),
		cmocka_unit_test(test_hash_lengths),
		cmocka_unit_test(test_hash_in_pieces),
		cmocka_unit_test(test_hmac),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_hkdf),
		cmocka_unit_test(test_hkdf_fields_do_not_run_together),
		cmocka_unit_test(test_gcm),
		cmocka_unit_test(test_gcm_unaligned),
		cmocka_unit_test(test_gcm_refuses_any_flipped_bit),
		cmocka_unit_test(test_drbg),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_random_pool),
		cmocka_unit_test(test_secret),
		cmocka_unit_test(test_selftest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
