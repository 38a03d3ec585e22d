/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions: which exist, where they are, how they begin and end. The table session_contexts has one
 * entry a handle: free, loaded (slot + 1), or the number of the saved context that alone may bring
 * it back; so a context loads once.
 * Never hands out a slot that is in use. Spec: TPM 2.0 Library Part 1 revision 1.59 s19.4, s19.6, s30.
 */
#include "modules/vtpm/tpm/session.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/startup.h"

#define HANDLE_INDEX 0x00ffffffu
#define CONTEXT_GAP_MAX 0x10000u /* TPM_PT_CONTEXT_GAP_MAX + 1 */
/* The numbers of saved contexts skip what stands for a slot in their low 16 bits: what a resource
 * manager sees of the reference */
#define CONTEXT_FIRST (TPM_SESSION_SLOTS + 1u)

/* Set for as long as the session lives; the rest is what policy commands established */
#define FLAGS_KEPT (SESSION_BOUND | SESSION_DA_BOUND | SESSION_LOCKOUT_BOUND)

static bool is_loaded(uint64_t context)
{
	return context != 0 && context <= TPM_SESSION_SLOTS;
}

struct tpm_session *session_find(struct tpm *tpm, uint32_t handle)
{
	uint32_t type = handle >> TPM_HT_SHIFT;
	uint32_t index = handle & HANDLE_INDEX;

	if (type != TPM_HT_HMAC_SESSION && type != TPM_HT_POLICY_SESSION)
		return NULL;
	if (index >= TPM_SESSION_ACTIVE || !is_loaded(tpm->reset.session_contexts[index]))
		return NULL;
	return &tpm->sessions[tpm->reset.session_contexts[index] - 1];
}

bool session_exists(const struct tpm *tpm, uint32_t handle)
{
	uint32_t index = handle & HANDLE_INDEX;

	return index < TPM_SESSION_ACTIVE && tpm->reset.session_contexts[index] != 0;
}

bool session_is_policy(const struct tpm_session *session)
{
	return session->type != TPM_SE_HMAC;
}

void session_flush(struct tpm *tpm, uint32_t handle)
{
	struct tpm_session *session = session_find(tpm, handle);

	if (session != NULL)
		crypto_wipe(session, sizeof(*session));
	if (session_exists(tpm, handle))
		tpm->reset.session_contexts[handle & HANDLE_INDEX] = 0;
	if (tpm->exclusive_audit_session == handle)
		tpm->exclusive_audit_session = TPM_RH_UNASSIGNED;
}

void session_startup(struct tpm *tpm, uint16_t startup)
{
	bool is_reset = startup_kind(tpm, startup) == STARTUP_RESET;

	crypto_wipe(tpm->sessions, sizeof(tpm->sessions));
	tpm->exclusive_audit_session = TPM_RH_UNASSIGNED;
	for (uint32_t i = 0; i < TPM_SESSION_ACTIVE; i++) {
		if (is_reset || is_loaded(tpm->reset.session_contexts[i]))
			tpm->reset.session_contexts[i] = 0;
	}
	if (is_reset)
		tpm->reset.session_context_id = CONTEXT_FIRST;
}

/* --- saved contexts --------------------------------------------------------------------------- */
/* The index of the saved session with the lowest number, or TPM_SESSION_ACTIVE */
static uint32_t oldest_saved(const struct tpm *tpm)
{
	const uint64_t *contexts = tpm->reset.session_contexts;
	uint32_t oldest = TPM_SESSION_ACTIVE;

	for (uint32_t i = 0; i < TPM_SESSION_ACTIVE; i++) {
		if (contexts[i] <= TPM_SESSION_SLOTS)
			continue;
		if (oldest == TPM_SESSION_ACTIVE || contexts[i] < contexts[oldest])
			oldest = i;
	}
	return oldest;
}

/* Whether the next number would be too far from the oldest context's */
static bool is_gap_full(const struct tpm *tpm, uint32_t oldest)
{
	return oldest < TPM_SESSION_ACTIVE &&
	       tpm->reset.session_context_id - tpm->reset.session_contexts[oldest] >=
		       CONTEXT_GAP_MAX;
}

uint32_t session_save(struct tpm *tpm, uint32_t handle, uint64_t *sequence)
{
	struct tpm_session *session = session_find(tpm, handle);

	if (is_gap_full(tpm, oldest_saved(tpm)))
		return TPM_RC_CONTEXT_GAP;
	if (tpm->reset.session_context_id == UINT64_MAX)
		return TPM_RC_TOO_MANY_CONTEXTS;
	*sequence = tpm->reset.session_context_id++;
	tpm->reset.session_contexts[handle & HANDLE_INDEX] = *sequence;
	if ((uint16_t)tpm->reset.session_context_id == 0)
		tpm->reset.session_context_id += CONTEXT_FIRST;
	crypto_wipe(session, sizeof(*session));
	return TPM_RC_SUCCESS;
}

static uint32_t free_slot(const struct tpm *tpm, uint32_t *count)
{
	uint32_t first = TPM_SESSION_SLOTS;

	*count = 0;
	for (uint32_t i = TPM_SESSION_SLOTS; i-- != 0;) {
		if (tpm->sessions[i].handle != 0)
			continue;
		first = i;
		(*count)++;
	}
	return first;
}

bool session_is_saved(const struct tpm *tpm, uint32_t handle, uint64_t sequence)
{
	uint32_t index = handle & HANDLE_INDEX;

	return index < TPM_SESSION_ACTIVE && sequence > TPM_SESSION_SLOTS &&
	       tpm->reset.session_contexts[index] == sequence;
}

uint32_t session_load(struct tpm *tpm, uint32_t handle, uint64_t sequence,
		      struct tpm_session **session)
{
	uint32_t index = handle & HANDLE_INDEX;
	uint32_t oldest = oldest_saved(tpm);
	uint32_t free_count;
	uint32_t slot = free_slot(tpm, &free_count);

	if (!session_is_saved(tpm, handle, sequence))
		return TPM_RC_HANDLE;
	/* The last slot is kept for the one whose age blocks the others */
	if (free_count == 1 && is_gap_full(tpm, oldest) && index != oldest)
		return TPM_RC_CONTEXT_GAP;
	if (free_count == 0)
		return TPM_RC_SESSION_MEMORY;
	tpm->reset.session_contexts[index] = slot + 1;
	*session = &tpm->sessions[slot];
	(*session)->handle = handle;
	return TPM_RC_SUCCESS;
}

uint32_t session_handles(const struct tpm *tpm, enum session_place place, uint32_t first,
			 uint32_t *handles, uint32_t cap)
{
	uint32_t count = 0;

	for (uint32_t i = first & HANDLE_INDEX; i < TPM_SESSION_ACTIVE && count < cap; i++) {
		uint64_t context = tpm->reset.session_contexts[i];

		if (context != 0 && is_loaded(context) == (place == SESSION_LOADED))
			handles[count++] =
				(place == SESSION_LOADED
					 ? tpm->sessions[context - 1].handle
					 : (uint32_t)TPM_HT_HMAC_SESSION << TPM_HT_SHIFT | i);
	}
	return count;
}

/* --- beginning -------------------------------------------------------------------------------- */
static uint32_t free_handle(const struct tpm *tpm)
{
	uint32_t index = 0;

	while (index < TPM_SESSION_ACTIVE && tpm->reset.session_contexts[index] != 0)
		index++;
	return index;
}

/* What binds a session to an entity: its name and the authValue that it has now */
static void bound_entity(struct tpm *tpm, uint32_t handle, struct tpm_session *bound)
{
	struct tpm2b_name *name = &tpm->frame.name;
	struct tpm2b_digest *auth = &tpm->frame.auth;

	entity_name(tpm, handle, name);
	entity_auth(tpm, handle, auth);
	bound->bound.len = (uint16_t)(name->len + auth->len);
	__builtin_memcpy(bound->bound.bytes, name->bytes, name->len);
	__builtin_memcpy(bound->bound.bytes + name->len, auth->bytes, auth->len);
}

bool session_is_bound_to(struct tpm *tpm, const struct tpm_session *session, uint32_t handle)
{
	struct tpm_session now;
	bool is_same;

	if ((session->flags & SESSION_BOUND) == 0)
		return false;
	bound_entity(tpm, handle, &now);
	is_same = now.bound.len == session->bound.len &&
		  crypto_equal(now.bound.bytes, session->bound.bytes, now.bound.len) != 0;
	crypto_wipe(&now, sizeof(now));
	return is_same;
}

static void bind(struct tpm *tpm, struct tpm_session *session, uint32_t handle)
{
	if (session->type == TPM_SE_HMAC) {
		session->flags |= SESSION_BOUND;
		bound_entity(tpm, handle, session);
	}
	if (!entity_is_da_protected(tpm, handle))
		return;
	session->flags |= SESSION_DA_BOUND;
	if (handle == TPM_RH_LOCKOUT)
		session->flags |= SESSION_LOCKOUT_BOUND;
}

/* sessionKey = KDFa(authHash, bind.authValue ‖ salt, "ATH", nonceTPM, nonceCaller). Spec: Part 1 s19.6.8 */
static void derive_key(struct tpm *tpm, struct tpm_session *session,
		       const struct session_start *start)
{
	struct tpm2b_digest *auth = &tpm->frame.auth;
	uint8_t *key = tpm->frame.key;

	if (start->bind == TPM_RH_NULL && start->salt->len == 0)
		return;
	entity_auth(tpm, start->bind, auth);
	__builtin_memcpy(key, auth->bytes, auth->len);
	__builtin_memcpy(key + auth->len, start->salt->bytes, start->salt->len);
	session->session_key.len = hash_size(session->hash_alg);
	tpm_kdfa(session->hash_alg, key, (size_t)auth->len + start->salt->len, "ATH",
		 session->nonce_tpm.bytes, session->nonce_tpm.len, start->nonce_caller->bytes,
		 start->nonce_caller->len, 8u * session->session_key.len,
		 session->session_key.bytes);
}

static void fill(struct tpm *tpm, struct tpm_session *session, const struct session_start *start)
{
	session->type = start->type;
	session->hash_alg = start->hash_alg;
	session->symmetric = *start->symmetric;
	session->policy_digest.len = hash_size(start->hash_alg);
	session->start_time = clock_time(tpm);
	session->epoch = tpm->time_epoch;
	if (start->bind != TPM_RH_NULL)
		bind(tpm, session, start->bind);
	derive_key(tpm, session, start);
}

uint32_t session_create(struct tpm *tpm, const struct session_start *start, uint32_t *handle)
{
	uint32_t type = start->type == TPM_SE_HMAC ? TPM_HT_HMAC_SESSION : TPM_HT_POLICY_SESSION;
	uint32_t free_count;
	uint32_t slot = free_slot(tpm, &free_count);
	uint32_t index = free_handle(tpm);
	struct tpm_session *session;
	uint32_t rc;

	if (free_count == 0)
		return TPM_RC_SESSION_MEMORY;
	if (is_gap_full(tpm, oldest_saved(tpm)))
		return TPM_RC_CONTEXT_GAP;
	if (index == TPM_SESSION_ACTIVE)
		return TPM_RC_SESSION_HANDLES;
	session = &tpm->sessions[slot];
	crypto_wipe(session, sizeof(*session));
	session->nonce_tpm.len = start->nonce_caller->len;
	rc = tpm_random(tpm, session->nonce_tpm.bytes, session->nonce_tpm.len);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	fill(tpm, session, start);
	session->handle = type << TPM_HT_SHIFT | index;
	tpm->reset.session_contexts[index] = slot + 1;
	*handle = session->handle;
	return TPM_RC_SUCCESS;
}

void session_policy_reset(struct tpm_session *session)
{
	session->flags &= FLAGS_KEPT;
	session->command_code = 0;
	session->locality = 0;
	session->is_nv_written = 0;
	session->pcr_counter = 0;
	session->timeout = 0;
	session->bound.len = 0;
	session->policy_digest.len = hash_size(session->hash_alg);
	crypto_wipe(session->policy_digest.bytes, sizeof(session->policy_digest.bytes));
}
