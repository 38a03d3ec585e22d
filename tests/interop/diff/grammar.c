/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spec: TPM 2.0 Library Part 3. Startup, Shutdown and power come from power.c. */
#include "tests/interop/diff/grammar.h"

#include <stdio.h>
#include <string.h>

#define ROW(name, cc, handles, in, out, weight, learn)                                             \
	{                                                                                          \
		name, TPM_CC_##cc, handles, in, out, weight, learn                                 \
	}

/* clang-format off */
const struct grammar_row grammar[] = {
	ROW("SelfTest", SELF_TEST, "", "yesno", "", 1, NULL),
	ROW("IncrementalSelfTest", INCREMENTAL_SELF_TEST, "", "algs", "any", 1, NULL),
	ROW("GetTestResult", GET_TEST_RESULT, "", "", "r u32", 1, NULL),
	ROW("Startup", STARTUP, "", "su", "", 1, NULL),
	ROW("StartAuthSession", START_AUTH_SESSION, "salter0 entity0", "start_session", "H r", 60, learn_session),
	ROW("PolicyRestart", POLICY_RESTART, "session", "", "", 2, learn_restart),

	ROW("Create", CREATE, "parent!", "sensitive_create public_create short pcrs", "r pubr creation b ticket", 25,
	    learn_create),
	ROW("Load", LOAD, "parent!", "blob", "H n", 35, learn_load),
	ROW("LoadExternal", LOAD_EXTERNAL, "", "external", "H n", 50, learn_external),
	ROW("ReadPublic", READ_PUBLIC, "any", "", "pub n qn", 12, NULL),
	ROW("ActivateCredential", ACTIVATE_CREDENTIAL, "any# parent!", "credential", "b", 5, NULL),
	ROW("MakeCredential", MAKE_CREDENTIAL, "parent", "short object_name", "r r", 6, learn_credential),
	ROW("Unseal", UNSEAL, "sealed!", "", "b", 15, NULL),
	ROW("ObjectChangeAuth", OBJECT_CHANGE_AUTH, "any# parent", "auth", "r", 5, NULL),
	ROW("CreateLoaded", CREATE_LOADED, "parent_or_hierarchy!", "sensitive_create template", "H r pubr n~", 12,
	    learn_create_loaded),
	ROW("CreatePrimary", CREATE_PRIMARY, "hierarchy!", "sensitive_create public_create short pcrs",
	    "H pubr creation b ticket n~", 40, learn_create_primary),

	ROW("Duplicate", DUPLICATE, "any# parent0", "duplicate", "r r r", 6, NULL),
	ROW("Import", IMPORT, "parent!", "import", "r", 10, learn_import),

	ROW("RSA_Encrypt", RSA_ENCRYPT, "rsa", "rsa_block encrypt_scheme label", "b", 8, NULL),
	ROW("RSA_Decrypt", RSA_DECRYPT, "rsa!", "rsa_block rsa_scheme label", "b", 8, NULL),
	ROW("ECDH_KeyGen", ECDH_KEYGEN, "ecc", "", "r r", 4, NULL),
	ROW("ECDH_ZGen", ECDH_ZGEN, "ecc!", "point", "b", 8, NULL),
	ROW("ECC_Parameters", ECC_PARAMETERS, "", "curve", "rest", 3, NULL),
	ROW("EC_Ephemeral", EC_EPHEMERAL, "", "curve", "r u16", 2, NULL),
	ROW("Commit", COMMIT, "daa!", "point short short", "rest~", 3, NULL),
	ROW("EncryptDecrypt", ENCRYPT_DECRYPT, "cipher!", "yesno aes_mode iv blocks", "b b", 10, NULL),
	ROW("EncryptDecrypt2", ENCRYPT_DECRYPT2, "cipher!", "blocks yesno aes_mode iv", "b b", 10, NULL),
	ROW("Hash", HASH, "", "data hash hier0", "b ticket", 12, learn_hash),
	ROW("HMAC", HMAC, "mac!", "data mac0", "b", 12, NULL),
	ROW("GetRandom", GET_RANDOM, "", "small", "r", 4, NULL),
	ROW("StirRandom", STIR_RANDOM, "", "data", "", 2, NULL),
	ROW("HMAC_Start", HMAC_START, "mac!", "auth mac0", "H", 8, learn_sequence),
	ROW("HashSequenceStart", HASH_SEQUENCE_START, "", "auth hash0", "H", 10, learn_sequence),
	ROW("SequenceUpdate", SEQUENCE_UPDATE, "sequence!", "data", "", 15, NULL),
	ROW("SequenceComplete", SEQUENCE_COMPLETE, "sequence!", "data hier0", "b ticket", 10, learn_sequence_end),
	ROW("EventSequenceComplete", EVENT_SEQUENCE_COMPLETE, "pcr! sequence!", "data", "digests", 6,
	    learn_sequence_end),

	ROW("Certify", CERTIFY, "any# signer0!", "short scheme", "attest sig~", 8, NULL),
	ROW("CertifyCreation", CERTIFY_CREATION, "signer0! any", "certify_creation", "attest sig~", 5, NULL),
	ROW("Quote", QUOTE, "signer!", "short scheme pcrs", "attest sig~", 10, NULL),
	ROW("GetSessionAuditDigest", GET_SESSION_AUDIT_DIGEST, "endorsement! signer0! session", "short scheme",
	    "attest sig~", 4, NULL),
	ROW("GetCommandAuditDigest", GET_COMMAND_AUDIT_DIGEST, "endorsement! signer0!", "short scheme", "attest sig~", 4,
	    NULL),
	ROW("GetTime", GET_TIME, "endorsement! signer0!", "short scheme", "attest sig~", 4, NULL),
	ROW("VerifySignature", VERIFY_SIGNATURE, "signer", "verify", "ticket", 12, learn_verified),
	ROW("Sign", SIGN, "signer!", "digest scheme hashcheck", "sig", 25, learn_sign),
	ROW("SetCommandCodeAuditStatus", SET_COMMAND_CODE_AUDIT_STATUS, "provision!", "hash0 ccs ccs", "", 4, NULL),

	ROW("PCR_Extend", PCR_EXTEND, "pcr!", "digest_values", "", 15, NULL),
	ROW("PCR_Event", PCR_EVENT, "pcr!", "data", "digests", 8, NULL),
	ROW("PCR_Read", PCR_READ, "", "pcrs", "u32 rest", 15, NULL),
	ROW("PCR_Allocate", PCR_ALLOCATE, "platform!", "pcrs", "u8 u32 skip4 skip4", 1, learn_allocate),
	ROW("PCR_SetAuthPolicy", PCR_SET_AUTH_POLICY, "platform!", "policy_and_hash pcr_number", "", 2, NULL),
	ROW("PCR_SetAuthValue", PCR_SET_AUTH_VALUE, "pcr!", "short", "", 2, NULL),
	ROW("PCR_Reset", PCR_RESET, "pcr!", "", "", 8, NULL),

	ROW("PolicySigned", POLICY_SIGNED, "hmac policy", "policy_signed", "r ticket", 10, learn_policy_ticket),
	ROW("PolicySecret", POLICY_SECRET, "entity! policy", "policy_secret", "r ticket", 12, learn_policy_ticket),
	ROW("PolicyTicket", POLICY_TICKET, "policy", "policy_ticket", "", 5, learn_policy),
	ROW("PolicyOR", POLICY_OR, "policy", "or_list", "", 8, learn_policy),
	ROW("PolicyPCR", POLICY_PCR, "policy", "pcr_digest pcrs", "", 8, learn_policy),
	ROW("PolicyLocality", POLICY_LOCALITY, "policy", "locality", "", 6, learn_policy),
	ROW("PolicyNV", POLICY_NV, "nv_auth! nv_after policy", "operand", "", 10, learn_policy),
	ROW("PolicyCounterTimer", POLICY_COUNTER_TIMER, "policy", "timer_operand", "", 6, learn_policy),
	ROW("PolicyCommandCode", POLICY_COMMAND_CODE, "policy", "policy_cc", "", 25, learn_policy),
	ROW("PolicyPhysicalPresence", POLICY_PHYSICAL_PRESENCE, "policy", "", "", 2, learn_policy),
	ROW("PolicyCpHash", POLICY_CPHASH, "policy", "policy_digest", "", 3, learn_policy),
	ROW("PolicyNameHash", POLICY_NAME_HASH, "policy", "policy_digest", "", 3, learn_policy),
	ROW("PolicyDuplicationSelect", POLICY_DUPLICATION_SELECT, "policy", "names", "", 3, learn_policy),
	ROW("PolicyAuthorize", POLICY_AUTHORIZE, "policy", "policy_authorize", "", 4, learn_policy),
	ROW("PolicyAuthValue", POLICY_AUTH_VALUE, "policy", "note_auth", "", 6, learn_policy),
	ROW("PolicyPassword", POLICY_PASSWORD, "policy", "note_password", "", 6, learn_policy),
	ROW("PolicyGetDigest", POLICY_GET_DIGEST, "policy", "", "b", 20, NULL),
	ROW("PolicyNvWritten", POLICY_NV_WRITTEN, "policy", "yesno", "", 3, learn_policy),
	ROW("PolicyTemplate", POLICY_TEMPLATE, "policy", "policy_digest", "", 3, learn_policy),
	ROW("PolicyAuthorizeNV", POLICY_AUTHORIZE_NV, "nv_auth! nv_after policy", "", "", 4, learn_policy),

	ROW("HierarchyControl", HIERARCHY_CONTROL, "any_hierarchy!", "hierarchies", "", 1, NULL),
	ROW("SetPrimaryPolicy", SET_PRIMARY_POLICY, "any_hierarchy!", "policy_and_hash", "", 3, NULL),
	ROW("ChangePPS", CHANGE_PPS, "platform!", "", "", 1, learn_change_pps),
	ROW("ChangeEPS", CHANGE_EPS, "platform!", "", "", 1, learn_change_eps),
	ROW("Clear", CLEAR, "clear!", "", "", 1, learn_clear),
	ROW("ClearControl", CLEAR_CONTROL, "clear!", "yesno", "", 2, NULL),
	ROW("HierarchyChangeAuth", HIERARCHY_CHANGE_AUTH, "any_hierarchy!", "auth", "", 6, learn_hierarchy_auth),
	ROW("DictionaryAttackLockReset", DICTIONARY_ATTACK_LOCK_RESET, "lockout!", "", "", 12, NULL),
	ROW("DictionaryAttackParameters", DICTIONARY_ATTACK_PARAMETERS, "lockout!", "da_parameters", "", 4, NULL),
	ROW("PP_Commands", PP_COMMANDS, "platform!", "ccs ccs", "", 1, NULL),
	ROW("SetAlgorithmSet", SET_ALGORITHM_SET, "platform!", "zero32", "", 1, NULL),

	ROW("ContextSave", CONTEXT_SAVE, "saveable", "", "context", 12, learn_context_save),
	ROW("ContextLoad", CONTEXT_LOAD, "", "context", "H", 10, learn_context_load),
	ROW("FlushContext", FLUSH_CONTEXT, "", "flush", "", 12, learn_flush),
	ROW("EvictControl", EVICT_CONTROL, "provision! any", "persistent", "", 8, learn_evict),

	ROW("ReadClock", READ_CLOCK, "", "", "time", 3, NULL),
	ROW("ClockSet", CLOCK_SET, "provision!", "clock", "", 1, NULL),
	ROW("ClockRateAdjust", CLOCK_RATE_ADJUST, "provision!", "clock_rate", "", 2, NULL),
	ROW("GetCapability", GET_CAPABILITY, "", "capability", "capability", 25, NULL),
	ROW("TestParms", TEST_PARMS, "", "test_parms", "", 12, NULL),

	ROW("NV_DefineSpace", NV_DEFINE_SPACE, "provision!", "auth nv_public", "", 35, learn_nv_define),
	ROW("NV_UndefineSpace", NV_UNDEFINE_SPACE, "provision! nv", "", "", 8, learn_nv_undefine),
	ROW("NV_UndefineSpaceSpecial", NV_UNDEFINE_SPACE_SPECIAL, "nv# platform!", "", "", 2, learn_nv_undefine),
	ROW("NV_ReadPublic", NV_READ_PUBLIC, "nv", "", "b b", 12, NULL),
	ROW("NV_Write", NV_WRITE, "nv_auth! nv_after", "nv_data", "", 25, NULL),
	ROW("NV_Increment", NV_INCREMENT, "nv_auth! nv_after", "", "", 12, NULL),
	ROW("NV_Extend", NV_EXTEND, "nv_auth! nv_after", "data", "", 10, NULL),
	ROW("NV_SetBits", NV_SET_BITS, "nv_auth! nv_after", "u64", "", 10, NULL),
	ROW("NV_WriteLock", NV_WRITE_LOCK, "nv_auth! nv_after", "", "", 4, NULL),
	ROW("NV_GlobalWriteLock", NV_GLOBAL_WRITE_LOCK, "provision!", "", "", 1, NULL),
	ROW("NV_Read", NV_READ, "nv_auth! nv_after", "nv_size_offset", "b", 25, NULL),
	ROW("NV_ReadLock", NV_READ_LOCK, "nv_auth! nv_after", "", "", 4, NULL),
	ROW("NV_ChangeAuth", NV_CHANGE_AUTH, "nv#", "auth", "", 3, learn_nv_auth),
	ROW("NV_Certify", NV_CERTIFY, "signer0! nv_auth! nv_after", "short scheme nv_size_offset", "attest sig~", 6,
	    NULL),
};
/* clang-format on */

const uint32_t grammar_count = sizeof(grammar) / sizeof(grammar[0]);

#define SLOTS 3u

const struct grammar_row *grammar_pick(struct rng *rng, const struct model *model)
{
	uint32_t total = 0;
	uint32_t at;
	uint32_t i = 0;

	if (model_transient_count(model) >= SLOTS && rng_chance(rng, 40))
		return grammar_find(TPM_CC_FLUSH_CONTEXT);
	if (model_session_count(model) >= SLOTS && rng_chance(rng, 4))
		return grammar_find(TPM_CC_FLUSH_CONTEXT);
	for (uint32_t n = 0; n < grammar_count; n++)
		total += grammar[n].weight;
	at = rng_below(rng, total);
	while (at >= grammar[i].weight)
		at -= grammar[i++].weight;
	/* libtpms forgets what was allocated when these come before power goes */
	if (model->is_reallocated &&
	    (grammar[i].cc == TPM_CC_CLEAR || grammar[i].cc == TPM_CC_CHANGE_EPS ||
	     grammar[i].cc == TPM_CC_CHANGE_PPS))
		return grammar_pick(rng, model);
	/* Where there is no room, seldom */
	if (grammar[i].out[0] == 'H' && rng_chance(rng, 90) &&
	    (grammar[i].cc == TPM_CC_START_AUTH_SESSION ? model_session_count(model) >= SLOTS
							: model_transient_count(model) >= SLOTS))
		return grammar_pick(rng, model);
	return &grammar[i];
}

const struct grammar_row *grammar_find(uint32_t cc)
{
	for (uint32_t i = 0; i < grammar_count; i++) {
		if (grammar[i].cc == cc)
			return &grammar[i];
	}
	return NULL;
}

void grammar_words(const char *list, void (*each)(void *context, const char *word), void *context)
{
	while (*list != '\0') {
		char word[32];
		size_t len = strcspn(list, " ");

		snprintf(word, sizeof(word), "%.*s", (int)len, list);
		each(context, word);
		list += len;
		list += strspn(list, " ");
	}
}
