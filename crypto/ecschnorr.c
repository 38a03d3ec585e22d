/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EC Schnorr as a TPM computes it. Must never use a nonce twice, nor hand one out. */
#include "crypto/ecschnorr.h"

#include "crypto/ecc_job_public.h"
#include "crypto/ecc_nonce.h"
#include "crypto/ecc_scalar.h"
#include "crypto/secret.h"

/* r = the left-most bytes of H(x ‖ digest), as many as the order has */
static enum err hash_number(enum ecc_curve curve, enum crypto_hash_alg alg, const struct ecc_num *x,
			    const uint8_t *digest, size_t len, struct ecc_num *r)
{
	uint8_t out[CRYPTO_HASH_MAX];
	size_t size = ecc_size(curve);
	size_t out_len = crypto_hash_size(alg);
	struct crypto_hash hash;

	crypto_hash_init(&hash, alg);
	crypto_hash_update(&hash, x->bytes, size);
	crypto_hash_update(&hash, digest, len);
	crypto_hash_final(&hash, out);
	return ecc_num_set(curve, r, out, out_len < size ? out_len : size);
}

/* One attempt: ERR_BUSY if r or s came out unfit */
static enum err attempt(enum ecc_curve curve, enum crypto_hash_alg alg, struct drbg *drbg,
			const struct ecc_num *d, const uint8_t *digest, size_t len,
			struct ecc_num *r, struct ecc_num *s)
{
	struct ecc_point point;
	struct ecc_num k;
	enum err err = ecc_key_from_drbg(curve, drbg, &k, &point);

	if (err == OK)
		err = hash_number(curve, alg, &point.x, digest, len, r);
	if (err == OK && !ecc_is_scalar(curve, r))
		err = ERR_BUSY;
	if (err == OK)
		err = ecc_scalar_mul(curve, r, d, s);
	if (err == OK)
		err = ecc_scalar_add(curve, s, &k, s);
	if (err == OK && ecc_scalar_is_zero(curve, s))
		err = ERR_BUSY;
	crypto_wipe(&k, sizeof(k));
	return err;
}

enum err ecschnorr_sign(enum ecc_curve curve, enum crypto_hash_alg alg, const struct ecc_num *d,
			const uint8_t *digest, size_t len, struct ecc_num *r, struct ecc_num *s)
{
	struct ecc_num new_r;
	struct ecc_num new_s;
	struct drbg drbg;
	enum err err;

	if (len > CRYPTO_HASH_MAX || !ecc_is_scalar(curve, d))
		return ERR_RANGE;
	err = ecc_nonce_seed(&drbg, curve, d, digest, len);
	if (err != OK)
		return err;
	do {
		err = attempt(curve, alg, &drbg, d, digest, len, &new_r, &new_s);
	} while (err == ERR_BUSY);
	if (err == OK) {
		*r = new_r;
		*s = new_s;
	}
	drbg_wipe(&drbg);
	return err;
}

/* Whether a signature has the form of one; then n − r, since s × g − r × q is the point signed with
 */
static enum err check_form(enum ecc_curve curve, const struct ecc_point *q, size_t len,
			   const struct ecc_num *r, const struct ecc_num *s,
			   struct ecc_num *negated)
{
	static const struct ecc_num zero;

	if (len > CRYPTO_HASH_MAX || !ecc_is_on_curve(curve, q))
		return ERR_RANGE;
	if (!ecc_is_scalar(curve, r) || !ecc_is_scalar(curve, s) ||
	    ecc_scalar_sub(curve, &zero, r, negated) != OK)
		return ERR_CRYPTO;
	return OK;
}

static enum err compare(enum ecc_curve curve, enum crypto_hash_alg alg,
			const struct ecc_point *point, const uint8_t *digest, size_t len,
			const struct ecc_num *r)
{
	struct ecc_num expected;

	if (hash_number(curve, alg, &point->x, digest, len, &expected) != OK)
		return ERR_CRYPTO;
	return crypto_equal(expected.bytes, r->bytes, ecc_size(curve)) ? OK : ERR_CRYPTO;
}

enum err ecschnorr_verify(enum ecc_curve curve, enum crypto_hash_alg alg, const struct ecc_point *q,
			  const uint8_t *digest, size_t len, const struct ecc_num *r,
			  const struct ecc_num *s)
{
	struct ecc_num negated;
	struct ecc_point point;
	enum err err = check_form(curve, q, len, r, s, &negated);

	if (err != OK)
		return err;
	if (ecc_job_public_mul_add(curve, s, NULL, &negated, q, &point) != OK)
		return ERR_CRYPTO;
	return compare(curve, alg, &point, digest, len, r);
}

enum err ecschnorr_verify_begin(struct ecschnorr_job *job, enum ecc_curve curve,
				enum crypto_hash_alg alg, const struct ecc_point *q,
				const uint8_t *digest, size_t len, const struct ecc_num *r,
				const struct ecc_num *s)
{
	struct ecc_num negated;
	enum err err = check_form(curve, q, len, r, s, &negated);

	if (err != OK)
		return err;
	job->curve = curve;
	job->alg = alg;
	job->r = *r;
	for (size_t i = 0; i < len; i++)
		job->digest[i] = digest[i];
	job->digest_len = len;
	err = ecc_job_mul_add(&job->job, curve, s, NULL, &negated, q);
	ecc_job_public(&job->job);
	return err;
}

enum err ecschnorr_verify_step(struct ecschnorr_job *job)
{
	struct ecc_point point;
	enum err err = ecc_job_step(&job->job, &point);

	if (err != OK)
		return err;
	return compare((enum ecc_curve)job->curve, job->alg, &point, job->digest, job->digest_len,
		       &job->r);
}
