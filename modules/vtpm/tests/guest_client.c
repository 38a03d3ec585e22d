/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A client of the TPM inside the test guest. */
#include "modules/vtpm/tests/guest_client.h"

#include "lib/freestanding/memory.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/x86.h"
#include "tests/guest/test.h"

#define PLATFORM_SEND 8u
#define HEAD 9u  /* u32 command, u8 locality, u32 length: of the request */
#define REPLY 4u /* u32 length: of the reply */
#define VTPM_SEND SVSM_CALL(SVSM_PROTOCOL_VTPM, 1)

const uint8_t tpm_storage_p256[] = {
	0x00, 0x23, 0x00, 0x0b, 0x00, 0x03, 0x04, 0x72, 0x00, 0x00, 0x00, 0x06, 0x00,
	0x80, 0x00, 0x43, 0x00, 0x10, 0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00,
};
const uint32_t tpm_storage_p256_len = sizeof(tpm_storage_p256);
const uint8_t tpm_signing_p256[] = {
	0x00, 0x23, 0x00, 0x0b, 0x00, 0x05, 0x04, 0x72, 0x00, 0x00, 0x00, 0x10,
	0x00, 0x18, 0x00, 0x0b, 0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x00, 0x00,
};
const uint32_t tpm_signing_p256_len = sizeof(tpm_signing_p256);
const uint8_t tpm_storage_rsa2048[] = {
	0x00, 0x01, 0x00, 0x0b, 0x00, 0x03, 0x04, 0x72, 0x00, 0x00, 0x00, 0x06, 0x00,
	0x80, 0x00, 0x43, 0x00, 0x10, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
};
const uint32_t tpm_storage_rsa2048_len = sizeof(tpm_storage_rsa2048);

int tpm_is_there(void)
{
	uint64_t range = 0;

	CHECK_EQ(core_query(SVSM_PROTOCOL_VTPM, 1, &range), SVSM_OK);
	if (range == 0)
		test_skip("no vtpm module");
	return range != 0;
}

static uint8_t *command_of(const struct tpm_message *message)
{
	return (uint8_t *)at(message->page) + HEAD;
}

void tpm_put(struct tpm_message *message, uint64_t value, uint32_t bytes)
{
	uint8_t *to = command_of(message) + message->len;

	for (uint32_t i = 0; i < bytes; i++)
		to[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
	message->len += bytes;
}

void tpm_put_bytes(struct tpm_message *message, const void *bytes, uint32_t len)
{
	memcpy(command_of(message) + message->len, bytes, len);
	message->len += len;
}

void tpm_put_2b(struct tpm_message *message, const void *bytes, uint32_t len)
{
	tpm_put(message, len, 2);
	tpm_put_bytes(message, bytes, len);
}

void tpm_start(struct tpm_message *message, uint32_t code)
{
	message->len = 0;
	tpm_put(message, TPM_ST_NO_SESSIONS, 2);
	tpm_put(message, 0, 4);
	tpm_put(message, code, 4);
}

void tpm_put_passwords(struct tpm_message *message, uint32_t count)
{
	command_of(message)[1] = TPM_ST_SESSIONS & 0xff;
	tpm_put(message, 9ull * count, 4);
	for (uint32_t i = 0; i < count; i++) {
		tpm_put(message, TPM_RS_PW, 4);
		tpm_put(message, 0, 2);
		tpm_put(message, TPMA_SESSION_CONTINUESESSION, 1);
		tpm_put(message, 0, 2);
	}
}

void tpm_finish(struct tpm_message *message)
{
	uint8_t *head = at(message->page);
	uint8_t *command = head + HEAD;

	memset(head, 0, HEAD);
	head[0] = PLATFORM_SEND;
	head[5] = (uint8_t)message->len;
	head[6] = (uint8_t)(message->len >> 8);
	command[4] = (uint8_t)((message->len + message->lie) >> 8);
	command[5] = (uint8_t)(message->len + message->lie);
}

static uint32_t response_take(struct tpm_message *message)
{
	const uint8_t *reply = at(message->page);
	uint32_t code;

	message->got = (uint32_t)reply[0] | (uint32_t)reply[1] << 8;
	message->at = 2;
	CHECK_EQ(tpm_get(message, 4), message->got);
	code = (uint32_t)tpm_get(message, 4);
	return code;
}

uint32_t tpm_send(struct tpm_message *message)
{
	struct svsm_args args = { .rcx = message->page };

	tpm_finish(message);
	if (!CHECK_EQ(svsm_call_complete(VTPM_SEND, &args, &message->entries), SVSM_OK))
		return TPM_RC_FAILURE;
	return response_take(message);
}

uint64_t tpm_send_once(struct tpm_message *message)
{
	struct svsm_args args = { .rcx = message->page };

	tpm_finish(message);
	return svsm_call(VTPM_SEND, &args);
}

const uint8_t *tpm_get_bytes(struct tpm_message *message, uint32_t len)
{
	const uint8_t *from = (const uint8_t *)at(message->page) + REPLY + message->at;

	CHECK(message->at + len <= message->got);
	message->at += len;
	return from;
}

uint64_t tpm_get(struct tpm_message *message, uint32_t bytes)
{
	const uint8_t *from = tpm_get_bytes(message, bytes);
	uint64_t value = 0;

	for (uint32_t i = 0; i < bytes; i++)
		value = value << 8 | from[i];
	return value;
}

const uint8_t *tpm_get_2b(struct tpm_message *message, uint32_t *len)
{
	*len = (uint32_t)tpm_get(message, 2);
	return tpm_get_bytes(message, *len);
}

void tpm_primary_start(struct tpm_message *message, uint32_t hierarchy, const void *template,
		       uint32_t len)
{
	tpm_start(message, TPM_CC_CREATE_PRIMARY);
	tpm_put(message, hierarchy, 4);
	tpm_put_passwords(message, 1);
	tpm_put(message, 4, 2); /* sensitive: no authValue, no data */
	tpm_put(message, 0, 4);
	tpm_put_2b(message, template, len);
	tpm_put(message, 0, 2); /* outsideInfo */
	tpm_put(message, 0, 4); /* no PCRs */
}

uint32_t tpm_create_primary(struct tpm_message *message, uint32_t hierarchy, const void *template,
			    uint32_t len)
{
	tpm_primary_start(message, hierarchy, template, len);
	if (!CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS))
		return 0;
	return (uint32_t)tpm_get(message, 4);
}

void tpm_flush(struct tpm_message *message, uint32_t handle)
{
	tpm_start(message, TPM_CC_FLUSH_CONTEXT);
	tpm_put(message, handle, 4);
	CHECK_EQ(tpm_send(message), TPM_RC_SUCCESS);
}
