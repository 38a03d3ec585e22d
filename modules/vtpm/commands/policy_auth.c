/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies by which an authority approves: a signature, a secret, a ticket of either, or an
 * approval of the policy
 * itself. Spec: TPM 2.0 Library Part 3 revision 1.59 s23.3 to s23.5, s23.16.
 */
#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/entity_pin.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/policy.h"
#include "modules/vtpm/tpm/session.h"
#include "modules/vtpm/tpm/sign.h"
#include "modules/vtpm/tpm/ticket.h"

/* Of a TPM2B_TIMEOUT: the ticket ends with the boot, as nothing ties it to a session */
#define ENDS_WITH_BOOT (1ull << 63)

struct approval_in { /* how the parameters of PolicySigned and PolicySecret begin */
	struct tpm2b_digest nonce_tpm;
	struct tpm2b_digest cp_hash;
	struct tpm2b_digest policy_ref;
	uint32_t expiration; /* an INT32 */
};
#define APPROVAL_FIELDS(struct_)                                                                   \
	WIRE_FIELD(struct_, approval.nonce_tpm, tpm2b_digest),                                     \
		WIRE_FIELD(struct_, approval.cp_hash, tpm2b_digest),                               \
		WIRE_FIELD(struct_, approval.policy_ref, tpm2b_digest),                            \
		WIRE_FIELD(struct_, approval.expiration, uint32)
static const struct policy_blame approval_blame = { .nonce = 1, .cp_hash = 2, .expiration = 4 };

struct approval_out {
	struct tpm2b_digest timeout;
	struct tpmt_tk ticket;
};
#define APPROVAL_OUT_FIELDS                                                                        \
	WIRE_FIELD(struct approval_out, timeout, tpm2b_digest),                                    \
		WIRE_FIELD(struct approval_out, ticket, tpmt_tk_auth)

/* --- tickets of approvals --------------------------------------------------------------------- */
struct approval_ticket {
	uint64_t timeout; /* with ENDS_WITH_BOOT */
	const struct tpm2b_digest *cp_hash;
	const struct tpm2b_digest *policy_ref;
	const struct tpm2b_name *name;
	/* timeout, epoch of Time, resets, lengths that keep the parts apart */
	uint8_t head[24];
	struct ticket_parts parts;
};

static void ticket_fill(const struct tpm *tpm, struct approval_ticket *ticket)
{
	const bool ends = (ticket->timeout & ENDS_WITH_BOOT) != 0;

	be_store(ticket->head, sizeof(uint64_t), ticket->timeout);
	be_store(ticket->head + 8, sizeof(uint64_t), tpm->time_epoch);
	be_store(ticket->head + 16, sizeof(uint64_t),
		 (uint64_t)(ends ? tpm->persistent.total_reset_count : 0) << 32 |
			 (uint64_t)ticket->cp_hash->len << 16 | ticket->policy_ref->len);
	ticket->parts = (struct ticket_parts){ {
		{ ticket->head, sizeof(ticket->head) },
		{ ticket->cp_hash->bytes, ticket->cp_hash->len },
		{ ticket->policy_ref->bytes, ticket->policy_ref->len },
		{ ticket->name->bytes, ticket->name->len },
	} };
}

/* A negative expiration asks for a ticket; else it is a null one */
static void make_ticket(struct tpm *tpm, uint16_t tag, uint32_t authority, bool is_wanted,
			struct approval_ticket *ticket, struct approval_out *out)
{
	out->timeout.len = 0;
	out->ticket = (struct tpmt_tk){ .tag = tag, .hierarchy = TPM_RH_NULL };
	if (!is_wanted)
		return;
	ticket_fill(tpm, ticket);
	ticket_make(tpm, tag, entity_hierarchy(tpm, authority), &ticket->parts, &out->ticket);
	out->timeout.len = sizeof(ticket->timeout);
	be_store(out->timeout.bytes, sizeof(uint64_t), ticket->timeout);
}

static void approve(struct tpm *tpm, struct tpm_session *session, uint16_t tag, uint32_t code,
		    const struct approval_in *in, uint64_t timeout)
{
	struct tpm_call *call = &tpm->call;
	const struct policy_limits limits = { .cp_hash = &in->cp_hash, .timeout = timeout };
	struct tpm2b_name *name = &tpm->frame.name;
	struct approval_ticket ticket = {
		.timeout = timeout | (in->nonce_tpm.len == 0 ? ENDS_WITH_BOOT : 0),
		.cp_hash = &in->cp_hash,
		.policy_ref = &in->policy_ref,
		.name = name,
	};
	bool is_wanted = (int32_t)in->expiration < 0 && !policy_is_trial(session) &&
			 !entity_is_pin(tpm, call->handles[0], TPM_NT_PIN_PASS);

	entity_name(tpm, call->handles[0], name);
	policy_extend_name(session, code, name, &in->policy_ref);
	policy_apply_limits(session, &limits);
	make_ticket(tpm, tag, call->handles[0], is_wanted, &ticket, call->out);
}

/* Not for a trial: *timeout, and whether the limits hold */
static uint32_t check_approval(const struct tpm *tpm, const struct tpm_session *session,
			       const struct approval_in *in, uint64_t *timeout)
{
	struct policy_limits limits = { .nonce = &in->nonce_tpm, .cp_hash = &in->cp_hash };

	limits.timeout = policy_timeout(tpm, session, (int32_t)in->expiration, &in->nonce_tpm);
	*timeout = limits.timeout;
	return policy_check_limits(tpm, session, &limits, &approval_blame);
}

/* --- TPM2_PolicySigned ------------------------------------------------------------------------ */
struct policy_signed_in {
	struct approval_in approval;
	struct tpmt_signature auth;
};
static const struct wire_field policy_signed_in_fields[] = {
	APPROVAL_FIELDS(struct policy_signed_in),
	WIRE_FIELD(struct policy_signed_in, auth, tpmt_signature),
};
static const struct wire_field policy_signed_out_fields[] = { APPROVAL_OUT_FIELDS };

/* aHash = H(nonceTPM ‖ expiration ‖ cpHashA ‖ policyRef), with the hash of the signature */
static uint32_t signed_digest(const struct policy_signed_in *in, struct tpm2b_digest *digest)
{
	/* First member of each kind of signature */
	uint16_t alg = in->auth.signature.hmac.hash_alg;
	struct crypto_hash hash;

	static_assert(offsetof(struct tpms_signature_rsa, hash) == 0 &&
			      offsetof(struct tpms_signature_ecc, hash) == 0 &&
			      offsetof(struct tpmt_ha, hash_alg) == 0,
		      "the hash is where it is looked for");
	digest->len = hash_size(alg);
	if (digest->len == 0)
		return TPM_RC_SCHEME;
	hash_start(&hash, alg);
	hash_2b(&hash, &in->approval.nonce_tpm);
	hash_u32(&hash, in->approval.expiration);
	hash_2b(&hash, &in->approval.cp_hash);
	hash_2b(&hash, &in->approval.policy_ref);
	crypto_hash_final(&hash, digest->bytes);
	return TPM_RC_SUCCESS;
}

static uint32_t check_signed(struct tpm *tpm, const struct tpm_session *session,
			     struct tpm_call *call, uint64_t *timeout)
{
	const struct policy_signed_in *in = call->in;
	struct tpm2b_digest digest;
	uint32_t rc = check_approval(tpm, session, &in->approval, timeout);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	rc = signed_digest(in, &digest);
	if (rc == TPM_RC_SUCCESS)
		rc = sign_verify(tpm, call->slots[0], &digest, &in->auth);
	return command_param(rc, 5);
}

static uint32_t policy_signed_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[1]);
	const struct policy_signed_in *in = call->in;
	uint64_t timeout = 0;

	if (!policy_is_trial(session)) {
		uint32_t rc = check_signed(tpm, session, call, &timeout);

		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	approve(tpm, session, TPM_ST_AUTH_SIGNED, TPM_CC_POLICY_SIGNED, &in->approval, timeout);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_signed, .code = TPM_CC_POLICY_SIGNED,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object), HANDLE(NONE, tpmi_sh_policy)),
	    COMMAND_IN(policy_signed), .out = policy_signed_out_fields, .out_count = 2,
	    .out_size = sizeof(struct approval_out), .run = policy_signed_run);

/* --- TPM2_PolicySecret ------------------------------------------------------------------------ */
struct policy_secret_in {
	struct approval_in approval;
};
static const struct wire_field policy_secret_in_fields[] = {
	APPROVAL_FIELDS(struct policy_secret_in),
};

static uint32_t policy_secret_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[1]);
	const struct policy_secret_in *in = call->in;
	uint64_t timeout = 0;

	if (!policy_is_trial(session)) {
		uint32_t rc = check_approval(tpm, session, &in->approval, &timeout);

		if (rc != TPM_RC_SUCCESS)
			return rc;
	}
	approve(tpm, session, TPM_ST_AUTH_SECRET, TPM_CC_POLICY_SECRET, &in->approval, timeout);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_secret, .code = TPM_CC_POLICY_SECRET,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_entity), HANDLE(NONE, tpmi_sh_policy)),
	    COMMAND_IN(policy_secret), .out = policy_signed_out_fields, .out_count = 2,
	    .out_size = sizeof(struct approval_out), .run = policy_secret_run);

/* --- TPM2_PolicyTicket ------------------------------------------------------------------------ */
/* A TPM2B_TIMEOUT holds 8 bytes; kept as a digest */
static const struct wire_type wire_tpm2b_timeout = {
	.kind = WIRE_BUFFER,
	.size = sizeof(struct tpm2b_digest),
	.max = sizeof(uint64_t),
};

struct policy_ticket_in {
	struct tpm2b_digest timeout;
	struct tpm2b_digest cp_hash;
	struct tpm2b_digest policy_ref;
	struct tpm2b_name auth_name;
	struct tpmt_tk ticket;
};
static const struct wire_field policy_ticket_in_fields[] = {
	WIRE_FIELD(struct policy_ticket_in, timeout, tpm2b_timeout),
	WIRE_FIELD(struct policy_ticket_in, cp_hash, tpm2b_digest),
	WIRE_FIELD(struct policy_ticket_in, policy_ref, tpm2b_digest),
	WIRE_FIELD(struct policy_ticket_in, auth_name, tpm2b_name),
	WIRE_FIELD(struct policy_ticket_in, ticket, tpmt_tk_auth),
};
static const struct policy_blame ticket_blame = { .cp_hash = 2, .expiration = 1 };

static bool is_ticket_valid(struct tpm *tpm, const struct policy_ticket_in *in, uint64_t timeout)
{
	struct approval_ticket ticket = {
		.timeout = timeout,
		.cp_hash = &in->cp_hash,
		.policy_ref = &in->policy_ref,
		.name = &in->auth_name,
	};

	ticket_fill(tpm, &ticket);
	return ticket_is_valid(tpm, &in->ticket, &ticket.parts);
}

static uint32_t policy_ticket_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct policy_ticket_in *in = call->in;
	struct policy_limits limits = { .cp_hash = &in->cp_hash };
	uint64_t timeout;
	uint32_t rc;

	if (policy_is_trial(session))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	if (in->timeout.len != sizeof(timeout))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	timeout = be_load(in->timeout.bytes, sizeof(uint64_t));
	limits.timeout = timeout & ~ENDS_WITH_BOOT;
	rc = policy_check_limits(tpm, session, &limits, &ticket_blame);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!is_ticket_valid(tpm, in, timeout))
		return COMMAND_PARAM(TPM_RC_TICKET, 5);
	policy_extend_name(session,
			   in->ticket.tag == TPM_ST_AUTH_SIGNED ? TPM_CC_POLICY_SIGNED
								: TPM_CC_POLICY_SECRET,
			   &in->auth_name, &in->policy_ref);
	policy_apply_limits(session, &limits);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_ticket, .code = TPM_CC_POLICY_TICKET,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)), COMMAND_IN(policy_ticket),
	    .run = policy_ticket_run);

/* --- TPM2_PolicyAuthorize --------------------------------------------------------------------- */
struct policy_authorize_in {
	struct tpm2b_digest approved_policy;
	struct tpm2b_digest policy_ref;
	struct tpm2b_name key_sign;
	struct tpmt_tk check_ticket;
};
static const struct wire_field policy_authorize_in_fields[] = {
	WIRE_FIELD(struct policy_authorize_in, approved_policy, tpm2b_digest),
	WIRE_FIELD(struct policy_authorize_in, policy_ref, tpm2b_digest),
	WIRE_FIELD(struct policy_authorize_in, key_sign, tpm2b_name),
	WIRE_FIELD(struct policy_authorize_in, check_ticket, tpmt_tk_verified),
};

/* keySign is a Name: the hash in front is what the authority signed with */
static uint32_t name_hash_alg(const struct tpm2b_name *name, uint16_t *alg)
{
	*alg = TPM_ALG_NULL;
	if (name->len >= 2)
		*alg = (uint16_t)be_load(name->bytes, sizeof(*alg));
	if (hash_size(*alg) == 0)
		return COMMAND_PARAM(TPM_RC_HASH, 3);
	if (name->len != 2 + hash_size(*alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 3);
	return TPM_RC_SUCCESS;
}

static uint32_t check_approved(struct tpm *tpm, const struct tpm_session *session,
			       const struct policy_authorize_in *in, uint16_t alg)
{
	uint8_t digest[TPM_DIGEST_MAX];
	const struct ticket_parts parts = { {
		{ digest, hash_size(alg) },
		{ in->key_sign.bytes, in->key_sign.len },
	} };
	struct crypto_hash hash;

	if (in->approved_policy.len != session->policy_digest.len ||
	    crypto_equal(in->approved_policy.bytes, session->policy_digest.bytes,
			 in->approved_policy.len) == 0)
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	hash_start(&hash, alg);
	hash_2b(&hash, &in->approved_policy);
	hash_2b(&hash, &in->policy_ref);
	crypto_hash_final(&hash, digest);
	return ticket_is_valid(tpm, &in->check_ticket, &parts) ? TPM_RC_SUCCESS
							       : COMMAND_PARAM(TPM_RC_VALUE, 4);
}

static uint32_t policy_authorize_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_session *session = session_find(tpm, call->handles[0]);
	const struct policy_authorize_in *in = call->in;
	uint16_t alg;
	uint32_t rc = name_hash_alg(&in->key_sign, &alg);

	if (rc == TPM_RC_SUCCESS && !policy_is_trial(session))
		rc = check_approved(tpm, session, in, alg);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	policy_clear_digest(session);
	policy_extend_name(session, TPM_CC_POLICY_AUTHORIZE, &in->key_sign, &in->policy_ref);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(policy_authorize, .code = TPM_CC_POLICY_AUTHORIZE,
	    COMMAND_HANDLES(HANDLE(NONE, tpmi_sh_policy)), COMMAND_IN(policy_authorize),
	    .run = policy_authorize_run);
