/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A session's salt, encrypted to a key of the TPM's. Spec: Part 1 s19.6.13, B.10, C.6. */
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <string.h>

#include "abi/tpm.h"
#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/ecc.h"

struct target {
	uint16_t type;
	uint16_t name_alg;
	uint16_t curve;
	uint32_t exponent;
	const uint8_t *x; /* or the modulus */
	const uint8_t *y;
	uint16_t x_len;
	uint16_t y_len;
};

/* A TPMT_SYM_DEF_OBJECT, then a TPMT_ASYM_SCHEME; only what storage keys and plain decryption keys
 * have */
static void skip_symmetric_and_scheme(struct reader *reader)
{
	uint16_t scheme;

	if (take_number(reader, 2) != TPM_ALG_NULL)
		take_number(reader, 4);
	scheme = (uint16_t)take_number(reader, 2);
	if (scheme != TPM_ALG_NULL && scheme != TPM_ALG_RSAES)
		take_number(reader, 2);
}

static bool read_target(const uint8_t *public, uint16_t len, struct target *out)
{
	struct reader reader = { public, len, false };
	uint16_t policy_len;

	out->type = (uint16_t)take_number(&reader, 2);
	out->name_alg = (uint16_t)take_number(&reader, 2);
	take_number(&reader, 4);
	take_2b(&reader, &policy_len);
	skip_symmetric_and_scheme(&reader);
	if (out->type == TPM_ALG_RSA) {
		take_number(&reader, 2);
		out->exponent = (uint32_t)take_number(&reader, 4);
	} else if (out->type == TPM_ALG_ECC) {
		out->curve = (uint16_t)take_number(&reader, 2);
		if (take_number(&reader, 2) != TPM_ALG_NULL)
			take_number(&reader, 2);
	} else {
		return false;
	}
	out->x = take_2b(&reader, &out->x_len);
	if (out->type == TPM_ALG_ECC)
		out->y = take_2b(&reader, &out->y_len);
	return !reader.is_short && crypt_digest_size(out->name_alg) != 0;
}

static EVP_PKEY *rsa_public(const struct target *target)
{
	BIGNUM *n = BN_bin2bn(target->x, target->x_len, NULL);
	BIGNUM *e = BN_new();
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	BN_set_word(e, target->exponent == 0 ? 65537 : target->exponent);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e);
	params = OSSL_PARAM_BLD_to_param(build);
	EVP_PKEY_fromdata_init(context);
	EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params);
	OSSL_PARAM_free(params);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_BLD_free(build);
	BN_free(e);
	BN_free(n);
	return key;
}

static const char *hash_name(uint16_t hash)
{
	return hash == TPM_ALG_SHA1     ? "SHA1"
	       : hash == TPM_ALG_SHA384 ? "SHA384"
	       : hash == TPM_ALG_SHA512 ? "SHA512"
					: "SHA256";
}

static bool rsa_salt(const struct target *target, const struct brief *salt, struct bytes *out)
{
	EVP_PKEY *key = rsa_public(target);
	EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	char *label = OPENSSL_strdup("SECRET");
	size_t len = WIRE_MAX;
	bool is_done;

	is_done =
		context != NULL && EVP_PKEY_encrypt_init(context) > 0 &&
		EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0 &&
		EVP_PKEY_CTX_set_rsa_oaep_md_name(context, hash_name(target->name_alg), NULL) > 0 &&
		EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, hash_name(target->name_alg), NULL) > 0 &&
		EVP_PKEY_CTX_set0_rsa_oaep_label(context, label, 7) > 0 &&
		EVP_PKEY_encrypt(context, out->b, &len, salt->b, salt->len) > 0;
	out->len = is_done ? (uint16_t)len : 0;
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(key);
	return is_done;
}

/* KDFe. Spec: Part 1 s11.4.10.3 */
static void kdfe(uint16_t hash, const struct brief *z, const struct brief *u, const struct brief *v,
		 struct brief *out)
{
	struct bytes block = { 0 };

	put_number(&block, 1, 4);
	put(&block, z->b, z->len);
	put(&block, "SECRET", 7);
	put(&block, u->b, u->len);
	put(&block, v->b, v->len);
	crypt_hash(hash, block.b, block.len, out);
}

static bool ecc_salt(const struct target *target, uint64_t seed, struct brief *salt,
		     struct bytes *out)
{
	struct ecc_point theirs = { { target->x_len, { 0 } }, { target->y_len, { 0 } } };
	struct ecc_point ours;
	struct ecc_point shared;
	struct brief private;

	if (target->x_len > sizeof(theirs.x.b) || target->y_len > sizeof(theirs.y.b))
		return false;
	memcpy(theirs.x.b, target->x, target->x_len);
	memcpy(theirs.y.b, target->y, target->y_len);
	if (!ecc_private(target->curve, seed, &private) ||
	    !ecc_multiply(target->curve, &private, NULL, &ours) ||
	    !ecc_multiply(target->curve, &private, &theirs, &shared))
		return false;
	kdfe(target->name_alg, &shared.x, &ours.x, &theirs.x, salt);
	out->len = 0;
	put_2b(out, ours.x.b, ours.x.len);
	put_2b(out, ours.y.b, ours.y.len);
	return true;
}

bool crypt_salt(const uint8_t *public, uint16_t len, uint64_t seed, struct brief *salt,
		struct bytes *encrypted)
{
	struct target target = { 0 };

	if (!read_target(public, len, &target))
		return false;
	if (target.type == TPM_ALG_ECC)
		return ecc_salt(&target, seed, salt, encrypted);
	salt->len = crypt_digest_size(target.name_alg);
	for (uint16_t i = 0; i < salt->len; i++)
		salt->b[i] = (uint8_t)(seed >> (i % 8 * 8));
	return rsa_salt(&target, salt, encrypted);
}
