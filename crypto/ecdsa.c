/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ECDSA. Must never use a nonce twice, nor hand one out. */
#include "crypto/ecdsa.h"

#include "crypto/ecc_job_public.h"
#include "crypto/ecc_nonce.h"
#include "crypto/ecc_scalar.h"
#include "crypto/secret.h"

/* e = the left-most bits of digest, as many as the order has, modulo the order */
static enum err digest_number(enum ecc_curve curve, struct ecc_num *e, const uint8_t *digest,
			      size_t len)
{
	size_t size = ecc_size(curve);

	/* Orders here have whole bytes of bits or more bits than the longest digest: nothing is
	 * shifted */
	return ecc_scalar_reduce(curve, e, digest, len < size ? len : size);
}

/* s = k⁻¹ (e + r d); all in range */
static enum err compute_s(enum ecc_curve curve, const struct ecc_num *k, const struct ecc_num *e,
			  const struct ecc_num *r, const struct ecc_num *d, struct ecc_num *s)
{
	struct ecc_num inverse;
	struct ecc_num sum;
	enum err err = ecc_scalar_mul(curve, r, d, &sum);

	if (err == OK)
		err = ecc_scalar_add(curve, &sum, e, &sum);
	if (err == OK)
		err = ecc_scalar_inverse(curve, k, &inverse);
	if (err == OK)
		err = ecc_scalar_mul(curve, &inverse, &sum, s);
	crypto_wipe(&inverse, sizeof(inverse));
	crypto_wipe(&sum, sizeof(sum));
	return err;
}

/* One attempt: ERR_BUSY if r or s came out 0 */
static enum err attempt(enum ecc_curve curve, struct drbg *drbg, const struct ecc_num *e,
			const struct ecc_num *d, struct ecc_num *r, struct ecc_num *s)
{
	struct ecc_point point;
	struct ecc_num k;
	enum err err = ecc_key_from_drbg(curve, drbg, &k, &point);

	if (err == OK)
		err = ecc_scalar_reduce(curve, r, point.x.bytes, ecc_size(curve));
	if (err == OK)
		err = compute_s(curve, &k, e, r, d, s);
	if (err == OK && (ecc_scalar_is_zero(curve, r) || ecc_scalar_is_zero(curve, s)))
		err = ERR_BUSY;
	crypto_wipe(&k, sizeof(k));
	return err;
}

enum err ecdsa_sign(enum ecc_curve curve, const struct ecc_num *d, const uint8_t *digest,
		    size_t len, struct ecc_num *r, struct ecc_num *s)
{
	struct ecc_num e;
	struct ecc_num new_r;
	struct ecc_num new_s;
	struct drbg drbg;
	enum err err;

	if (len > CRYPTO_HASH_MAX || !ecc_is_scalar(curve, d))
		return ERR_RANGE;
	err = digest_number(curve, &e, digest, len);
	if (err == OK)
		err = ecc_nonce_seed(&drbg, curve, d, digest, len);
	if (err != OK)
		return err;
	do {
		err = attempt(curve, &drbg, &e, d, &new_r, &new_s);
	} while (err == ERR_BUSY);
	if (err == OK) {
		*r = new_r;
		*s = new_s;
	}
	drbg_wipe(&drbg);
	return err;
}

/* What is multiplied: u1 by the generator (0 is possible), u2 by q */
static enum err factors(enum ecc_curve curve, const uint8_t *digest, size_t len,
			const struct ecc_num *r, const struct ecc_num *s, struct ecc_num *u1,
			struct ecc_num *u2)
{
	struct ecc_num w;

	if (!ecc_is_scalar(curve, r) || !ecc_is_scalar(curve, s) ||
	    digest_number(curve, u1, digest, len) != OK || ecc_scalar_inverse(curve, s, &w) != OK ||
	    ecc_scalar_mul(curve, &w, u1, u1) != OK || ecc_scalar_mul(curve, &w, r, u2) != OK)
		return ERR_CRYPTO;
	return OK;
}

static enum err compare(enum ecc_curve curve, const struct ecc_point *point,
			const struct ecc_num *r)
{
	struct ecc_num x;

	if (ecc_scalar_reduce(curve, &x, point->x.bytes, ecc_size(curve)) != OK)
		return ERR_CRYPTO;
	return crypto_equal(x.bytes, r->bytes, ecc_size(curve)) ? OK : ERR_CRYPTO;
}

enum err ecdsa_verify(enum ecc_curve curve, const struct ecc_point *q, const uint8_t *digest,
		      size_t len, const struct ecc_num *r, const struct ecc_num *s)
{
	struct ecc_num u1;
	struct ecc_num u2;
	struct ecc_point point;
	enum err err;

	if (len > CRYPTO_HASH_MAX || !ecc_is_on_curve(curve, q))
		return ERR_RANGE;
	if (factors(curve, digest, len, r, s, &u1, &u2) != OK)
		return ERR_CRYPTO;
	if (ecc_scalar_is_zero(curve, &u1))
		err = ecc_job_public_mul(curve, &u2, q, &point);
	else
		err = ecc_job_public_mul_add(curve, &u1, NULL, &u2, q, &point);
	return err == OK ? compare(curve, &point, r) : ERR_CRYPTO;
}

enum err ecdsa_verify_begin(struct ecdsa_job *job, enum ecc_curve curve, const struct ecc_point *q,
			    const uint8_t *digest, size_t len, const struct ecc_num *r,
			    const struct ecc_num *s)
{
	struct ecc_num u1;
	struct ecc_num u2;
	enum err err;

	if (len > CRYPTO_HASH_MAX || !ecc_is_on_curve(curve, q))
		return ERR_RANGE;
	if (factors(curve, digest, len, r, s, &u1, &u2) != OK)
		return ERR_CRYPTO;
	job->curve = curve;
	job->r = *r;
	if (ecc_scalar_is_zero(curve, &u1))
		err = ecc_job_mul(&job->job, curve, &u2, q);
	else
		err = ecc_job_mul_add(&job->job, curve, &u1, NULL, &u2, q);
	ecc_job_public(&job->job);
	return err;
}

enum err ecdsa_verify_step(struct ecdsa_job *job)
{
	struct ecc_point point;
	enum err err = ecc_job_step(&job->job, &point);

	return err == OK ? compare((enum ecc_curve)job->curve, &point, &job->r) : err;
}
