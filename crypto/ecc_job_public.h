/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Products with public scalars, as verification has them: on P-256 wolfCrypt's are faster, but look
 * their digits up in small tables. Internal to crypto/. Not CT.
 */
#ifndef CRYPTO_ECC_JOB_PUBLIC_H
#define CRYPTO_ECC_JOB_PUBLIC_H

#include "crypto/ecc_job.h"

/* Says, once a job is begun, that its scalars are public. */
void ecc_job_public(struct ecc_job *job);

/* ecc_mul and ecc_mul_add, with public scalars. */
MUST_USE enum err ecc_job_public_mul(enum ecc_curve curve, const struct ecc_num *k,
				     const struct ecc_point *point, struct ecc_point *r);
MUST_USE enum err ecc_job_public_mul_add(enum ecc_curve curve, const struct ecc_num *a,
					 const struct ecc_point *p, const struct ecc_num *b,
					 const struct ecc_point *q, struct ecc_point *r);

#endif
