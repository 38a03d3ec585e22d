/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RSA private keys out of their primes, in constant time: divisions are exact, so they go from the
 * lowest limb up and need multiplications only. Must never leave a part of a key in scratch memory.
 */
#include "crypto/inverse.h"
#include "crypto/mont.h"
#include "crypto/rsa_internal.h"
#include "crypto/scratch.h"
#include "crypto/secret.h"

#define HALF_BITS (64u * RSA_HALF_LIMBS)

/* d⁻¹ mod 2^64 for an odd d */
static uint64_t inverse_64(uint64_t d)
{
	uint64_t x = (3 * d) ^ 2;

	for (int i = 0; i < 4; i++)
		x *= 2 - d * x;
	return x;
}

/*
 * r[0..n) = a[0..n) / d[0..dn) modulo 2^(64n), d odd: the quotient, where it is whole and has n
 * limbs. a is consumed.
 */
static void divide_exactly(uint64_t *r, uint64_t *a, size_t n, const uint64_t *d, size_t dn)
{
	uint64_t inverse = inverse_64(d[0]);

	for (size_t i = 0; i < n; i++) {
		uint64_t quotient = a[i] * inverse;
		uint64_t borrow = 0;

		r[i] = quotient;
		for (size_t k = 0; k < n - i; k++) {
			uint64_t limb = k < dn ? d[k] : 0;
			unsigned __int128 product = (unsigned __int128)limb * quotient + borrow;
			uint64_t low = (uint64_t)product;

			borrow = (uint64_t)(product >> 64) + (a[i + k] < low);
			a[i + k] -= low;
		}
	}
}

/* r = e⁻¹ modulo x = prime − 1, as (1 + k × x) / e with k = −x⁻¹ mod e. False if there is none. */
static bool private_exponent(uint64_t *r, const uint64_t *prime, size_t n, uint32_t exponent)
{
	uint64_t sum[RSA_HALF_LIMBS + 1];
	uint64_t work[INVERSE_WORDS(32)];
	const uint64_t e = exponent;
	const uint64_t one = 1;
	struct mont modulus;
	uint64_t rr;
	uint64_t x;
	uint64_t k;
	bool ok;

	mont_init(&modulus, &rr, &e, 1, 32 - (size_t)__builtin_clz(exponent));
	mont_enter_long(&modulus, &x, prime, n);
	mont_leave(&modulus, &x, &x);
	mont_sub(&modulus, &x, &x, &one);
	ok = inverse_mod_odd(&k, &x, &e, 1, 32, work);
	if (ok) {
		limbs_copy(sum, prime, n);
		sum[0] -= 1;
		sum[n] = 0;
		limbs_copy(r, sum, n);
		limbs_zero(sum, n);
		sum[0] = 1;
		sum[n] = limbs_add_product(sum, r, e - k, n);
		divide_exactly(r, sum, n, &e, 1);
	}
	crypto_wipe(sum, sizeof(sum));
	return ok;
}

bool rsa_private_complete(struct rsa_private *key, uint64_t *work)
{
	size_t n = key->pub.size / 16;

	/* Both primes have their top bit, or the product would not have its own: q mod p is q or q
	 * − p */
	limbs_select(key->q_inverse, key->q, 0 - limbs_sub(key->q_inverse, key->q, key->p, n), n);
	return private_exponent(key->dp, key->p, n, key->pub.exponent) &&
	       private_exponent(key->dq, key->q, n, key->pub.exponent) &&
	       inverse_mod_odd(key->q_inverse, key->q_inverse, key->p, n, 64 * n, work);
}

struct making {
	struct rsa_private key;
	uint64_t modulus[2 * RSA_HALF_LIMBS];
	uint64_t product[2 * RSA_HALF_LIMBS];
	uint64_t work[INVERSE_WORDS(HALF_BITS)];
};

static enum err make(struct making *making, const struct rsa_public *pub, const void *prime,
		     size_t len)
{
	struct rsa_private *key = &making->key;
	size_t n = len / 8;

	key->pub = *pub;
	limbs_zero(key->p, RSA_HALF_LIMBS);
	limbs_zero(key->q, RSA_HALF_LIMBS);
	if (!limbs_load(making->modulus, 2 * n, pub->modulus, pub->size) ||
	    !limbs_load(key->p, n, prime, len) || !(key->p[0] & 1))
		return ERR_CRYPTO;
	limbs_copy(making->product, making->modulus, n);
	divide_exactly(key->q, making->product, n, key->p, n);
	limbs_mul(making->product, key->p, n, key->q, n);
	if (!limbs_is_equal(making->product, making->modulus, 2 * n))
		return ERR_CRYPTO;
	return rsa_private_complete(key, making->work) ? OK : ERR_CRYPTO;
}

enum err rsa_private_from_prime(struct rsa_private *key, const struct rsa_public *pub,
				const void *prime, size_t len)
{
	struct making *making;
	enum err err;

	if (pub->size > RSA_PRIVATE_SIZE_MAX)
		return ERR_UNSUPPORTED;
	if (len != pub->size / 2u)
		return ERR_RANGE;
	making = scratch_take(sizeof(*making));
	err = make(making, pub, prime, len);
	if (err == OK)
		*key = making->key;
	scratch_drop();
	return err;
}

void rsa_private_prime(const struct rsa_private *key, uint8_t *out)
{
	limbs_store(key->p, key->pub.size / 16u, out, key->pub.size / 2u);
}

void rsa_private_wipe(struct rsa_private *key)
{
	crypto_wipe(key, sizeof(*key));
}
