/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: */
/* AES modes against NIST SP 800-38A sF, whole, in parts and with partial blocks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/cipher.h"
#include "tests/unit/crypto/hex.h"

static const char *const keys[] = {
	"2b7e151628aed2a6abf7158809cf4f3c",
	"8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
	"603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
};

static const char message_hex[] =
	"6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
	"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

struct vector {
	enum cipher_mode mode;
	unsigned int key;
	const char *ciphertext;
};

static const struct vector vectors[] = {
	{ CIPHER_CTR, 0,
	  "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
	  "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee" },
	{ CIPHER_OFB, 0,
	  "3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed825"
	  "9740051e9c5fecf64344f7a82260edcc304c6528f659c77866a510d9c1d6ae5e" },
	{ CIPHER_CBC, 0,
	  "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
	  "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7" },
	{ CIPHER_CFB, 0,
	  "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b"
	  "26751f67a3cbb140b1808cf187a4f4dfc04b05357c5d1c0eeac4c66f9ff7f2e6" },
	{ CIPHER_ECB, 0,
	  "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
	  "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4" },
	{ CIPHER_CTR, 1,
	  "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94"
	  "1e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050" },
	{ CIPHER_OFB, 1,
	  "cdc80d6fddf18cab34c25909c99a4174fcc28b8d4c63837c09e81700c1100401"
	  "8d9a9aeac0f6596f559c6d4daf59a5f26d9f200857ca6c3e9cac524bd9acc92a" },
	{ CIPHER_CBC, 1,
	  "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
	  "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd" },
	{ CIPHER_CFB, 1,
	  "cdc80d6fddf18cab34c25909c99a417467ce7f7f81173621961a2b70171d3d7a"
	  "2e1e8a1dd59b88b1c8e60fed1efac4c9c05f9f9ca9834fa042ae8fba584b09ff" },
	{ CIPHER_ECB, 1,
	  "bd334f1d6e45f25ff712a214571fa5cc974104846d0ad3ad7734ecb3ecee4eef"
	  "ef7afd2270e2e60adce0ba2face6444e9a4b41ba738d6c72fb16691603c18e0e" },
	{ CIPHER_CTR, 2,
	  "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
	  "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6" },
	{ CIPHER_OFB, 2,
	  "dc7e84bfda79164b7ecd8486985d38604febdc6740d20b3ac88f6ad82a4fb08d"
	  "71ab47a086e86eedf39d1c5bba97c4080126141d67f37be8538f5a8be740e484" },
	{ CIPHER_CBC, 2,
	  "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
	  "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b" },
	{ CIPHER_CFB, 2,
	  "dc7e84bfda79164b7ecd8486985d386039ffed143b28b1c832113c6331e5407b"
	  "df10132415e54b92a13ed0a8267ae2f975a385741ab9cef82031623d55b1e471" },
	{ CIPHER_ECB, 2,
	  "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"
	  "b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7" },
};
#define VECTORS (sizeof(vectors) / sizeof(vectors[0]))

static void prepare(const struct vector *vector, struct cipher_key *key, uint8_t iv[CIPHER_BLOCK])
{
	uint8_t bytes[CIPHER_KEY_MAX];
	size_t len = unhex(keys[vector->key], bytes);

	assert_int_equal(cipher_key_init(key, bytes, len), OK);
	for (size_t i = 0; i < CIPHER_BLOCK; i++)
		iv[i] = (uint8_t)(i + (vector->mode == CIPHER_CTR ? 0xf0 : 0));
}

/* In calls of `part` bytes, in place */
static void check_parts(const struct vector *vector, size_t part)
{
	struct cipher_key key;
	uint8_t iv[CIPHER_BLOCK];
	uint8_t text[64];

	unhex(message_hex, text);
	prepare(vector, &key, iv);
	for (size_t done = 0; done < sizeof(text); done += part)
		assert_int_equal(
			cipher_encrypt(&key, vector->mode, iv, text + done, text + done, part), OK);
	assert_true(equals_hex(text, sizeof(text), vector->ciphertext));
	prepare(vector, &key, iv);
	for (size_t done = 0; done < sizeof(text); done += part)
		assert_int_equal(
			cipher_decrypt(&key, vector->mode, iv, text + done, text + done, part), OK);
	assert_true(equals_hex(text, sizeof(text), message_hex));
}

static void test_nist(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		check_parts(&vectors[i], 64);
		check_parts(&vectors[i], 16);
		check_parts(&vectors[i], 32);
	}
}

static void test_partial(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		const struct vector *vector = &vectors[i];
		int stream = vector->mode != CIPHER_CBC && vector->mode != CIPHER_ECB;

		for (size_t len = 1; len < 64; len++) {
			struct cipher_key key;
			uint8_t iv[CIPHER_BLOCK];
			uint8_t in[64];
			uint8_t out[64] = { 0 };
			uint8_t want[64];

			unhex(message_hex, in);
			unhex(vector->ciphertext, want);
			prepare(vector, &key, iv);
			if (!stream && len % CIPHER_BLOCK != 0) {
				assert_int_equal(
					cipher_encrypt(&key, vector->mode, iv, in, out, len),
					ERR_RANGE);
				assert_int_equal(
					cipher_decrypt(&key, vector->mode, iv, in, out, len),
					ERR_RANGE);
				assert_int_equal(out[0], 0);
				continue;
			}
			assert_int_equal(cipher_encrypt(&key, vector->mode, iv, in, out, len), OK);
			assert_memory_equal(out, want, len);
			assert_int_equal(out[len], 0);
			prepare(vector, &key, iv);
			assert_int_equal(cipher_decrypt(&key, vector->mode, iv, out, out, len), OK);
			assert_memory_equal(out, in, len);
		}
	}
}

static void test_iv_out(void **state)
{
	struct cipher_key key;
	uint8_t iv[CIPHER_BLOCK];
	uint8_t in[64];
	uint8_t out[64];

	(void)state;
	unhex(message_hex, in);
	for (size_t i = 0; i < VECTORS; i++) {
		prepare(&vectors[i], &key, iv);
		assert_int_equal(cipher_encrypt(&key, vectors[i].mode, iv, in, out, 32), OK);
		if (vectors[i].mode == CIPHER_CTR)
			assert_true(equals_hex(iv, 16, "f0f1f2f3f4f5f6f7f8f9fafbfcfdff01"));
		if (vectors[i].mode == CIPHER_CBC || vectors[i].mode == CIPHER_CFB)
			assert_memory_equal(iv, out + 16, 16);
		if (vectors[i].mode != CIPHER_CFB)
			continue;
		prepare(&vectors[i], &key, iv);
		assert_int_equal(cipher_encrypt(&key, CIPHER_CFB, iv, in, out, 19), OK);
		assert_memory_equal(iv, out + 16, 3);
		for (size_t k = 3; k < CIPHER_BLOCK; k++)
			assert_int_equal(iv[k], 0);
		prepare(&vectors[i], &key, iv);
		assert_int_equal(cipher_decrypt(&key, CIPHER_CFB, iv, out, in, 19), OK);
		assert_memory_equal(iv, out + 16, 3);
		assert_int_equal(iv[3], 0);
	}
}

static void test_counter_wraps(void **state)
{
	struct cipher_key key;
	uint8_t iv[CIPHER_BLOCK];
	uint8_t text[CIPHER_BLOCK] = { 0 };

	(void)state;
	prepare(&vectors[0], &key, iv);
	memset(iv, 0xff, sizeof(iv));
	assert_int_equal(cipher_encrypt(&key, CIPHER_CTR, iv, text, text, 1), OK);
	for (size_t i = 0; i < CIPHER_BLOCK; i++)
		assert_int_equal(iv[i], 0);
}

/* Assembly must not care where anything lies */
static void test_unaligned(void **state)
{
	(void)state;
	for (size_t i = 0; i < VECTORS; i++) {
		for (size_t shift = 1; shift < CIPHER_BLOCK; shift++) {
			uint8_t iv_room[2 * CIPHER_BLOCK];
			uint8_t room[64 + CIPHER_BLOCK];
			struct cipher_key key;
			uint8_t iv[CIPHER_BLOCK];

			prepare(&vectors[i], &key, iv);
			memcpy(iv_room + shift, iv, sizeof(iv));
			unhex(message_hex, room + shift);
			assert_int_equal(cipher_encrypt(&key, vectors[i].mode, iv_room + shift,
							room + shift, room + shift, 64),
					 OK);
			assert_true(equals_hex(room + shift, 64, vectors[i].ciphertext));
			assert_int_equal(cipher_decrypt(&key, vectors[i].mode,
							memcpy(iv_room + shift, iv, sizeof(iv)),
							room + shift, room + shift, 64),
					 OK);
			assert_true(equals_hex(room + shift, 64, message_hex));
		}
	}
}

static void test_key_lengths(void **state)
{
	struct cipher_key key = { .len = 7 };
	uint8_t bytes[64] = { 0 };

	(void)state;
	for (size_t len = 0; len < sizeof(bytes); len++)
		assert_int_equal(cipher_key_init(&key, bytes, len),
				 len == 16 || len == 24 || len == 32 ? OK : ERR_RANGE);
	assert_int_equal(key.len, 32);
	cipher_key_wipe(&key);
	assert_int_equal(key.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nist),        cmocka_unit_test(test_partial),
		cmocka_unit_test(test_iv_out),      cmocka_unit_test(test_counter_wraps),
		cmocka_unit_test(test_key_lengths), cmocka_unit_test(test_unaligned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
