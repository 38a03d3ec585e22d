/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Contexts that leave the TPM and come back: encrypted and authenticated with keys of this boot,
 * bound to their number, handle and hierarchy. What is inside is the memory of this very program,
 * so its version is in the key.
 * Never brings back what was not saved, nor a session twice. Spec: TPM 2.0 Library Part 1 revision 1.59 s30; Part 2
 * s14; Part 3 s28.2, s28.3.
 */
#include "crypto/cipher.h"
#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/persist.h"
#include "modules/vtpm/tpm/session.h"

#define CONTEXT_HASH TPM_ALG_SHA512
#define INTEGRITY_SIZE CRYPTO_SHA512_SIZE
#define KEY_BITS 256u
/* size and digest of the integrity, size and bytes of what is encrypted */
#define INTEGRITY_AT 2u
#define BODY_SIZE_AT (INTEGRITY_AT + INTEGRITY_SIZE)
#define BODY_AT (BODY_SIZE_AT + 2u)

/* What follows the slot's kind in a body; a session's body is the session alone */
union body {
	struct tpm_object_state object;
	struct tpm_sequence_state sequence;
	struct tpm_session session;
};
/* Around the blob: header, sequence, savedHandle, hierarchy, size */
static_assert(TPM_HEADER_SIZE + 18 + BODY_AT + sizeof(uint32_t) + sizeof(union body) <=
		      TPM_COMMAND_MAX,
	      "a context fits a response");

struct context_keys {
	uint8_t encryption[KEY_BITS / 8];
	uint8_t iv[CIPHER_BLOCK];
};

/* --- protection ------------------------------------------------------------------------------- */
struct header {
	uint8_t bytes[16]; /* sequence, savedHandle, hierarchy */
};

static struct header header_of(const struct tpms_context *context)
{
	struct header header;
	struct wire_writer writer = { .at = header.bytes, .left = sizeof(header.bytes) };

	wire_put_u64(&writer, context->sequence);
	wire_put_u32(&writer, context->saved_handle);
	wire_put_u32(&writer, context->hierarchy);
	return header;
}

static void derive_keys(const struct tpm *tpm, const struct tpms_context *context,
			struct context_keys *keys)
{
	struct header header = header_of(context);

	tpm_kdfa(CONTEXT_HASH, tpm->reset.context_key, sizeof(tpm->reset.context_key), "CONTEXT",
		 PARAPET_VERSION, sizeof(PARAPET_VERSION), header.bytes, sizeof(header.bytes),
		 8 * sizeof(*keys), keys->encryption);
}

/* The proof makes contexts of a hierarchy void when it is cleared; the counts, when the TPM
 * restarts */
static void integrity(const struct tpm *tpm, const struct tpms_context *context,
		      const uint8_t *body, uint16_t len, uint8_t *out)
{
	struct header header = header_of(context);
	const uint8_t *proof = hierarchy_proof(tpm, context->hierarchy);
	const uint32_t clears =
		context->saved_handle == TPMI_DH_SAVED_TRANSIENT_CLEAR ? tpm->reset.clear_count : 0;
	uint8_t count[sizeof(clears)];
	struct crypto_hmac hmac;

	be_store(count, sizeof(count), clears);
	hmac_start(&hmac, CONTEXT_HASH, tpm->reset.context_key, sizeof(tpm->reset.context_key));
	crypto_hmac_update(&hmac, PARAPET_VERSION, sizeof(PARAPET_VERSION));
	crypto_hmac_update(&hmac, proof, TPM_PROOF_SIZE);
	crypto_hmac_update(&hmac, count, sizeof(count));
	crypto_hmac_update(&hmac, header.bytes, sizeof(header.bytes));
	crypto_hmac_update(&hmac, body, len);
	crypto_hmac_final(&hmac, out);
}

/* stack-calls: crypt_body \.text ^cipher_(en|de)crypt$ */
static uint32_t crypt_body(const struct tpm *tpm, const struct tpms_context *context,
			   enum err (*with)(const struct cipher_key *key, enum cipher_mode mode,
					    uint8_t *iv, const void *in, void *out, size_t len),
			   uint8_t *body, uint16_t len)
{
	struct context_keys keys;
	struct cipher_key key;
	enum err err;

	derive_keys(tpm, context, &keys);
	err = cipher_key_init(&key, keys.encryption, sizeof(keys.encryption));
	if (err == OK)
		err = with(&key, CIPHER_CFB, keys.iv, body, body, len);
	cipher_key_wipe(&key);
	crypto_wipe(&keys, sizeof(keys));
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_FAILURE;
}

/* --- TPM2_ContextSave ------------------------------------------------------------------------- */
struct context_save_out {
	struct tpms_context context;
};
static const struct wire_field context_save_out_fields[] = {
	WIRE_FIELD(struct context_save_out, context, tpms_context),
};

/* Closes the blob in tpm_work(tpm)->scratch around a body of len bytes */
static uint32_t seal(struct tpm *tpm, struct tpms_context *context, uint16_t len)
{
	uint8_t *blob = tpm_work(tpm)->scratch;
	uint32_t rc = crypt_body(tpm, context, cipher_encrypt, blob + BODY_AT, len);

	be_store(blob, 2, INTEGRITY_SIZE);
	integrity(tpm, context, blob + BODY_AT, len, blob + INTEGRITY_AT);
	be_store(blob + BODY_SIZE_AT, 2, len);
	context->blob = (struct tpm_span){ blob, (uint16_t)(BODY_AT + len) };
	return rc;
}

static uint32_t saved_handle(const struct tpm_slot *slot)
{
	if (slot->kind != SLOT_OBJECT)
		return TPMI_DH_SAVED_SEQUENCE;
	return (slot->object.pub.attributes & TPMA_OBJECT_STCLEAR) != 0
		       ? TPMI_DH_SAVED_TRANSIENT_CLEAR
		       : TPMI_DH_SAVED_TRANSIENT;
}

static uint32_t save_slot(struct tpm *tpm, const struct tpm_slot *slot,
			  struct tpms_context *context)
{
	uint8_t *body = tpm_work(tpm)->scratch + BODY_AT;
	uint32_t kind = slot->kind;
	bool is_object = slot->kind == SLOT_OBJECT;
	uint16_t len = is_object ? sizeof(slot->object) : sizeof(slot->sequence);

	context->sequence = ++tpm->reset.object_context_id;
	context->saved_handle = saved_handle(slot);
	context->hierarchy = is_object ? slot->object.hierarchy : TPM_RH_NULL;
	__builtin_memcpy(body, &kind, sizeof(kind));
	if (is_object)
		__builtin_memcpy(body + sizeof(kind), &slot->object, len);
	else
		__builtin_memcpy(body + sizeof(kind), &slot->sequence, len);
	return seal(tpm, context, (uint16_t)(sizeof(kind) + len));
}

static uint32_t save_session(struct tpm *tpm, uint32_t handle, struct tpms_context *context)
{
	const struct tpm_session *session = session_find(tpm, handle);
	uint32_t rc;

	__builtin_memcpy(tpm_work(tpm)->scratch + BODY_AT, session, sizeof(*session));
	context->saved_handle = session->handle;
	context->hierarchy = TPM_RH_NULL;
	rc = session_save(tpm, handle, &context->sequence);
	return rc == TPM_RC_SUCCESS ? seal(tpm, context, sizeof(*session)) : rc;
}

static uint32_t context_save_run(struct tpm *tpm, struct tpm_call *call)
{
	struct context_save_out *out = call->out;

	persist_disorder(tpm);
	if (call->slots[0] != NULL)
		return save_slot(tpm, call->slots[0], &out->context);
	return save_session(tpm, call->handles[0], &out->context);
}

TPM_COMMAND(context_save, .code = TPM_CC_CONTEXT_SAVE, .flags = COMMAND_NO_SESSIONS,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_context)), COMMAND_OUT(context_save),
	    .run = context_save_run);

/* --- TPM2_ContextLoad ------------------------------------------------------------------------- */
struct context_load_in {
	struct tpms_context context;
};
static const struct wire_field context_load_in_fields[] = {
	WIRE_FIELD(struct context_load_in, context, tpms_context),
};

static bool is_session(const struct tpms_context *context)
{
	return context->saved_handle >> TPM_HT_SHIFT != TPM_HT_TRANSIENT;
}

/* Cuts the blob open: *body of *len bytes behind an integrity of the right length. Codes as the
 * oracle has them */
static uint32_t cut(const struct tpms_context *context, const uint8_t **body, uint16_t *len)
{
	struct wire_reader reader = { context->blob.bytes, context->blob.len };
	const uint8_t *digest;
	uint16_t size = 0;

	if (!wire_get_u16(&reader, &size))
		return TPM_RC_INSUFFICIENT;
	if (size > INTEGRITY_SIZE)
		return TPM_RC_SIZE;
	if (!wire_get_bytes(&reader, &digest, size))
		return TPM_RC_INSUFFICIENT;
	if (size != INTEGRITY_SIZE || context->blob.len < sizeof(context->sequence))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	if (!wire_get_u16(&reader, len) || *len != reader.left)
		return COMMAND_PARAM(TPM_RC_INTEGRITY, 1);
	*body = reader.at;
	return TPM_RC_SUCCESS;
}

/* Checks the blob, and decrypts it to tpm_work(tpm)->scratch: body and *len */
static uint32_t unseal(struct tpm *tpm, const struct tpms_context *context, uint16_t *len)
{
	uint8_t expected[INTEGRITY_SIZE];
	const uint8_t *body;
	uint32_t rc = cut(context, &body, len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	integrity(tpm, context, body, *len, expected);
	if (crypto_equal(expected, context->blob.bytes + INTEGRITY_AT, INTEGRITY_SIZE) == 0)
		return COMMAND_PARAM(TPM_RC_INTEGRITY, 1);
	__builtin_memcpy(tpm_work(tpm)->scratch, body, *len);
	return crypt_body(tpm, context, cipher_decrypt, tpm_work(tpm)->scratch, *len);
}

/* Brings back an object or a sequence; its kind decides how long the body has to be */
static uint32_t load_slot(struct tpm *tpm, uint16_t len, uint32_t *handle)
{
	const uint8_t *body = tpm_work(tpm)->scratch + sizeof(uint32_t);
	bool is_object;
	struct tpm_slot *slot;
	uint32_t kind;

	__builtin_memcpy(&kind, tpm_work(tpm)->scratch, sizeof(kind));
	is_object = kind == SLOT_OBJECT;
	if (len != sizeof(kind) + (is_object ? sizeof(slot->object) : sizeof(slot->sequence)))
		return TPM_RC_FAILURE;
	slot = object_slot_take(tpm, (enum tpm_slot_kind)kind, handle);
	if (slot == NULL)
		return TPM_RC_OBJECT_MEMORY;
	if (is_object)
		__builtin_memcpy(&slot->object, body, sizeof(slot->object));
	else
		__builtin_memcpy(&slot->sequence, body, sizeof(slot->sequence));
	return TPM_RC_SUCCESS;
}

static uint32_t load_session(struct tpm *tpm, const struct tpms_context *context, uint16_t len)
{
	struct tpm_session *session = NULL;
	uint32_t rc;

	if (len != sizeof(*session))
		return TPM_RC_FAILURE;
	rc = session_load(tpm, context->saved_handle, context->sequence, &session);
	if (rc != TPM_RC_SUCCESS)
		return command_param(rc, 1);
	__builtin_memcpy(session, tpm_work(tpm)->scratch, sizeof(*session));
	return TPM_RC_SUCCESS;
}

static uint32_t context_load_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct context_load_in *in = call->in;
	uint16_t len;
	uint32_t rc = unseal(tpm, &in->context, &len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!is_session(&in->context) && !hierarchy_is_enabled(tpm, in->context.hierarchy))
		return COMMAND_PARAM(TPM_RC_HIERARCHY, 1);
	call->out_handle = in->context.saved_handle;
	if (!is_session(&in->context))
		return load_slot(tpm, len, &call->out_handle);
	persist_disorder(tpm);
	return load_session(tpm, &in->context, len);
}

TPM_COMMAND(context_load, .code = TPM_CC_CONTEXT_LOAD,
	    .flags = COMMAND_NO_SESSIONS | COMMAND_RHANDLE, COMMAND_IN(context_load),
	    .run = context_load_run);
