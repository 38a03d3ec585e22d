/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_GetRandom and TPM2_StirRandom. Spec: TPM 2.0 Library Part 3 revision 1.59 s16. */
#include "crypto/random.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"

/* --- TPM2_GetRandom ----------------------------------------------------------------------------
 */
struct get_random_in {
	uint16_t bytes_requested;
};
static const struct wire_field get_random_in_fields[] = {
	WIRE_FIELD(struct get_random_in, bytes_requested, uint16),
};
struct get_random_out {
	struct tpm2b_digest random_bytes;
};
static const struct wire_field get_random_out_fields[] = {
	WIRE_FIELD(struct get_random_out, random_bytes, tpm2b_digest),
};

/* More than a digest's worth was asked for: fewer are given */
static uint32_t get_random_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct get_random_in *in = call->in;
	struct get_random_out *out = call->out;

	out->random_bytes.len =
		in->bytes_requested < TPM_DIGEST_MAX ? in->bytes_requested : TPM_DIGEST_MAX;
	return tpm_random(tpm, out->random_bytes.bytes, out->random_bytes.len);
}

TPM_COMMAND(get_random, .code = TPM_CC_GET_RANDOM, COMMAND_IN(get_random), COMMAND_OUT(get_random),
	    .run = get_random_run);

/* --- TPM2_StirRandom ---------------------------------------------------------------------------
 */
struct stir_random_in {
	struct tpm2b_sensitive_data in_data;
};
static const struct wire_field stir_random_in_fields[] = {
	WIRE_FIELD(struct stir_random_in, in_data, tpm2b_sensitive_data),
};

/* The generator takes a string of a fixed length: a digest. It takes no credit for what a caller
 * gives. */
static uint32_t stir_random_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct stir_random_in *in = call->in;
	uint8_t digest[CRYPTO_SHA512_SIZE];
	uint32_t rc = nv_is_writable(tpm);
	enum err err;

	if (rc != TPM_RC_SUCCESS)
		return rc;
	crypto_sha512(in->in_data.bytes, in->in_data.len, digest);
	err = crypto_random_seed(digest, sizeof(digest));
	crypto_wipe(digest, sizeof(digest));
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_FAILURE;
}

TPM_COMMAND(stir_random, .code = TPM_CC_STIR_RANDOM, .flags = COMMAND_NV, COMMAND_IN(stir_random),
	    .run = stir_random_run);
