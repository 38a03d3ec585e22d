/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of the guest's TPM: a quote that verifies, data sealed and unsealed, a key bound to the
 * evidence. */
#include "lib/freestanding/memory.h"
#include "modules/vtpm/protocol.h"
#include "modules/vtpm/tests/guest_client.h"
#include "tests/guest/x86.h"
#include "tests/guest/pool.h"
#include "tests/guest/test.h"

static const uint8_t nonce[] = "a verifier's nonce";

struct blob {
	uint32_t len;
	uint8_t bytes[1024];
};

static void blob_take(struct blob *blob, struct tpm_message *message)
{
	const uint8_t *from = tpm_get_2b(message, &blob->len);

	if (!CHECK(blob->len <= sizeof(blob->bytes)))
		blob->len = 0;
	memcpy(blob->bytes, from, blob->len);
}

static struct blob attest;
static struct blob digest;
static struct blob signature;

/* Quote of PCR 0; attest and signature are taken */
static void quote(struct tpm_message *message, uint32_t key)
{
	tpm_start(message, TPM_CC_QUOTE);
	tpm_put(message, key, 4);
	tpm_put_passwords(message, 1);
	tpm_put_2b(message, nonce, sizeof(nonce));
	tpm_put(message, TPM_ALG_NULL, 2);
	tpm_put(message, 1, 4);
	tpm_put(message, TPM_ALG_SHA384, 2);
	tpm_put(message, 0x03010000, 4);
	if (!CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS))
		return;
	(void)tpm_get(message, 4);
	blob_take(&attest, message);
	signature.len = 2 * (2 + 2 + 32) - 4 + 4; /* algorithm, hash, r, s */
	memcpy(signature.bytes, tpm_get_bytes(message, signature.len), signature.len);
}

GUEST_TEST(vtpm_quote, 0)
{
	struct tpm_message message = { .page = pool_page() };
	uint32_t key;

	if (!tpm_is_there())
		return;
	key = tpm_create_primary(&message, TPM_RH_ENDORSEMENT, tpm_signing_p256,
				 tpm_signing_p256_len);
	quote(&message, key);
	CHECK(attest.len > 6 && attest.bytes[0] == 0xff &&
	      attest.bytes[5] == (TPM_ST_ATTEST_QUOTE & 0xff));
	tpm_start(&message, TPM_CC_HASH);
	tpm_put_2b(&message, attest.bytes, attest.len);
	tpm_put(&message, TPM_ALG_SHA256, 2);
	tpm_put(&message, TPM_RH_NULL, 4);
	CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
	blob_take(&digest, &message);
	for (uint32_t flip = 0; flip < 2; flip++) {
		digest.bytes[5] ^= (uint8_t)flip;
		tpm_start(&message, TPM_CC_VERIFY_SIGNATURE);
		tpm_put(&message, key, 4);
		tpm_put_2b(&message, digest.bytes, digest.len);
		tpm_put_bytes(&message, signature.bytes, signature.len);
		CHECK_EQ(tpm_send(&message),
			 flip ? TPM_RC_SIGNATURE + TPM_RC_P + 0x200 : TPM_RC_SUCCESS);
	}
	tpm_flush(&message, key);
}

static struct blob name;

/* Takes the Name of an object */
static void name_read(struct tpm_message *message, uint32_t handle)
{
	uint32_t len;

	tpm_start(message, TPM_CC_READ_PUBLIC);
	tpm_put(message, handle, 4);
	name.len = 0;
	if (!CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS))
		return;
	(void)tpm_get_2b(message, &len);
	blob_take(&name, message);
}

#define EK_RSA_2048 0x81010001u
#define EK_P384 0x81010016u

/* How many persistent objects there are; their handles are next in the response */
static uint64_t persistent_count(struct tpm_message *message)
{
	tpm_start(message, TPM_CC_GET_CAPABILITY);
	tpm_put(message, TPM_CAP_HANDLES, 4);
	tpm_put(message, TPM_HT_PERSISTENT << TPM_HT_SHIFT, 4);
	tpm_put(message, 3, 4);
	CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS);
	(void)tpm_get(message, 1 + 4);
	return tpm_get(message, 4);
}

GUEST_TEST(vtpm_endorsement_keys, 0)
{
	struct tpm_message message = { .page = pool_page() };
	uint8_t first[2 + 48];

	if (!tpm_is_there() || !CHECK_EQ(persistent_count(&message), 2))
		return;
	CHECK_EQ(tpm_get(&message, 4), EK_RSA_2048);
	CHECK_EQ(tpm_get(&message, 4), EK_P384);
	name_read(&message, EK_P384);
	if (!CHECK_EQ(name.len, sizeof(first)))
		return;
	memcpy(first, name.bytes, sizeof(first));
	name_read(&message, EK_P384);
	CHECK_EQ(message.entries, 1);
	CHECK(memcmp(first, name.bytes, sizeof(first)) == 0);
}

/* Under a profile that wants none */
GUEST_TEST(vtpm_no_endorsement_keys, TEST_NAMED)
{
	struct tpm_message message = { .page = pool_page() };

	if (tpm_is_there())
		CHECK_EQ(persistent_count(&message), 0);
}

GUEST_TEST(vtpm_bind_key, 0)
{
	struct tpm_message message = { .page = pool_page() };
	uint32_t key;
	uint32_t len;

	if (!tpm_is_there())
		return;
	key = tpm_create_primary(&message, TPM_RH_ENDORSEMENT, tpm_signing_p256,
				 tpm_signing_p256_len);
	tpm_start(&message, TPM_CC_PARAPET_BIND_KEY);
	tpm_put(&message, key, 4);
	tpm_put_passwords(&message, 1);
	CHECK_EQ(tpm_send(&message), TPM_RC_SUCCESS);
	(void)tpm_get(&message, 4);
	(void)tpm_get_2b(&message, &len);
	CHECK_EQ(len, 34);
	tpm_flush(&message, key);
	key = tpm_create_primary(&message, TPM_RH_OWNER, tpm_storage_p256, tpm_storage_p256_len);
	tpm_start(&message, TPM_CC_PARAPET_BIND_KEY);
	tpm_put(&message, key, 4);
	tpm_put_passwords(&message, 1);
	CHECK_EQ(tpm_send(&message), TPM_RC_KEY + 0x100);
	tpm_flush(&message, key);
}

/* --- sealing
 * ---------------------------------------------------------------------------------------------------------------
 */
static const uint8_t sealed[] = "what only this guest may read";
static const uint8_t password[] = { 'p', 'w' };
/* TPMT_PUBLIC: keyedhash, fixedTPM fixedParent userWithAuth noDA, no scheme */
static const uint8_t seal_template[] = { 0x00, 0x08, 0x00, 0x0b, 0x00, 0x00, 0x04,
					 0x52, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00 };
static struct blob private_area;
static struct blob public_area;

static int seal(struct tpm_message *message, uint32_t parent)
{
	tpm_start(message, TPM_CC_CREATE);
	tpm_put(message, parent, 4);
	tpm_put_passwords(message, 1);
	tpm_put(message, 4 + sizeof(password) + sizeof(sealed), 2);
	tpm_put_2b(message, password, sizeof(password));
	tpm_put_2b(message, sealed, sizeof(sealed));
	tpm_put_2b(message, seal_template, sizeof(seal_template));
	tpm_put(message, 0, 2);
	tpm_put(message, 0, 4);
	if (!CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS))
		return 0;
	(void)tpm_get(message, 4);
	blob_take(&private_area, message);
	blob_take(&public_area, message);
	return 1;
}

static uint32_t load(struct tpm_message *message, uint32_t parent)
{
	tpm_start(message, TPM_CC_LOAD);
	tpm_put(message, parent, 4);
	tpm_put_passwords(message, 1);
	tpm_put_2b(message, private_area.bytes, private_area.len);
	tpm_put_2b(message, public_area.bytes, public_area.len);
	return tpm_send(message);
}

static uint32_t unseal(struct tpm_message *message, uint32_t object, const uint8_t *auth,
		       uint32_t auth_len)
{
	tpm_start(message, TPM_CC_UNSEAL);
	tpm_put(message, object, 4);
	tpm_put_passwords(message, 1);
	message->len -=
		11; /* size of the area, and the password's end: put again with the password */
	message->len -= 2;
	tpm_put(message, 9ull + auth_len, 4);
	tpm_put(message, TPM_RS_PW, 4);
	tpm_put(message, 0, 2);
	tpm_put(message, TPMA_SESSION_CONTINUESESSION, 1);
	tpm_put_2b(message, auth, auth_len);
	return tpm_send(message);
}

GUEST_TEST(vtpm_seal_and_unseal, 0)
{
	struct tpm_message message = { .page = pool_page() };
	const uint8_t *data;
	uint32_t parent;
	uint32_t object;
	uint32_t len;

	if (!tpm_is_there())
		return;
	parent = tpm_create_primary(&message, TPM_RH_OWNER, tpm_storage_p256, tpm_storage_p256_len);
	if (!seal(&message, parent) || !CHECK_EQ(load(&message, parent), TPM_RC_SUCCESS))
		return;
	object = (uint32_t)tpm_get(&message, 4);
	CHECK_EQ(unseal(&message, object, password, 1), TPM_RC_BAD_AUTH + TPM_RC_S + 0x100);
	CHECK_EQ(unseal(&message, object, password, sizeof(password)), TPM_RC_SUCCESS);
	(void)tpm_get(&message, 4);
	data = tpm_get_2b(&message, &len);
	CHECK_EQ(len, sizeof(sealed));
	CHECK(memcmp(data, sealed, sizeof(sealed)) == 0);
	private_area.bytes[private_area.len - 1] ^= 1;
	CHECK_EQ(load(&message, parent), TPM_RC_INTEGRITY + TPM_RC_P + 0x100);
	tpm_flush(&message, object);
	tpm_flush(&message, parent);
}
