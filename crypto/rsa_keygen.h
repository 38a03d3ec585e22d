/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RSA key generation in slices, deterministic in a generator's state: the same drbg, size and
 * exponent give the same key for ever (known answers hold it so).
 *
 * The derivation. h = size / 2 bytes. prime(): draw h bytes from the drbg in one request, as a
 * big-endian number; set its two highest bits and its lowest bit: the start. The result is the
 * first number c = start, start + 2, start + 4, …, start + 2 × 8191 below 2^(8h) for which c is
 * prime and gcd(c − 1, exponent) = 1; if there is none, draw again. The key: p = prime(); then q =
 * prime() until |p − q| ≥ 2^(8h − 100). n = p × q has its top bit set, since both primes have their
 * two highest. "Is prime" is decided by trial division, Miller-Rabin with base 2 and then with the
 * bases that HMAC_DRBG seeded with c yields: as many rounds as FIPS 186-5 table B.1 asks for or
 * more. The caller's generator yields starts only.
 *
 * How many candidates were tried, and which small primes divide them, shows in timing; that is less
 * than a search from random candidates discloses about the result. Every exponentiation is
 * constant-time.
 * Spec: FIPS 186-5 sA.1.3 with an incremental search, sB.3.1.
 */
#ifndef CRYPTO_RSA_KEYGEN_H
#define CRYPTO_RSA_KEYGEN_H

#include "crypto/drbg.h"
#include "crypto/rsa.h"

/* A key in the making; the members are crypto/'s alone. Holds secrets: rsa_keygen_wipe to give it
 * up. */
struct rsa_keygen {
	uint64_t state[RSA_KEYGEN_WORDS];
};

/*
 * Begins a key of `bits` (1024, 2048, 3072; 4096 where configured) with this public exponent (odd,
 * ≥ 3). The drbg is copied: the caller's does not advance. Returns OK; ERR_UNSUPPORTED (bits);
 * ERR_FORMAT (exponent).
 */
MUST_USE enum err rsa_keygen_begin(struct rsa_keygen *job, uint32_t bits, uint32_t exponent,
				   const struct drbg *drbg);

/*
 * Goes on with it, at most about 2.5 million instructions a call. Returns ERR_BUSY while there is
 * more to do; OK with the key written; ERR_STATE (the generator failed), key unchanged. On
 * anything but ERR_BUSY the job is wiped. The key's parts are checked against each other at each
 * private operation, so there is no test of the pair here.
 */
MUST_USE enum err rsa_keygen_step(struct rsa_keygen *job, struct rsa_private *key);

void rsa_keygen_wipe(struct rsa_keygen *job);

#endif
