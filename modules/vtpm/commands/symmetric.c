/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_EncryptDecrypt and TPM2_EncryptDecrypt2. Spec: TPM 2.0 Library Part 3 revision 1.59 s15.2, s15.3. */
#include "crypto/cipher.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"

struct cipher_in {
	struct tpm_span data;
	uint8_t is_decrypt;
	uint16_t mode;
	struct tpm2b_iv iv;
};
/* The same parameters in two orders; both commands number errors as the first does, as Part 4 has
 * it */
static const struct wire_field first_in_fields[] = {
	WIRE_FIELD(struct cipher_in, is_decrypt, tpmi_yes_no),
	WIRE_FIELD_NULL(struct cipher_in, mode, tpmi_alg_cipher_mode),
	WIRE_FIELD(struct cipher_in, iv, tpm2b_iv),
	WIRE_FIELD(struct cipher_in, data, span_max_buffer),
};
static const struct wire_field second_in_fields[] = {
	WIRE_FIELD(struct cipher_in, data, span_max_buffer),
	WIRE_FIELD(struct cipher_in, is_decrypt, tpmi_yes_no),
	WIRE_FIELD_NULL(struct cipher_in, mode, tpmi_alg_cipher_mode),
	WIRE_FIELD(struct cipher_in, iv, tpm2b_iv),
};
struct cipher_out {
	struct tpm_span data;
	struct tpm2b_iv iv;
};
static const struct wire_field cipher_out_fields[] = {
	WIRE_FIELD(struct cipher_out, data, span_max_buffer),
	WIRE_FIELD(struct cipher_out, iv, tpm2b_iv),
};
/* TPM2_EncryptDecrypt2 has the data first, TPM2_EncryptDecrypt last */
struct cipher_numbers {
	uint32_t mode;
	uint32_t iv;
	uint32_t data;
};
static const struct cipher_numbers first_numbers = { 2, 3, 4 };
static const struct cipher_numbers second_numbers = { 3, 4, 1 };

static_assert(TPM_ALG_ECB - TPM_ALG_CTR == CIPHER_ECB - CIPHER_CTR && CIPHER_CFB - CIPHER_CTR == 3,
	      "the facade lists the modes as the registry does");

static uint32_t key_check(const struct tpm_slot *key, uint8_t is_decrypt)
{
	const struct tpmt_public *pub = &key->object.pub;
	uint32_t needed = is_decrypt ? TPMA_OBJECT_DECRYPT : TPMA_OBJECT_SIGN_ENCRYPT;

	if (key->kind != SLOT_OBJECT || pub->type != TPM_ALG_SYMCIPHER)
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if ((pub->attributes & TPMA_OBJECT_RESTRICTED) || !(pub->attributes & needed))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	return TPM_RC_SUCCESS;
}

static uint32_t mode_select(const struct tpm_slot *key, uint16_t asked, uint32_t number,
			    uint16_t *mode)
{
	uint16_t own = key->object.pub.parms.sym.mode;

	if (own == TPM_ALG_CMAC)
		return COMMAND_HANDLE(TPM_RC_MODE, 1);
	if (own != TPM_ALG_NULL && asked != TPM_ALG_NULL && asked != own)
		return COMMAND_PARAM(TPM_RC_MODE, number);
	*mode = own != TPM_ALG_NULL ? own : asked;
	return *mode != TPM_ALG_NULL ? (uint32_t)TPM_RC_SUCCESS
				     : COMMAND_PARAM(TPM_RC_MODE, number);
}

static uint32_t sizes_check(const struct cipher_in *in, uint16_t mode,
			    const struct cipher_numbers *numbers)
{
	if (in->iv.len != (mode == TPM_ALG_ECB ? 0 : TPM_SYM_BLOCK))
		return COMMAND_PARAM(TPM_RC_SIZE, numbers->iv);
	if ((mode == TPM_ALG_CBC || mode == TPM_ALG_ECB) && in->data.len % TPM_SYM_BLOCK != 0)
		return COMMAND_PARAM(TPM_RC_SIZE, numbers->data);
	return TPM_RC_SUCCESS;
}

static uint32_t perform(struct tpm *tpm, const struct tpm_slot *slot, uint16_t mode,
			const struct cipher_in *in, struct cipher_out *out)
{
	const struct tpm2b_sym_key *bytes = &slot->object.sensitive.composite.sym;
	enum cipher_mode cipher_mode = (enum cipher_mode)(mode - TPM_ALG_CTR);
	struct cipher_key *key = &tpm_work(tpm)->symmetric;
	enum err err = cipher_key_init(key, bytes->bytes, bytes->len);

	if (err != OK)
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	out->iv = in->iv;
	out->data = (struct tpm_span){ tpm_work(tpm)->scratch, in->data.len };
	if (in->is_decrypt)
		err = cipher_decrypt(key, cipher_mode, out->iv.bytes, in->data.bytes,
				     tpm_work(tpm)->scratch, in->data.len);
	else
		err = cipher_encrypt(key, cipher_mode, out->iv.bytes, in->data.bytes,
				     tpm_work(tpm)->scratch, in->data.len);
	cipher_key_wipe(key);
	return err == OK ? TPM_RC_SUCCESS : TPM_RC_FAILURE;
}

static uint32_t cipher_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct cipher_in *in = call->in;
	const struct tpm_slot *key = call->slots[0];
	const struct cipher_numbers *numbers =
		call->command->code == TPM_CC_ENCRYPT_DECRYPT2 ? &second_numbers : &first_numbers;
	uint16_t mode;
	uint32_t rc = key_check(key, in->is_decrypt);

	if (rc == TPM_RC_SUCCESS)
		rc = mode_select(key, in->mode, numbers->mode, &mode);
	if (rc == TPM_RC_SUCCESS)
		rc = sizes_check(in, mode, numbers);
	return rc == TPM_RC_SUCCESS ? perform(tpm, key, mode, in, call->out) : rc;
}

#define CIPHER_COMMAND(name_, code_)                                                               \
	TPM_COMMAND(name_, .code = (code_), COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),         \
		    .in = name_##_in_fields, .in_count = 4, .in_size = sizeof(struct cipher_in),   \
		    COMMAND_OUT(cipher), .run = cipher_run)
CIPHER_COMMAND(first, TPM_CC_ENCRYPT_DECRYPT);
CIPHER_COMMAND(second, TPM_CC_ENCRYPT_DECRYPT2);
