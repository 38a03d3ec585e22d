/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Commands in two steps: TPM2_Commit before an ECDAA signature, TPM2_EC_Ephemeral before
 * TPM2_ZGen_2Phase.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s14.7, s19; Part 1 C.2.
 */
#include "modules/vtpm/tpm/commit.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/ecc_key.h"
#include "modules/vtpm/tpm/hash.h"

/* --- TPM2_Commit
 * ----------------------------------------------------------------------------------------------------
 */
struct commit_in {
	struct tpms_ecc_point p1;
	struct tpm2b_sensitive_data s2;
	struct tpm2b_ecc_parameter y2;
};
static const struct wire_field commit_in_fields[] = {
	WIRE_FIELD(struct commit_in, p1, tpm2b_ecc_point),
	WIRE_FIELD(struct commit_in, s2, tpm2b_sensitive_data),
	WIRE_FIELD(struct commit_in, y2, tpm2b_ecc_parameter),
};
struct commit_out {
	struct tpms_ecc_point k;
	struct tpms_ecc_point l;
	struct tpms_ecc_point e;
	uint16_t counter;
};
static const struct wire_field commit_out_fields[] = {
	WIRE_FIELD(struct commit_out, k, tpm2b_ecc_point),
	WIRE_FIELD(struct commit_out, l, tpm2b_ecc_point),
	WIRE_FIELD(struct commit_out, e, tpm2b_ecc_point),
	WIRE_FIELD(struct commit_out, counter, uint16),
};

/* P2: x = H(s2) mod p with the key's name hash, y = y2 */
static uint32_t p2_make(const struct tpm_slot *key, enum ecc_curve curve,
			const struct commit_in *in, struct tpms_ecc_point *p2)
{
	uint16_t name_alg = key->object.pub.name_alg;
	uint8_t digest[TPM_DIGEST_MAX];
	struct ecc_num x;

	if (hash_size(name_alg) == 0)
		return COMMAND_HANDLE(TPM_RC_HASH, 1);
	crypto_hash(hash_crypto(name_alg), in->s2.bytes, in->s2.len, digest);
	if (ecc_field_reduce(curve, &x, digest, hash_size(name_alg)) != OK)
		return TPM_RC_NO_RESULT;
	curve_num_put(curve, &x, &p2->x);
	p2->y = in->y2;
	return curve_is_on(curve, p2) ? (uint32_t)TPM_RC_SUCCESS
				      : COMMAND_PARAM(TPM_RC_ECC_POINT, 2);
}

/* out = r × G */
static uint32_t public_put(enum ecc_curve curve, const struct ecc_num *r,
			   struct tpms_ecc_point *out)
{
	struct ecc_point at;

	if (ecc_public(curve, r, &at) != OK)
		return TPM_RC_NO_RESULT;
	curve_point_put(curve, &at, out);
	return TPM_RC_SUCCESS;
}

static bool is_empty(const struct tpms_ecc_point *point)
{
	return point->x.len == 0 && point->y.len == 0;
}

/* K = d × P2, L = r × P2; E = r × P1, or r × G where neither point was given */
static uint32_t commit_compute(struct tpm *tpm, const struct tpm_slot *key, enum ecc_curve curve,
			       const struct tpms_ecc_point *p1, const struct tpms_ecc_point *p2,
			       struct commit_out *out)
{
	uint32_t rc = TPM_RC_SUCCESS;
	struct ecc_num r;

	commit_value(tpm, curve, &key->object.name, tpm->reset.commit_counter, &r);
	if (p2 != NULL) {
		rc = ecc_step_key_mul(tpm, 0, key, p2, &out->k);
		if (rc == TPM_RC_SUCCESS)
			rc = ecc_step_mul(tpm, 2, curve, &r, p2, &out->l);
	}
	if (rc == TPM_RC_SUCCESS && p1 != NULL)
		rc = ecc_step_mul(tpm, 4, curve, &r, p1, &out->e);
	else if (rc == TPM_RC_SUCCESS && p2 == NULL)
		rc = public_put(curve, &r, &out->e);
	crypto_wipe(&r, sizeof(r));
	return rc;
}

static uint32_t commit_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct commit_in *in = call->in;
	struct commit_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	bool has_p1 = !is_empty(&in->p1);
	struct tpms_ecc_point p2;
	enum ecc_curve curve;
	uint32_t rc = TPM_RC_SUCCESS;

	if (!ecc_key_is(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if (key->object.pub.parms.ecc.scheme.scheme != TPM_ALG_ECDAA)
		return COMMAND_HANDLE(TPM_RC_SCHEME, 1);
	if ((in->s2.len == 0) != (in->y2.len == 0))
		return COMMAND_PARAM(TPM_RC_SIZE, 3);
	curve = curve_of(key->object.pub.parms.ecc.curve_id);
	if (in->s2.len != 0)
		rc = p2_make(key, curve, in, &p2);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (has_p1 && !curve_is_on(curve, &in->p1))
		return COMMAND_PARAM(TPM_RC_ECC_POINT, 1);
	rc = commit_compute(tpm, key, curve, has_p1 ? &in->p1 : NULL, in->s2.len != 0 ? &p2 : NULL,
			    out);
	if (rc == TPM_RC_SUCCESS)
		out->counter = (uint16_t)commit_take(tpm);
	return rc;
}

TPM_COMMAND(commit, .code = TPM_CC_COMMIT, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(commit), COMMAND_OUT(commit), .run = commit_run);

/* --- TPM2_EC_Ephemeral
 * ---------------------------------------------------------------------------------------------- */
struct ephemeral_in {
	uint16_t curve_id;
};
static const struct wire_field ephemeral_in_fields[] = {
	WIRE_FIELD(struct ephemeral_in, curve_id, tpmi_ecc_curve),
};
struct ephemeral_out {
	struct tpms_ecc_point q;
	uint16_t counter;
};
static const struct wire_field ephemeral_out_fields[] = {
	WIRE_FIELD(struct ephemeral_out, q, tpm2b_ecc_point),
	WIRE_FIELD(struct ephemeral_out, counter, uint16),
};

static uint32_t ephemeral_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct ephemeral_in *in = call->in;
	struct ephemeral_out *out = call->out;
	enum ecc_curve curve = curve_of(in->curve_id);
	struct ecc_num r;
	uint32_t rc;

	commit_value(tpm, curve, NULL, tpm->reset.commit_counter, &r);
	rc = public_put(curve, &r, &out->q);
	crypto_wipe(&r, sizeof(r));
	if (rc != TPM_RC_SUCCESS)
		return rc;
	out->counter = (uint16_t)commit_take(tpm);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(ec_ephemeral, .code = TPM_CC_EC_EPHEMERAL, COMMAND_IN(ephemeral),
	    COMMAND_OUT(ephemeral), .run = ephemeral_run);

/* --- TPM2_ZGen_2Phase
 * ------------------------------------------------------------------------------------------------
 */
struct zgen_in {
	struct tpms_ecc_point q_static;
	struct tpms_ecc_point q_ephemeral;
	uint16_t scheme;
	uint16_t counter;
};
static const struct wire_field zgen_in_fields[] = {
	WIRE_FIELD(struct zgen_in, q_static, tpm2b_ecc_point),
	WIRE_FIELD(struct zgen_in, q_ephemeral, tpm2b_ecc_point),
	WIRE_FIELD(struct zgen_in, scheme, tpmi_ecc_key_exchange),
	WIRE_FIELD(struct zgen_in, counter, uint16),
};
struct zgen_out {
	struct tpms_ecc_point z1;
	struct tpms_ecc_point z2;
};
static const struct wire_field zgen_out_fields[] = {
	WIRE_FIELD(struct zgen_out, z1, tpm2b_ecc_point),
	WIRE_FIELD(struct zgen_out, z2, tpm2b_ecc_point),
};

static uint32_t zgen_check(const struct tpm_slot *key, const struct zgen_in *in)
{
	const struct tpmt_public *pub = &key->object.pub;
	enum ecc_curve curve;

	if (!ecc_key_is(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if ((pub->attributes & TPMA_OBJECT_RESTRICTED) || !(pub->attributes & TPMA_OBJECT_DECRYPT))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (pub->parms.ecc.scheme.scheme != TPM_ALG_NULL &&
	    pub->parms.ecc.scheme.scheme != in->scheme)
		return COMMAND_PARAM(TPM_RC_SCHEME, 3);
	curve = curve_of(pub->parms.ecc.curve_id);
	if (!curve_is_on(curve, &in->q_static))
		return COMMAND_PARAM(TPM_RC_ECC_POINT, 1);
	if (!curve_is_on(curve, &in->q_ephemeral))
		return COMMAND_PARAM(TPM_RC_ECC_POINT, 2);
	return TPM_RC_SUCCESS;
}

static uint32_t zgen_2phase_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct zgen_in *in = call->in;
	struct zgen_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	uint32_t rc = zgen_check(key, in);
	enum ecc_curve curve;
	uint64_t counter;
	struct ecc_num r;

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!commit_find(tpm, in->counter, &counter))
		return COMMAND_PARAM(TPM_RC_VALUE, 4);
	curve = curve_of(key->object.pub.parms.ecc.curve_id);
	rc = ecc_step_key_mul(tpm, 0, key, &in->q_static, &out->z1);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	commit_value(tpm, curve, NULL, counter, &r);
	rc = ecc_step_mul(tpm, 2, curve, &r, &in->q_ephemeral, &out->z2);
	crypto_wipe(&r, sizeof(r));
	if (rc == TPM_RC_SUCCESS)
		commit_end(tpm, counter);
	return rc;
}

TPM_COMMAND(zgen_2phase, .code = TPM_CC_ZGEN_2PHASE, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(zgen), COMMAND_OUT(zgen), .run = zgen_2phase_run);
