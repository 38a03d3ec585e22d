/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A policy session at its use: the digest is the entity's, and everything that policy commands
 * deferred holds now.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s19.7; Part 3 s23.
 */
#include "crypto/secret.h"
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/session.h"

#define LOCALITY_EXTENDED 32u

static bool is_digest(const struct tpm_session *session, const uint8_t *digest)
{
	uint16_t size = hash_size(session->hash_alg);

	return session->bound.len == size && crypto_equal(session->bound.bytes, digest, size) != 0;
}

static bool is_cp_hash(struct tpm *tpm, const struct tpm_session *session)
{
	uint8_t digest[TPM_DIGEST_MAX];

	command_cp_hash(tpm, session->hash_alg, digest);
	return is_digest(session, digest);
}

static bool is_name_hash(struct tpm *tpm, const struct tpm_session *session)
{
	struct tpm2b_name *name = &tpm->frame.name;
	uint8_t digest[TPM_DIGEST_MAX];
	struct crypto_hash hash;

	hash_start(&hash, session->hash_alg);
	for (uint32_t i = 0; i < tpm->call.handle_count; i++) {
		entity_name(tpm, tpm->call.handles[i], name);
		hash_2b(&hash, name);
	}
	crypto_hash_final(&hash, digest);
	return is_digest(session, digest);
}

static bool is_parameter_hash(struct tpm *tpm, const struct tpm_session *session)
{
	uint8_t digest[TPM_DIGEST_MAX];
	struct crypto_hash hash;

	hash_start(&hash, session->hash_alg);
	hash_u32(&hash, tpm->call.command->code);
	crypto_hash_update(&hash, tpm->call.parameters.bytes, tpm->call.parameters.len);
	crypto_hash_final(&hash, digest);
	return is_digest(session, digest);
}

/* The template is the second TPM2B of the three commands that create */
static bool is_template_hash(struct tpm *tpm, const struct tpm_session *session)
{
	uint32_t code = tpm->call.command->code;
	struct wire_reader reader = { tpm->call.parameters.bytes, tpm->call.parameters.len };
	uint8_t digest[TPM_DIGEST_MAX];
	const uint8_t *bytes = NULL;
	uint16_t len = 0;

	if (code != TPM_CC_CREATE && code != TPM_CC_CREATE_PRIMARY && code != TPM_CC_CREATE_LOADED)
		return false;
	for (uint32_t i = 0; i < 2; i++) {
		if (!wire_get_u16(&reader, &len) || !wire_get_bytes(&reader, &bytes, len))
			return false;
	}
	crypto_hash(hash_crypto(session->hash_alg), bytes, len, digest);
	return is_digest(session, digest);
}

struct bound_row {
	uint32_t flag;
	bool (*holds)(struct tpm *tpm, const struct tpm_session *session);
};

/* stack-calls: check_bounds \.bounds$ . */
/* stack-calls: session_policy_check \.bounds$ . */
static const struct bound_row bounds[] = {
	{ SESSION_CP_HASH, is_cp_hash },
	{ SESSION_NAME_HASH, is_name_hash },
	{ SESSION_PARAMETERS, is_parameter_hash },
	{ SESSION_TEMPLATE, is_template_hash },
};

static uint32_t check_bounds(struct tpm *tpm, const struct tpm_session *session)
{
	for (uint32_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
		if ((session->flags & bounds[i].flag) != 0 && !bounds[i].holds(tpm, session))
			return TPM_RC_POLICY_FAIL;
	}
	return TPM_RC_SUCCESS;
}

static uint32_t check_digest(struct tpm *tpm, const struct tpm_session *session, uint32_t handle)
{
	struct tpm2b_digest *policy = &tpm->frame.policy;
	uint16_t alg = entity_policy(tpm, handle, policy);
	const struct tpm2b_digest *digest = &session->policy_digest;

	if (alg != session->hash_alg || policy->len != digest->len ||
	    crypto_equal(policy->bytes, digest->bytes, digest->len) == 0)
		return TPM_RC_POLICY_FAIL;
	return TPM_RC_SUCCESS;
}

static uint32_t check_time(const struct tpm *tpm, const struct tpm_session *session)
{
	uint32_t rc;

	if (session->timeout == 0)
		return TPM_RC_SUCCESS;
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (session->timeout < clock_time(tpm) || session->epoch != tpm->time_epoch)
		return TPM_RC_EXPIRED;
	return TPM_RC_SUCCESS;
}

static uint32_t check_command(const struct tpm *tpm, const struct tpm_session *session,
			      uint32_t role)
{
	if (session->command_code != 0)
		return session->command_code == tpm->call.command->code ? TPM_RC_SUCCESS
									: TPM_RC_POLICY_CC;
	return role == ROLE_ADMIN || role == ROLE_DUP ? TPM_RC_POLICY_FAIL : TPM_RC_SUCCESS;
}

static uint32_t check_locality(const struct tpm *tpm, const struct tpm_session *session)
{
	uint8_t now = tpm->call.locality;
	bool is_extended = session->locality >= LOCALITY_EXTENDED;
	bool is_allowed = is_extended ? session->locality == now
				      : now < 5 && (session->locality & 1u << now) != 0;

	return session->locality == 0 || is_allowed ? TPM_RC_SUCCESS : TPM_RC_LOCALITY;
}

static uint32_t check_nv_written(struct tpm *tpm, const struct tpm_session *session,
				 uint32_t handle)
{
	struct nv_index index;
	bool is_written;

	if ((session->flags & SESSION_NV_WRITTEN) == 0)
		return TPM_RC_SUCCESS;
	if (handle >> TPM_HT_SHIFT != TPM_HT_NV_INDEX || !nv_find(tpm, handle, &index))
		return TPM_RC_POLICY_FAIL;
	is_written = (index.pub.attributes & TPMA_NV_WRITTEN) != 0;
	return is_written == (session->is_nv_written != 0) ? TPM_RC_SUCCESS : TPM_RC_POLICY_FAIL;
}

/* PolicySecret with a session that shows no knowledge of the secret would prove nothing */
static bool is_secret_missing(const struct tpm *tpm, const struct tpm_session *session)
{
	return tpm->call.command->code == TPM_CC_POLICY_SECRET &&
	       (session->flags & (SESSION_AUTH_VALUE | SESSION_PASSWORD)) == 0;
}

bool session_pcr_is_current(const struct tpm *tpm, const struct tpm_session *session)
{
	return (session->flags & SESSION_PCR) == 0 ||
	       session->pcr_counter == tpm->pcrs.update_counter;
}

uint32_t session_policy_check(struct tpm *tpm, struct tpm_session *session, uint32_t handle,
			      uint32_t role)
{
	uint32_t rc;

	if (is_secret_missing(tpm, session))
		return TPM_RC_MODE;
	if (!session_pcr_is_current(tpm, session))
		return TPM_RC_PCR_CHANGED;
	rc = check_digest(tpm, session, handle);
	if (rc == TPM_RC_SUCCESS)
		rc = check_time(tpm, session);
	if (rc == TPM_RC_SUCCESS)
		rc = check_command(tpm, session, role);
	if (rc == TPM_RC_SUCCESS)
		rc = check_locality(tpm, session);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if ((session->flags & SESSION_PP) != 0 && !tpm->has_physical_presence)
		return TPM_RC_PP;
	rc = check_bounds(tpm, session);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return check_nv_written(tpm, session, handle);
}
