/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects through their lives: slots, loading, protection, moving, persistence, and their ends. */
/* test-sources: modules/vtpm/tests/memory_tpm.c modules/vtpm/tests/object_rig.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/object_rig.h"
#include "modules/vtpm/tpm/command.h"

#define PARAM(code_, n_) ((int)COMMAND_PARAM(code_, n_))
#define HANDLE_(code_, n_) ((int)COMMAND_HANDLE(code_, n_))
#define PERSISTENT 0x81000001u

static uint32_t storage(uint32_t hierarchy)
{
	uint32_t handle = 0;

	assert_int_equal(rig_create_primary(hierarchy, &rig_storage, "", &handle), 0);
	return handle;
}

static uint32_t evict(uint32_t authority, uint32_t handle, uint32_t persistent)
{
	const uint32_t handles[] = { authority, handle };
	const char *const auths[] = { "", NULL };
	struct memory_command command = rig_begin(TPM_CC_EVICT_CONTROL, handles, auths, 2);

	put32(&command, persistent);
	return rig_run(&command);
}

static uint32_t plain(uint32_t code, uint32_t handle, const char *auth)
{
	struct memory_command command = memory_begin(code, auth, &handle, 1);

	return rig_run(&command);
}

static bool is_loaded(uint32_t handle)
{
	struct rig_blob name;

	return rig_name(handle, &name) == 0;
}

/* --- slots ------------------------------------------------------------------------------------ */
static void test_slots(void **state)
{
	struct rig_blob priv;
	struct rig_blob pub;
	uint32_t handle = 0;
	uint32_t parent;

	(void)state;
	parent = storage(TPM_RH_OWNER);
	assert_int_equal(parent, 0x80000000);
	assert_int_equal(rig_create(parent, &rig_signing, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &handle), 0);
	assert_int_equal(handle, 0x80000001);
	assert_int_equal(rig_load(parent, &priv, &pub, &handle), 0);
	assert_int_equal(handle, 0x80000002);
	assert_int_equal(rig_load(parent, &priv, &pub, &handle), TPM_RC_OBJECT_MEMORY);
	assert_int_equal(rig_create(parent, &rig_signing, "", "", &priv, &pub),
			 TPM_RC_OBJECT_MEMORY);
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &rig_storage, "", &handle),
			 TPM_RC_OBJECT_MEMORY);
	assert_int_equal(rig_flush(0x80000001), 0);
	assert_int_equal(plain(TPM_CC_READ_PUBLIC, 0x80000001, NULL), TPM_RC_REFERENCE_H0);
	assert_int_equal(rig_load(parent, &priv, &pub, &handle), 0);
	assert_int_equal(handle, 0x80000001);
}

/* A persistent object takes a slot while a command uses it, and gives it back */
static void test_persistent(void **state)
{
	struct rig_blob priv;
	struct rig_blob pub;
	uint32_t handle = 0;
	uint32_t parent;

	(void)state;
	parent = storage(TPM_RH_OWNER);
	assert_int_equal(evict(TPM_RH_OWNER, parent, PERSISTENT), 0);
	assert_int_equal(evict(TPM_RH_OWNER, parent, PERSISTENT), TPM_RC_NV_DEFINED);
	assert_int_equal(rig_flush(parent), 0);
	assert_int_equal(rig_create(PERSISTENT, &rig_signing, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(PERSISTENT, &priv, &pub, &handle), 0);
	assert_int_equal(handle, 0x80000001);
	assert_int_equal(rig_load(PERSISTENT, &priv, &pub, &handle), 0);
	assert_int_equal(handle, 0x80000002);
	assert_int_equal(rig_load(PERSISTENT, &priv, &pub, &handle), TPM_RC_OBJECT_MEMORY);
	assert_false(is_loaded(0x80000000));
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_true(is_loaded(PERSISTENT));
	assert_int_equal(rig_load(PERSISTENT, &priv, &pub, &handle), 0);
	assert_int_equal(evict(TPM_RH_OWNER, PERSISTENT, PERSISTENT + 1),
			 HANDLE_(TPM_RC_HANDLE, 2));
	assert_int_equal(evict(TPM_RH_OWNER, PERSISTENT, PERSISTENT), 0);
	assert_int_equal(evict(TPM_RH_OWNER, PERSISTENT, PERSISTENT), HANDLE_(TPM_RC_HANDLE, 2));
}

static void test_evict_rules(void **state)
{
	uint32_t owner;
	uint32_t platform;
	uint32_t null;

	(void)state;
	owner = storage(TPM_RH_OWNER);
	platform = storage(TPM_RH_PLATFORM);
	null = storage(TPM_RH_NULL);
	assert_int_equal(evict(TPM_RH_OWNER, owner, 0x81800000), PARAM(TPM_RC_RANGE, 1));
	assert_int_equal(evict(TPM_RH_PLATFORM, platform, 0x81000000), PARAM(TPM_RC_RANGE, 1));
	assert_int_equal(evict(TPM_RH_PLATFORM, owner, 0x81800000), HANDLE_(TPM_RC_HIERARCHY, 2));
	assert_int_equal(evict(TPM_RH_OWNER, platform, 0x81000000), HANDLE_(TPM_RC_HIERARCHY, 2));
	assert_int_equal(evict(TPM_RH_OWNER, null, 0x81000000), HANDLE_(TPM_RC_ATTRIBUTES, 2));
	assert_int_equal(evict(TPM_RH_OWNER, owner, 0x82000000), PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(evict(TPM_RH_ENDORSEMENT, owner, 0x81000000), HANDLE_(TPM_RC_VALUE, 1));
	assert_int_equal(evict(TPM_RH_PLATFORM, platform, 0x81800000), 0);
	assert_int_equal(evict(TPM_RH_OWNER, owner, 0x81000000), 0);
	assert_int_equal(rig_flush(null), 0);
	assert_int_equal(evict(TPM_RH_OWNER, 0x81800000, 0x81800000), HANDLE_(TPM_RC_HIERARCHY, 2));
	assert_int_equal(evict(TPM_RH_PLATFORM, 0x81000000, 0x81000000), 0);
}

/* --- protection ------------------------------------------------------------------------------- */
static void test_sealed(void **state)
{
	struct rig_blob priv;
	struct rig_blob pub;
	struct rig_blob data;
	const uint8_t *at;
	uint32_t handle = 0;
	uint32_t parent;

	(void)state;
	parent = storage(TPM_RH_OWNER);
	assert_int_equal(rig_create(parent, &rig_sealed, "pw", "the secret", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &handle), 0);
	assert_int_equal(plain(TPM_CC_UNSEAL, handle, "pw"), 0);
	at = memory_parameters();
	data = rig_take(&at);
	assert_int_equal(data.len, 10);
	assert_memory_equal(data.bytes, "the secret", 10);
	assert_int_equal(plain(TPM_CC_UNSEAL, handle, "wrong") & 0xbf, TPM_RC_AUTH_FAIL);
	assert_int_equal(plain(TPM_CC_UNSEAL, parent, ""), HANDLE_(TPM_RC_TYPE, 1));
	assert_int_equal(rig_flush(handle), 0);
	for (size_t i = 0; i < priv.len; i++) {
		priv.bytes[i] ^= 1;
		assert_int_not_equal(rig_load(parent, &priv, &pub, &handle), 0);
		priv.bytes[i] ^= 1;
	}
	for (; priv.len > 0; priv.len--) {
		struct rig_blob shorter = priv;

		shorter.len--;
		assert_int_not_equal(rig_load(parent, &shorter, &pub, &handle), 0);
	}
}

/* TPM2_Clear leaves the endorsement seed, but what was under its keys is gone */
static void test_clear(void **state)
{
	struct rig_blob priv;
	struct rig_blob pub;
	struct rig_blob before;
	struct rig_blob after;
	uint32_t handle = 0;
	uint32_t parent;

	(void)state;
	parent = storage(TPM_RH_ENDORSEMENT);
	assert_int_equal(rig_name(parent, &before), 0);
	assert_int_equal(rig_create(parent, &rig_sealed, "", "x", &priv, &pub), 0);
	assert_int_equal(evict(TPM_RH_OWNER, parent, PERSISTENT), 0);
	assert_int_equal(plain(TPM_CC_CLEAR, TPM_RH_LOCKOUT, ""), 0);
	assert_false(is_loaded(parent));
	assert_false(is_loaded(PERSISTENT));
	parent = storage(TPM_RH_ENDORSEMENT);
	assert_int_equal(rig_name(parent, &after), 0);
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(rig_load(parent, &priv, &pub, &handle), PARAM(TPM_RC_INTEGRITY, 1));
	assert_int_equal(plain(TPM_CC_CHANGE_EPS, TPM_RH_PLATFORM, ""), 0);
	assert_false(is_loaded(parent));
	parent = storage(TPM_RH_ENDORSEMENT);
	assert_int_equal(rig_name(parent, &after), 0);
	assert_memory_not_equal(before.bytes, after.bytes, after.len);
}

static uint32_t control(uint32_t authority, uint32_t enable, uint8_t value)
{
	struct memory_command command = memory_begin(TPM_CC_HIERARCHY_CONTROL, "", &authority, 1);

	put32(&command, enable);
	put8(&command, value);
	return rig_run(&command);
}

static void test_hierarchy_control(void **state)
{
	uint32_t handle;

	(void)state;
	handle = storage(TPM_RH_OWNER);
	assert_int_equal(evict(TPM_RH_OWNER, handle, PERSISTENT), 0);
	assert_int_equal(control(TPM_RH_OWNER, TPM_RH_PLATFORM, 0), TPM_RC_AUTH_TYPE);
	assert_int_equal(control(TPM_RH_OWNER, TPM_RH_ENDORSEMENT, 0), TPM_RC_AUTH_TYPE);
	assert_int_equal(control(TPM_RH_PLATFORM, TPM_RH_LOCKOUT, 0), PARAM(TPM_RC_VALUE, 1));
	assert_int_equal(control(TPM_RH_PLATFORM, TPM_RH_OWNER, 2), PARAM(TPM_RC_VALUE, 2));
	assert_int_equal(control(TPM_RH_OWNER, TPM_RH_OWNER, 0), 0);
	assert_false(is_loaded(handle));
	assert_false(is_loaded(PERSISTENT));
	assert_int_equal(control(TPM_RH_OWNER, TPM_RH_OWNER, 1), HANDLE_(TPM_RC_HIERARCHY, 1));
	assert_int_equal(rig_create_primary(TPM_RH_OWNER, &rig_storage, "", &handle),
			 HANDLE_(TPM_RC_HIERARCHY, 1));
	assert_int_equal(control(TPM_RH_PLATFORM, TPM_RH_OWNER, 1), 0);
	assert_true(is_loaded(PERSISTENT));
	assert_int_equal(control(TPM_RH_PLATFORM, TPM_RH_PLATFORM, 0), 0);
	assert_int_equal(control(TPM_RH_PLATFORM, TPM_RH_PLATFORM, 1),
			 HANDLE_(TPM_RC_HIERARCHY, 1));
	assert_int_equal(memory_restart(TPM_SU_CLEAR), 0);
	assert_int_equal(control(TPM_RH_PLATFORM, TPM_RH_PLATFORM, 1), 0);
}

/* --- credentials ------------------------------------------------------------------------------ */
static uint32_t activate(uint32_t object, uint32_t key, const struct rig_blob *credential,
			 const struct rig_blob *secret)
{
	const uint32_t handles[] = { object, key };
	const char *const auths[] = { "", "" };
	struct memory_command command = rig_begin(TPM_CC_ACTIVATE_CREDENTIAL, handles, auths, 2);

	rig_put(&command, credential);
	rig_put(&command, secret);
	return rig_run(&command);
}

static void check_credential(const struct rig_template *template)
{
	struct memory_command command;
	struct rig_blob name;
	struct rig_blob credential;
	struct rig_blob secret;
	const uint8_t *at;
	uint32_t key = 0;
	uint32_t object;

	assert_int_equal(rig_create_primary(TPM_RH_ENDORSEMENT, template, "", &key), 0);
	object = storage(TPM_RH_OWNER);
	assert_int_equal(rig_name(object, &name), 0);
	command = memory_begin(TPM_CC_MAKE_CREDENTIAL, NULL, &key, 1);
	put_2b(&command, "credential", 10);
	rig_put(&command, &name);
	assert_int_equal(rig_run(&command), 0);
	at = memory_parameters();
	credential = rig_take(&at);
	secret = rig_take(&at);
	assert_int_equal(activate(object, key, &credential, &secret), 0);
	at = memory_parameters();
	assert_memory_equal(rig_take(&at).bytes, "credential", 10);
	assert_int_equal(activate(key, key, &credential, &secret), PARAM(TPM_RC_INTEGRITY, 1));
	credential.bytes[credential.len - 1] ^= 1;
	assert_int_equal(activate(object, key, &credential, &secret), PARAM(TPM_RC_INTEGRITY, 1));
	credential.bytes[credential.len - 1] ^= 1;
	secret.len--;
	assert_int_equal(activate(object, key, &credential, &secret) & 0xf40, 0x240);
	secret.len++;
	secret.bytes[secret.len - 1] ^= 1;
	assert_int_not_equal(activate(object, key, &credential, &secret), 0);
	assert_int_equal(rig_flush(key), 0);
	assert_int_equal(rig_flush(object), 0);
}

static void test_credential(void **state)
{
	static const struct rig_template rsa = { TPM_ALG_RSA, TPM_ALG_SHA256,
						 RIG_FIXED | RIG_STORAGE,
						 RIG_AES128 RIG_NONE "080000000000", NULL };

	(void)state;
	check_credential(&rig_storage);
	check_credential(&rsa);
}

/* --- moving ----------------------------------------------------------------------------------- */
/* PolicyCommandCode(TPM2_Duplicate) */
#define DUPLICATE_POLICY "bef56b8c1cc84e11edd717528d2cd99356bd2bbf8f015209c3f84aeeaba8e8a2"

static uint32_t duplicate_session(void)
{
	struct memory_command command = memory_begin(TPM_CC_START_AUTH_SESSION, NULL, NULL, 0);
	uint32_t session;

	put32(&command, TPM_RH_NULL);
	put32(&command, TPM_RH_NULL);
	put_2b(&command, "0123456789abcdef", 16);
	put16(&command, 0);
	put8(&command, TPM_SE_POLICY);
	put16(&command, TPM_ALG_NULL);
	put16(&command, TPM_ALG_SHA256);
	assert_int_equal(rig_run(&command), 0);
	session = get32(memory.response + TPM_HEADER_SIZE);
	command = memory_begin(TPM_CC_POLICY_COMMAND_CODE, NULL, &session, 1);
	put32(&command, TPM_CC_DUPLICATE);
	assert_int_equal(rig_run(&command), 0);
	return session;
}

struct moved {
	struct rig_blob key;
	struct rig_blob duplicate;
	struct rig_blob seed;
};

/* symmetric: hexadecimal digits of the inner wrapper's definition */
static uint32_t duplicate(uint32_t object, uint32_t parent, const char *symmetric,
			  struct moved *moved)
{
	const uint32_t handles[] = { object, parent };
	struct memory_command command = memory_begin(TPM_CC_DUPLICATE, NULL, handles, 2);
	uint32_t session = duplicate_session();
	const uint8_t *at;
	uint32_t rc;

	command.bytes[1] = TPM_ST_SESSIONS & 0xff;
	put32(&command, 9);
	put32(&command, session);
	put16(&command, 0);
	put8(&command, 0);
	put16(&command, 0);
	put16(&command, 0);
	rig_put_hex(&command, symmetric);
	rc = rig_run(&command);
	if (rc != 0) {
		assert_int_equal(rig_flush(session), 0);
		return rc;
	}
	at = memory_parameters();
	moved->key = rig_take(&at);
	moved->duplicate = rig_take(&at);
	moved->seed = rig_take(&at);
	return 0;
}

static uint32_t import(uint32_t parent, const struct rig_blob *pub, const struct moved *moved,
		       const char *symmetric, struct rig_blob *priv)
{
	struct memory_command command = memory_begin(TPM_CC_IMPORT, "", &parent, 1);
	const uint8_t *at;
	uint32_t rc;

	rig_put(&command, &moved->key);
	rig_put(&command, pub);
	rig_put(&command, &moved->duplicate);
	rig_put(&command, &moved->seed);
	rig_put_hex(&command, symmetric);
	rc = rig_run(&command);
	if (rc == 0) {
		at = memory_parameters();
		*priv = rig_take(&at);
	}
	return rc;
}

static const struct rig_template movable = { TPM_ALG_ECC, TPM_ALG_SHA256,
					     RIG_ORIGIN | TPMA_OBJECT_USERWITHAUTH |
						     TPMA_OBJECT_SIGN_ENCRYPT,
					     RIG_ECC_PLAIN, DUPLICATE_POLICY };

static void test_duplicate(void **state)
{
	struct rig_template fixed = movable;
	static const char *const wrappers[] = { RIG_NONE, RIG_AES128, "000601000043" };
	struct rig_blob priv;
	struct rig_blob pub;
	struct moved moved;
	uint32_t object = 0;
	uint32_t parent;
	uint32_t other;

	(void)state;
	parent = storage(TPM_RH_OWNER);
	other = storage(TPM_RH_ENDORSEMENT);
	assert_int_equal(rig_create(parent, &movable, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &object), 0);
	for (size_t i = 0; i < 6; i++) {
		uint32_t target = i % 2 != 0 ? other : TPM_RH_NULL;

		assert_int_equal(duplicate(object, target, wrappers[i / 2], &moved), 0);
		assert_int_equal(import(other, &pub, &moved, wrappers[i / 2], &priv), 0);
		if (target == other)
			assert_int_not_equal(import(parent, &pub, &moved, wrappers[i / 2], &priv),
					     0);
		moved.duplicate.bytes[moved.duplicate.len - 1] ^= 1;
		assert_int_not_equal(import(other, &pub, &moved, wrappers[i / 2], &priv), 0);
	}
	assert_int_equal(duplicate(object, object, RIG_NONE, &moved), HANDLE_(TPM_RC_TYPE, 2));
	assert_int_equal(rig_flush(object), 0);
	assert_int_equal(rig_load(other, &priv, &pub, &object), 0);
	assert_int_equal(rig_flush(object), 0);
	fixed.attributes |= RIG_FIXED;
	assert_int_equal(rig_create(parent, &fixed, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &object), 0);
	assert_int_equal(duplicate(object, other, RIG_NONE, &moved), HANDLE_(TPM_RC_ATTRIBUTES, 1));
}

/* encryptedDuplication: both wrappers or not at all */
static void test_duplicate_encrypted(void **state)
{
	struct rig_template guarded = movable;
	struct rig_blob priv;
	struct rig_blob pub;
	struct moved moved;
	uint32_t object = 0;
	uint32_t parent;

	(void)state;
	guarded.attributes |= TPMA_OBJECT_ENCRYPTEDDUPLICATION;
	parent = storage(TPM_RH_OWNER);
	assert_int_equal(rig_create(parent, &guarded, "", "", &priv, &pub), 0);
	assert_int_equal(rig_load(parent, &priv, &pub, &object), 0);
	assert_int_equal(duplicate(object, parent, RIG_NONE, &moved), PARAM(TPM_RC_SYMMETRIC, 2));
	assert_int_equal(duplicate(object, TPM_RH_NULL, RIG_AES128, &moved),
			 HANDLE_(TPM_RC_HIERARCHY, 2));
	assert_int_equal(duplicate(object, parent, RIG_AES128, &moved), 0);
	assert_int_equal(import(parent, &pub, &moved, RIG_AES128, &priv), 0);
	moved.seed.len = 0;
	assert_int_equal(import(parent, &pub, &moved, RIG_AES128, &priv),
			 PARAM(TPM_RC_ATTRIBUTES, 4));
	moved.key.len = 0;
	assert_int_equal(import(parent, &pub, &moved, RIG_NONE, &priv),
			 PARAM(TPM_RC_ATTRIBUTES, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_slots, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_persistent, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_evict_rules, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_sealed, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_clear, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_hierarchy_control, memory_setup,
						memory_teardown),
		cmocka_unit_test_setup_teardown(test_credential, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_duplicate, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_duplicate_encrypted, memory_setup,
						memory_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
