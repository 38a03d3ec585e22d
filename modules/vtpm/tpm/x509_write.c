/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing keys and algorithms. Spec: RFC 3279, RFC 4055, RFC 5480, RFC 5758. */
#include "modules/vtpm/tpm/x509.h"

#include "lib/be.h"
#include "modules/vtpm/tpm/hash.h"

/* OIDs, each after its length */
static const uint8_t rsa_encryption[] = { 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 };
static const uint8_t rsassa_pss[] = { 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a };
static const uint8_t mgf1[] = { 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08 };
static const uint8_t ec_public_key[] = { 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01 };
static const uint8_t sha1_ecdsa[] = { 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01 };
static const uint8_t sha1[] = { 5, 0x2b, 0x0e, 0x03, 0x02, 0x1a };

/* By hash_index */
static const uint8_t rsassa_last[TPM_HASH_COUNT] = { 5, 11, 12, 13 };
static const uint8_t ecdsa_last[TPM_HASH_COUNT] = { 0, 2, 3, 4 };
static const uint8_t sha2_last[TPM_HASH_COUNT] = { 0, 1, 2, 3 };

static const struct {
	uint16_t curve_id;
	uint8_t oid[9];
} curves[] = {
	{ TPM_ECC_NIST_P256, { 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07 } },
	{ TPM_ECC_NIST_P384, { 5, 0x2b, 0x81, 0x04, 0x00, 0x22 } },
	{ TPM_ECC_NIST_P521, { 5, 0x2b, 0x81, 0x04, 0x00, 0x23 } },
};

static void put_oid(struct der_writer *writer, const uint8_t *oid)
{
	const uint8_t *end = writer->at;

	der_put(writer, oid + 1, oid[0]);
	der_wrap(writer, DER_OID, end);
}

static void put_null(struct der_writer *writer)
{
	der_wrap(writer, DER_NULL, writer->at);
}

/* A BIT STRING of whole bytes around what was written since end */
static void wrap_bits(struct der_writer *writer, const uint8_t *end)
{
	static const uint8_t unused;

	der_put(writer, &unused, 1);
	der_wrap(writer, DER_BIT_STRING, end);
}

/* --- keys
 * ------------------------------------------------------------------------------------------------------------
 */
static void put_rsa(struct der_writer *writer, const struct tpmt_public *pub)
{
	uint32_t e = pub->parms.rsa.exponent != 0 ? pub->parms.rsa.exponent : 65537u;
	const uint8_t *end = writer->at;
	const uint8_t *algorithm;
	uint8_t exponent[sizeof(e)];

	be_store(exponent, sizeof(exponent), e);
	der_put_integer(writer, exponent, sizeof(exponent));
	der_put_integer(writer, pub->unique.rsa.bytes, pub->unique.rsa.len);
	der_wrap(writer, DER_SEQUENCE, end);
	wrap_bits(writer, end);
	algorithm = writer->at;
	put_null(writer);
	put_oid(writer, rsa_encryption);
	der_wrap(writer, DER_SEQUENCE, algorithm);
	der_wrap(writer, DER_SEQUENCE, end);
}

static bool put_ecc(struct der_writer *writer, const struct tpmt_public *pub)
{
	static const uint8_t uncompressed = 4;
	const uint8_t *end = writer->at;
	const uint8_t *algorithm;
	size_t i = 0;

	while (i < sizeof(curves) / sizeof(curves[0]) &&
	       curves[i].curve_id != pub->parms.ecc.curve_id)
		i++;
	if (i == sizeof(curves) / sizeof(curves[0]))
		return false;
	der_put(writer, pub->unique.ecc.y.bytes, pub->unique.ecc.y.len);
	der_put(writer, pub->unique.ecc.x.bytes, pub->unique.ecc.x.len);
	der_put(writer, &uncompressed, 1);
	wrap_bits(writer, end);
	algorithm = writer->at;
	put_oid(writer, curves[i].oid);
	put_oid(writer, ec_public_key);
	der_wrap(writer, DER_SEQUENCE, algorithm);
	der_wrap(writer, DER_SEQUENCE, end);
	return true;
}

bool x509_put_key(struct der_writer *writer, const struct tpmt_public *pub)
{
	if (pub->type == TPM_ALG_ECC)
		return put_ecc(writer, pub);
	if (pub->type != TPM_ALG_RSA)
		return false;
	put_rsa(writer, pub);
	return true;
}

/* --- signature algorithms
 * ------------------------------------------------------------------------------------------------
 */
static void put_hash(struct der_writer *writer, int index)
{
	uint8_t sha2[] = { 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, sha2_last[index] };
	const uint8_t *end = writer->at;

	put_null(writer);
	put_oid(writer, index == 0 ? sha1 : sha2);
	der_wrap(writer, DER_SEQUENCE, end);
}

/* RSASSA-PSS-params: hash, MGF1 with it, salt as long as the digest */
static void put_pss_params(struct der_writer *writer, int index)
{
	const uint8_t salt = (uint8_t)hash_size(hash_at((uint32_t)index));
	const uint8_t *end = writer->at;
	const uint8_t *part = end;

	der_put_integer(writer, &salt, 1);
	der_wrap(writer, DER_CONTEXT(2), part);
	part = writer->at;
	put_hash(writer, index);
	put_oid(writer, mgf1);
	der_wrap(writer, DER_SEQUENCE, part);
	der_wrap(writer, DER_CONTEXT(1), part);
	part = writer->at;
	put_hash(writer, index);
	der_wrap(writer, DER_CONTEXT(0), part);
	der_wrap(writer, DER_SEQUENCE, end);
}

static void put_ecdsa(struct der_writer *writer, int index)
{
	const uint8_t sha2_ecdsa[] = { 8,    0x2a, 0x86,
				       0x48, 0xce, 0x3d,
				       0x04, 0x03, ecdsa_last[index] };

	put_oid(writer, index == 0 ? sha1_ecdsa : sha2_ecdsa);
}

static void put_rsassa(struct der_writer *writer, int index)
{
	const uint8_t oid[] = { 9,    0x2a, 0x86, 0x48, 0x86,
				0xf7, 0x0d, 0x01, 0x01, rsassa_last[index] };

	put_null(writer);
	put_oid(writer, oid);
}

bool x509_put_algorithm(struct der_writer *writer, const struct tpmt_scheme *scheme)
{
	int index = hash_index(scheme->hash_alg);
	const uint8_t *end = writer->at;

	if (index < 0)
		return false;
	switch (scheme->scheme) {
	case TPM_ALG_RSASSA:
		put_rsassa(writer, index);
		break;
	case TPM_ALG_RSAPSS:
		put_pss_params(writer, index);
		put_oid(writer, rsassa_pss);
		break;
	case TPM_ALG_ECDSA:
		put_ecdsa(writer, index);
		break;
	default:
		return false;
	}
	der_wrap(writer, DER_SEQUENCE, end);
	return true;
}
