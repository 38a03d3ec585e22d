/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Outer wrapping: an encrypted area with an HMAC before it, both keyed by KDFa from one seed.
 * Integrity is checked before anything is decrypted. Never uses a key's own cipher mode: areas are
 * always in CFB. Spec: TPM 2.0 Library Part 1 revision 1.59 s22.4, s24.
 */
#include "crypto/cipher.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/secret.h"
#include "modules/vtpm/tpm/wire.h"

static uint32_t check_protector(const struct tpmt_public *protector)
{
	const struct tpmt_sym_def *symmetric = object_symmetric(protector);

	if (hash_size(protector->name_alg) == 0)
		return TPM_RC_HASH;
	if (symmetric == NULL || symmetric->algorithm != TPM_ALG_AES)
		return TPM_RC_SYMMETRIC;
	return TPM_RC_SUCCESS;
}

/* HMAC over what follows it (IV and encrypted area) and the Name */
static void integrity(const struct secret_wrapping *wrapping, const uint8_t *data, size_t len,
		      uint8_t *out)
{
	uint16_t alg = wrapping->protector->name_alg;
	uint8_t key[TPM_DIGEST_MAX];
	struct crypto_hmac hmac;

	tpm_kdfa(alg, wrapping->seed.bytes, wrapping->seed.len, "INTEGRITY", NULL, 0, NULL, 0,
		 8u * hash_size(alg), key);
	hmac_start(&hmac, alg, key, hash_size(alg));
	crypto_hmac_update(&hmac, data, len);
	crypto_hmac_update(&hmac, wrapping->name->bytes, wrapping->name->len);
	crypto_hmac_final(&hmac, out);
	crypto_wipe(key, sizeof(key));
}

static enum err key_init(const struct secret_wrapping *wrapping, struct cipher_key *key)
{
	const struct tpmt_public *protector = wrapping->protector;
	uint16_t bits = object_symmetric(protector)->key_bits;
	uint8_t bytes[CIPHER_KEY_MAX];
	enum err err;

	if (bits > 8 * sizeof(bytes))
		return ERR_RANGE;
	tpm_kdfa(protector->name_alg, wrapping->seed.bytes, wrapping->seed.len, "STORAGE",
		 wrapping->name->bytes, wrapping->name->len, NULL, 0, bits, bytes);
	err = cipher_key_init(key, bytes, bits / 8u);
	crypto_wipe(bytes, sizeof(bytes));
	return err;
}

static uint32_t make_iv(struct tpm *tpm, enum secret_iv kind, struct tpm2b_iv *iv)
{
	*iv = (struct tpm2b_iv){ .len = TPM_SYM_BLOCK };
	return kind == SECRET_ZERO_IV ? TPM_RC_SUCCESS : tpm_random(tpm, iv->bytes, iv->len);
}

uint32_t secret_wrap(struct tpm *tpm, const struct secret_wrapping *wrapping, const uint8_t *plain,
		     size_t len, struct tpm2b_private *out)
{
	uint16_t digest = hash_size(wrapping->protector->name_alg);
	uint8_t *inner = out->bytes + sizeof(uint16_t) + digest;
	struct wire_writer writer = {
		.at = inner, .left = (uint32_t)(sizeof(out->bytes) - sizeof(uint16_t)) - digest
	};
	struct cipher_key key;
	struct tpm2b_iv iv;
	uint32_t rc = check_protector(wrapping->protector);

	if (rc == TPM_RC_SUCCESS)
		rc = make_iv(tpm, wrapping->iv, &iv);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (wrapping->iv == SECRET_RANDOM_IV)
		wire_put_2b(&writer, iv.bytes, iv.len);
	if (writer.overflow || len > writer.left)
		return TPM_RC_SIZE;
	if (key_init(wrapping, &key) != OK ||
	    cipher_encrypt(&key, CIPHER_CFB, iv.bytes, plain, writer.at, len) != OK)
		rc = TPM_RC_FAILURE;
	cipher_key_wipe(&key);
	out->len = (uint16_t)(sizeof(uint16_t) + digest + writer.written + len);
	writer = (struct wire_writer){ .at = out->bytes, .left = sizeof(uint16_t) };
	wire_put_u16(&writer, digest);
	integrity(wrapping, inner, out->len - sizeof(uint16_t) - digest, writer.at);
	return rc;
}

/* The HMAC in front, against the rest; leaves reader behind it */
static uint32_t check_integrity(const struct secret_wrapping *wrapping, struct wire_reader *reader)
{
	uint8_t computed[TPM_DIGEST_MAX];
	const uint8_t *claimed;
	uint16_t len;

	if (!wire_get_u16(reader, &len))
		return TPM_RC_INSUFFICIENT;
	if (len > TPM_DIGEST_MAX)
		return TPM_RC_SIZE;
	if (!wire_get_bytes(reader, &claimed, len))
		return TPM_RC_INSUFFICIENT;
	integrity(wrapping, reader->at, reader->left, computed);
	if (len != hash_size(wrapping->protector->name_alg) ||
	    !crypto_equal(claimed, computed, len))
		return TPM_RC_INTEGRITY;
	return TPM_RC_SUCCESS;
}

static uint32_t read_iv(enum secret_iv kind, struct wire_reader *reader, struct tpm2b_iv *iv)
{
	uint32_t rc;

	*iv = (struct tpm2b_iv){ .len = TPM_SYM_BLOCK };
	if (kind == SECRET_ZERO_IV)
		return TPM_RC_SUCCESS;
	rc = wire_read(reader, &wire_tpm2b_iv, iv, 0);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return iv->len == TPM_SYM_BLOCK ? TPM_RC_SUCCESS : TPM_RC_VALUE;
}

uint32_t secret_unwrap(const struct secret_wrapping *wrapping, const struct tpm2b_private *in,
		       uint8_t *plain, size_t *plain_len)
{
	struct wire_reader reader = { in->bytes, in->len };
	uint32_t rc = check_protector(wrapping->protector);
	struct cipher_key key;
	struct tpm2b_iv iv;

	if (rc == TPM_RC_SUCCESS)
		rc = check_integrity(wrapping, &reader);
	if (rc == TPM_RC_SUCCESS)
		rc = read_iv(wrapping->iv, &reader, &iv);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (key_init(wrapping, &key) != OK ||
	    cipher_decrypt(&key, CIPHER_CFB, iv.bytes, reader.at, plain, reader.left) != OK)
		rc = TPM_RC_FAILURE;
	cipher_key_wipe(&key);
	if (rc == TPM_RC_SUCCESS)
		*plain_len = reader.left;
	return rc;
}
