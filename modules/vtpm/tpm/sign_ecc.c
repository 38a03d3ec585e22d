/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signatures on curves. Spec: TPM 2.0 Library Part 1 revision 1.59 C.4. */
#include "modules/vtpm/tpm/sign_ecc.h"

#include "crypto/ecc_scalar.h"
#include "crypto/ecdsa.h"
#include "crypto/ecschnorr.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/commit.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/hash.h"

static uint32_t rc_of(enum err err)
{
	if (err == OK)
		return TPM_RC_SUCCESS;
	return err == ERR_STATE ? TPM_RC_FAILURE : TPM_RC_NO_RESULT;
}

/* T = H(nonce ‖ digest) mod n; s = r + T × d */
static enum err ecdaa_response(enum ecc_curve curve, uint16_t hash_alg, const struct ecc_num *nonce,
			       const struct tpm2b_digest *digest, const struct ecc_num *r,
			       const struct ecc_num *d, struct ecc_num *s)
{
	uint8_t bytes[TPM_DIGEST_MAX];
	struct crypto_hash hash;
	struct ecc_num t;
	enum err err;

	hash_start(&hash, hash_alg);
	crypto_hash_update(&hash, nonce->bytes, ecc_size(curve));
	hash_2b(&hash, digest);
	crypto_hash_final(&hash, bytes);
	err = ecc_scalar_reduce(curve, &t, bytes, hash_size(hash_alg));
	if (err == OK)
		err = ecc_scalar_mul(curve, &t, d, &t);
	if (err == OK)
		err = ecc_scalar_add(curve, &t, r, s);
	crypto_wipe(&t, sizeof(t));
	return err;
}

static uint32_t ecdaa_sign(struct tpm *tpm, enum ecc_curve curve, const struct tpm_slot *slot,
			   const struct tpmt_scheme *scheme, const struct tpm2b_digest *digest,
			   const struct ecc_num *d, struct ecc_num *nonce, struct ecc_num *s)
{
	struct ecc_num r;
	uint64_t counter;
	enum err err;

	if (!commit_find(tpm, scheme->extra, &counter))
		return TPM_RC_VALUE;
	commit_value(tpm, curve, &slot->object.name, counter, &r);
	do {
		err = ecc_key_random(curve, nonce, NULL);
		if (err == OK)
			err = ecdaa_response(curve, scheme->hash_alg, nonce, digest, &r, d, s);
	} while (err == OK && ecc_scalar_is_zero(curve, s));
	crypto_wipe(&r, sizeof(r));
	if (err == OK)
		commit_end(tpm, counter);
	return rc_of(err);
}

static uint32_t sign_with(struct tpm *tpm, enum ecc_curve curve, const struct tpm_slot *slot,
			  const struct tpmt_scheme *scheme, const struct tpm2b_digest *digest,
			  const struct ecc_num *d, struct ecc_num *r, struct ecc_num *s)
{
	switch (scheme->scheme) {
	case TPM_ALG_ECDSA:
		return rc_of(ecdsa_sign(curve, d, digest->bytes, digest->len, r, s));
	case TPM_ALG_ECSCHNORR:
		return rc_of(ecschnorr_sign(curve, hash_crypto(scheme->hash_alg), d, digest->bytes,
					    digest->len, r, s));
	case TPM_ALG_ECDAA:
		return ecdaa_sign(tpm, curve, slot, scheme, digest, d, r, s);
	default:
		return TPM_RC_SCHEME;
	}
}

uint32_t sign_ecc(struct tpm *tpm, const struct tpm_slot *slot, const struct tpmt_scheme *scheme,
		  const struct tpm2b_digest *digest, struct tpmt_signature *signature)
{
	enum ecc_curve curve = curve_of(slot->object.pub.parms.ecc.curve_id);
	struct tpms_signature_ecc *out = &signature->signature.ecc;
	struct ecc_num d;
	struct ecc_num r;
	struct ecc_num s;
	uint32_t rc;

	if (curve_num_get(curve, &slot->object.sensitive.composite.ecc, &d) != OK)
		return TPM_RC_KEY;
	rc = sign_with(tpm, curve, slot, scheme, digest, &d, &r, &s);
	crypto_wipe(&d, sizeof(d));
	if (rc != TPM_RC_SUCCESS)
		return rc;
	out->hash = scheme->hash_alg;
	curve_num_put(curve, &r, &out->r);
	curve_num_put(curve, &s, &out->s);
	return TPM_RC_SUCCESS;
}

static enum err verify_begin(struct tpm *tpm, enum ecc_curve curve, const struct ecc_point *q,
			     const struct tpm2b_digest *digest,
			     const struct tpmt_signature *signature, const struct ecc_num *r,
			     const struct ecc_num *s)
{
	uint16_t hash_alg = signature->signature.ecc.hash;

	if (signature->sig_alg == TPM_ALG_ECDSA)
		return ecdsa_verify_begin(&tpm_work(tpm)->job.ecdsa, curve, q, digest->bytes,
					  digest->len, r, s);
	return ecschnorr_verify_begin(&tpm_work(tpm)->job.ecschnorr, curve, hash_crypto(hash_alg),
				      q, digest->bytes, digest->len, r, s);
}

static uint32_t verify_step(struct tpm *tpm, uint16_t sig_alg)
{
	enum err err = sig_alg == TPM_ALG_ECDSA
			       ? ecdsa_verify_step(&tpm_work(tpm)->job.ecdsa)
			       : ecschnorr_verify_step(&tpm_work(tpm)->job.ecschnorr);

	if (err == ERR_BUSY)
		return TPM_RC_PENDING;
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_SIGNATURE;
}

uint32_t sign_ecc_verify(struct tpm *tpm, const struct tpm_slot *slot,
			 const struct tpm2b_digest *digest, const struct tpmt_signature *signature)
{
	const struct tpms_signature_ecc *in = &signature->signature.ecc;
	enum ecc_curve curve = curve_of(slot->object.pub.parms.ecc.curve_id);
	struct ecc_point q;
	struct ecc_num r;
	struct ecc_num s;

	if (signature->sig_alg != TPM_ALG_ECDSA && signature->sig_alg != TPM_ALG_ECSCHNORR)
		return TPM_RC_SCHEME;
	if (tpm->call.slice != 0)
		return verify_step(tpm, signature->sig_alg);
	if (curve_point_get(curve, &slot->object.pub.unique.ecc, &q) != OK ||
	    curve_num_get(curve, &in->r, &r) != OK || curve_num_get(curve, &in->s, &s) != OK)
		return TPM_RC_SIGNATURE;
	if (verify_begin(tpm, curve, &q, digest, signature, &r, &s) != OK)
		return TPM_RC_SIGNATURE;
	tpm->call.slice = 1;
	return TPM_RC_PENDING;
}
