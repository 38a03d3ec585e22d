/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Known answers of primary and derived keys. They are frozen: a change here is a change of every
 * endorsement key and every sealed object's parent in the field.
 */
/* test-sources: modules/vtpm/tests/memory_tpm.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/memory_tpm.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/create.h"
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/secret.h"

/* A whole object in 16 bytes: SHA-256 of its public and its sensitive area */
static void assert_frozen(const char *what, const struct tpm_object_state *object,
			  const char *expected)
{
	uint8_t bytes[2048];
	uint8_t digest[CRYPTO_SHA256_SIZE];
	char hex[33];
	size_t len = wire_pack(&wire_tpmt_public, &object->pub, bytes, sizeof(bytes));

	len += sensitive_pack(&object->sensitive, object->pub.name_alg, bytes + len,
			      sizeof(bytes) - len);
	crypto_sha256(bytes, len, digest);
	for (size_t i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	if (strcmp(hex, expected) != 0)
		fail_msg("%s is %s", what, hex);
}

static void fill(uint8_t *bytes, size_t len, uint8_t start)
{
	for (size_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(start + i);
}

static void set_seeds(void)
{
	struct tpm_persistent *persistent = &memory.tpm->persistent;

	fill(persistent->owner.seed, TPM_SEED_SIZE, 0x10);
	fill(persistent->owner.proof, TPM_PROOF_SIZE, 0x20);
	fill(persistent->endorsement.seed, TPM_SEED_SIZE, 0x30);
	fill(persistent->endorsement.proof, TPM_PROOF_SIZE, 0x40);
	fill(persistent->platform.seed, TPM_SEED_SIZE, 0x50);
	fill(memory.tpm->reset.null_seed, TPM_SEED_SIZE, 0x60);
}

static const struct tpm_object_state *primary(uint32_t hierarchy, const struct tpmt_public *pub,
					      const char *data)
{
	struct tpms_sensitive_create sensitive = { .data.len = (uint16_t)strlen(data) };
	struct tpm_object_state *object = &memory.tpm->work.create.slot.object;
	uint32_t rc;

	memcpy(sensitive.data.bytes, data, strlen(data));
	memset(&memory.tpm->work, 0, sizeof(memory.tpm->work));
	object->pub = *pub;
	object->hierarchy = hierarchy;
	object->flags = OBJECT_PRIMARY;
	memory.tpm->call.slice = 0;
	create_from_seed(memory.tpm, &sensitive.data);
	do
		rc = create_object(memory.tpm, &sensitive);
	while (rc == TPM_RC_PENDING);
	assert_int_equal(rc, TPM_RC_SUCCESS);
	return object;
}

/* --- templates -------------------------------------------------------------------------------- */
#define STORAGE                                                                                    \
	(TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |        \
	 TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT)
#define USE (TPMA_OBJECT_USERWITHAUTH)
#define AES128                                                                                     \
	{                                                                                          \
		TPM_ALG_AES, 128, TPM_ALG_CFB                                                      \
	}
#define NONE                                                                                       \
	{                                                                                          \
		.scheme = TPM_ALG_NULL                                                             \
	}

static const struct tpmt_public ecc_storage = {
	.type = TPM_ALG_ECC,
	.name_alg = TPM_ALG_SHA256,
	.attributes = STORAGE,
	.parms.ecc = { AES128, NONE, TPM_ECC_NIST_P256, NONE },
};
static const struct tpmt_public bn_sign = {
	.type = TPM_ALG_ECC,
	.name_alg = TPM_ALG_SHA1,
	.attributes = USE | TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_SIGN_ENCRYPT,
	.parms.ecc = { { .algorithm = TPM_ALG_NULL }, NONE, TPM_ECC_BN_P256, NONE },
};
static const struct tpmt_public sealed = {
	.type = TPM_ALG_KEYEDHASH,
	.name_alg = TPM_ALG_SHA512,
	.attributes = USE,
	.parms.keyedhash.scheme = NONE,
};
static const struct tpmt_public hmac_key = {
	.type = TPM_ALG_KEYEDHASH,
	.name_alg = TPM_ALG_SHA256,
	.attributes = USE | TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_SIGN_ENCRYPT,
	.parms.keyedhash.scheme = { TPM_ALG_HMAC, TPM_ALG_SHA384, 0 },
};
static const struct tpmt_public cipher_storage = {
	.type = TPM_ALG_SYMCIPHER,
	.name_alg = TPM_ALG_SHA384,
	.attributes = STORAGE,
	.parms.sym = { TPM_ALG_AES, 256, TPM_ALG_CFB },
};
static const struct tpmt_public rsa_sign = {
	.type = TPM_ALG_RSA,
	.name_alg = TPM_ALG_SHA256,
	.attributes = USE | TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_SIGN_ENCRYPT,
	.parms.rsa = { { .algorithm = TPM_ALG_NULL }, NONE, 1024, 65539 },
};

static const struct {
	const char *name;
	uint32_t hierarchy;
	const struct tpmt_public *pub;
	const char *data;
	const char *expected;
} primaries[] = {
	{ "owner storage", TPM_RH_OWNER, &ecc_storage, "", "f1e1c4971b7bc4c4038e425ce7b92700" },
	{ "owner storage, with data", TPM_RH_OWNER, &ecc_storage, "data",
	  "e3e078188868c0ec51f90c11d7b75029" },
	{ "endorsement storage", TPM_RH_ENDORSEMENT, &ecc_storage, "",
	  "bad0a0d84b7fcc693879d9561b56d672" },
	{ "platform storage", TPM_RH_PLATFORM, &ecc_storage, "",
	  "092076a03a8ad6716c005595a5ff5d0c" },
	{ "null storage", TPM_RH_NULL, &ecc_storage, "", "98ab42445fda69dde4b28f0f6f80cc13" },
	{ "signing with BN_P256", TPM_RH_OWNER, &bn_sign, "", "5bc016c927183ebc0f9a8098d5adb097" },
	{ "sealed data", TPM_RH_OWNER, &sealed, "secret", "69f8171aa72642486369bbf234bebb5d" },
	{ "HMAC key", TPM_RH_OWNER, &hmac_key, "", "4494fbeb5ef44e7cad793e2c8ec871d9" },
	{ "cipher storage", TPM_RH_OWNER, &cipher_storage, "", "36ad30ef2b4f6eab4b9b36f75a94b41e" },
	{ "RSA-1024 with another exponent", TPM_RH_OWNER, &rsa_sign, "",
	  "92a14ed583340bf831db0dd47e93cc33" },
};

static void test_primaries(void **state)
{
	(void)state;
	set_seeds();
	for (size_t i = 0; i < sizeof(primaries) / sizeof(primaries[0]); i++)
		assert_frozen(primaries[i].name,
			      primary(primaries[i].hierarchy, primaries[i].pub, primaries[i].data),
			      primaries[i].expected);
}

/* --- endorsement keys ------------------------------------------------------------------------- */
static const char *const endorsement[EK_TEMPLATE_COUNT] = {
	[EK_L1_RSA_2048] = "6ee478b91f343d96238ad13aa21c511a",
	[EK_L2_P256] = "2ae90efaf538b938aa5d206d1445498e",
	[EK_H1_RSA_2048] = "cf0e7fe012494fd8a6bf04fe0a829f00",
	[EK_H2_P256] = "6c6b82d9b2217c19682b05974eb120c0",
	[EK_H3_P384] = "9a2d2469d3a6057c27de51a1a1d1be30",
	[EK_H4_P521] = "8b1314fda31424f80314c8130ecec213",
	[EK_H6_RSA_3072] = "ad8eb1b528e91e322ea680388725c249",
};

static void test_endorsement(void **state)
{
	struct tpmt_public template;
	struct tpmt_public pub;

	(void)state;
	set_seeds();
	for (size_t i = 0; i < EK_TEMPLATE_COUNT; i++) {
		uint32_t slice = 0;
		uint32_t rc;

		do
			rc = ek_public(memory.tpm, (enum ek_template)i, &slice, &pub);
		while (rc == TPM_RC_PENDING);
		assert_int_equal(rc, TPM_RC_SUCCESS);
		ek_template((enum ek_template)i, &template);
		assert_frozen("endorsement key", primary(TPM_RH_ENDORSEMENT, &template, ""),
			      endorsement[i]);
		assert_memory_equal(&pub, &memory.tpm->work.create.slot.object.pub, sizeof(pub));
	}
}

/* --- derived objects: the answers are those of other TPMs too --------------------------------- */
static const struct tpm_object_state derivation_parent = {
	.pub = { .type = TPM_ALG_KEYEDHASH,
		 .name_alg = TPM_ALG_SHA256,
		 .attributes = USE | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
		 .parms.keyedhash.scheme = { TPM_ALG_XOR, TPM_ALG_SHA256,
					     TPM_ALG_KDF1_SP800_108 } },
	.sensitive = { .type = TPM_ALG_KEYEDHASH,
		       .composite.bits = { 32, "dddddddddddddddddddddddddddddddd" } },
};

static const struct {
	uint16_t curve;
	const char *label;
	const char *x; /* the start of the public point's */
} derived[] = {
	{ TPM_ECC_NIST_P256, "label", "a72f6710a578027555ca51e3763b4da7" },
	{ TPM_ECC_NIST_P384, "label", "9f2a2e36cde57cbe258cb706fbdf45d2" },
	{ TPM_ECC_NIST_P521, "label", "00b5e0e44a8d08eb962c468dbc9a8bb5" },
	{ TPM_ECC_BN_P256, "label", "fddede4a195882b30ebe1860e262b45a" },
};

static void test_derived(void **state)
{
	const struct tpms_sensitive_create nothing = { 0 };
	const struct tpm2b_label context = { 7, "context" };
	struct tpm_object_state *object = &memory.tpm->work.create.slot.object;

	(void)state;
	for (size_t i = 0; i < sizeof(derived) / sizeof(derived[0]); i++) {
		struct tpm2b_label label = { .len = (uint16_t)strlen(derived[i].label) };
		char hex[33];

		memcpy(label.bytes, derived[i].label, label.len);
		memset(&memory.tpm->work, 0, sizeof(memory.tpm->work));
		object->pub = bn_sign;
		object->pub.attributes = USE | TPMA_OBJECT_SIGN_ENCRYPT;
		object->pub.parms.ecc.curve_id = derived[i].curve;
		create_from_parent(memory.tpm, &derivation_parent, &label, &context);
		assert_int_equal(create_object(memory.tpm, &nothing), TPM_RC_SUCCESS);
		for (size_t j = 0; j < 16; j++)
			snprintf(hex + 2 * j, 3, "%02x", object->pub.unique.ecc.x.bytes[j]);
		assert_string_equal(hex, derived[i].x);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_primaries, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_endorsement, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_derived, memory_setup, memory_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
