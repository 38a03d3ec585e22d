/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Templates that are right and wrong, and what TPM2_CreatePrimary says: as other TPMs do. */
/* test-sources: modules/vtpm/tests/memory_tpm.c modules/vtpm/tests/object_rig.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/object_rig.h"
#include "modules/vtpm/tpm/command.h"

#define FT TPMA_OBJECT_FIXEDTPM
#define FP TPMA_OBJECT_FIXEDPARENT
#define FIXED RIG_FIXED
#define ORIGIN RIG_ORIGIN
#define AUTH TPMA_OBJECT_USERWITHAUTH
#define ED TPMA_OBJECT_ENCRYPTEDDUPLICATION
#define RES TPMA_OBJECT_RESTRICTED
#define DEC TPMA_OBJECT_DECRYPT
#define SIGN TPMA_OBJECT_SIGN_ENCRYPT
#define X509 TPMA_OBJECT_X509SIGN
#define STORAGE RIG_STORAGE
#define PUBLIC(code_) COMMAND_PARAM(TPM_RC_##code_, 2)
#define SENSITIVE(code_) COMMAND_PARAM(TPM_RC_##code_, 1)

static const struct {
	const char *name;
	struct rig_template template;
	uint32_t data_len;
	uint32_t rc;
} cases[] = {
	{ "storage",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000030010", NULL },
	  0,
	  0 },
	{ "storage aes128 ctr",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800040001000030010", NULL },
	  0,
	  0 },
	{ "storage aes128 ofb",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800041001000030010", NULL },
	  0,
	  0 },
	{ "storage aes128 cbc",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800042001000030010", NULL },
	  0,
	  0 },
	{ "storage aes128 ecb",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800044001000030010", NULL },
	  0,
	  0 },
	{ "storage aes128 null",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800010001000030010", NULL },
	  0,
	  0 },
	{ "nameAlg null",
	  { TPM_ALG_ECC, TPM_ALG_NULL, FIXED | STORAGE, "000600800043001000030010", NULL },
	  0,
	  PUBLIC(HASH) },
	{ "policy size 5",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000030010",
	    "3132333435" },
	  0,
	  PUBLIC(SIZE) },
	{ "ft no fp",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FT | STORAGE, "000600800043001000030010", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "ft+ed",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | ED | RES | DEC,
	    "000600800043001000030010", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "ed not fixed",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, ORIGIN | AUTH | ED | RES | DEC, "000600800043001000030010",
	    NULL },
	  0,
	  0 },
	{ "x509 no sign",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE | X509, "000600800043001000030010", NULL },
	  0,
	  0 },
	{ "res sign+dec",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE | SIGN, "000600800043001000030010", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "res neither",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | RES, "000600800043001000030010",
	    NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "no SDO no data",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | AUTH | RES | DEC, "000600800043001000030010",
	    NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "no SDO data",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | AUTH | RES | DEC, "000600800043001000030010",
	    NULL },
	  32,
	  PUBLIC(ATTRIBUTES) },
	{ "SDO data",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000030010", NULL },
	  32,
	  0 },
	{ "sym null",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "0010001000030010", NULL },
	  0,
	  PUBLIC(SYMMETRIC) },
	{ "sign sym",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "000600800043001000030010",
	    NULL },
	  0,
	  PUBLIC(SYMMETRIC) },
	{ "sign scheme null unres",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "0010001000030010", NULL },
	  0,
	  0 },
	{ "sign res null",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | RES | SIGN, "0010001000030010",
	    NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "sign res ecdsa",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | RES | SIGN, "00100018000b00030010",
	    NULL },
	  0,
	  0 },
	{ "sign ecdh",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "00100019000b00030010",
	    NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "dec ecdsa",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "00100018000b00030010",
	    NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "dec ecdh",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "00100019000b00030010",
	    NULL },
	  0,
	  0 },
	{ "dec res ecdh",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430019000b00030010", NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "kdf",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000030020000b", NULL },
	  0,
	  PUBLIC(KDF) },
	{ "s+d ecdsa",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC | SIGN, "00100018000b00030010",
	    NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "s+d null",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC | SIGN, "0010001000030010",
	    NULL },
	  0,
	  0 },
	{ "none none",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH, "0010001000030010", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "namealg",
	  { TPM_ALG_ECC, TPM_ALG_SHA1, FIXED | STORAGE, "000600800043001000030010", NULL },
	  0,
	  0 },
	{ "namealg",
	  { TPM_ALG_ECC, TPM_ALG_SHA384, FIXED | STORAGE, "000600800043001000030010", NULL },
	  0,
	  0 },
	{ "namealg",
	  { TPM_ALG_ECC, TPM_ALG_SHA512, FIXED | STORAGE, "000600800043001000030010", NULL },
	  0,
	  0 },
	{ "curve 4",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000040010", NULL },
	  0,
	  0 },
	{ "curve 5",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000050010", NULL },
	  0,
	  0 },
	{ "curve 10",
	  { TPM_ALG_ECC, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001000100010", NULL },
	  0,
	  0 },
	{ "rsa 1024",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430010040000000000", NULL },
	  0,
	  0 },
	{ "rsa 4096",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430010100000000000", NULL },
	  0,
	  PUBLIC(VALUE) },
	{ "rsa e 3",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430010080000000003", NULL },
	  0,
	  TPM_RC_RANGE },
	{ "rsa e 5",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430010080000000005", NULL },
	  0,
	  TPM_RC_RANGE },
	{ "rsa e 7",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430010080000000007", NULL },
	  0,
	  TPM_RC_RANGE },
	{ "rsa e 65535",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043001008000000ffff", NULL },
	  0,
	  TPM_RC_RANGE },
	{ "rsa e 268439553",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | STORAGE, "0006008000430010080010001001", NULL },
	  0,
	  TPM_RC_RANGE },
	{ "seal 0",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "seal 1", { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL }, 1, 0 },
	{ "seal 16", { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL }, 16, 0 },
	{ "seal 64", { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL }, 64, 0 },
	{ "seal 127", { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL }, 127, 0 },
	{ "seal 128", { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL }, 128, 0 },
	{ "seal 129",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH, "0010", NULL },
	  129,
	  SENSITIVE(SIZE) },
	{ "seal sdo",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH, "0010", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "seal restricted",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | RES, "0010", NULL },
	  1,
	  PUBLIC(ATTRIBUTES) },
	{ "hmac none",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "0010", NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "hmac data 1",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000b", NULL },
	  1,
	  0 },
	{ "hmac data 64",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000b", NULL },
	  64,
	  0 },
	{ "hmac data 65",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000b", NULL },
	  65,
	  TPM_RC_SIZE },
	{ "hmac data 128",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000b", NULL },
	  128,
	  TPM_RC_SIZE },
	{ "hmac512 data 1",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000d", NULL },
	  1,
	  0 },
	{ "hmac512 data 64",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000d", NULL },
	  64,
	  0 },
	{ "hmac512 data 65",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000d", NULL },
	  65,
	  0 },
	{ "hmac512 data 128",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000d", NULL },
	  128,
	  0 },
	{ "hmac512 data 129",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | SIGN, "0005000d", NULL },
	  129,
	  SENSITIVE(SIZE) },
	{ "hmac sdo",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "0005000b", NULL },
	  0,
	  0 },
	{ "hmac s+d null data 128",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | DEC | SIGN, "0010", NULL },
	  128,
	  TPM_RC_SIZE },
	{ "hmac s+d null sdo",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC | SIGN, "0010", NULL },
	  0,
	  0 },
	{ "xor dec",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000a000b0022", NULL },
	  0,
	  0 },
	{ "xor dec 56a",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000a000b0020", NULL },
	  0,
	  0 },
	{ "xor dec kdfnull",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000a000b0010", NULL },
	  0,
	  0 },
	{ "xor sign",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "000a000b0022", NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "deriv parent",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | STORAGE, "000a000b0022", NULL },
	  0,
	  0 },
	{ "deriv parent 56a",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | STORAGE, "000a000b0020", NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "deriv parent hash null",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | STORAGE, "000a00100022", NULL },
	  0,
	  PUBLIC(HASH) },
	{ "deriv parent data",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, AUTH | RES | DEC, "000a000b0022", NULL },
	  32,
	  0 },
	{ "deriv parent data fixed",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | AUTH | RES | DEC, "000a000b0022", NULL },
	  32,
	  PUBLIC(ATTRIBUTES) },
	{ "kh restricted sign hmac",
	  { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | RES | SIGN, "0005000b",
	    NULL },
	  0,
	  0 },
	{ "sym mode 40",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000600800040", NULL },
	  0,
	  0 },
	{ "sym mode 41",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000600800041", NULL },
	  0,
	  0 },
	{ "sym mode 42",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000600800042", NULL },
	  0,
	  0 },
	{ "sym mode 43",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000600800043", NULL },
	  0,
	  0 },
	{ "sym mode 44",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000600800044", NULL },
	  0,
	  0 },
	{ "sym mode 10",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "000600800010", NULL },
	  0,
	  0 },
	{ "sym dec null alg",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "0010", NULL },
	  0,
	  PUBLIC(SYMMETRIC) },
	{ "sym storage",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | STORAGE, "000600800043", NULL },
	  0,
	  0 },
	{ "sym storage cbc",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | STORAGE, "000600800042", NULL },
	  0,
	  0 },
	{ "sym sign",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "000600800043", NULL },
	  0,
	  0 },
	{ "sym sign res",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | RES | SIGN, "000600800043",
	    NULL },
	  0,
	  0 },
	{ "sym neither",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH, "000600800043", NULL },
	  0,
	  PUBLIC(ATTRIBUTES) },
	{ "sym data 1",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | AUTH | DEC, "000600800043", NULL },
	  1,
	  TPM_RC_KEY_SIZE },
	{ "sym data 15",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | AUTH | DEC, "000600800043", NULL },
	  15,
	  TPM_RC_KEY_SIZE },
	{ "sym data 16",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | AUTH | DEC, "000600800043", NULL },
	  16,
	  0 },
	{ "sym data 17",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | AUTH | DEC, "000600800043", NULL },
	  17,
	  TPM_RC_KEY_SIZE },
	{ "sym data 32",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | AUTH | DEC, "000600800043", NULL },
	  32,
	  TPM_RC_KEY_SIZE },
	{ "sym 256 data 16",
	  { TPM_ALG_SYMCIPHER, TPM_ALG_SHA256, FIXED | AUTH | DEC, "000601000043", NULL },
	  16,
	  TPM_RC_KEY_SIZE },
	{ "rsa dec oaep",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "00100017000b080000000000",
	    NULL },
	  0,
	  0 },
	{ "rsa dec ssa",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | DEC, "00100014000b080000000000",
	    NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "rsa sign oaep",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "00100017000b080000000000",
	    NULL },
	  0,
	  PUBLIC(SCHEME) },
	{ "rsa sign ssa hash null",
	  { TPM_ALG_RSA, TPM_ALG_SHA256, FIXED | ORIGIN | AUTH | SIGN, "001000140010080000000000",
	    NULL },
	  0,
	  PUBLIC(HASH) },
};

static void test_primary(void **state)
{
	char data[256] = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t handle = 0;
		uint32_t rc;

		memset(data, 0, sizeof(data));
		memset(data, 'd', cases[i].data_len);
		rc = rig_create_primary(TPM_RH_OWNER, &cases[i].template, data, &handle);
		if (rc != cases[i].rc)
			fail_msg("%s: %#x, not %#x", cases[i].name, rc, cases[i].rc);
		if (rc == 0)
			assert_int_equal(rig_flush(handle), 0);
	}
}

/* Each length of the command but the whole one, and each byte more */
static void test_truncated(void **state)
{
	const uint32_t owner = TPM_RH_OWNER;
	struct memory_command command = memory_begin(TPM_CC_CREATE_PRIMARY, "", &owner, 1);
	size_t header = command.len;
	size_t whole;

	(void)state;
	put16(&command, 4);
	put32(&command, 0);
	rig_put_public(&command, &rig_storage);
	put16(&command, 0);
	put32(&command, 0);
	whole = command.len;
	for (command.len = header; command.len < whole; command.len++) {
		uint32_t rc = memory_run(&command, 0);

		if ((rc & 0xff) != TPM_RC_INSUFFICIENT + TPM_RC_P &&
		    (rc & 0xff) != TPM_RC_SIZE + TPM_RC_P)
			fail_msg("%zu bytes: %#x", command.len, rc);
	}
	command.len = whole + 1;
	assert_int_equal(memory_run(&command, 0), TPM_RC_SIZE);
	command.len = whole;
	assert_int_equal(memory_run(&command, 0), 0);
}

static void test_auth(void **state)
{
	static const struct {
		const char *auth;
		size_t zeros;
		uint32_t rc;
	} auths[] = {
		{ "", 32, 0 },
		{ "12345678901234567890123456789012", 0, 0 },
		{ "12345678901234567890123456789012", 32, 0 },
		{ "12345678901234567890123456789012", 33, SENSITIVE(SIZE) },
		{ "123456789012345678901234567890123", 0, SENSITIVE(SIZE) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(auths) / sizeof(auths[0]); i++) {
		const uint32_t owner = TPM_RH_OWNER;
		struct memory_command command = memory_begin(TPM_CC_CREATE_PRIMARY, "", &owner, 1);
		size_t len = strlen(auths[i].auth) + auths[i].zeros;
		char auth[80] = { 0 };

		strcpy(auth, auths[i].auth);
		put16(&command, (uint32_t)(4 + len));
		put_2b(&command, auth, len);
		put16(&command, 0);
		rig_put_public(&command, &rig_storage);
		put16(&command, 0);
		put32(&command, 0);
		assert_int_equal(memory_run(&command, 0), auths[i].rc);
		if (auths[i].rc == 0)
			assert_int_equal(rig_flush(0x80000000), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_primary, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_truncated, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_auth, memory_setup, memory_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
