/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Digests over what was done: of one session, and of chosen commands. Only what succeeds is in
 * them.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s30.
 */
#include "modules/vtpm/tpm/audit.h"

#include "modules/vtpm/tpm/auth.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"

/* Length of clear.audit_digest, for the time of one command, when its hash was changed */
#define HASH_CHANGED 1u

bool audit_covers(const struct tpm *tpm, uint32_t code)
{
	uint32_t bit = command_bit(code);

	return (tpm->persistent.audit.commands[bit / 8] & 1u << bit % 8) != 0;
}

bool audit_add(struct tpm *tpm, uint32_t code)
{
	const struct tpm_command *command = command_find(code);
	uint32_t bit = command_bit(code);

	if (command == NULL || (command->flags & COMMAND_NO_AUDIT) != 0 || audit_covers(tpm, code))
		return false;
	tpm->persistent.audit.commands[bit / 8] |= (uint8_t)(1u << bit % 8);
	return true;
}

bool audit_remove(struct tpm *tpm, uint32_t code)
{
	uint32_t bit = command_bit(code);

	if (code == TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS || command_find(code) == NULL ||
	    !audit_covers(tpm, code))
		return false;
	tpm->persistent.audit.commands[bit / 8] &= (uint8_t) ~(1u << bit % 8);
	return true;
}

void audit_commands_digest(struct tpm *tpm, struct tpm2b_digest *digest)
{
	struct crypto_hash hash;

	hash_start(&hash, tpm->persistent.audit.hash_alg);
	for (uint32_t i = 0; i < command_count(); i++) {
		uint32_t code = command_at(i)->code;

		if (audit_covers(tpm, code))
			hash_u32(&hash, code);
	}
	digest->len = hash_size(tpm->persistent.audit.hash_alg);
	crypto_hash_final(&hash, digest->bytes);
}

void audit_manufacture(struct tpm *tpm)
{
	tpm->persistent.audit = (struct tpm_audit_state){ .hash_alg = TPM_ALG_SHA512 };
	(void)audit_add(tpm, TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS);
}

void audit_change_hash(struct tpm *tpm, uint16_t hash_alg)
{
	tpm->persistent.audit.hash_alg = hash_alg;
	tpm->clear.audit_digest.len = HASH_CHANGED;
}

void audit_prepare(struct tpm *tpm)
{
	const struct tpm_call *call = &tpm->call;
	uint8_t cp_hash[TPM_DIGEST_MAX];

	if (call->audit != CALL_NO_SESSION)
		command_cp_hash(tpm, call->sessions[call->audit].session->hash_alg, cp_hash);
	if (audit_covers(tpm, call->command->code))
		command_cp_hash(tpm, tpm->persistent.audit.hash_alg, cp_hash);
}

/* digest = H(digest ‖ cpHash ‖ rpHash) */
static void extend(struct tpm *tpm, uint16_t alg, const struct tpm_span *parameters,
		   struct tpm2b_digest *digest)
{
	uint8_t part[TPM_DIGEST_MAX];
	struct crypto_hash hash;

	hash_start(&hash, alg);
	hash_2b(&hash, digest);
	command_cp_hash(tpm, alg, part);
	crypto_hash_update(&hash, part, hash_size(alg));
	auth_rp_hash(tpm, alg, parameters, part);
	crypto_hash_update(&hash, part, hash_size(alg));
	crypto_hash_final(&hash, digest->bytes);
}

static void begin(struct tpm2b_digest *digest, uint16_t alg)
{
	*digest = (struct tpm2b_digest){ .len = hash_size(alg) };
}

static void extend_session(struct tpm *tpm, const struct tpm_span *parameters)
{
	struct tpm_call_session *in = &tpm->call.sessions[tpm->call.audit];
	struct tpm_session *session = in->session;
	bool begins = (in->attributes & TPMA_SESSION_AUDITRESET) != 0 ||
		      (session->flags & SESSION_AUDIT_STARTED) == 0;

	if (begins) {
		begin(&session->policy_digest, session->hash_alg);
		/* The digest is kept where the bound entity was: Part 1 s19.6.11 */
		session->flags &= ~SESSION_BOUND;
		session->flags |= SESSION_AUDIT_STARTED;
		tpm->exclusive_audit_session = in->handle;
	} else if (tpm->exclusive_audit_session != in->handle) {
		tpm->exclusive_audit_session = TPM_RH_UNASSIGNED;
	}
	in->attributes &= (uint8_t)~TPMA_SESSION_AUDITEXCLUSIVE;
	if (tpm->exclusive_audit_session == in->handle)
		in->attributes |= TPMA_SESSION_AUDITEXCLUSIVE;
	extend(tpm, session->hash_alg, parameters, &session->policy_digest);
}

static void extend_commands(struct tpm *tpm, const struct tpm_span *parameters)
{
	struct tpm2b_digest *digest = &tpm->clear.audit_digest;

	if (digest->len == HASH_CHANGED) {
		digest->len = 0;
		return;
	}
	if (digest->len == 0) {
		begin(digest, tpm->persistent.audit.hash_alg);
		tpm->persistent.audit.counter++;
		tpm_persist_mark(tpm);
	}
	extend(tpm, tpm->persistent.audit.hash_alg, parameters, digest);
}

void audit_extend(struct tpm *tpm, const struct tpm_span *parameters)
{
	const struct tpm_call *call = &tpm->call;

	if (call->audit != CALL_NO_SESSION)
		extend_session(tpm, parameters);
	else if ((call->command->flags & COMMAND_NO_SESSIONS) == 0)
		tpm->exclusive_audit_session = TPM_RH_UNASSIGNED;
	if (audit_covers(tpm, call->command->code))
		extend_commands(tpm, parameters);
}
