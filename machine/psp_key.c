/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSG_KEY_REQ: a key of the chip's for what the guest selects of itself. Spec: SNP firmware ABI
 * 1.55, 7.2. */
#include "crypto/hash.h"
#include "lib/freestanding/memory.h"
#include "psp.h"

#define KEY_SELECT_KNOWN 0x7u
#define KEY_SELECT_KEY(select) ((select) >> 1 & 3u)
#define KEY_VLEK 2u

/* What a key is made of; what was not selected is zero */
struct material {
	uint8_t chip[PSP_SEED_SIZE];
	uint64_t selected;
	uint64_t policy;
	uint8_t image_id[16];
	uint8_t family_id[16];
	uint8_t measurement[SNP_DIGEST_SIZE];
	uint64_t tcb;
	uint32_t guest_svn;
	uint32_t vmpl;
};

static uint32_t check(const struct snp_key_request *request, uint32_t len, uint32_t vmpl)
{
	if (len != sizeof(*request) || request->key_select & ~KEY_SELECT_KNOWN ||
	    request->field_select & ~SNP_KEY_FIELDS || request->vmpl >= VMPL_COUNT ||
	    request->vmpl < vmpl || request->guest_svn > psp_launch.guest_svn ||
	    request->tcb_version > PSP_TCB)
		return SNP_MSG_INVALID_PARAMETER;
	/* this host loaded no VLEK, and no migration agent gave a VMRK */
	if (request->key_select & SNP_KEY_SELECT_VMRK ||
	    KEY_SELECT_KEY(request->key_select) >= KEY_VLEK)
		return SNP_MSG_INVALID_KEY;
	return SNP_MSG_OK;
}

static void select(struct material *material, const struct snp_key_request *request)
{
	uint64_t fields = request->field_select;

	material->selected = fields;
	material->vmpl = request->vmpl;
	if (fields & SNP_KEY_FIELD_POLICY)
		material->policy = psp_launch.policy;
	if (fields & SNP_KEY_FIELD_IMAGE_ID)
		memcpy(material->image_id, psp_launch.image_id, sizeof(material->image_id));
	if (fields & SNP_KEY_FIELD_FAMILY_ID)
		memcpy(material->family_id, psp_launch.family_id, sizeof(material->family_id));
	if (fields & SNP_KEY_FIELD_MEASUREMENT)
		memcpy(material->measurement, psp_launch.measurement,
		       sizeof(material->measurement));
	if (fields & SNP_KEY_FIELD_GUEST_SVN)
		material->guest_svn = request->guest_svn;
	if (fields & SNP_KEY_FIELD_TCB)
		material->tcb = request->tcb_version;
}

uint32_t psp_key(const uint8_t *request, uint32_t len, uint32_t vmpl, uint8_t *response)
{
	const struct snp_key_request *in = (const struct snp_key_request *)request;
	struct snp_key_response *out = (struct snp_key_response *)response;
	struct material material = { .selected = 0 };
	uint8_t digest[CRYPTO_SHA384_SIZE];

	out->status = check(in, len, vmpl);
	if (out->status != SNP_MSG_OK)
		return sizeof(*out);
	psp_chip_seed("derived keys", material.chip);
	select(&material, in);
	crypto_sha384(&material, sizeof(material), digest);
	memcpy(out->key, digest, sizeof(out->key));
	return sizeof(*out);
}
