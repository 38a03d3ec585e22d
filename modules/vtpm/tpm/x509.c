/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading partial certificates. Everything is bounded by its own length octets; nothing is copied.
 */
#include "modules/vtpm/tpm/x509.h"

static const uint8_t oid_key_usage[] = { 0x55, 0x1d, 0x0f };
static const uint8_t oid_tpma_object[] = { 0x67, 0x81, 0x05, 0x0a, 0x01, 0x01, 0x01 };

/* Bits of key usage, the first bit of the string being bit 31, and the attributes they need. Spec: Part 2 s8.11 */
static const struct {
	uint32_t usage;
	uint32_t attributes;
} needs[] = {
	{ 0x80000000u, TPMA_OBJECT_SIGN_ENCRYPT },                     /* digitalSignature */
	{ 0x40000000u, TPMA_OBJECT_FIXEDTPM },                         /* nonRepudiation */
	{ 0x20000000u, TPMA_OBJECT_DECRYPT | TPMA_OBJECT_RESTRICTED }, /* keyEncipherment */
	{ 0x10000000u, TPMA_OBJECT_DECRYPT },                          /* dataEncipherment */
	{ 0x08000000u, TPMA_OBJECT_DECRYPT },                          /* keyAgreement */
	{ 0x06000000u, TPMA_OBJECT_SIGN_ENCRYPT },                     /* keyCertSign, cRLSign */
	{ 0x01800000u, TPMA_OBJECT_DECRYPT }, /* encipherOnly, decipherOnly */
};

static struct tpm_span span_of(const struct der_item *item)
{
	return (struct tpm_span){ item->all, (uint16_t)item->all_len };
}

/* The value of an extension that is a BIT STRING of at most 32 bits */
static bool bits_of(const struct der_item *octets, uint32_t *bits)
{
	struct der_reader reader = { octets->body, octets->len };
	struct der_item item;
	uint32_t value = 0;

	if (!der_next(&reader, &item) || reader.left != 0 || item.tag != DER_BIT_STRING ||
	    item.len < 1 || item.len > 5 || item.body[0] > 7)
		return false;
	for (size_t i = 1; i < item.len; i++)
		value |= (uint32_t)item.body[i] << (32 - 8 * i);
	*bits = value;
	return true;
}

static bool usage_is_allowed(uint32_t usage, uint32_t attributes)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		if ((usage & needs[i].usage) &&
		    (attributes & needs[i].attributes) != needs[i].attributes)
			return false;
	}
	return true;
}

/* One Extension: OID, critical or not, value. *has_usage is set where it is key usage */
static bool extension_check(const struct der_item *extension, uint32_t attributes, bool *has_usage)
{
	struct der_reader reader = { extension->body, extension->len };
	struct der_item oid;
	struct der_item value;
	uint32_t bits;

	if (extension->tag != DER_SEQUENCE || !der_next(&reader, &oid) || oid.tag != DER_OID ||
	    !der_next(&reader, &value))
		return false;
	if (value.tag == DER_BOOLEAN && !der_next(&reader, &value))
		return false;
	if (value.tag != DER_OCTET_STRING || reader.left != 0)
		return false;
	if (der_is_oid(&oid, oid_key_usage, sizeof(oid_key_usage))) {
		*has_usage = true;
		return bits_of(&value, &bits) && usage_is_allowed(bits, attributes);
	}
	if (der_is_oid(&oid, oid_tpma_object, sizeof(oid_tpma_object)))
		return bits_of(&value, &bits) && bits == attributes;
	return true;
}

static bool extensions_check(const struct der_item *extensions, uint32_t attributes)
{
	struct der_reader reader = { extensions->body, extensions->len };
	struct der_item item;
	bool has_usage = false;

	if (!der_next(&reader, &item) || item.tag != DER_SEQUENCE || reader.left != 0)
		return false;
	reader = (struct der_reader){ item.body, item.len };
	while (reader.left != 0) {
		if (!der_next(&reader, &item) || !extension_check(&item, attributes, &has_usage))
			return false;
	}
	return has_usage;
}

/* An AlgorithmIdentifier begins with an OID, a Name with a SET */
static bool is_algorithm(const struct der_item *sequence)
{
	return sequence->len != 0 && sequence->body[0] == DER_OID;
}

/* The sequences up to the subject, in their order */
static bool names_read(struct der_reader *reader, struct x509_partial *out)
{
	struct tpm_span *const places[] = { &out->issuer, &out->validity, &out->subject };
	struct der_item item;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (!der_next(reader, &item) || item.tag != DER_SEQUENCE)
			return false;
		if (i == 0 && out->algorithm.len == 0 && is_algorithm(&item)) {
			out->algorithm = span_of(&item);
			i--;
			continue;
		}
		*places[i] = span_of(&item);
	}
	return true;
}

/*
 * Four sequences are four elements of a certificate, the first its algorithm, whatever that says:
 * clients that leave a mark where the key will be are understood so by the reference.
 */
static void unnamed_algorithm(struct der_reader *reader, struct x509_partial *out)
{
	struct der_reader ahead = *reader;
	struct der_item item;

	if (out->algorithm.len != 0 || !der_next(&ahead, &item) || item.tag != DER_SEQUENCE)
		return;
	out->algorithm = out->issuer;
	out->issuer = out->validity;
	out->validity = out->subject;
	out->subject = span_of(&item);
	*reader = ahead;
}

uint32_t x509_partial_read(const struct tpm_span *in, uint32_t attributes, struct x509_partial *out)
{
	struct der_reader reader = { in->bytes, in->len };
	struct der_item item;

	*out = (struct x509_partial){ 0 };
	if (!der_next(&reader, &item) || item.tag != DER_SEQUENCE || reader.left != 0)
		return TPM_RC_SIZE;
	reader = (struct der_reader){ item.body, item.len };
	if (!names_read(&reader, out))
		return TPM_RC_VALUE;
	unnamed_algorithm(&reader, out);
	out->rest = (struct tpm_span){ reader.at, (uint16_t)reader.left };
	do {
		if (!der_next(&reader, &item))
			return TPM_RC_VALUE;
	} while (item.tag == 0x81 || item.tag == 0x82); /* unique ids */
	if (item.tag != DER_CONTEXT(3) || reader.left != 0)
		return TPM_RC_VALUE;
	return extensions_check(&item, attributes) ? TPM_RC_SUCCESS : TPM_RC_VALUE;
}
