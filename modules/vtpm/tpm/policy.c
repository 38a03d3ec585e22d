/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state that policy commands build up in a session. Only ever narrows what a session may do,
 * except where a digest
 * begins anew. Spec: TPM 2.0 Library Part 3 revision 1.59 s23.2.
 */
#include "modules/vtpm/tpm/policy.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"

#define BOUND_KINDS (SESSION_CP_HASH | SESSION_NAME_HASH | SESSION_TEMPLATE | SESSION_PARAMETERS)

bool policy_is_trial(const struct tpm_session *session)
{
	return session->type == TPM_SE_TRIAL;
}

void policy_extend(struct tpm_session *session, uint32_t code, const struct policy_parts *parts)
{
	struct crypto_hash hash;

	hash_start(&hash, session->hash_alg);
	hash_2b(&hash, &session->policy_digest);
	hash_u32(&hash, code);
	for (uint32_t i = 0; i < sizeof(parts->parts) / sizeof(parts->parts[0]); i++)
		crypto_hash_update(&hash, parts->parts[i].bytes, parts->parts[i].len);
	crypto_hash_final(&hash, session->policy_digest.bytes);
}

void policy_extend_name(struct tpm_session *session, uint32_t code, const struct tpm2b_name *name,
			const struct tpm2b_digest *policy_ref)
{
	const struct policy_parts parts = { { { name->bytes, name->len } } };
	struct crypto_hash hash;

	policy_extend(session, code, &parts);
	hash_start(&hash, session->hash_alg);
	hash_2b(&hash, &session->policy_digest);
	hash_2b(&hash, policy_ref);
	crypto_hash_final(&hash, session->policy_digest.bytes);
}

void policy_clear_digest(struct tpm_session *session)
{
	crypto_wipe(session->policy_digest.bytes, sizeof(session->policy_digest.bytes));
}

static uint32_t check_timeout(const struct tpm *tpm, const struct tpm_session *session,
			      uint64_t timeout, uint32_t number)
{
	uint32_t rc;

	if (timeout == 0)
		return TPM_RC_SUCCESS;
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (timeout < clock_time(tpm) || session->epoch != tpm->time_epoch)
		return COMMAND_PARAM(TPM_RC_EXPIRED, number);
	return TPM_RC_SUCCESS;
}

static bool is_same(const struct tpm2b_digest *a, const void *bytes, uint16_t len)
{
	return a->len == len && crypto_equal(a->bytes, bytes, len) != 0;
}

uint32_t policy_check_limits(const struct tpm *tpm, const struct tpm_session *session,
			     const struct policy_limits *limits, const struct policy_blame *blame)
{
	const struct tpm2b_digest *nonce = limits->nonce;
	uint32_t rc;

	if (nonce != NULL && nonce->len != 0 &&
	    !is_same(nonce, session->nonce_tpm.bytes, session->nonce_tpm.len))
		return COMMAND_PARAM(TPM_RC_NONCE, blame->nonce);
	rc = check_timeout(tpm, session, limits->timeout, blame->expiration);
	if (rc != TPM_RC_SUCCESS || limits->cp_hash->len == 0)
		return rc;
	if (limits->cp_hash->len != session->policy_digest.len)
		return COMMAND_PARAM(TPM_RC_SIZE, blame->cp_hash);
	if (policy_is_bound(session) &&
	    !is_same(limits->cp_hash, session->bound.bytes, session->bound.len))
		return TPM_RC_CPHASH;
	return TPM_RC_SUCCESS;
}

void policy_apply_limits(struct tpm_session *session, const struct policy_limits *limits)
{
	if (limits->cp_hash->len != 0)
		policy_bind(session, SESSION_CP_HASH, limits->cp_hash->bytes, limits->cp_hash->len);
	if (limits->timeout != 0 && (session->timeout == 0 || session->timeout > limits->timeout))
		session->timeout = limits->timeout;
}

uint64_t policy_timeout(const struct tpm *tpm, const struct tpm_session *session,
			int32_t expiration, const struct tpm2b_digest *nonce)
{
	uint64_t seconds = expiration < 0 ? 0u - (uint64_t)expiration : (uint64_t)expiration;

	if (expiration == 0)
		return 0;
	/* Without a nonce it is an absolute Time, in seconds: never earlier than was meant */
	if (nonce->len == 0)
		return seconds * 1000 + clock_time(tpm) % 1000;
	return session->start_time + seconds * 1000;
}

void policy_bind(struct tpm_session *session, uint32_t kind, const void *digest, uint16_t len)
{
	session->flags = (session->flags & ~BOUND_KINDS) | kind;
	session->bound.len = len;
	__builtin_memcpy(session->bound.bytes, digest, len);
}

bool policy_is_bound(const struct tpm_session *session)
{
	return (session->flags & BOUND_KINDS) != 0;
}

bool policy_is_bound_to(const struct tpm_session *session, uint32_t kind,
			const struct tpm2b_digest *digest)
{
	return (session->flags & kind) != 0 &&
	       is_same(digest, session->bound.bytes, session->bound.len);
}
