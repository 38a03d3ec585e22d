/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM2_NV_DefineSpace, _UndefineSpace, _UndefineSpaceSpecial, _ReadPublic.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s31; Part 2 s13.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/nv_memory.h"
#include "modules/vtpm/tpm/persist.h"

/* --- TPM2_NV_DefineSpace -----------------------------------------------------------------------
 */
struct nv_define_in {
	struct tpm2b_digest auth;
	struct tpms_nv_public public_info;
};
static const struct wire_field nv_define_in_fields[] = {
	WIRE_FIELD(struct nv_define_in, auth, tpm2b_digest),
	WIRE_FIELD(struct nv_define_in, public_info, tpm2b_nv_public),
};

#define NUMBER_SIZE 8u
#define ORDERLY_MAX 512u   /* bytes of all orderly indices, as the reference has them in RAM */
#define ORDERLY_HEADER 12u /* and what each takes beside its data */

#define ANY_LOCK (TPMA_NV_WRITTEN | TPMA_NV_WRITELOCKED | TPMA_NV_READLOCKED)
#define ANY_READ (TPMA_NV_OWNERREAD | TPMA_NV_PPREAD | TPMA_NV_AUTHREAD | TPMA_NV_POLICYREAD)
#define ANY_WRITE (TPMA_NV_OWNERWRITE | TPMA_NV_PPWRITE | TPMA_NV_AUTHWRITE | TPMA_NV_POLICYWRITE)

/* What a type of index demands: size 0: any; its hash's digest; attributes that must (not) be set
 */
#define SIZE_OF_DIGEST 0xffffu
struct nv_type_rule {
	uint8_t type;
	uint16_t size;
	uint32_t required;
	uint32_t forbidden;
};
#define PIN_FORBIDDEN (TPMA_NV_AUTHWRITE | TPMA_NV_GLOBALLOCK | TPMA_NV_WRITEDEFINE)
static const struct nv_type_rule rules[] = {
	{ TPM_NT_ORDINARY, 0, 0, 0 },
	{ TPM_NT_COUNTER, NUMBER_SIZE, 0, TPMA_NV_CLEAR_STCLEAR },
	{ TPM_NT_BITS, NUMBER_SIZE, 0, 0 },
	{ TPM_NT_EXTEND, SIZE_OF_DIGEST, 0, 0 },
	{ TPM_NT_PIN_FAIL, NUMBER_SIZE, TPMA_NV_NO_DA, PIN_FORBIDDEN },
	{ TPM_NT_PIN_PASS, NUMBER_SIZE, 0, PIN_FORBIDDEN },
};

static const struct nv_type_rule *rule_of(uint32_t attributes)
{
	uint32_t type = (attributes & TPMA_NV_TPM_NT_MASK) >> TPMA_NV_TPM_NT_SHIFT;

	for (uint32_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].type == type)
			return &rules[i];
	}
	return NULL;
}

static bool is_size_allowed(const struct nv_type_rule *rule, const struct tpms_nv_public *pub)
{
	if (rule->size == 0)
		return pub->data_size <= TPM_NV_INDEX_MAX;
	if (rule->size == SIZE_OF_DIGEST)
		return pub->data_size == hash_size(pub->name_alg);
	return pub->data_size == rule->size;
}

/* Attributes that no index may have, or that one must */
static bool are_attributes_allowed(uint32_t attributes)
{
	return (attributes & ANY_LOCK) == 0 && (attributes & ANY_READ) != 0 &&
	       (attributes & ANY_WRITE) != 0 &&
	       ((attributes & TPMA_NV_CLEAR_STCLEAR) == 0 ||
		(attributes & TPMA_NV_WRITEDEFINE) == 0);
}

/* Who defines an index must be able to delete it */
static uint32_t check_creator(uint32_t auth, const struct tpms_nv_public *pub)
{
	bool is_platform = auth == TPM_RH_PLATFORM;

	if (((pub->attributes & TPMA_NV_PLATFORMCREATE) != 0) != is_platform)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if ((pub->attributes & TPMA_NV_POLICY_DELETE) != 0 && !is_platform)
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, 2);
	if (pub->data_size > TPM_NV_BUFFER_MAX && (pub->attributes & TPMA_NV_WRITEALL) != 0)
		return COMMAND_PARAM(TPM_RC_SIZE, 2);
	return TPM_RC_SUCCESS;
}

static uint32_t check_public(const struct tpms_nv_public *pub)
{
	const struct nv_type_rule *rule = rule_of(pub->attributes);

	if (rule == NULL)
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, 2);
	if (!is_size_allowed(rule, pub))
		return COMMAND_PARAM(TPM_RC_SIZE, 2);
	if ((pub->attributes & rule->required) != rule->required ||
	    (pub->attributes & rule->forbidden) != 0 || !are_attributes_allowed(pub->attributes))
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, 2);
	return TPM_RC_SUCCESS;
}

static void add_orderly(struct tpm *tpm, struct nv_index *index, void *context)
{
	uint32_t *bytes = context;

	(void)tpm;
	if ((index->pub.attributes & TPMA_NV_ORDERLY) != 0)
		*bytes += ORDERLY_HEADER + index->pub.data_size;
}

static uint32_t check_space(struct tpm *tpm, const struct tpms_nv_public *pub)
{
	uint32_t bytes = ORDERLY_HEADER + pub->data_size;

	if ((pub->attributes & TPMA_NV_ORDERLY) == 0)
		return TPM_RC_SUCCESS;
	nv_for_each(tpm, add_orderly, &bytes);
	return bytes <= ORDERLY_MAX ? TPM_RC_SUCCESS : TPM_RC_NV_SPACE;
}

static uint32_t check_define(struct tpm *tpm, const struct tpm_call *call,
			     const struct nv_define_in *in)
{
	const struct tpms_nv_public *pub = &in->public_info;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (pub->auth_policy.len != 0 && pub->auth_policy.len != hash_size(pub->name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 2);
	if (in->auth.len > hash_size(pub->name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	if (call->handles[0] == TPM_RH_PLATFORM && !tpm->clear.is_ph_nv_enabled)
		return COMMAND_HANDLE(TPM_RC_HIERARCHY, 1);
	rc = check_public(pub);
	return rc != TPM_RC_SUCCESS ? rc : check_creator(call->handles[0], pub);
}

static uint32_t nv_define_run(struct tpm *tpm, struct tpm_call *call)
{
	struct nv_define_in *in = call->in;
	struct nv_entry entry;
	uint32_t rc;

	while (in->auth.len > 0 && in->auth.bytes[in->auth.len - 1] == 0)
		in->auth.len--;
	rc = check_define(tpm, call, in);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (nv_memory_find(tpm, in->public_info.nv_index, &entry))
		return TPM_RC_NV_DEFINED;
	rc = check_space(tpm, &in->public_info);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return nv_define(tpm, &in->public_info, &in->auth);
}

TPM_COMMAND(nv_define_space, .code = TPM_CC_NV_DEFINE_SPACE, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision)), COMMAND_IN(nv_define),
	    .run = nv_define_run);

/* --- TPM2_NV_UndefineSpace ---------------------------------------------------------------------
 */
static uint32_t nv_undefine_run(struct tpm *tpm, struct tpm_call *call)
{
	struct nv_index index;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!nv_find(tpm, call->handles[1], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	if ((index.pub.attributes & TPMA_NV_POLICY_DELETE) != 0)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 2);
	if (call->handles[0] == TPM_RH_OWNER &&
	    (index.pub.attributes & TPMA_NV_PLATFORMCREATE) != 0)
		return TPM_RC_NV_AUTHORIZATION;
	nv_delete(tpm, &index);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_undefine_space, .code = TPM_CC_NV_UNDEFINE_SPACE, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision), HANDLE(NONE, tpmi_rh_nv_index)),
	    .run = nv_undefine_run);

/* --- TPM2_NV_UndefineSpaceSpecial --------------------------------------------------------------
 */
static uint32_t nv_undefine_special_run(struct tpm *tpm, struct tpm_call *call)
{
	struct nv_index index;
	uint32_t rc = nv_is_writable(tpm);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!nv_find(tpm, call->handles[0], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 1);
	if ((index.pub.attributes & TPMA_NV_POLICY_DELETE) == 0)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	nv_delete(tpm, &index);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_undefine_space_special, .code = TPM_CC_NV_UNDEFINE_SPACE_SPECIAL,
	    .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(ADMIN, tpmi_rh_nv_index), HANDLE(USER, tpmi_rh_platform)),
	    .run = nv_undefine_special_run);

/* --- TPM2_NV_ReadPublic ------------------------------------------------------------------------
 */
struct nv_read_public_out {
	struct tpms_nv_public nv_public;
	struct tpm2b_name nv_name;
};
static const struct wire_field nv_read_public_out_fields[] = {
	WIRE_FIELD(struct nv_read_public_out, nv_public, tpm2b_nv_public),
	WIRE_FIELD(struct nv_read_public_out, nv_name, tpm2b_name),
};

static uint32_t nv_read_public_run(struct tpm *tpm, struct tpm_call *call)
{
	struct nv_read_public_out *out = call->out;
	struct nv_index index;

	if (!nv_find(tpm, call->handles[0], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 1);
	out->nv_public = index.pub;
	nv_name(&index.pub, &out->nv_name);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_read_public, .code = TPM_CC_NV_READ_PUBLIC,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_rh_nv_index)), COMMAND_OUT(nv_read_public),
	    .run = nv_read_public_run);
