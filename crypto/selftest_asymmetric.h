/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Known answers of RSA, the curves and their key derivation, in slices: too long for a boot, so
 * they run when a TPM is told to test itself.
 */
#ifndef CRYPTO_SELFTEST_ASYMMETRIC_H
#define CRYPTO_SELFTEST_ASYMMETRIC_H

#include "crypto/rsa.h"

/* All zeros before the first step; the members are crypto/selftest_asymmetric.c's alone. No
 * secrets. */
struct crypto_selftest_asymmetric {
	uint32_t next;
	struct rsa_private key;
	struct rsa_job job;
};

/*
 * Makes one test, of at most 4 million instructions. Returns ERR_BUSY while there is more to do, OK
 * when all have passed, ERR_CRYPTO when one failed, ERR_STATE when crypto_random did.
 */
MUST_USE enum err crypto_selftest_asymmetric_step(struct crypto_selftest_asymmetric *test);

#endif
