/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs crypto/ on secrets that valgrind takes for uninitialised: it reports each branch and each
 * address that depends on one. tests/ct/accepted.supp lists those that are meant, with the reason.
 */
#include <valgrind/memcheck.h>

#include "crypto/cipher.h"
#include "crypto/ecc_scalar.h"
#include "crypto/ecdsa.h"
#include "crypto/ecschnorr.h"
#include "crypto/kdf.h"
#include "crypto/random.h"
#include "crypto/rsa_keygen.h"
#include "crypto/rsa_pad.h"

static struct rsa_job job;
static struct rsa_keygen keygen;
static struct rsa_private made;
static struct rsa_private loaded;

static void hide(void *memory, size_t len)
{
	(void)VALGRIND_MAKE_MEM_UNDEFINED(memory, len);
}

static void show(void *memory, size_t len)
{
	(void)VALGRIND_MAKE_MEM_DEFINED(memory, len);
}

/* A result code is public */
static enum err seen(enum err err)
{
	show(&err, sizeof(err));
	return err;
}

static enum err check_rsa(void)
{
	uint8_t prime[RSA_PRIME_SIZE_MAX];
	uint8_t text[128] = { 1 };
	size_t len;
	struct drbg drbg;
	enum err err;

	drbg_init(&drbg, "seed", 4);
	err = rsa_keygen_begin(&keygen, 1024, 65537, &drbg);
	while (err == OK || err == ERR_BUSY) {
		err = rsa_keygen_step(&keygen, &made);
		if (err == OK)
			break;
	}
	rsa_private_prime(&made, prime);
	hide(prime, sizeof(prime));
	if (err == OK)
		err = seen(rsa_private_from_prime(&loaded, &made.pub, prime, 64));
	show(&loaded.pub, sizeof(loaded.pub));
	if (err == OK)
		err = rsa_private_begin_take(&job, &loaded, text, sizeof(text));
	while (err == OK || err == ERR_BUSY) {
		err = seen(rsa_private_step(&job, text));
		if (err == OK)
			break;
	}
	hide(text, sizeof(text));
	(void)seen(rsa_pkcs1_encrypt_decode(text, sizeof(text), text, &len));
	(void)seen(rsa_oaep_decode(CRYPTO_SHA256, "L", 2, text, sizeof(text), text, &len));
	return err;
}

static enum err check_signatures(enum ecc_curve curve, const struct ecc_num *d)
{
	static const uint8_t digest[32] = { 1 };
	struct ecc_num r;
	struct ecc_num s;
	enum err err = seen(ecdsa_sign(curve, d, digest, sizeof(digest), &r, &s));

	if (err == OK)
		err = seen(ecschnorr_sign(curve, CRYPTO_SHA256, d, digest, sizeof(digest), &r, &s));
	return err;
}

static enum err check_scalars(enum ecc_curve curve, const struct ecc_num *d)
{
	struct ecc_num r;
	uint8_t bytes[ECC_SIZE_MAX + ECC_KEY_EXTRA];
	enum err err = seen(ecc_scalar_mul(curve, d, d, &r));

	hide(bytes, sizeof(bytes));
	if (err == OK)
		err = seen(ecc_scalar_inverse(curve, d, &r));
	if (err == OK)
		err = seen(ecc_scalar_add(curve, d, d, &r));
	if (err == OK)
		err = seen(ecc_scalar_reduce(curve, &r, bytes, ecc_size(curve)));
	if (err == OK)
		err = seen(ecc_key_from_bytes(curve, bytes, &r, NULL));
	return err;
}

static enum err check_curve(enum ecc_curve curve)
{
	struct ecc_num d;
	struct ecc_point q;
	struct ecc_point r;
	enum err err = ecc_key_random(curve, &d, &q);

	hide(&d, sizeof(d));
	if (err == OK)
		err = seen(ecc_public(curve, &d, &r));
	if (err == OK)
		err = seen(ecc_mul(curve, &d, &q, &r));
	show(&r, sizeof(r));
	if (err == OK)
		err = seen(ecc_mul_add(curve, &d, &r, &d, &q, &r));
	if (err == OK)
		err = check_signatures(curve, &d);
	return err == OK ? check_scalars(curve, &d) : err;
}

static void check_derivations(void)
{
	const struct kdf_field none = { NULL, 0 };
	struct drbg drbg;
	uint8_t key[48];
	uint8_t out[64];

	hide(key, sizeof(key));
	kdf_a(CRYPTO_SHA256, (struct kdf_field){ key, 32 }, "L", none, none, 300, out);
	kdf_e(CRYPTO_SHA384, (struct kdf_field){ key, 48 }, "L", none, none, 300, out);
	drbg_init(&drbg, key, sizeof(key));
	(void)seen(drbg_generate(&drbg, out, sizeof(out)));
}

int main(void)
{
	static const uint8_t seed[48] = "the same in every run";
	enum err err = crypto_random_seed(seed, sizeof(seed));

	check_derivations();
	if (err == OK)
		err = check_rsa();
	for (unsigned int curve = 0; curve < ECC_CURVE_COUNT && err == OK; curve++)
		err = check_curve((enum ecc_curve)curve);
	return err == OK ? 0 : 1;
}
