/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_CreateLoaded under each kind of parent; TPM2_ObjectChangeAuth; TPM2_Rewrap. */
/* test-sources: modules/vtpm/tests/memory_tpm.c modules/vtpm/tests/object_rig.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/object_rig.h"
#include "modules/vtpm/tpm/command.h"

#define PARAM(code_, n_) COMMAND_PARAM(TPM_RC_##code_, n_)
#define HANDLE_(code_, n_) COMMAND_HANDLE(TPM_RC_##code_, n_)
#define AUTH33 "(61*33)"
#define DERIVED (TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_USERWITHAUTH)
#define SIGN TPMA_OBJECT_SIGN_ENCRYPT

/* TPM2B of hexadecimal digits */
static void put_digits(struct memory_command *command, const char *digits)
{
	struct memory_command inner = { .len = 0 };

	rig_put_hex(&inner, digits);
	put_2b(command, inner.bytes, inner.len);
}

struct loaded_case {
	const char *name;
	uint16_t type;
	uint16_t name_alg;
	uint32_t attributes;
	const char *parms;
	const char *unique;
	const char *auth;
	const char *data;
	uint32_t rc;
};

static uint32_t create_loaded(uint32_t parent, const struct loaded_case *one)
{
	struct memory_command command = memory_begin(TPM_CC_CREATE_LOADED, "", &parent, 1);
	struct memory_command inner = { .len = 0 };

	put_digits(&inner, one->auth);
	put_digits(&inner, one->data);
	put_2b(&command, inner.bytes, inner.len);
	inner.len = 0;
	put16(&inner, one->type);
	put16(&inner, one->name_alg);
	put32(&inner, one->attributes);
	put16(&inner, 0);
	rig_put_hex(&inner, one->parms);
	rig_put_hex(&inner, one->unique);
	put_2b(&command, inner.bytes, inner.len);
	return rig_run(&command);
}

static void check_cases(uint32_t parent, const struct loaded_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint32_t rc = create_loaded(parent, &cases[i]);

		if (rc != cases[i].rc)
			fail_msg("%s: %#x, not %#x", cases[i].name, rc, cases[i].rc);
		if (rc == 0)
			assert_int_equal(rig_flush(get32(memory.response + TPM_HEADER_SIZE)), 0);
	}
}

#define ECC TPM_ALG_ECC, TPM_ALG_SHA256
#define LABELS "00056c6162656c0007636f6e74657874"
static const struct loaded_case derived_cases[] = {
	{ "key", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, LABELS, "", "", 0 },
	{ "label from the sensitive data", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, "00000000", "",
	  "00016c000163", 0 },
	{ "half a label", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, "00000000", "", "00016c00",
	  TPM_RC_INSUFFICIENT },
	{ "a long label", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, "00000000", "", "0021(6c*33)0000",
	  TPM_RC_SIZE },
	{ "a long label in the template", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, "0021(6c*33)0000", "",
	  "", PARAM(SIZE, 2) },
	{ "a byte too many", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, LABELS "00", "", "",
	  PARAM(SIZE, 2) },
	{ "data origin", ECC, DERIVED | SIGN | RIG_ORIGIN, RIG_ECC_PLAIN, LABELS, "", "",
	  TPM_RC_ATTRIBUTES },
	{ "not fixed to its parent", ECC, SIGN, RIG_ECC_PLAIN, LABELS, "", "",
	  PARAM(ATTRIBUTES, 2) },
	{ "fixed to the TPM", ECC, DERIVED | SIGN | TPMA_OBJECT_FIXEDTPM, RIG_ECC_PLAIN, LABELS, "",
	  "", PARAM(ATTRIBUTES, 2) },
	{ "RSA", TPM_ALG_RSA, TPM_ALG_SHA256, DERIVED | SIGN, RIG_NONE RIG_NONE "080000000000",
	  LABELS, "", "", PARAM(TYPE, 2) },
	{ "long authValue", ECC, DERIVED | SIGN, RIG_ECC_PLAIN, LABELS, AUTH33, "",
	  PARAM(SIZE, 1) },
	{ "sealed data", TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, DERIVED, RIG_NONE, LABELS, "", "", 0 },
	{ "cipher", TPM_ALG_SYMCIPHER, TPM_ALG_SHA1, DERIVED | TPMA_OBJECT_DECRYPT, RIG_AES128,
	  LABELS, "", "", 0 },
};

static void test_derived(void **state)
{
	static const struct rig_template parent = { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256,
						    TPMA_OBJECT_USERWITHAUTH |
							    TPMA_OBJECT_RESTRICTED |
							    TPMA_OBJECT_DECRYPT,
						    "000a000b0022", NULL };
	uint32_t handle = 0;

	(void)state;
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &parent, "a derivation secret", &handle),
			 0);
	check_cases(handle, derived_cases, sizeof(derived_cases) / sizeof(derived_cases[0]));
}

#define PLAIN (RIG_FIXED | TPMA_OBJECT_USERWITHAUTH | RIG_ORIGIN | SIGN)
static const struct loaded_case child_cases[] = {
	{ "key", ECC, PLAIN, RIG_ECC_PLAIN, "00000000", "", "", 0 },
	{ "data for a key", ECC, PLAIN, RIG_ECC_PLAIN, "00000000", "", "11", PARAM(ATTRIBUTES, 2) },
	{ "long authValue", ECC, PLAIN, RIG_ECC_PLAIN, "00000000", AUTH33, "", PARAM(SIZE, 1) },
	{ "long authValue first", ECC, PLAIN, RIG_ECC_PLAIN, "00000000", AUTH33, "11",
	  PARAM(SIZE, 1) },
	{ "truncated", ECC, PLAIN, RIG_ECC_PLAIN, "0000", "", "", PARAM(INSUFFICIENT, 2) },
	{ "no nameAlg", TPM_ALG_ECC, TPM_ALG_NULL, PLAIN, RIG_ECC_PLAIN, "00000000", "", "",
	  PARAM(HASH, 2) },
	{ "another nameAlg for a fixed parent", TPM_ALG_ECC, TPM_ALG_SHA384,
	  RIG_FIXED | RIG_STORAGE, RIG_ECC_STORAGE, "00000000", "", "", PARAM(HASH, 2) },
	{ "another cipher for a fixed parent", ECC, RIG_FIXED | RIG_STORAGE,
	  "000601000043" RIG_NONE RIG_P256 RIG_NONE, "00000000", "", "", PARAM(SYMMETRIC, 2) },
	{ "another nameAlg for a movable parent", TPM_ALG_ECC, TPM_ALG_SHA384, RIG_STORAGE,
	  RIG_ECC_STORAGE, "00000000", "", "", 0 },
};

static void test_child(void **state)
{
	struct rig_blob priv;
	struct rig_blob pub;
	uint32_t parent = 0;
	uint32_t key = 0;

	(void)state;
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &rig_storage, "", &parent), 0);
	check_cases(parent, child_cases, sizeof(child_cases) / sizeof(child_cases[0]));
	check_cases(TPM_RH_NULL, child_cases, 1);
	assert_int_equal(rig_create(parent, &rig_signing, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &key), 0);
	assert_int_equal(create_loaded(key, &child_cases[0]), HANDLE_(TYPE, 1));
	assert_int_equal(rig_load(parent, &priv, &pub, &key), 0);
	assert_int_equal(create_loaded(parent, &child_cases[0]), TPM_RC_OBJECT_MEMORY);
}

static uint32_t change_auth(uint32_t object, uint32_t parent, const char *new_auth,
			    struct rig_blob *priv)
{
	const uint32_t handles[] = { object, parent };
	const char *const auths[] = { "old", NULL };
	struct memory_command command = rig_begin(TPM_CC_OBJECT_CHANGE_AUTH, handles, auths, 2);
	const uint8_t *at;
	uint32_t rc;

	put_digits(&command, new_auth);
	rc = rig_run(&command);
	if (rc == 0) {
		at = memory_parameters();
		*priv = rig_take(&at);
	}
	return rc;
}

static void test_change_auth(void **state)
{
	struct memory_command command;
	struct rig_blob priv;
	struct rig_blob pub;
	uint32_t parent = 0;
	uint32_t object = 0;

	(void)state;
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &rig_storage, "", &parent), 0);
	assert_int_equal(rig_create(parent, &rig_sealed, "old", "data", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &object), 0);
	assert_int_equal(change_auth(object, object, "6e6577", &priv), HANDLE_(TYPE, 2));
	assert_int_equal(change_auth(object, parent, AUTH33, &priv), PARAM(SIZE, 1));
	assert_int_equal(change_auth(object, parent, "6e6577", &priv), 0);
	assert_int_equal(rig_flush(object), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &object), 0);
	command = memory_begin(TPM_CC_UNSEAL, "new", &object, 1);
	assert_int_equal(rig_run(&command), 0);
	command = memory_begin(TPM_CC_UNSEAL, "old", &object, 1);
	assert_int_not_equal(rig_run(&command), 0);
}

struct wrapped {
	struct rig_blob duplicate;
	struct rig_blob seed;
};

/* In place */
static uint32_t rewrap(uint32_t from, uint32_t to, const char *name, struct wrapped *wrapped)
{
	const uint32_t handles[] = { from, to };
	const char *const auths[] = { "", NULL };
	struct memory_command command = rig_begin(TPM_CC_REWRAP, handles, auths, 2);
	const uint8_t *at;
	uint32_t rc;

	rig_put(&command, &wrapped->duplicate);
	put_2b(&command, name, strlen(name));
	rig_put(&command, &wrapped->seed);
	rc = rig_run(&command);
	if (rc == 0) {
		at = memory_parameters();
		wrapped->duplicate = rig_take(&at);
		wrapped->seed = rig_take(&at);
	}
	return rc;
}

static void test_rewrap(void **state)
{
	struct wrapped wrapped = { .duplicate = { "an inner area", 13 } };
	uint32_t a = 0;
	uint32_t b = 0;

	(void)state;
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &rig_storage, "", &a), 0);
	assert_int_equal(rig_create_primary(TPM_RH_ENDORSEMENT, &rig_storage, "", &b), 0);
	assert_int_equal(rewrap(a, TPM_RH_NULL, "name", &wrapped), HANDLE_(HANDLE, 1));
	assert_int_equal(rewrap(TPM_RH_NULL, a, "name", &wrapped), 0);
	assert_int_equal(rewrap(TPM_RH_NULL, b, "name", &wrapped), HANDLE_(HANDLE, 1));
	assert_int_equal(rewrap(b, TPM_RH_NULL, "name", &wrapped), PARAM(INTEGRITY, 1));
	assert_int_equal(rewrap(a, b, "another", &wrapped), PARAM(INTEGRITY, 1));
	assert_int_equal(rewrap(a, b, "name", &wrapped), 0);
	assert_int_equal(rewrap(b, TPM_RH_NULL, "name", &wrapped), 0);
	assert_int_equal(wrapped.duplicate.len, 13);
	assert_memory_equal(wrapped.duplicate.bytes, "an inner area", 13);
	assert_int_equal(wrapped.seed.len, 0);
	wrapped.seed.len = 5;
	assert_int_equal(rewrap(a, TPM_RH_NULL, "name", &wrapped), PARAM(VALUE, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_derived, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_child, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_change_auth, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_rewrap, memory_setup, memory_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
