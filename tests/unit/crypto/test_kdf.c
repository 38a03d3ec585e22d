/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test-sources: */
/* KDFa, KDFe and MGF1 against values computed with another HMAC and hash implementation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "crypto/kdf.h"
#include "tests/unit/crypto/hex.h"

/* key and z are 1, 2, … 32; the contexts "nonce newer" and "older"; the labels STORAGE and IDENTITY
 */
static const struct {
	enum crypto_hash_alg alg;
	uint32_t bits;
	const char *a;
	const char *e;
} vectors[] = {
	{ CRYPTO_SHA1, 128, "ed733cb8a28d5a033a7d9e382aa495c5",
	  "6a0e0964f80bd384e814396c70bef30e" },
	{ CRYPTO_SHA1, 521,
	  "01e54a12e3becbe818fb3643f3d0b6e0663176f0b2be9eb5bbe269de838bfa9e4bfd064a2dc245ba"
	  "f642ad5d74abfe941d973720615a139181a9848ea891dd64d5a2",
	  "000e0964f80bd384e814396c70bef30e02c77f680f4cdf13aae26ebc340f8e3365acd0e06405be83"
	  "1a7c771435314d75b6f540ea78d0e6c3ad818feabb8ca191d836" },
	{ CRYPTO_SHA1, 1024,
	  "2bf2248503634d1e0abed90b7628da1cd2f4bf326d222ee8a1e3bae217a2bf343009f0f16a045d8b"
	  "ddf31ff4d751b7790738a12dcea26f912fb5e9fb801529c3782e9567355f542ec39577a0dd3f6351"
	  "d71d9cec51cf0cf47c18c6605ed5d2968ed2cc17b0ee2d70b19babbe6f7b657dcd09400c03804c54"
	  "660e8edfff366cc7",
	  "6a0e0964f80bd384e814396c70bef30e02c77f680f4cdf13aae26ebc340f8e3365acd0e06405be83"
	  "1a7c771435314d75b6f540ea78d0e6c3ad818feabb8ca191d8366c7a67154c3ae6bdf9061d8066ae"
	  "4dcaff73b4aa99b63dd2bf91cdccc820291e7ebe0224e0fcbd3aa5a5ba6c29d237d4561ad70d9053"
	  "55a1e232cc4ac053" },
	{ CRYPTO_SHA256, 128, "236bc593e16afefa65cf24aaf377adb0",
	  "947e4d823a4bb30b4d4055f10e313933" },
	{ CRYPTO_SHA256, 521,
	  "00ed6e5723b1382a8d8b3c8f999e9d133716e8658bf0597320107bc43f7034503ef3b019535c80b1"
	  "0bac0a5478dbb0faedc770b2d6f0685b455e11b8cf13947cbd0d",
	  "007e4d823a4bb30b4d4055f10e313933c6ef3e31dae802d0268c9a3b44c360b7845bbac548d4a9bf"
	  "4ac4fc6940db24dfac482a9de35d5fc43b25b2c24fcb84aaa992" },
	{ CRYPTO_SHA256, 1024,
	  "438517ecca92ee55f3c2b103941e649c2f4ba71b67db9116cebe282802dd1893490d76ed9fb63916"
	  "aa75920c581d0c993b6b6e4723c47e6dc1212c32acdde1e9f8f134caa8301e536505fb302792704d"
	  "5e515994bd03adc82bac30fa29e3ca9edd5e41d4049ddf27a3949f9824d2ba36b4e8ac8c916d4f2b"
	  "ff1351d01573b417",
	  "947e4d823a4bb30b4d4055f10e313933c6ef3e31dae802d0268c9a3b44c360b7845bbac548d4a9bf"
	  "4ac4fc6940db24dfac482a9de35d5fc43b25b2c24fcb84aaa9922ce85746d3b1bd14856ee714c334"
	  "88e3c14a6382b4098bc0bc77214193a79c22c507ae5e9d2089125a4bb80c3a8b26228f2e4489deb4"
	  "307da7661194bd56" },
	{ CRYPTO_SHA384, 128, "b668ae56dd9155dfa6f2bb62b09f07b0",
	  "9f2a653d31fd13b117557b7f63fa74fe" },
	{ CRYPTO_SHA384, 521,
	  "01602cd0ba3d37fc658d1a9fb454acc9ad1e60e863ccf79c98cacf9cd9a87482121249d10969f3b6"
	  "bbad1ac6229c42ec9d749816ee3c894427eee670527f0eec31e8",
	  "012a653d31fd13b117557b7f63fa74fe613cffb9066fc42b0f017f159c101a82dde05d9e8e2c255d"
	  "188ba2eebbe369f5b3f50e795ba44d33502ea2e98558e1e24936" },
	{ CRYPTO_SHA384, 1024,
	  "31208c13a3404ed26f982f20492555370b21c8fb9b08c33c61447b6d95e939eec1471d05dab4b6e2"
	  "96152f6d5d25b54347ba48fabf681328b72d68f0bc0ed6efb7103fe352b4b27c6fe2f6ef44d37e92"
	  "fec50f84171cf05f7f471cc747f5d58a8b0adc0ea4eb658a7db03066764c9e0c2aaa65714a061e52"
	  "db061f6123c03f77",
	  "9f2a653d31fd13b117557b7f63fa74fe613cffb9066fc42b0f017f159c101a82dde05d9e8e2c255d"
	  "188ba2eebbe369f5b3f50e795ba44d33502ea2e98558e1e249368eeab45ea89ffa84eebe1e207b94"
	  "b670cf85d45c0a64c029f1657ce9dad7f9c4d58bf264422c4652e7c3f439548fa34cda5ecabec260"
	  "7a488513e2955cf0" },
	{ CRYPTO_SHA512, 128, "489d03fad0c096d88c0fd8b53e50e1d1",
	  "605cbf176327bfc424c73459af62c8d1" },
	{ CRYPTO_SHA512, 521,
	  "006b0096afe8e84cdc58b63597b536e6c7178d615171df6e13f1e97d12df912cc8cad94ab6dfc03e"
	  "b6667493296dbd5dfb82497b750d31c2d7c564c31187787d6d76",
	  "005cbf176327bfc424c73459af62c8d1316b90dce329045f94a5d6921b19de5ad151bf525c726cba"
	  "62d14f1d9bbf42c0e5e7fd859c4e8af0b28d9abb0f2f7c58bd34" },
	{ CRYPTO_SHA512, 1024,
	  "923d469ed30560d9666e30e4b9b8c9cf2feedcd59365cb98deb7ad72fed80b59297f97b849bcc202"
	  "7215bf76d08778b7e60c9c290da32f02607dceba1fbfe7ef54b7ecfaa19f7c89d68720f56ac30c02"
	  "149721f4c5b35bf6dccb843483b883bb19157bd2ac42b88b5f306a33b7e26f070a5b4132d5d0d09c"
	  "e0358ea1ba296a17",
	  "605cbf176327bfc424c73459af62c8d1316b90dce329045f94a5d6921b19de5ad151bf525c726cba"
	  "62d14f1d9bbf42c0e5e7fd859c4e8af0b28d9abb0f2f7c58bd34071d406e96a642237b1397e9a61f"
	  "7d13335d12e440f204843974fb4b9d0c9d12b91677a7664ed3539f7c5812c6fcaf1b73406b12a041"
	  "732137034a358f0b" },
};

static void test_vectors(void **state)
{
	const struct kdf_field u = { "nonce newer", 11 };
	const struct kdf_field v = { "older", 5 };
	uint8_t key[32];
	uint8_t out[130];

	(void)state;
	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (uint8_t)(i + 1);
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		size_t len = (vectors[i].bits + 7) / 8;

		out[len] = 0xa5;
		kdf_a(vectors[i].alg, (struct kdf_field){ key, sizeof(key) }, "STORAGE", u, v,
		      vectors[i].bits, out);
		assert_true(equals_hex(out, len, vectors[i].a));
		kdf_e(vectors[i].alg, (struct kdf_field){ key, sizeof(key) }, "IDENTITY", u, v,
		      vectors[i].bits, out);
		assert_true(equals_hex(out, len, vectors[i].e));
		assert_int_equal(out[len], 0xa5);
	}
}

static void test_empty_fields(void **state)
{
	const struct kdf_field none = { NULL, 0 };
	uint8_t out[32] = { 0xa5 };

	(void)state;
	kdf_a(CRYPTO_SHA256, none, "", none, none, 0, out);
	assert_int_equal(out[0], 0xa5);
	kdf_a(CRYPTO_SHA256, none, "", none, none, 1, out);
	assert_true(out[0] <= 1);
}

static void test_mgf1(void **state)
{
	uint8_t out[50] = { 0 };

	(void)state;
	kdf_mgf1_xor(CRYPTO_SHA1, "seed", 4, out, sizeof(out));
	assert_true(equals_hex(out, sizeof(out),
			       "09d8db2214e56d4dec8f9a3099b851a46886fe3f682e3c4f6a35ff98dd07"
			       "2c1124a6b7b411e543f204ffbe1792ab51164538"));
	memset(out, 0, sizeof(out));
	kdf_mgf1_xor(CRYPTO_SHA256, "seed", 4, out, sizeof(out));
	assert_true(equals_hex(out, sizeof(out),
			       "336f28a022193939585a1b4edc989f870917f3a5f6ddd16e4fb357084a6b"
			       "dfc273a649427664d03bbb062e456425488416c5"));
	kdf_mgf1_xor(CRYPTO_SHA256, "seed", 4, out, sizeof(out));
	for (size_t i = 0; i < sizeof(out); i++)
		assert_int_equal(out[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_empty_fields),
		cmocka_unit_test(test_mgf1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
