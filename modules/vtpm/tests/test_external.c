/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys that the caller brings: what TPM2_LoadExternal says of right and wrong ones, as other TPMs
 * do. */
/* test-sources: modules/vtpm/tests/memory_tpm.c modules/vtpm/tests/object_rig.c $(vtpm-tpm-src) */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "modules/vtpm/tests/object_rig.h"
#include "modules/vtpm/tpm/command.h"

#define P(code_, n_) COMMAND_PARAM(TPM_RC_##code_, n_)
/* The generator of P-256: the public key of 1 */
#define GX "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
#define GY "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"

static const struct {
	const char *name;
	const char *pub;
	const char *sensitive;
	uint32_t hierarchy;
	uint32_t rc;
} cases[] = {
	{ "ecc priv", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc priv owner", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_OWNER, P(HIERARCHY, 3) },
	{ "ecc priv short", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "002300000000000101", TPM_RH_NULL, 0 },
	{ "ecc priv zero", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "002300000000000100", TPM_RH_NULL, TPM_RC_KEY_SIZE },
	{ "ecc priv 0len", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0023000000000000", TPM_RH_NULL, TPM_RC_KEY_SIZE },
	{ "ecc priv big", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0023000000000020(ff*32)", TPM_RH_NULL, TPM_RC_KEY_SIZE },
	{ "ecc priv 33", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0023000000000021(00*32)01", TPM_RH_NULL, 0 },
	{ "ecc priv wrong", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "002300000000000102", TPM_RH_NULL, TPM_RC_BINDING },
	{ "ecc typ", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0001000000000020(00*31)01", TPM_RH_NULL, P(TYPE, 1) },
	{ "ecc typ kh", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0008000000000020(00*31)01", TPM_RH_NULL, P(TYPE, 1) },
	{ "ecc auth33", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "00230021(61*33)00000020(00*31)01", TPM_RH_NULL, P(SIZE, 1) },
	{ "ecc seed33", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "00230001610021(73*33)0020(00*31)01", TPM_RH_NULL, P(KEY_SIZE, 1) },
	{ "ecc seed32", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "00230001610020(73*32)0020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc trail", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)0178", TPM_RH_NULL, P(SIZE, 1) },
	{ "bad type", "0023000b00060040000000100010000300100020" GX "0020" GY,
	  "0099000000000020(00*31)01", TPM_RH_NULL, P(TYPE, 1) },
	{ "ecc ft", "0023000b00060042000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, P(ATTRIBUTES, 2) },
	{ "ecc pubonly ft", "0023000b00060042000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc fp", "0023000b00060050000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, P(ATTRIBUTES, 2) },
	{ "ecc pubonly fp", "0023000b00060050000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc ftfp", "0023000b00060052000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, P(ATTRIBUTES, 2) },
	{ "ecc pubonly ftfp", "0023000b00060052000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc res", "0023000b00070040000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, P(ATTRIBUTES, 2) },
	{ "ecc pubonly res", "0023000b00070040000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, P(SYMMETRIC, 2) },
	{ "ecc ed", "0023000b00060840000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc pubonly ed", "0023000b00060840000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc sdo", "0023000b00060060000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc pubonly sdo", "0023000b00060060000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc st", "0023000b00060044000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc pubonly st", "0023000b00060044000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc x5", "0023000b000e0040000000100010000300100020" GX "0020" GY,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc pubonly x5", "0023000b000e0040000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_OWNER, 0 },
	{ "ecc null alg", "0023001000060040000000100010000300100020" GX "0020" GX,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc null alg policy", "002300100006004000013100100010000300100020" GX "0020" GX,
	  "0023000000000020(00*31)01", TPM_RH_NULL, 0 },
	{ "ecc pub short",
	  "0023000b0006004000000010001000030010001f17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4"
	  "a13945d898c2960020" GY,
	  "", TPM_RH_NULL, P(KEY, 2) },
	{ "ecc pub off", "0023000b00060040000000100010000300100020" GX "0020" GX, "", TPM_RH_NULL,
	  P(ECC_POINT, 2) },
	{ "ecc pub empty", "0023000b000600400000001000100003001000000000", "", TPM_RH_NULL,
	  P(KEY, 2) },
	{ "ecc pub policy", "0023000b0006004000013100100010000300100020" GX "0020" GY, "",
	  TPM_RH_NULL, 0 },
	{ "ecc pub neither", "0023000b00000040000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_NULL, 0 },
	{ "ecc pub hier plat", "0023000b00060040000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_PLATFORM, 0 },
	{ "ecc pub hier lockout", "0023000b00060040000000100010000300100020" GX "0020" GY, "",
	  TPM_RH_LOCKOUT, P(VALUE, 3) },
	{ "rsa pub", "0001000b000600400000001000100800000000000100(ff*256)", "", TPM_RH_NULL, 0 },
	{ "rsa pub even", "0001000b000600400000001000100800000000000100(fe*256)", "", TPM_RH_NULL,
	  0 },
	{ "rsa pub low", "0001000b000600400000001000100800000000000100(7f*256)", "", TPM_RH_NULL,
	  P(KEY, 2) },
	{ "rsa pub short", "0001000b0006004000000010001008000000000000(ff*256)", "", TPM_RH_NULL,
	  P(KEY, 2) },
	{ "rsa pub 1024 len", "0001000b000600400000001000100800000000000080(ff*128)", "",
	  TPM_RH_NULL, P(KEY, 2) },
	{ "rsa pub e3", "0001000b000600400000001000100800000000030100(ff*256)", "", TPM_RH_NULL,
	  P(VALUE, 2) },
	{ "rsa pub e7", "0001000b000600400000001000100800000000070100(ff*256)", "", TPM_RH_NULL,
	  0 },
	{ "rsa e 8", "0001000b000600400000001000100800000000080100(ff*256)", "", TPM_RH_NULL, 0 },
	{ "rsa priv short", "0001000b000600400000001000100800000000000100(ff*256)",
	  "000100000000007f(ff*127)", TPM_RH_NULL, P(KEY_SIZE, 1) },
	{ "rsa priv low", "0001000b000600400000001000100800000000000100(ff*256)",
	  "0001000000000080(7f*128)", TPM_RH_NULL, P(KEY_SIZE, 1) },
	{ "rsa priv wrong e", "0001000b000600400000001000100800000000030100(ff*256)",
	  "0001000000000080(ff*128)", TPM_RH_NULL, P(VALUE, 2) },
	{ "kh",
	  "0008000b000000400000001000204cfd7e9045e8900043ae17500df05a690a73ed599fa3747671e274639cfc"
	  "c904",
	  "000800000020(73*32)0010(6b*16)", TPM_RH_NULL, 0 },
	{ "kh seed16",
	  "0008000b0000004000000010002018965d694ee41c17c56e651fb35a5de1beae75f8cdd50507fa2c2a02bbef"
	  "c435",
	  "000800000010(73*16)0010(6b*16)", TPM_RH_NULL, P(KEY_SIZE, 1) },
	{ "kh bind",
	  "0008000b000000400000001000204cfd7e9045e8900043ae17500df05a690a73ed599fa3747671e274639cfc"
	  "c904",
	  "000800000020(73*32)000f(6b*15)", TPM_RH_NULL, TPM_RC_BINDING },
	{ "kh 128",
	  "0008000b000000400000001000208956245be32bc0e008e959aec50dcfd4fdde4fa3e3df1ec63aebb7c173e0"
	  "429f",
	  "000800000020(73*32)0080(6b*128)", TPM_RH_NULL, 0 },
	{ "kh 0",
	  "0008000b000000400000001000208fd6a6a78f5857d7ba1cfe9033bffeec86da2ba6a4bd60a6f833209d9d3e"
	  "390d",
	  "000800000020(73*32)0000", TPM_RH_NULL, 0 },
	{ "kh 129",
	  "0008000b0000004000000010002083c666f7876dafd570d60cd2cdc18465caf5be6850e2a54daa98192000ae"
	  "9344",
	  "000800000020(73*32)0081(6b*129)", TPM_RH_NULL, P(SIZE, 1) },
	{ "kh hmac 65",
	  "0008000b0004004000000005000b0020bc0b7e85f2c37b16e3122ecfbd5846bf99146845987f215cdf8b1493"
	  "cd61c088",
	  "000800000020(73*32)0041(6b*65)", TPM_RH_NULL, P(KEY_SIZE, 1) },
	{ "kh pub",
	  "0008000b000000400000001000204cfd7e9045e8900043ae17500df05a690a73ed599fa3747671e274639cfc"
	  "c904",
	  "", TPM_RH_NULL, 0 },
	{ "kh pub short", "0008000b0000004000000010000178", "", TPM_RH_NULL, P(KEY, 2) },
	{ "kh null alg pub", "0008001000000040000000100000", "", TPM_RH_NULL, 0 },
	{ "kh null alg pub x", "000800100000004000000010000178", "", TPM_RH_NULL, P(KEY, 2) },
	{ "kh null alg", "0008001000000040000000100000", "000800000000000178", TPM_RH_NULL, 0 },
	{ "sym",
	  "0025000b00060040000000060080004300204cfd7e9045e8900043ae17500df05a690a73ed599fa3747671e2"
	  "74639cfcc904",
	  "002500000020(73*32)0010(6b*16)", TPM_RH_NULL, 0 },
	{ "sym15",
	  "0025000b0006004000000006008000430020eac31b1e8e15db77f2cad38c85e4bbde7afb8ebc77c6751db37e"
	  "db06fb0dbba4",
	  "002500000020(73*32)000f(6b*15)", TPM_RH_NULL, P(KEY_SIZE, 1) },
	{ "sym33",
	  "0025000b00060040000000060080004300204123c508141632ceab00e61ce912841f3c477e4c85b1197a952f"
	  "d160d3c36d9e",
	  "002500000020(73*32)0021(6b*33)", TPM_RH_NULL, P(SIZE, 1) },
	/* 2^1024 − 3 divides nothing like it */
	{ "rsa prime of another modulus",
	  "0001000b00060040000000100010080000000000"
	  "0100(ff*256)",
	  "0001000000000080(ff*127)fd", TPM_RH_NULL, TPM_RC_BINDING },
};

static void put_sized_hex(struct memory_command *command, const char *digits)
{
	struct memory_command inner = { .len = 0 };

	rig_put_hex(&inner, digits);
	put_2b(command, inner.bytes, inner.len);
}

static uint32_t load_external(const char *pub, const char *sensitive, uint32_t hierarchy)
{
	struct memory_command command = memory_begin(TPM_CC_LOAD_EXTERNAL, NULL, NULL, 0);

	put_sized_hex(&command, sensitive);
	put_sized_hex(&command, pub);
	put32(&command, hierarchy);
	return memory_run(&command, 0);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t rc = load_external(cases[i].pub, cases[i].sensitive, cases[i].hierarchy);

		if (rc != cases[i].rc)
			fail_msg("%s: %#x, not %#x", cases[i].name, rc, cases[i].rc);
		if (rc == 0)
			assert_int_equal(rig_flush(0x80000000), 0);
	}
}

/* An external key is nobody's parent and never persistent */
static void test_uses(void **state)
{
	static const char storage_pub[] = "0023000b00030060000000060080004300100003001000"
					  "20" GX "0020" GY;
	const uint32_t external = 0x80000000;
	struct rig_blob priv;
	struct rig_blob pub;
	struct memory_command command;
	const uint32_t handles[] = { TPM_RH_OWNER, external };
	const char *const auths[] = { "", NULL };

	(void)state;
	assert_int_equal(load_external(storage_pub, "", TPM_RH_OWNER), 0);
	assert_int_equal(rig_create(external, &rig_signing, "", "", &priv, &pub),
			 TPM_RC_AUTH_UNAVAILABLE);
	command = rig_begin(TPM_CC_EVICT_CONTROL, handles, auths, 2);
	put32(&command, 0x81000000);
	assert_int_equal(rig_run(&command), COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cases, memory_setup, memory_teardown),
		cmocka_unit_test_setup_teardown(test_uses, memory_setup, memory_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
