/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Moving objects between parents: an inner wrapper under a symmetric key of the caller's, an outer
 * one under a seed for the new parent; each may be absent where the object allows it.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s23.3; Part 3 s13.
 */
#include "crypto/cipher.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/object_check.h"
#include "modules/vtpm/tpm/secret.h"

#define LABEL "DUPLICATE"

/* --- the inner wrapper ------------------------------------------------------------------------ */
/* H(sensitive ‖ name), as a digest with its length in front of bytes[0..len) */
static void inner_digest(uint16_t name_alg, const uint8_t *bytes, size_t len,
			 const struct tpm2b_name *name, uint8_t *out)
{
	struct crypto_hash hash;

	hash_start(&hash, name_alg);
	crypto_hash_update(&hash, bytes, len);
	crypto_hash_update(&hash, name->bytes, name->len);
	crypto_hash_final(&hash, out);
}

/* stack-calls: inner_cipher \.text ^cipher_(en|de)crypt$ */
static uint32_t inner_cipher(const struct tpm2b_data *key, uint8_t *bytes, size_t len,
			     enum err (*apply)(const struct cipher_key *key, enum cipher_mode mode,
					       uint8_t *iv, const void *in, void *out, size_t len))
{
	uint8_t iv[CIPHER_BLOCK] = { 0 };
	struct cipher_key cipher;
	uint32_t rc = TPM_RC_SUCCESS;

	if (cipher_key_init(&cipher, key->bytes, key->len) != OK ||
	    apply(&cipher, CIPHER_CFB, iv, bytes, bytes, len) != OK)
		rc = TPM_RC_FAILURE;
	cipher_key_wipe(&cipher);
	return rc;
}

/* The sensitive area as it is duplicated, in work.secret.plain; *len its length */
static uint32_t inner_wrap(struct tpm *tpm, const struct tpm_object_state *object,
			   const struct tpm2b_data *key, size_t *len)
{
	uint8_t *plain = tpm_work(tpm)->secret.plain;
	uint16_t alg = object->pub.name_alg;
	uint32_t start = key->len != 0 ? 2u + hash_size(alg) : 0;
	struct wire_writer writer = { .at = plain, .left = sizeof(uint16_t) };
	size_t area = sensitive_pack(&object->sensitive, alg, plain + start,
				     sizeof(tpm_work(tpm)->secret.plain) - start);

	*len = start + area;
	if (key->len == 0)
		return TPM_RC_SUCCESS;
	wire_put_u16(&writer, hash_size(alg));
	inner_digest(alg, plain + start, area, &object->name, writer.at);
	return inner_cipher(key, plain, *len, cipher_encrypt);
}

/* Undoes it in place: *bytes, *len become the sensitive area's */
static uint32_t inner_unwrap(const struct tpm2b_data *key, const struct tpm2b_name *name,
			     uint16_t name_alg, uint8_t **bytes, size_t *len)
{
	struct wire_reader reader = { *bytes, (uint32_t)*len };
	struct tpm2b_digest claimed;
	uint8_t computed[TPM_DIGEST_MAX];
	uint32_t rc = inner_cipher(key, *bytes, *len, cipher_decrypt);

	if (rc == TPM_RC_SUCCESS)
		rc = wire_read(&reader, &wire_tpm2b_digest, &claimed, 0);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	inner_digest(name_alg, reader.at, reader.left, name, computed);
	if (claimed.len != hash_size(name_alg) ||
	    !crypto_equal(claimed.bytes, computed, claimed.len))
		return TPM_RC_INTEGRITY;
	*bytes += *len - reader.left;
	*len = reader.left;
	return TPM_RC_SUCCESS;
}

/* --- the outer wrapper ------------------------------------------------------------------------ */
static struct secret_wrapping outer(struct tpm *tpm, const struct tpm_slot *parent,
				    const struct tpm2b_name *name)
{
	const struct tpm2b_data *seed = &tpm_work(tpm)->secret.seed;

	return (struct secret_wrapping){ .protector = &parent->object.pub,
					 .seed = { seed->bytes, seed->len },
					 .name = name,
					 .iv = SECRET_ZERO_IV };
}

/* Puts work.secret.plain under parent; NULL: as it is */
static uint32_t outer_wrap(struct tpm *tpm, const struct tpm_slot *parent,
			   const struct tpm2b_name *name, size_t len, struct tpm2b_private *out,
			   struct tpm2b_encrypted_secret *seed)
{
	const uint8_t *plain = tpm_work(tpm)->secret.plain;
	uint32_t rc;

	if (parent == NULL) {
		if (len > sizeof(out->bytes))
			return TPM_RC_SIZE;
		out->len = (uint16_t)len;
		__builtin_memcpy(out->bytes, plain, len);
		return TPM_RC_SUCCESS;
	}
	rc = secret_encrypt(tpm, parent, LABEL, &tpm_work(tpm)->secret.seed, seed);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	const struct secret_wrapping with = outer(tpm, parent, name);
	return secret_wrap(tpm, &with, plain, len, out);
}

/* The reverse, to work.secret.plain, with the seed in work.secret; parent NULL: it was as it is */
static uint32_t outer_unwrap(struct tpm *tpm, const struct tpm_slot *parent,
			     const struct tpm2b_name *name, const struct tpm2b_private *in,
			     size_t *len)
{
	uint8_t *plain = tpm_work(tpm)->secret.plain;

	if (parent != NULL) {
		const struct secret_wrapping with = outer(tpm, parent, name);

		return secret_unwrap(&with, in, plain, len);
	}
	__builtin_memcpy(plain, in->bytes, in->len);
	*len = in->len;
	return TPM_RC_SUCCESS;
}

static bool is_storage(const struct tpm_slot *slot)
{
	return slot->kind == SLOT_OBJECT && object_is_storage_key(&slot->object.pub);
}

static uint16_t key_len(const struct tpmt_sym_def *symmetric)
{
	return symmetric->algorithm == TPM_ALG_NULL ? 0 : symmetric->key_bits / 8u;
}

/* --- TPM2_Duplicate --------------------------------------------------------------------------- */
struct duplicate_in {
	struct tpm2b_data encryption_key;
	struct tpmt_sym_def symmetric;
};
static const struct wire_field duplicate_in_fields[] = {
	WIRE_FIELD(struct duplicate_in, encryption_key, tpm2b_data),
	WIRE_FIELD_NULL(struct duplicate_in, symmetric, tpmt_sym_def_object),
};
struct duplicate_out {
	struct tpm2b_data encryption_key;
	struct tpm2b_private duplicate;
	struct tpm2b_encrypted_secret seed;
};
static const struct wire_field duplicate_out_fields[] = {
	WIRE_FIELD(struct duplicate_out, encryption_key, tpm2b_data),
	WIRE_FIELD(struct duplicate_out, duplicate, tpm2b_private),
	WIRE_FIELD(struct duplicate_out, seed, tpm2b_encrypted_secret),
};

static uint32_t duplicate_check(const struct tpm_object_state *object,
				const struct tpm_slot *new_parent, const struct duplicate_in *in)
{
	if (object->pub.attributes & TPMA_OBJECT_FIXEDPARENT)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (object->pub.name_alg == TPM_ALG_NULL)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (new_parent != NULL && !is_storage(new_parent))
		return COMMAND_HANDLE(TPM_RC_TYPE, 2);
	if (object->pub.attributes & TPMA_OBJECT_ENCRYPTEDDUPLICATION) {
		if (in->symmetric.algorithm == TPM_ALG_NULL)
			return COMMAND_PARAM(TPM_RC_SYMMETRIC, 2);
		if (new_parent == NULL)
			return COMMAND_HANDLE(TPM_RC_HIERARCHY, 2);
	}
	if (in->encryption_key.len != 0 && in->encryption_key.len != key_len(&in->symmetric))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	return TPM_RC_SUCCESS;
}

static uint32_t duplicate_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *slot = call->slots[0];
	const struct duplicate_in *in = call->in;
	struct duplicate_out *out = call->out;
	struct tpm2b_data key = in->encryption_key;
	size_t len;
	uint32_t rc;

	if (slot->kind != SLOT_OBJECT)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	rc = duplicate_check(&slot->object, call->slots[1], in);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (key.len == 0) {
		key.len = key_len(&in->symmetric);
		rc = tpm_random(tpm, key.bytes, key.len);
		out->encryption_key = key;
	}
	if (rc == TPM_RC_SUCCESS)
		rc = inner_wrap(tpm, &slot->object, &key, &len);
	crypto_wipe(&key, sizeof(key));
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return outer_wrap(tpm, call->slots[1], &slot->object.name, len, &out->duplicate,
			  &out->seed);
}

TPM_COMMAND(duplicate, .code = TPM_CC_DUPLICATE,
	    COMMAND_HANDLES(HANDLE(DUP, tpmi_dh_object), HANDLE_NULL(NONE, tpmi_dh_object)),
	    COMMAND_IN(duplicate), COMMAND_OUT(duplicate), .run = duplicate_run);

/* --- TPM2_Rewrap ------------------------------------------------------------------------------ */
struct rewrap_in {
	struct tpm2b_private duplicate;
	struct tpm2b_name name;
	struct tpm2b_encrypted_secret seed;
};
static const struct wire_field rewrap_in_fields[] = {
	WIRE_FIELD(struct rewrap_in, duplicate, tpm2b_private),
	WIRE_FIELD(struct rewrap_in, name, tpm2b_name),
	WIRE_FIELD(struct rewrap_in, seed, tpm2b_encrypted_secret),
};
struct rewrap_out {
	struct tpm2b_private duplicate;
	struct tpm2b_encrypted_secret seed;
};
static const struct wire_field rewrap_out_fields[] = {
	WIRE_FIELD(struct rewrap_out, duplicate, tpm2b_private),
	WIRE_FIELD(struct rewrap_out, seed, tpm2b_encrypted_secret),
};

/* TPM_RC_PENDING as secret_decrypt */
static uint32_t rewrap_open(struct tpm *tpm, struct tpm_slot *old, const struct rewrap_in *in,
			    size_t *len)
{
	uint32_t rc = TPM_RC_SUCCESS;

	if (old != NULL && !is_storage(old))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (old != NULL)
		rc = secret_decrypt(tpm, old, LABEL, &in->seed, &tpm_work(tpm)->secret.seed);
	if (rc == TPM_RC_PENDING || rc == TPM_RC_FAILURE)
		return rc;
	if (rc != TPM_RC_SUCCESS)
		return COMMAND_PARAM(TPM_RC_VALUE, 3);
	return command_param(outer_unwrap(tpm, old, &in->name, &in->duplicate, len), 1);
}

static uint32_t rewrap_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct rewrap_in *in = call->in;
	struct rewrap_out *out = call->out;
	size_t len = 0;
	uint32_t rc;

	if ((in->seed.len == 0) != (call->slots[0] == NULL))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 1);
	rc = rewrap_open(tpm, call->slots[0], in, &len);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (call->slots[1] != NULL && !is_storage(call->slots[1]))
		return COMMAND_HANDLE(TPM_RC_TYPE, 2);
	rc = outer_wrap(tpm, call->slots[1], &in->name, len, &out->duplicate, &out->seed);
	/* What had no wrapper may be too long for one */
	return rc == TPM_RC_SIZE ? COMMAND_PARAM(TPM_RC_VALUE, 1) : rc;
}

TPM_COMMAND(rewrap, .code = TPM_CC_REWRAP,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_object), HANDLE_NULL(NONE, tpmi_dh_object)),
	    COMMAND_IN(rewrap), COMMAND_OUT(rewrap), .run = rewrap_run);

/* --- TPM2_Import ------------------------------------------------------------------------------ */
struct import_in {
	struct tpm2b_data encryption_key;
	struct tpmt_public pub;
	struct tpm2b_private duplicate;
	struct tpm2b_encrypted_secret seed;
	struct tpmt_sym_def symmetric;
};
static const struct wire_field import_in_fields[] = {
	WIRE_FIELD(struct import_in, encryption_key, tpm2b_data),
	WIRE_FIELD(struct import_in, pub, tpm2b_public),
	WIRE_FIELD(struct import_in, duplicate, tpm2b_private),
	WIRE_FIELD(struct import_in, seed, tpm2b_encrypted_secret),
	WIRE_FIELD_NULL(struct import_in, symmetric, tpmt_sym_def_object),
};
struct import_out {
	struct tpm2b_private priv;
};
static const struct wire_field import_out_fields[] = {
	WIRE_FIELD(struct import_out, priv, tpm2b_private),
};

/* encryptedDuplication demands both wrappers */
static uint32_t import_check(const struct tpm_slot *parent, const struct import_in *in)
{
	bool is_encrypted = (in->pub.attributes & TPMA_OBJECT_ENCRYPTEDDUPLICATION) != 0;

	if (in->pub.attributes & (TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT))
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, 2);
	if (parent->kind != SLOT_OBJECT || !object_is_parent(&parent->object))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (in->encryption_key.len != key_len(&in->symmetric))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	if (is_encrypted && in->encryption_key.len == 0)
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, 1);
	if (is_encrypted && in->seed.len == 0)
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, 4);
	if (in->seed.len != 0 && parent->object.pub.type == TPM_ALG_SYMCIPHER)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	return TPM_RC_SUCCESS;
}

/* To work.secret.sensitive */
static uint32_t import_open(struct tpm *tpm, const struct tpm_slot *parent,
			    const struct import_in *in, const struct tpm2b_name *name)
{
	const struct tpm_slot *wrapper = in->seed.len != 0 ? parent : NULL;
	uint8_t *bytes = tpm_work(tpm)->secret.plain;
	size_t len;
	uint32_t rc = outer_unwrap(tpm, wrapper, name, &in->duplicate, &len);

	if (rc == TPM_RC_SUCCESS && in->encryption_key.len != 0)
		rc = inner_unwrap(&in->encryption_key, name, in->pub.name_alg, &bytes, &len);
	if (rc == TPM_RC_SUCCESS)
		rc = sensitive_unpack(bytes, len, &tpm_work(tpm)->secret.sensitive);
	return command_param(rc, 3);
}

static uint32_t import_run(struct tpm *tpm, struct tpm_call *call)
{
	static const struct object_blame blame = { .public_number = 2, .sensitive_number = 3 };
	struct tpm_slot *parent = call->slots[0];
	const struct import_in *in = call->in;
	struct import_out *out = call->out;
	struct tpm2b_name name;
	uint32_t rc = import_check(parent, in);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (in->seed.len != 0)
		rc = command_param(
			secret_decrypt(tpm, parent, LABEL, &in->seed, &tpm_work(tpm)->secret.seed),
			4);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	object_name(&in->pub, &name);
	if (name.len == 0)
		return COMMAND_PARAM(TPM_RC_HASH, 2);
	rc = import_open(tpm, parent, in, &name);
	/* Under a fixed parent it will be loaded without another look */
	if (rc == TPM_RC_SUCCESS && (parent->object.pub.attributes & TPMA_OBJECT_FIXEDTPM))
		rc = object_check_load(NULL, &in->pub, &tpm_work(tpm)->secret.sensitive, &blame);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return sensitive_to_private(tpm, parent, &name, &tpm_work(tpm)->secret.sensitive,
				    &out->priv);
}

TPM_COMMAND(import, .code = TPM_CC_IMPORT, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(import), COMMAND_OUT(import), .run = import_run);
