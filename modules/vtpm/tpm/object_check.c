/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Attributes of public areas. Spec: TPM 2.0 Library Part 2 revision 1.59 s8.3, Part 3 s12.
 */
#include "modules/vtpm/tpm/object_check.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"

static bool has(const struct tpmt_public *pub, uint32_t attribute)
{
	return (pub->attributes & attribute) != 0;
}

/* fixedTPM and fixedParent go together under a fixed parent; nothing is fixed under another */
static bool is_fixing_right(const struct tpm_object_state *parent, const struct tpmt_public *pub)
{
	bool is_fixed = has(pub, TPMA_OBJECT_FIXEDTPM);

	if (parent == NULL || has(&parent->pub, TPMA_OBJECT_FIXEDTPM))
		return is_fixed == has(pub, TPMA_OBJECT_FIXEDPARENT);
	return !is_fixed;
}

static bool is_duplication_right(const struct tpm_object_state *parent,
				 const struct tpmt_public *pub)
{
	bool is_encrypted = has(pub, TPMA_OBJECT_ENCRYPTEDDUPLICATION);

	if (has(pub, TPMA_OBJECT_FIXEDTPM) && is_encrypted)
		return false;
	/* What can leave with its parent leaves under the parent's rule */
	return parent == NULL || has(&parent->pub, TPMA_OBJECT_FIXEDTPM) ||
	       is_encrypted == has(&parent->pub, TPMA_OBJECT_ENCRYPTEDDUPLICATION);
}

static bool is_use_right(const struct tpmt_public *pub)
{
	bool is_sign = has(pub, TPMA_OBJECT_SIGN_ENCRYPT);
	bool is_decrypt = has(pub, TPMA_OBJECT_DECRYPT);

	/* Only a keyedhash object may have no use: it is data */
	if (pub->type != TPM_ALG_KEYEDHASH && !is_sign && !is_decrypt)
		return false;
	return !has(pub, TPMA_OBJECT_RESTRICTED) || is_sign != is_decrypt;
}

static bool is_derived_right(const struct tpm_object_state *parent, const struct tpmt_public *pub)
{
	if (parent == NULL || !object_is_derivation_parent(parent))
		return true;
	return has(pub, TPMA_OBJECT_FIXEDPARENT) &&
	       has(pub, TPMA_OBJECT_FIXEDTPM) == has(&parent->pub, TPMA_OBJECT_FIXEDTPM);
}

uint32_t object_check_public(const struct tpm_object_state *parent, const struct tpmt_public *pub)
{
	if (pub->name_alg == TPM_ALG_NULL)
		return TPM_RC_HASH;
	if (pub->auth_policy.len != 0 && pub->auth_policy.len != hash_size(pub->name_alg))
		return TPM_RC_SIZE;
	if (!is_fixing_right(parent, pub) || !is_use_right(pub) ||
	    !is_duplication_right(parent, pub) || !is_derived_right(parent, pub))
		return TPM_RC_ATTRIBUTES;
	return object_check_schemes(parent, pub);
}

/* Who makes the secret: the TPM alone, the caller alone, or (primaries) both */
static bool is_origin_right(const struct tpm_object_state *parent, const struct tpmt_public *pub,
			    size_t data_len)
{
	if (!has(pub, TPMA_OBJECT_SENSITIVEDATAORIGIN))
		return data_len != 0;
	return parent == NULL || data_len == 0;
}

static bool is_type_origin_right(const struct tpmt_public *pub)
{
	bool is_origin = has(pub, TPMA_OBJECT_SENSITIVEDATAORIGIN);

	switch (pub->type) {
	case TPM_ALG_KEYEDHASH:
		if (is_origin && !has(pub, TPMA_OBJECT_SIGN_ENCRYPT) &&
		    !has(pub, TPMA_OBJECT_DECRYPT))
			return false;
		break;
	case TPM_ALG_SYMCIPHER:
		break;
	default:
		return is_origin;
	}
	/* A key whose secret somebody else knows is no fixed and restricted one */
	return is_origin || !has(pub, TPMA_OBJECT_RESTRICTED) ||
	       !has(pub, TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_FIXEDTPM);
}

uint32_t object_check_template(const struct tpm_object_state *parent, const struct tpmt_public *pub,
			       size_t data_len)
{
	if (!is_origin_right(parent, pub, data_len) || !is_type_origin_right(pub))
		return TPM_RC_ATTRIBUTES;
	return object_check_public(parent, pub);
}

uint32_t object_check_load(const struct tpm_object_state *parent, const struct tpmt_public *pub,
			   const struct tpmt_sensitive *sensitive, const struct object_blame *blame)
{
	uint32_t rc;

	if (sensitive == NULL || pub->name_alg == TPM_ALG_NULL) {
		rc = object_check_schemes(NULL, pub);
	} else {
		if (sensitive->seed.len > hash_size(pub->name_alg))
			return COMMAND_PARAM(TPM_RC_KEY_SIZE, blame->sensitive_number);
		rc = object_check_public(parent, pub);
	}
	if (rc != TPM_RC_SUCCESS)
		return command_param(rc, blame->public_number);
	if (parent != NULL && has(&parent->pub, TPMA_OBJECT_FIXEDTPM))
		return TPM_RC_SUCCESS;
	return object_check_keys(pub, sensitive, blame);
}

bool object_trim_auth(struct tpm2b_digest *auth, uint16_t name_alg)
{
	uint16_t len = auth->len;
	uint16_t max = hash_size(name_alg);

	while (len != 0 && auth->bytes[len - 1] == 0)
		len--;
	if (len > (max != 0 ? max : TPM_DIGEST_MAX))
		return false;
	auth->len = len;
	return true;
}
