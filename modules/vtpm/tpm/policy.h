/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the policy commands share: extending policyDigest, time limits. Spec: TPM 2.0 Library Part 3 revision 1.59 s23. */
#ifndef VTPM_TPM_POLICY_H
#define VTPM_TPM_POLICY_H

#include "modules/vtpm/tpm/state.h"

/* Byte strings in the order in which they are hashed; those that are left out are empty */
struct policy_parts {
	struct tpm_span parts[4];
};

/* A TPM2B with storage as a span */
#define POLICY_SPAN(tpm2b_)                                                                        \
	{                                                                                          \
		(tpm2b_).bytes, (tpm2b_).len                                                       \
	}

/* policyDigest = H(policyDigest ‖ code ‖ parts) */
void policy_extend(struct tpm_session *session, uint32_t code, const struct policy_parts *parts);
/* The same with code and name, then policyDigest = H(policyDigest ‖ policyRef): the Policy commands
 * of an authority */
void policy_extend_name(struct tpm_session *session, uint32_t code, const struct tpm2b_name *name,
			const struct tpm2b_digest *policy_ref);
/* policyDigest is all zeros again (PolicyOR, PolicyAuthorize). */
void policy_clear_digest(struct tpm_session *session);

bool policy_is_trial(const struct tpm_session *session);

/* What an authority may limit its approval by. Spec: Part 3 s23.2.2 */
struct policy_limits {
	const struct tpm2b_digest *nonce; /* NULL: a ticket */
	const struct tpm2b_digest *cp_hash;
	uint64_t timeout; /* ms of Time; 0: none */
};
/* Numbers of the parameters that are to blame */
struct policy_blame {
	uint8_t nonce;
	uint8_t cp_hash;
	uint8_t expiration;
};
/* TPM_RC_SUCCESS, _NONCE, _EXPIRED, _SIZE with their numbers, _CPHASH, _NV_UNAVAILABLE. */
uint32_t policy_check_limits(const struct tpm *tpm, const struct tpm_session *session,
			     const struct policy_limits *limits, const struct policy_blame *blame);
/* Narrows the session to them; only limits->cp_hash and timeout matter. */
void policy_apply_limits(struct tpm_session *session, const struct policy_limits *limits);

/* Time at which expiration (s; its sign does not matter) ends; 0: never. nonce: empty or the
 * session's nonceTPM. */
uint64_t policy_timeout(const struct tpm *tpm, const struct tpm_session *session,
			int32_t expiration, const struct tpm2b_digest *nonce);

/* Binds the session to a digest of kind SESSION_CP_HASH, _NAME_HASH, _TEMPLATE or _PARAMETERS. */
void policy_bind(struct tpm_session *session, uint32_t kind, const void *digest, uint16_t len);
bool policy_is_bound(const struct tpm_session *session);
/* Whether it is bound to this digest of this kind. */
bool policy_is_bound_to(const struct tpm_session *session, uint32_t kind,
			const struct tpm2b_digest *digest);

#endif
