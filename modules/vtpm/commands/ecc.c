/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ECDH and the curves' parameters. Spec: TPM 2.0 Library Part 3 revision 1.59 s14.4 to s14.6. */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/curve.h"
#include "modules/vtpm/tpm/ecc_key.h"

/* --- TPM2_ECDH_KeyGen
 * --------------------------------------------------------------------------------------------- */
struct keygen_out {
	struct tpms_ecc_point z;
	struct tpms_ecc_point pub;
};
static const struct wire_field keygen_out_fields[] = {
	WIRE_FIELD(struct keygen_out, z, tpm2b_ecc_point),
	WIRE_FIELD(struct keygen_out, pub, tpm2b_ecc_point),
};

static uint32_t keygen_run(struct tpm *tpm, struct tpm_call *call)
{
	struct keygen_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	enum ecc_curve curve;
	uint32_t rc;

	if (!ecc_key_is(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	/* Part 3: no restriction on the key; the shared value is of a fresh one */
	curve = curve_of(key->object.pub.parms.ecc.curve_id);
	rc = ecc_step_fresh(tpm, curve, &out->pub);
	if (rc == TPM_RC_SUCCESS)
		rc = ecc_step_mul(tpm, 1, curve, &tpm_work(tpm)->ecc.k, &key->object.pub.unique.ecc,
				  &out->z);
	return rc == TPM_RC_ECC_POINT ? COMMAND_HANDLE(TPM_RC_KEY, 1) : rc;
}

TPM_COMMAND(ecdh_keygen, .code = TPM_CC_ECDH_KEYGEN, COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_OUT(keygen), .run = keygen_run);

/* --- TPM2_ECDH_ZGen
 * -------------------------------------------------------------------------------------------------
 */
struct zgen_in {
	struct tpms_ecc_point point;
};
static const struct wire_field zgen_in_fields[] = { WIRE_FIELD(struct zgen_in, point,
							       tpm2b_ecc_point) };
struct zgen_out {
	struct tpms_ecc_point z;
};
static const struct wire_field zgen_out_fields[] = { WIRE_FIELD(struct zgen_out, z,
								tpm2b_ecc_point) };

static uint32_t zgen_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct zgen_in *in = call->in;
	struct zgen_out *out = call->out;
	const struct tpm_slot *key = call->slots[0];
	uint32_t rc;

	if (!ecc_key_is(key))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	rc = ecc_key_may_exchange(key);
	if (rc != TPM_RC_SUCCESS)
		return command_handle(rc, 1);
	return command_param(ecc_step_key_mul(tpm, 0, key, &in->point, &out->z), 1);
}

TPM_COMMAND(ecdh_zgen, .code = TPM_CC_ECDH_ZGEN, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(zgen), COMMAND_OUT(zgen), .run = zgen_run);

/* --- TPM2_ECC_Parameters
 * --------------------------------------------------------------------------------------------- */
struct parameters_in {
	uint16_t curve_id;
};
static const struct wire_field parameters_in_fields[] = {
	WIRE_FIELD(struct parameters_in, curve_id, tpmi_ecc_curve),
};
/* TPMS_ALGORITHM_DETAIL_ECC */
struct parameters_out {
	uint16_t curve_id;
	uint16_t key_size; /* bits */
	struct tpmt_scheme kdf;
	struct tpmt_scheme sign;
	struct tpm2b_ecc_parameter p;
	struct tpm2b_ecc_parameter a;
	struct tpm2b_ecc_parameter b;
	struct tpm2b_ecc_parameter gx;
	struct tpm2b_ecc_parameter gy;
	struct tpm2b_ecc_parameter n;
	struct tpm2b_ecc_parameter h;
};
#define PARAMETER(member_) WIRE_FIELD(struct parameters_out, member_, tpm2b_ecc_parameter)
static const struct wire_field parameters_out_fields[] = {
	WIRE_FIELD(struct parameters_out, curve_id, tpm_ecc_curve),
	WIRE_FIELD(struct parameters_out, key_size, uint16),
	WIRE_FIELD(struct parameters_out, kdf, tpmt_kdf_scheme),
	WIRE_FIELD(struct parameters_out, sign, tpmt_sig_scheme),
	PARAMETER(p),
	PARAMETER(a),
	PARAMETER(b),
	PARAMETER(gx),
	PARAMETER(gy),
	PARAMETER(n),
	PARAMETER(h),
};

/* Default schemes of the TCG's registry: a curve's key derivation uses the hash of its strength */
static const uint16_t kdf_hash[ECC_CURVE_COUNT] = {
	[ECC_P256] = TPM_ALG_SHA256,
	[ECC_P384] = TPM_ALG_SHA384,
	[ECC_P521] = TPM_ALG_SHA512,
	[ECC_BN_P256] = TPM_ALG_NULL,
};

/* BN_P256's first coefficient is zero: one byte */
static void coefficient_put(enum ecc_curve curve, const struct ecc_num *in,
			    struct tpm2b_ecc_parameter *out)
{
	curve_num_put(curve, in, out);
	for (uint16_t i = 0; i < out->len; i++) {
		if (out->bytes[i] != 0)
			return;
	}
	out->len = 1;
}

static uint32_t parameters_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct parameters_in *in = call->in;
	struct parameters_out *out = call->out;
	enum ecc_curve curve = curve_of(in->curve_id);
	const struct ecc_params *params = ecc_params(curve);

	(void)tpm;
	out->curve_id = in->curve_id;
	out->key_size = params->bits;
	out->kdf.scheme = kdf_hash[curve] != TPM_ALG_NULL ? TPM_ALG_KDF1_SP800_56A : TPM_ALG_NULL;
	out->kdf.hash_alg = kdf_hash[curve];
	out->sign.scheme = TPM_ALG_NULL;
	curve_num_put(curve, &params->p, &out->p);
	coefficient_put(curve, &params->a, &out->a);
	curve_num_put(curve, &params->b, &out->b);
	curve_num_put(curve, &params->g.x, &out->gx);
	curve_num_put(curve, &params->g.y, &out->gy);
	curve_num_put(curve, &params->n, &out->n);
	out->h = (struct tpm2b_ecc_parameter){ .len = 1, .bytes = { 1 } };
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(ecc_parameters, .code = TPM_CC_ECC_PARAMETERS, COMMAND_IN(parameters),
	    COMMAND_OUT(parameters), .run = parameters_run);
