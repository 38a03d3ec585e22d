/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The secure processor, asked as a guest's driver asks it: reports, keys, and what it refuses. */
#include "abi/snp_message.h"
#include "crypto/aead.h"
#include "guest.h"
#include "lib/freestanding/memory.h"

#define AT_REQUEST AT_FREE
#define AT_RESPONSE (AT_FREE + 2 * ABI_PAGE_SIZE) /* new_page() is not used here */
#define VMPCK 2u

static struct snp_message message;
static uint64_t sequence = 1;

static void set_iv(uint8_t iv[GCM_IV_SIZE])
{
	memset(iv, 0, GCM_IV_SIZE);
	memcpy(iv, &message.sequence, sizeof(message.sequence));
}

static void use_key(struct gcm *gcm)
{
	const struct snp_secrets *secrets = private_at(AT_SECRETS);

	gcm_init(gcm, secrets->vmpck[VMPCK]);
}

static uint8_t *aad(void)
{
	return (uint8_t *)&message + SNP_MESSAGE_AAD_OFFSET;
}

/* Seals payload as the next message and sends it; the GHCB's second result */
static uint64_t send(uint8_t type, const void *payload, uint16_t size)
{
	uint8_t iv[GCM_IV_SIZE];
	struct gcm gcm;

	memset(&message, 0, sizeof(message));
	message.sequence = sequence;
	message.algorithm = SNP_MESSAGE_ALGORITHM_GCM;
	message.header_version = SNP_MESSAGE_HEADER_VERSION;
	message.header_size = offsetof(struct snp_message, payload);
	message.type = type;
	message.version = SNP_MESSAGE_VERSION;
	message.size = size;
	message.vmpck = VMPCK;
	set_iv(iv);
	use_key(&gcm);
	gcm_seal(&gcm, iv, aad(), SNP_MESSAGE_AAD_SIZE, payload, message.payload, size,
		 message.tag);
	memcpy(shared_at(AT_REQUEST), &message, sizeof(message));
	check(request(GHCB_EXIT_GUEST_REQUEST, AT_REQUEST, AT_RESPONSE) == GHCB_RESULT_OK, 1);
	return ghcb_page(0, 0)->sw_exitinfo2;
}

/* Takes the answer, opened, into message */
static void receive(uint8_t type, uint16_t size)
{
	uint8_t iv[GCM_IV_SIZE];
	struct gcm gcm;

	memcpy(&message, shared_at(AT_RESPONSE), sizeof(message));
	check(message.sequence == sequence + 1 && message.type == type && message.size == size, 2);
	set_iv(iv);
	use_key(&gcm);
	check(gcm_open(&gcm, iv, aad(), SNP_MESSAGE_AAD_SIZE, message.payload, message.payload,
		       size, message.tag) == OK,
	      3);
	sequence += 2;
}

CASE(report, "pass-report")
{
	struct snp_report_request in = { .report_data = "what is to be vouched for", .vmpl = 2 };
	const struct snp_report_response *out = (const struct snp_report_response *)message.payload;
	const struct snp_report *report = &out->report;
	uint8_t bits = 0;

	check(send(SNP_MSG_REPORT_REQ, &in, sizeof(in)) == 0, 10);
	receive(SNP_MSG_REPORT_RSP, sizeof(*out));
	check(out->status == SNP_MSG_OK && out->report_size == sizeof(*report), 11);
	check(report->vmpl == 2 && report->policy == 0x30000, 12);
	check(memcmp(report->report_data, in.report_data, sizeof(in.report_data)) == 0, 13);
	for (uint32_t i = 0; i < SNP_DIGEST_SIZE; i++)
		bits |= report->measurement[i];
	check(bits && report->signature_algorithm == SNP_SIGNATURE_ECDSA_P384, 14);
	/* VMPCK2 does not speak for VMPL1 */
	in.vmpl = 1;
	check(send(SNP_MSG_REPORT_REQ, &in, sizeof(in)) == 0, 15);
	receive(SNP_MSG_REPORT_RSP, offsetof(struct snp_report_response, report));
	check(out->status == SNP_MSG_INVALID_PARAMETER, 16);
}

static void derive(uint64_t fields, uint32_t vmpl, uint8_t key[32])
{
	const struct snp_key_request in = { .key_select = 2, .field_select = fields, .vmpl = vmpl };
	const struct snp_key_response *out = (const struct snp_key_response *)message.payload;

	check(send(SNP_MSG_KEY_REQ, &in, sizeof(in)) == 0, 20);
	receive(SNP_MSG_KEY_RSP, sizeof(*out));
	check(out->status == SNP_MSG_OK, 21);
	memcpy(key, out->key, sizeof(out->key));
}

CASE(derived_keys, "pass-derived-keys")
{
	const uint64_t fields = SNP_KEY_FIELD_POLICY | SNP_KEY_FIELD_MEASUREMENT;
	uint8_t first[32], again[32], other[32];

	derive(fields, 2, first);
	derive(fields, 2, again);
	check(memcmp(first, again, sizeof(first)) == 0, 22);
	derive(SNP_KEY_FIELD_POLICY, 2, other);
	check(memcmp(first, other, sizeof(first)) != 0, 23);
	derive(fields, 3, other);
	check(memcmp(first, other, sizeof(first)) != 0, 24);
}

CASE(refused_messages, "pass-refused-messages")
{
	const struct snp_key_request in = { .key_select = 2, .vmpl = 2 };
	uint8_t key[32];

	derive(0, 2, key);
	sequence -= 2; /* the same number again */
	check(send(SNP_MSG_KEY_REQ, &in, sizeof(in)) == SNP_REQUEST_AEAD_OVERFLOW, 30);
	sequence += 2;
	check(send(SNP_MSG_KEY_RSP, &in, sizeof(in)) == SNP_REQUEST_INVALID_PARAMETER, 31);
	check(send(SNP_MSG_KEY_REQ, &in, sizeof(in)) == 0, 32);
	sequence += 2;
	/* sent as it was sealed, but for one bit */
	send(SNP_MSG_KEY_RSP, &in, sizeof(in));
	((uint8_t *)shared_at(AT_REQUEST))[offsetof(struct snp_message, type)] = SNP_MSG_KEY_REQ;
	check(request(GHCB_EXIT_GUEST_REQUEST, AT_REQUEST, AT_RESPONSE) == GHCB_RESULT_OK, 33);
	check(ghcb_page(0, 0)->sw_exitinfo2 == SNP_REQUEST_BAD_MEASUREMENT, 34);
}
