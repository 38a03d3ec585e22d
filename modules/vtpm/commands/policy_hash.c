/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies that bind a session to what one command will say: its parameters, its objects, its
 * template.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s23.14 to s23.16, s23.21; revision 1.83 s23.25.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/policy.h"
#include "modules/vtpm/tpm/session.h"

#define POLICY_SESSION COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy))

struct digest_in {
	struct tpm2b_digest digest;
};
static const struct wire_field digest_in_fields[] = {
	WIRE_FIELD(struct digest_in, digest, tpm2b_digest),
};

static uint32_t check_size(const struct tpm_session *session, const struct tpm2b_digest *digest)
{
	return digest->len == hash_size(session->hash_alg) ? TPM_RC_SUCCESS
							   : COMMAND_PARAM(TPM_RC_SIZE, 1);
}

static uint32_t bind(struct tpm_session *session, uint32_t code, uint32_t kind,
		     const struct tpm2b_digest *digest)
{
	const struct policy_parts parts = { { { digest->bytes, digest->len } } };

	policy_extend(session, code, &parts);
	policy_bind(session, kind, digest->bytes, digest->len);
	return TPM_RC_SUCCESS;
}

/* --- TPM2_PolicyCpHash ------------------------------------------------------------------------ */
static uint32_t cp_hash_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct digest_in *in = call->in;
	uint32_t rc = check_size(session, &in->digest);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (policy_is_bound(session) && !policy_is_bound_to(session, SESSION_CP_HASH, &in->digest))
		return TPM_RC_CPHASH;
	return bind(session, TPM_CC_POLICY_CPHASH, SESSION_CP_HASH, &in->digest);
}

TPM_COMMAND(cp_hash, .code = TPM_CC_POLICY_CPHASH, POLICY_SESSION, COMMAND_IN(digest),
	    .run = cp_hash_run);

/* --- TPM2_PolicyNameHash ---------------------------------------------------------------------- */
static uint32_t name_hash_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct digest_in *in = call->in;
	uint32_t rc = check_size(session, &in->digest);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (policy_is_bound(session))
		return TPM_RC_CPHASH;
	return bind(session, TPM_CC_POLICY_NAME_HASH, SESSION_NAME_HASH, &in->digest);
}

TPM_COMMAND(name_hash, .code = TPM_CC_POLICY_NAME_HASH, POLICY_SESSION, COMMAND_IN(digest),
	    .run = name_hash_run);

/* --- TPM2_PolicyTemplate ---------------------------------------------------------------------- */
static uint32_t template_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct digest_in *in = call->in;
	uint32_t rc;

	if (policy_is_bound_to(session, SESSION_TEMPLATE, &in->digest))
		return bind(session, TPM_CC_POLICY_TEMPLATE, SESSION_TEMPLATE, &in->digest);
	if (policy_is_bound(session))
		return (session->flags & SESSION_TEMPLATE) != 0 ? COMMAND_PARAM(TPM_RC_VALUE, 1)
								: TPM_RC_CPHASH;
	rc = check_size(session, &in->digest);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return bind(session, TPM_CC_POLICY_TEMPLATE, SESSION_TEMPLATE, &in->digest);
}

TPM_COMMAND(template, .code = TPM_CC_POLICY_TEMPLATE, POLICY_SESSION, COMMAND_IN(digest),
	    .run = template_run);

/* --- TPM2_PolicyParameters -------------------------------------------------------------------- */
static uint32_t parameters_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct digest_in *in = call->in;
	uint32_t rc = check_size(session, &in->digest);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (policy_is_bound(session) &&
	    !policy_is_bound_to(session, SESSION_PARAMETERS, &in->digest))
		return TPM_RC_CPHASH;
	return bind(session, TPM_CC_POLICY_PARAMETERS, SESSION_PARAMETERS, &in->digest);
}

TPM_COMMAND(parameters, .code = TPM_CC_POLICY_PARAMETERS, POLICY_SESSION, COMMAND_IN(digest),
	    .run = parameters_run);

/* --- TPM2_PolicyDuplicationSelect ------------------------------------------------------------- */
struct duplication_select_in {
	struct tpm2b_name object_name;
	struct tpm2b_name new_parent_name;
	uint8_t has_object;
};
static const struct wire_field duplication_select_in_fields[] = {
	WIRE_FIELD(struct duplication_select_in, object_name, tpm2b_name),
	WIRE_FIELD(struct duplication_select_in, new_parent_name, tpm2b_name),
	WIRE_FIELD(struct duplication_select_in, has_object, tpmi_yes_no),
};

/* The object is not in the digest where the policy leaves it open; the session is bound to it all
 * the same */
static void extend_selection(struct tpm_session *session, const struct duplication_select_in *in)
{
	const struct policy_parts parts = { {
		{ in->object_name.bytes, in->has_object ? in->object_name.len : 0 },
		{ in->new_parent_name.bytes, in->new_parent_name.len },
		{ &in->has_object, sizeof(in->has_object) },
	} };

	policy_extend(session, TPM_CC_POLICY_DUPLICATION_SELECT, &parts);
}

static uint32_t duplication_select_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct duplication_select_in *in = call->in;
	uint8_t digest[TPM_DIGEST_MAX];
	struct crypto_hash hash;

	if (policy_is_bound(session))
		return TPM_RC_CPHASH;
	if (session->command_code != 0)
		return TPM_RC_COMMAND_CODE;
	hash_start(&hash, session->hash_alg);
	hash_2b(&hash, &in->object_name);
	hash_2b(&hash, &in->new_parent_name);
	crypto_hash_final(&hash, digest);
	extend_selection(session, in);
	policy_bind(session, SESSION_NAME_HASH, digest, hash_size(session->hash_alg));
	session->command_code = TPM_CC_DUPLICATE;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(duplication_select, .code = TPM_CC_POLICY_DUPLICATION_SELECT, POLICY_SESSION,
	    COMMAND_IN(duplication_select), .run = duplication_select_run);
