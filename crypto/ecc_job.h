/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Products of points in slices, for callers with a bound: ecc.h's ecc_mul and ecc_mul_add on curves
 * other than P-256, and what is made of them, take up to 18 million instructions. Here no call
 * takes more than 2.5 million. Locks as in ecc.h.
 */
#ifndef CRYPTO_ECC_JOB_H
#define CRYPTO_ECC_JOB_H

#include "crypto/ecc.h"

#define ECC_JOB_WORDS 600u

/*
 * A product under way; the members are crypto/'s alone. Holds secrets if its scalars are:
 * ecc_job_wipe when it is given up before its end. Holds no pointer.
 */
struct ecc_job {
	uint64_t state[ECC_JOB_WORDS];
};

/* Begins k × point. Returns OK or ERR_RANGE (as in ecc_mul). */
MUST_USE enum err ecc_job_mul(struct ecc_job *job, enum ecc_curve curve, const struct ecc_num *k,
			      const struct ecc_point *point);

/* Begins a × p + b × q; p NULL is the generator. Returns OK or ERR_RANGE (as in ecc_mul_add). */
MUST_USE enum err ecc_job_mul_add(struct ecc_job *job, enum ecc_curve curve,
				  const struct ecc_num *a, const struct ecc_point *p,
				  const struct ecc_num *b, const struct ecc_point *q);

/*
 * Goes on. Returns ERR_BUSY while there is more to do; OK with r written; ERR_CRYPTO (the sum is
 * the point at infinity), r unchanged. On anything but ERR_BUSY the job is wiped. CT: in the
 * scalars.
 */
MUST_USE enum err ecc_job_step(struct ecc_job *job, struct ecc_point *r);

void ecc_job_wipe(struct ecc_job *job);

#endif
