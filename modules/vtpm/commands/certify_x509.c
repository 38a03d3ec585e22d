/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM2_CertifyX509: the caller gives names, dates and extensions, the TPM adds what it knows
 * itself, and signs.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s18.8; RFC 5280 s4.1.
 */
#include "modules/vtpm/tpm/attest.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/sign.h"
#include "modules/vtpm/tpm/x509.h"

#define SERIAL_SIZE 16u
#define ADDED_MAX 1024u /* of the scratch: the elements that are added */

struct x509_in {
	struct tpm2b_data reserved;
	struct tpmt_scheme scheme;
	struct tpm_span partial;
};
static const struct wire_field x509_in_fields[] = {
	WIRE_FIELD(struct x509_in, reserved, tpm2b_data),
	WIRE_FIELD_NULL(struct x509_in, scheme, tpmt_sig_scheme),
	WIRE_FIELD(struct x509_in, partial, span_max_buffer),
};
struct x509_out {
	struct tpm_span added;
	struct tpm2b_digest tbs;
	struct tpmt_signature signature;
};
static const struct wire_field x509_out_fields[] = {
	WIRE_FIELD(struct x509_out, added, span_max_buffer),
	WIRE_FIELD(struct x509_out, tbs, tpm2b_digest),
	WIRE_FIELD(struct x509_out, signature, tpmt_signature),
};

static void put_span(struct der_writer *writer, const struct tpm_span *span)
{
	der_put(writer, span->bytes, span->len);
}

/* The elements of a TBSCertificate that the TPM adds, last first: key, algorithm, serial number,
 * version */
static bool added_make(struct tpm *tpm, const struct x509_partial *partial,
		       const struct tpmt_public *pub, const struct tpmt_scheme *scheme,
		       struct der_writer *writer, struct tpm_span *key, struct tpm_span *head)
{
	static const uint8_t version[] = { DER_CONTEXT(0), 3, DER_INTEGER, 1, 2 };
	const uint8_t *end = writer->at;
	uint8_t serial[SERIAL_SIZE];

	if (!x509_put_key(writer, pub))
		return false;
	*key = (struct tpm_span){ writer->at, (uint16_t)(end - writer->at) };
	end = writer->at;
	if (partial->algorithm.len == 0 && !x509_put_algorithm(writer, scheme))
		return false;
	if (tpm_random(tpm, serial, sizeof(serial)) != TPM_RC_SUCCESS)
		return false;
	serial[0] = (uint8_t)((serial[0] & 0x3f) | 0x40); /* positive, and never shorter */
	der_put_integer(writer, serial, sizeof(serial));
	der_put(writer, version, sizeof(version));
	*head = (struct tpm_span){ writer->at, (uint16_t)(end - writer->at) };
	return !writer->overflow;
}

/* TBSCertificate of what the caller gave and what was added, hashed */
static bool tbs_digest(struct tpm *tpm, const struct x509_partial *partial,
		       const struct tpm_span *key, const struct tpm_span *head, uint16_t hash_alg,
		       struct tpm2b_digest *digest)
{
	struct der_writer writer = { tpm_work(tpm)->scratch + ADDED_MAX,
				     tpm_work(tpm)->scratch + sizeof(tpm_work(tpm)->scratch),
				     false };
	const uint8_t *end = writer.at;

	put_span(&writer, &partial->rest);
	put_span(&writer, key);
	put_span(&writer, &partial->subject);
	put_span(&writer, &partial->validity);
	put_span(&writer, &partial->issuer);
	put_span(&writer, &partial->algorithm);
	put_span(&writer, head);
	der_wrap(&writer, DER_SEQUENCE, end);
	if (writer.overflow)
		return false;
	digest->len = hash_size(hash_alg);
	crypto_hash(hash_crypto(hash_alg), writer.at, (size_t)(end - writer.at), digest->bytes);
	return true;
}

static uint32_t prepare(struct tpm *tpm, const struct tpm_slot *object, const struct x509_in *in,
			const struct tpmt_scheme *scheme, struct x509_out *out)
{
	struct der_writer writer = { tpm_work(tpm)->scratch, tpm_work(tpm)->scratch + ADDED_MAX,
				     false };
	const uint8_t *end = writer.at;
	struct x509_partial partial;
	struct tpm_span head;
	struct tpm_span key;
	uint32_t rc = x509_partial_read(&in->partial, object->object.pub.attributes, &partial);

	if (rc != TPM_RC_SUCCESS)
		return COMMAND_PARAM(rc, 3);
	if (!added_make(tpm, &partial, &object->object.pub, scheme, &writer, &key, &head))
		return tpm->is_failed ? (uint32_t)TPM_RC_FAILURE : COMMAND_PARAM(TPM_RC_SCHEME, 2);
	der_wrap(&writer, DER_SEQUENCE, end);
	if (!tbs_digest(tpm, &partial, &key, &head, scheme->hash_alg, &out->tbs))
		return COMMAND_PARAM(TPM_RC_SIZE, 3);
	out->added = (struct tpm_span){ writer.at, (uint16_t)(end - writer.at) };
	return TPM_RC_SUCCESS;
}

/* Whether the certified key has an encoding in a certificate */
static bool has_encoding(struct tpm *tpm, const struct tpm_slot *object)
{
	struct der_writer writer = { tpm_work(tpm)->scratch, tpm_work(tpm)->scratch + ADDED_MAX,
				     false };

	return object->kind == SLOT_OBJECT && x509_put_key(&writer, &object->object.pub) &&
	       !writer.overflow;
}

static uint32_t certify_x509_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct x509_in *in = call->in;
	struct x509_out *out = call->out;
	struct attest_by by = { .signer = 2, .param = 2, .scheme = in->scheme };
	uint32_t rc;

	if (call->slice != 0) {
		(void)attest_check(call, &by);
		return sign_digest(tpm, by.slot, &by.scheme, &out->tbs, &out->signature);
	}
	if (in->reserved.len != 0)
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	rc = attest_check(call, &by);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!has_encoding(tpm, call->slots[0]))
		return COMMAND_HANDLE(TPM_RC_ASYMMETRIC, 1);
	rc = prepare(tpm, call->slots[0], in, &by.scheme, out);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return sign_digest(tpm, by.slot, &by.scheme, &out->tbs, &out->signature);
}

TPM_COMMAND(certify_x509, .code = TPM_CC_CERTIFY_X509,
	    COMMAND_HANDLES(HANDLE(ADMIN, tpmi_dh_object), HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(x509), COMMAND_OUT(x509), .run = certify_x509_run);
