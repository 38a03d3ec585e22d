/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What crypto/'s operations cost. Without an argument: the CPU time of each, in microseconds. With
 * a name: that operation once, inside measured(), for a counter of instructions to look at.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "crypto/cipher.h"
#include "crypto/ecdsa.h"
#include "crypto/kdf.h"
#include "crypto/random.h"
#include "crypto/rsa_keygen.h"

#define MIN_US 100000.0

static uint8_t data[1024];
static struct drbg drbg;
static struct ecc_num d, r, s;
static struct ecc_point q;
static struct rsa_private rsa;
static struct rsa_job rsa_job;
static struct rsa_keygen keygen;
static uint32_t keys;

/* Operations, by a parameter: a curve, or a size in bits */
static enum err do_sha256(unsigned int param)
{
	(void)param;
	crypto_sha256(data, sizeof(data), data);
	return OK;
}

static enum err do_hmac(unsigned int param)
{
	(void)param;
	crypto_hmac(CRYPTO_SHA256, data, 32, data, 64, data);
	return OK;
}

static enum err do_cfb(unsigned int param)
{
	struct cipher_key key;
	uint8_t iv[CIPHER_BLOCK] = { 0 };
	enum err err = cipher_key_init(&key, data, param / 8);

	return err == OK ? cipher_encrypt(&key, CIPHER_CFB, iv, data, data, sizeof(data)) : err;
}

static enum err do_random(unsigned int param)
{
	return crypto_random(data, param);
}

static enum err do_ecc_key(unsigned int param)
{
	return ecc_key_from_drbg((enum ecc_curve)param, &drbg, &d, &q);
}

static enum err do_ecc_mul(unsigned int param)
{
	return ecc_mul((enum ecc_curve)param, &d, &q, &q);
}

static enum err do_ecdsa_sign(unsigned int param)
{
	return ecdsa_sign((enum ecc_curve)param, &d, data, 32, &r, &s);
}

static enum err do_ecdsa_verify(unsigned int param)
{
	return ecdsa_verify((enum ecc_curve)param, &q, data, 32, &r, &s);
}

static enum err do_rsa_load(unsigned int param)
{
	uint8_t prime[RSA_PRIME_SIZE_MAX];

	rsa_private_prime(&rsa, prime);
	return rsa_private_from_prime(&rsa, &rsa.pub, prime, param / 16);
}

static enum err do_rsa_public(unsigned int param)
{
	return rsa_public_op(&rsa.pub, data, param / 8 - 1, data);
}

static enum err do_rsa_private(unsigned int param)
{
	return rsa_private_op(&rsa_job, &rsa, data, param / 8 - 1, data);
}

static enum err do_rsa_key(unsigned int param)
{
	char text[32];
	enum err err;

	drbg_init(&drbg, text, (size_t)snprintf(text, sizeof(text), "seed %u", keys++));
	err = rsa_keygen_begin(&keygen, param, 65537, &drbg);
	while (err == OK || err == ERR_BUSY) {
		err = rsa_keygen_step(&keygen, &rsa);
		if (err == OK)
			break;
	}
	return err;
}

struct operation {
	const char *name;
	enum err (*run)(unsigned int param);
	unsigned int param;
};

/* In order: the later ones use what the earlier ones made */
static const struct operation operations[] = {
	{ "sha256-1k", do_sha256, 0 },
	{ "hmac-sha256", do_hmac, 0 },
	{ "aes128-cfb-1k", do_cfb, 128 },
	{ "random-32", do_random, 32 },
	{ "p256-key", do_ecc_key, ECC_P256 },
	{ "p256-mul", do_ecc_mul, ECC_P256 },
	{ "p256-key", do_ecc_key, ECC_P256 },
	{ "p256-sign", do_ecdsa_sign, ECC_P256 },
	{ "p256-verify", do_ecdsa_verify, ECC_P256 },
	{ "p384-key", do_ecc_key, ECC_P384 },
	{ "p384-sign", do_ecdsa_sign, ECC_P384 },
	{ "p384-verify", do_ecdsa_verify, ECC_P384 },
	{ "p521-key", do_ecc_key, ECC_P521 },
	{ "p521-sign", do_ecdsa_sign, ECC_P521 },
	{ "p521-verify", do_ecdsa_verify, ECC_P521 },
	{ "bn256-key", do_ecc_key, ECC_BN_P256 },
	{ "bn256-sign", do_ecdsa_sign, ECC_BN_P256 },
	{ "bn256-verify", do_ecdsa_verify, ECC_BN_P256 },
	{ "rsa2048-key", do_rsa_key, 2048 },
	{ "rsa2048-load", do_rsa_load, 2048 },
	{ "rsa2048-public", do_rsa_public, 2048 },
	{ "rsa2048-private", do_rsa_private, 2048 },
	{ "rsa3072-key", do_rsa_key, 3072 },
	{ "rsa3072-load", do_rsa_load, 3072 },
	{ "rsa3072-public", do_rsa_public, 3072 },
	{ "rsa3072-private", do_rsa_private, 3072 },
};

/* noinline: a counter of instructions goes by the name */
static __attribute__((noinline)) enum err measured(const struct operation *operation)
{
	return operation->run(operation->param);
}

static double cpu_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static enum err time_one(const struct operation *operation)
{
	double start = cpu_us();
	unsigned int count = 0;
	enum err err;

	do {
		err = measured(operation);
		count++;
	} while (err == OK && cpu_us() - start < MIN_US * (operation->run == do_rsa_key ? 30 : 1));
	printf("%-16s %12.1f\n", operation->name, (cpu_us() - start) / count);
	return err;
}

int main(int argc, char **argv)
{
	static const uint8_t seed[48] = "the same in every run";
	size_t count = sizeof(operations) / sizeof(operations[0]);
	enum err err = crypto_random_seed(seed, sizeof(seed));

	drbg_init(&drbg, seed, sizeof(seed));
	for (size_t i = 0; i < count && err == OK; i++) {
		const struct operation *operation = &operations[i];

		if (argc == 1)
			err = time_one(operation);
		else if (strcmp(argv[1], operation->name) == 0)
			return measured(operation) == OK ? 0 : 1;
		else
			err = operation->run(operation->param);
	}
	return err == OK ? 0 : 1;
}
