/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: */
/* Curves against published answers, among themselves, and the answers that derivations must give
 * for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "crypto/ecc_scalar.h"
#include "crypto/ecdsa.h"
#include "crypto/ecschnorr.h"
#include "crypto/random.h"
#include "tests/unit/crypto/ecc_vectors.h"
#include "tests/unit/crypto/hex.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FOR_EACH_CURVE(curve)                                                                      \
	for (enum ecc_curve curve = ECC_P256; (unsigned int)(curve) < ECC_CURVE_COUNT;             \
	     (curve) = (enum ecc_curve)((curve) + 1))

static int seed(void **state)
{
	static const uint8_t bytes[48] = "the same in every run, for the tests' sake";

	(void)state;
	return crypto_random_seed(bytes, sizeof(bytes)) == OK ? 0 : -1;
}

static struct ecc_num number(enum ecc_curve curve, const char *hex)
{
	struct ecc_num num = { 0 };
	uint8_t bytes[80];
	size_t len = unhex(hex, bytes);

	assert_int_equal(ecc_num_set(curve, &num, bytes, len), OK);
	return num;
}

static struct ecc_point point(enum ecc_curve curve, const char *x, const char *y)
{
	return (struct ecc_point){ number(curve, x), number(curve, y) };
}

static void assert_same_point(const struct ecc_point *a, const struct ecc_point *b)
{
	assert_memory_equal(a, b, sizeof(*a));
}

static void test_key_pairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(key_pairs); i++) {
		enum ecc_curve curve = key_pairs[i].curve;
		struct ecc_num d = number(curve, key_pairs[i].d);
		struct ecc_point want = point(curve, key_pairs[i].x, key_pairs[i].y);
		struct ecc_point q;

		assert_int_equal(ecc_public(curve, &d, &q), OK);
		assert_same_point(&q, &want);
		assert_int_equal(ecc_mul(curve, &d, &ecc_params(curve)->g, &q), OK);
		assert_same_point(&q, &want);
	}
}

static void test_signatures(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(signatures); i++) {
		enum ecc_curve curve = signatures[i].curve;
		struct ecc_point q = point(curve, signatures[i].x, signatures[i].y);
		struct ecc_num r = number(curve, signatures[i].r);
		struct ecc_num s = number(curve, signatures[i].s);
		enum err want = signatures[i].good ? OK : ERR_CRYPTO;
		struct ecdsa_job job;
		uint8_t digest[CRYPTO_HASH_MAX];
		size_t len = unhex(signatures[i].digest, digest);
		enum err err;

		assert_int_equal(ecdsa_verify(curve, &q, digest, len, &r, &s), want);
		assert_int_equal(ecdsa_verify_begin(&job, curve, &q, digest, len, &r, &s), OK);
		do {
			err = ecdsa_verify_step(&job);
		} while (err == ERR_BUSY);
		assert_int_equal(err, want);
	}
}

static void test_points(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(points); i++) {
		struct ecc_point q;
		uint8_t bytes[80];
		size_t x_len = unhex(points[i].x, bytes);
		bool fits = ecc_num_set(points[i].curve, &q.x, bytes, x_len) == OK;
		size_t y_len = unhex(points[i].y, bytes);

		fits = fits && ecc_num_set(points[i].curve, &q.y, bytes, y_len) == OK;
		assert_int_equal(fits && ecc_is_on_curve(points[i].curve, &q), points[i].good);
	}
}

static void test_agreements(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(agreements); i++) {
		enum ecc_curve curve = agreements[i].curve;
		struct ecc_num d = number(curve, agreements[i].d);
		struct ecc_num want = number(curve, agreements[i].z);
		struct ecc_point r = point(curve, agreements[i].x, agreements[i].y);
		struct ecc_job job;
		struct ecc_point sliced;
		enum err err;

		assert_int_equal(ecc_job_mul(&job, curve, &d, &r), OK);
		assert_int_equal(ecc_mul(curve, &d, &r, &r), OK);
		assert_memory_equal(&r.x, &want, sizeof(want));
		do {
			err = ecc_job_step(&job, &sliced);
		} while (err == ERR_BUSY);
		assert_int_equal(err, OK);
		assert_same_point(&sliced, &r);
	}
}

/* From drbg_init with the text "parapet ecc CURVE": d, and SHA-256 of x and y */
static const char *const frozen[ECC_CURVE_COUNT][2] = {
	{ "3e1ba155ac2e69368604cc2d801adbb6439c5bd0f364499defdef86268054867",
	  "3a94a171faf61e06608e76795f39fde593a2d4f2c4266b62c20165358193342a" },
	{ "3c55d70d234a4ea73d403ac314da58597d77d5805bced25b601b6ad1e84dc150"
	  "649629ba6a1cd74704dc73a397e5d01d",
	  "7735182da92ccbfddbc1c650c0f0eea4977e6c6beb7558561d44f7a6f6212395" },
	{ "01a0f347766a6b0a2e252b77e0e8f7e54d022eff557f565d7979dff5a67ba6f2"
	  "f5daa0c85aecc304e80cbee603d8ed9e21d19fad806e4bc28b9fa76b574ce38515c4",
	  "1f5042f1de843530fbd3b04b256c4685b086fbc2c1dabc2f6823dc1f0afe405d" },
	{ "c93a7419ce28a0b2aa98ab4301cd330a080a1d3b4e5dca28bb6e1138e08b0026",
	  "69168a04890c83af318ac4d969acb3d2a1337150799727cd672032a867b80c79" },
};

static void test_frozen_keys(void **state)
{
	(void)state;
	FOR_EACH_CURVE(curve)
	{
		char text[32];
		uint8_t both[2 * ECC_SIZE_MAX];
		uint8_t digest[CRYPTO_SHA256_SIZE];
		size_t size = ecc_size(curve);
		struct drbg drbg;
		struct ecc_num d;
		struct ecc_point q;

		drbg_init(&drbg, text,
			  (size_t)snprintf(text, sizeof(text), "parapet ecc %u", curve));
		assert_int_equal(ecc_key_from_drbg(curve, &drbg, &d, &q), OK);
		assert_true(equals_hex(d.bytes, size, frozen[curve][0]));
		memcpy(both, q.x.bytes, size);
		memcpy(both + size, q.y.bytes, size);
		crypto_sha256(both, 2 * size, digest);
		assert_true(equals_hex(digest, sizeof(digest), frozen[curve][1]));
		assert_true(ecc_is_on_curve(curve, &q));
		/* Never seeded */
		drbg = (struct drbg){ 0 };
		assert_int_equal(ecc_key_from_drbg(curve, &drbg, &d, &q), ERR_STATE);
	}
}

static struct ecc_num small_number(enum ecc_curve curve, uint8_t value)
{
	struct ecc_num num;

	assert_int_equal(ecc_num_set(curve, &num, &value, 1), OK);
	return num;
}

static struct ecc_num negated(enum ecc_curve curve, const struct ecc_num *k)
{
	struct ecc_num zero = small_number(curve, 0);
	struct ecc_num r;

	assert_int_equal(ecc_scalar_sub(curve, &zero, k, &r), OK);
	return r;
}

static void test_sums(void **state)
{
	(void)state;
	FOR_EACH_CURVE(curve)
	{
		struct ecc_num a, b, sum;
		struct ecc_point q, r, want;
		const struct ecc_point *g = &ecc_params(curve)->g;

		assert_int_equal(ecc_key_random(curve, &a, &q), OK);
		assert_int_equal(ecc_key_random(curve, &b, NULL), OK);
		/* a g + b g = (a + b) g, with the generator known as such or not */
		assert_int_equal(ecc_scalar_add(curve, &a, &b, &sum), OK);
		assert_int_equal(ecc_public(curve, &sum, &want), OK);
		assert_int_equal(ecc_mul_add(curve, &a, NULL, &b, g, &r), OK);
		assert_same_point(&r, &want);
		assert_int_equal(ecc_mul_add(curve, &a, g, &b, g, &r), OK);
		assert_same_point(&r, &want);
		/* b q = (a b) g */
		assert_int_equal(ecc_scalar_mul(curve, &a, &b, &sum), OK);
		assert_int_equal(ecc_public(curve, &sum, &want), OK);
		assert_int_equal(ecc_mul(curve, &b, &q, &r), OK);
		assert_same_point(&r, &want);
		/* Equal terms, opposite terms */
		assert_int_equal(ecc_scalar_add(curve, &b, &b, &sum), OK);
		assert_int_equal(ecc_mul(curve, &sum, &q, &want), OK);
		assert_int_equal(ecc_mul_add(curve, &b, &q, &b, &q, &r), OK);
		assert_same_point(&r, &want);
		sum = negated(curve, &b);
		assert_int_equal(ecc_mul_add(curve, &b, &q, &sum, &q, &r), ERR_CRYPTO);
		assert_same_point(&r, &want);
	}
}

static void test_extreme_scalars(void **state)
{
	(void)state;
	FOR_EACH_CURVE(curve)
	{
		const struct ecc_params *params = ecc_params(curve);
		struct ecc_num one = small_number(curve, 1);
		struct ecc_num zero = small_number(curve, 0);
		struct ecc_num most = negated(curve, &one);
		struct ecc_num all;
		struct ecc_point r;
		struct ecc_point r2;

		assert_int_equal(ecc_public(curve, &one, &r), OK);
		assert_same_point(&r, &params->g);
		assert_int_equal(ecc_public(curve, &most, &r), OK);
		assert_memory_equal(&r.x, &params->g.x, sizeof(r.x));
		assert_memory_not_equal(&r.y, &params->g.y, sizeof(r.y));
		for (uint8_t i = 1; i < 40; i++) {
			struct ecc_num k = small_number(curve, i);

			assert_int_equal(ecc_public(curve, &k, &r), OK);
			assert_int_equal(ecc_mul(curve, &k, &params->g, &r2), OK);
			assert_same_point(&r, &r2);
		}
		assert_int_equal(ecc_public(curve, &zero, &r), ERR_RANGE);
		assert_int_equal(ecc_public(curve, &params->n, &r), ERR_RANGE);
		assert_int_equal(ecc_mul(curve, &zero, &params->g, &r), ERR_RANGE);
		assert_int_equal(ecc_mul(curve, &params->n, &params->g, &r), ERR_RANGE);
		memset(&all, 0xff, sizeof(all));
		assert_int_equal(ecc_mul_add(curve, &all, NULL, &one, &params->g, &r), ERR_RANGE);
		assert_int_equal(ecc_mul_add(curve, &one, NULL, &all, &params->g, &r), ERR_RANGE);
		assert_same_point(&r, &r2);
		assert_false(ecc_is_scalar(curve, &all));
		assert_true(ecc_is_scalar(curve, &most));
	}
}

static void test_bad_points(void **state)
{
	(void)state;
	FOR_EACH_CURVE(curve)
	{
		const struct ecc_params *params = ecc_params(curve);
		struct ecc_num one = small_number(curve, 1);
		struct ecc_point bad = params->g;
		struct ecc_point r;

		bad.y.bytes[ecc_size(curve) - 1] ^= 1;
		assert_false(ecc_is_on_curve(curve, &bad));
		assert_int_equal(ecc_mul(curve, &one, &bad, &r), ERR_RANGE);
		assert_int_equal(ecc_mul_add(curve, &one, &bad, &one, &params->g, &r), ERR_RANGE);
		assert_int_equal(ecc_mul_add(curve, &one, &params->g, &one, &bad, &r), ERR_RANGE);
		bad = (struct ecc_point){ 0 };
		assert_false(ecc_is_on_curve(curve, &bad));
		/* x = p, which is 0 in another guise */
		bad.x = params->p;
		assert_false(ecc_is_on_curve(curve, &bad));
		assert_int_equal(ecdsa_verify(curve, &bad, (const uint8_t *)"d", 1, &one, &one),
				 ERR_RANGE);
	}
}

static void test_sign_and_verify(void **state)
{
	(void)state;
	FOR_EACH_CURVE(curve)
	{
		for (size_t len = 20; len <= CRYPTO_HASH_MAX; len += 11) {
			uint8_t digest[CRYPTO_HASH_MAX] = { 1, 2, 3 };
			struct ecc_num d, r, s, r2, s2;
			struct ecc_point q;

			assert_int_equal(ecc_key_random(curve, &d, &q), OK);
			assert_int_equal(ecdsa_sign(curve, &d, digest, len, &r, &s), OK);
			assert_int_equal(ecdsa_verify(curve, &q, digest, len, &r, &s), OK);
			assert_int_equal(ecdsa_sign(curve, &d, digest, len, &r2, &s2), OK);
			assert_memory_not_equal(&r, &r2, sizeof(r));
			assert_int_equal(ecdsa_verify(curve, &q, digest, len, &r2, &s), ERR_CRYPTO);
			digest[0] ^= 1;
			assert_int_equal(ecdsa_verify(curve, &q, digest, len, &r, &s), ERR_CRYPTO);
		}
	}
}

static void test_signature_ranges(void **state)
{
	static const uint8_t digest[65] = { 1 };

	(void)state;
	FOR_EACH_CURVE(curve)
	{
		const struct ecc_params *params = ecc_params(curve);
		struct ecc_num zero = small_number(curve, 0);
		struct ecc_num one = small_number(curve, 1);
		struct ecc_num r = one, s = one;

		assert_int_equal(ecdsa_sign(curve, &zero, digest, 32, &r, &s), ERR_RANGE);
		assert_int_equal(ecdsa_sign(curve, &params->n, digest, 32, &r, &s), ERR_RANGE);
		assert_int_equal(ecdsa_sign(curve, &one, digest, 65, &r, &s), ERR_RANGE);
		assert_int_equal(ecdsa_verify(curve, &params->g, digest, 65, &r, &s), ERR_RANGE);
		assert_int_equal(ecdsa_verify(curve, &params->g, digest, 32, &zero, &s),
				 ERR_CRYPTO);
		assert_int_equal(ecdsa_verify(curve, &params->g, digest, 32, &r, &zero),
				 ERR_CRYPTO);
		assert_int_equal(ecdsa_verify(curve, &params->g, digest, 32, &params->n, &s),
				 ERR_CRYPTO);
		assert_int_equal(ecdsa_verify(curve, &params->g, digest, 32, &r, &params->n),
				 ERR_CRYPTO);
	}
}

/* A digest of zeros makes one of the two factors of a verification 0 */
static void test_zero_digest(void **state)
{
	static const uint8_t digest[32];

	(void)state;
	FOR_EACH_CURVE(curve)
	{
		struct ecc_num d, r, s;
		struct ecc_point q;
		struct ecdsa_job job;
		enum err err;

		assert_int_equal(ecc_key_random(curve, &d, &q), OK);
		assert_int_equal(ecdsa_sign(curve, &d, digest, sizeof(digest), &r, &s), OK);
		assert_int_equal(ecdsa_verify(curve, &q, digest, sizeof(digest), &r, &s), OK);
		assert_int_equal(
			ecdsa_verify_begin(&job, curve, &q, digest, sizeof(digest), &r, &s), OK);
		do {
			err = ecdsa_verify_step(&job);
		} while (err == ERR_BUSY);
		assert_int_equal(err, OK);
	}
}

static void test_schnorr(void **state)
{
	(void)state;
	FOR_EACH_CURVE(curve)
	{
		for (size_t a = 0; a < CRYPTO_HASH_COUNT; a++) {
			enum crypto_hash_alg alg = (enum crypto_hash_alg)a;
			uint8_t digest[32] = { 1, 2, 3 };
			struct ecc_num d, r, s;
			struct ecc_point q;
			struct ecschnorr_job job;
			enum err err;

			assert_int_equal(ecc_key_random(curve, &d, &q), OK);
			assert_int_equal(ecschnorr_sign(curve, alg, &d, digest, 32, &r, &s), OK);
			assert_int_equal(ecschnorr_verify(curve, alg, &q, digest, 32, &r, &s), OK);
			assert_int_equal(
				ecschnorr_verify_begin(&job, curve, alg, &q, digest, 32, &r, &s),
				OK);
			do {
				err = ecschnorr_verify_step(&job);
			} while (err == ERR_BUSY);
			assert_int_equal(err, OK);
			digest[0] ^= 1;
			assert_int_equal(ecschnorr_verify(curve, alg, &q, digest, 32, &r, &s),
					 ERR_CRYPTO);
			s = small_number(curve, 0);
			assert_int_equal(ecschnorr_verify(curve, alg, &q, digest, 32, &r, &s),
					 ERR_CRYPTO);
			assert_int_equal(ecschnorr_sign(curve, alg, &s, digest, 32, &r, &s),
					 ERR_RANGE);
		}
	}
}

static void test_scalars(void **state)
{
	uint8_t wide[2 * ECC_SIZE_MAX + 1];

	(void)state;
	memset(wide, 0xff, sizeof(wide));
	FOR_EACH_CURVE(curve)
	{
		const struct ecc_params *params = ecc_params(curve);
		struct ecc_num one = small_number(curve, 1);
		struct ecc_num zero = small_number(curve, 0);
		struct ecc_num most = negated(curve, &one);
		struct ecc_num a, b, r;
		size_t size = ecc_size(curve);

		assert_int_equal(ecc_key_random(curve, &a, NULL), OK);
		assert_int_equal(ecc_scalar_inverse(curve, &a, &b), OK);
		assert_int_equal(ecc_scalar_mul(curve, &a, &b, &r), OK);
		assert_memory_equal(&r, &one, sizeof(r));
		assert_int_equal(ecc_scalar_add(curve, &most, &one, &r), OK);
		assert_true(ecc_scalar_is_zero(curve, &r));
		assert_int_equal(ecc_scalar_mul(curve, &most, &most, &r), OK);
		assert_memory_equal(&r, &one, sizeof(r));
		assert_int_equal(ecc_scalar_inverse(curve, &zero, &r), ERR_RANGE);
		assert_int_equal(ecc_scalar_add(curve, &params->n, &one, &r), ERR_RANGE);
		assert_int_equal(ecc_scalar_sub(curve, &one, &params->n, &r), ERR_RANGE);
		assert_int_equal(ecc_scalar_mul(curve, &params->n, &one, &r), ERR_RANGE);
		assert_memory_equal(&r, &one, sizeof(r));
		assert_int_equal(ecc_scalar_reduce(curve, &r, params->n.bytes, size), OK);
		assert_true(ecc_scalar_is_zero(curve, &r));
		assert_int_equal(ecc_field_reduce(curve, &r, params->p.bytes, size), OK);
		assert_true(ecc_scalar_is_zero(curve, &r));
		assert_int_equal(ecc_scalar_reduce(curve, &r, wide, 2 * size), OK);
		assert_true(ecc_is_scalar(curve, &r));
		assert_int_equal(ecc_scalar_reduce(curve, &r, wide, 2 * size + 1), ERR_RANGE);
		assert_int_equal(ecc_field_reduce(curve, &r, wide, 2 * size + 1), ERR_RANGE);
	}
}

static void test_numbers(void **state)
{
	uint8_t bytes[ECC_SIZE_MAX + 3] = { 0 };

	(void)state;
	FOR_EACH_CURVE(curve)
	{
		size_t size = ecc_size(curve);
		struct ecc_num num = { { 0xa5 } };

		bytes[2] = 1;
		assert_int_equal(ecc_num_set(curve, &num, bytes, size + 3), ERR_RANGE);
		assert_int_equal(num.bytes[0], 0xa5);
		assert_int_equal(ecc_num_set(curve, &num, bytes, size + 2), OK);
		assert_int_equal(num.bytes[0], 1);
		assert_int_equal(ecc_num_set(curve, &num, bytes, 3), OK);
		assert_int_equal(num.bytes[size - 1], 1);
		assert_int_equal(ecc_num_set(curve, &num, bytes, 0), OK);
		assert_true(ecc_scalar_is_zero(curve, &num));
		bytes[2] = 0;
	}
}

static void test_no_random(void **state)
{
	static const uint8_t digest[32] = { 1 };

	(void)state;
	crypto_random_wipe();
	FOR_EACH_CURVE(curve)
	{
		struct ecc_num d = small_number(curve, 1);
		struct ecc_num r, s;

		assert_int_equal(ecc_key_random(curve, &d, NULL), ERR_STATE);
		assert_int_equal(ecdsa_sign(curve, &d, digest, 32, &r, &s), ERR_STATE);
		assert_int_equal(ecschnorr_sign(curve, CRYPTO_SHA256, &d, digest, 32, &r, &s),
				 ERR_STATE);
	}
	assert_int_equal(seed(NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key_pairs),       cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_points),          cmocka_unit_test(test_agreements),
		cmocka_unit_test(test_frozen_keys),     cmocka_unit_test(test_sums),
		cmocka_unit_test(test_extreme_scalars), cmocka_unit_test(test_bad_points),
		cmocka_unit_test(test_sign_and_verify), cmocka_unit_test(test_signature_ranges),
		cmocka_unit_test(test_zero_digest),     cmocka_unit_test(test_schnorr),
		cmocka_unit_test(test_scalars),         cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_no_random),
	};

	return cmocka_run_group_tests(tests, seed, NULL);
}
