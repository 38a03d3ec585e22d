/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The mailbox. A message is taken into private memory once, opened, answered, sealed. Each key has
 * its own sequence, and a number that was used, or is not the next one, is refused.
 */
#include "psp.h"

#include "boot.h"
#include "crypto/aead.h"
#include "crypto/hash.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define GUEST_INVALID 0xffffffffull
#define CERTIFICATE_END 24u /* bytes of zeros */

struct psp_launch psp_launch;

static uint8_t vmpcks[VMPL_COUNT][GCM_KEY_SIZE];
static uint64_t sequences[VMPL_COUNT]; /* the last one used */

void psp_chip_seed(const char *label, uint8_t out[PSP_SEED_SIZE])
{
	struct {
		uint8_t seed[32];
		char label[32];
	} input = { .label = "" };

	static_assert(PSP_SEED_SIZE == CRYPTO_SHA384_SIZE);
	memcpy(input.seed, boot_bundle->chip_seed, sizeof(input.seed));
	for (uint32_t i = 0; i < sizeof(input.label) - 1 && label[i]; i++)
		input.label[i] = label[i];
	crypto_sha384(&input, sizeof(input), out);
}

/* Fresh for each boot, the chip's own */
static void draw_vmpck(uint32_t vmpl)
{
	struct {
		uint8_t seed[PSP_SEED_SIZE];
		uint64_t moment;
		uint64_t vmpl;
	} input = { .moment = x86_rdtsc(), .vmpl = vmpl };
	uint8_t digest[CRYPTO_SHA384_SIZE];

	psp_chip_seed("vmpck", input.seed);
	crypto_sha384(&input, sizeof(input), digest);
	memcpy(vmpcks[vmpl], digest, sizeof(vmpcks[vmpl]));
}

void psp_init(void)
{
	for (uint32_t vmpl = 0; vmpl < VMPL_COUNT; vmpl++)
		draw_vmpck(vmpl);
}

const uint8_t *psp_vmpck(uint32_t vmpl)
{
	return vmpcks[vmpl];
}

struct row {
	uint8_t type;
	uint32_t (*answer)(const uint8_t *request, uint32_t len, uint32_t vmpl, uint8_t *response);
};

static const struct row rows[] = {
	{ SNP_MSG_REPORT_REQ, psp_report },
	{ SNP_MSG_KEY_REQ, psp_key },
};

static const struct row *find(uint8_t type)
{
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].type == type)
			return &rows[i];
	return NULL;
}

static uint64_t check(const struct snp_message *message)
{
	if (message->algorithm != SNP_MESSAGE_ALGORITHM_GCM ||
	    message->header_version != SNP_MESSAGE_HEADER_VERSION ||
	    message->header_size != offsetof(struct snp_message, payload) ||
	    message->version != SNP_MESSAGE_VERSION || message->vmpck >= VMPL_COUNT ||
	    message->size > SNP_MESSAGE_PAYLOAD_MAX || !find(message->type))
		return SNP_REQUEST_INVALID_PARAMETER;
	if (message->sequence != sequences[message->vmpck] + 1)
		return SNP_REQUEST_AEAD_OVERFLOW;
	return 0;
}

static void set_iv(const struct snp_message *message, uint8_t iv[GCM_IV_SIZE])
{
	memset(iv, 0, GCM_IV_SIZE);
	memcpy(iv, &message->sequence, sizeof(message->sequence));
}

static enum err open(struct gcm *gcm, struct snp_message *message)
{
	uint8_t iv[GCM_IV_SIZE];

	set_iv(message, iv);
	return gcm_open(gcm, iv, (const uint8_t *)message + SNP_MESSAGE_AAD_OFFSET,
			SNP_MESSAGE_AAD_SIZE, message->payload, message->payload, message->size,
			message->tag);
}

static void seal(struct gcm *gcm, struct snp_message *message)
{
	uint8_t iv[GCM_IV_SIZE];

	set_iv(message, iv);
	gcm_seal(gcm, iv, (const uint8_t *)message + SNP_MESSAGE_AAD_OFFSET, SNP_MESSAGE_AAD_SIZE,
		 message->payload, message->payload, message->size, message->tag);
}

static void answer(struct gcm *gcm, const struct snp_message *request, struct snp_message *response)
{
	memset(response, 0, sizeof(*response));
	response->sequence = request->sequence + 1;
	response->algorithm = request->algorithm;
	response->header_version = request->header_version;
	response->header_size = request->header_size;
	response->type = (uint8_t)(request->type + 1);
	response->version = request->version;
	response->vmpck = request->vmpck;
	response->size = (uint16_t)find(request->type)
				 ->answer(request->payload, request->size, request->vmpck,
					  response->payload);
	seal(gcm, response);
}

/* Both under the machine's lock; too large for a stack */
static struct snp_message request;
static struct snp_message response;

/* Returns the firmware's status */
static uint64_t handle(uint64_t request_gpa, uint64_t response_gpa)
{
	struct gcm gcm;
	uint64_t status;

	memcpy(&request, mem_at(request_gpa), sizeof(request));
	status = check(&request);
	if (status)
		return status;
	gcm_init(&gcm, vmpcks[request.vmpck]);
	if (open(&gcm, &request) == OK) {
		answer(&gcm, &request, &response);
		sequences[request.vmpck] = response.sequence;
		memcpy(mem_at(response_gpa), &response, sizeof(response));
	} else {
		status = SNP_REQUEST_BAD_MEASUREMENT;
	}
	gcm_wipe(&gcm);
	return status;
}

static bool is_shared_page(uint64_t gpa)
{
	return gpa % ABI_PAGE_SIZE == 0 && mem_is_ram(gpa, ABI_PAGE_SIZE) &&
	       !(rmp_find(gpa)->flags & RMP_ASSIGNED);
}

void nae_guest_request(struct nae *nae)
{
	if (!is_shared_page(nae->info1) || !is_shared_page(nae->info2) || nae->info1 == nae->info2)
		rules_break(RULE_GUEST_REQUEST, "vcpu=%u vmpl=%u request=%lx response=%lx",
			    nae->vcpu->cpu->idx, nae->level->vmpl, nae->info1, nae->info2);
	nae_result(nae, GHCB_RESULT_OK, handle(nae->info1, nae->info2));
}

/* The table is empty, as KVM's is where nobody gave it one */
static void clear_certificates(struct nae *nae)
{
	uint64_t gpa = nae_get(nae, offsetof(struct ghcb, rax));
	uint64_t pages = nae_get(nae, offsetof(struct ghcb, rbx));

	if (!pages)
		return;
	if (!is_shared_page(gpa))
		rules_break(RULE_GUEST_REQUEST, "vcpu=%u vmpl=%u certificates=%lx",
			    nae->vcpu->cpu->idx, nae->level->vmpl, gpa);
	memset(mem_at(gpa), 0, CERTIFICATE_END);
}

void nae_extended_request(struct nae *nae)
{
	clear_certificates(nae);
	nae_guest_request(nae);
}
