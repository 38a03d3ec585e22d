/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM_CAP_TPM_PROPERTIES: one row a property. Spec: TPM 2.0 Library Part 2 revision 1.59 s6.13; PC Client Platform TPM
 * Profile 1.05 s3.
 */
#include "modules/vtpm/tpm/capability.h"
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/da.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/nv_memory.h"
#include "modules/vtpm/tpm/session.h"

/* What an object and a counter take of NV memory at most, for the numbers that say how many fit */
#define EVICT_SIZE 1024u
#define COUNTER_SIZE 160u
#define HANDLES_MAX (sizeof(((struct tpm *)0)->work.capability.handles) / 4)

static uint32_t permanent(struct tpm *tpm)
{
	const struct tpm_persistent *persistent = &tpm->persistent;
	uint32_t bits = TPMA_PERMANENT_TPMGENERATEDEPS;

	bits |= persistent->owner.auth.len != 0 ? TPMA_PERMANENT_OWNERAUTHSET : 0;
	bits |= persistent->endorsement.auth.len != 0 ? TPMA_PERMANENT_ENDORSEMENTAUTHSET : 0;
	bits |= persistent->lockout.auth.len != 0 ? TPMA_PERMANENT_LOCKOUTAUTHSET : 0;
	bits |= persistent->is_clear_disabled ? TPMA_PERMANENT_DISABLECLEAR : 0;
	bits |= da_is_locked_out(tpm) ? TPMA_PERMANENT_INLOCKOUT : 0;
	return bits;
}

static uint32_t startup_clear(struct tpm *tpm)
{
	uint32_t bits = 0;

	bits |= tpm->clear.is_ph_enabled ? TPMA_STARTUP_CLEAR_PHENABLE : 0;
	bits |= tpm->clear.is_sh_enabled ? TPMA_STARTUP_CLEAR_SHENABLE : 0;
	bits |= tpm->clear.is_eh_enabled ? TPMA_STARTUP_CLEAR_EHENABLE : 0;
	bits |= tpm->clear.is_ph_nv_enabled ? TPMA_STARTUP_CLEAR_PHENABLENV : 0;
	bits |= tpm->clear.was_orderly ? TPMA_STARTUP_CLEAR_ORDERLY : 0;
	return bits;
}

static uint32_t nv_indices(struct tpm *tpm)
{
	return nv_count(tpm, TPM_HT_NV_INDEX);
}

static uint32_t persistent_objects(struct tpm *tpm)
{
	return nv_count(tpm, TPM_HT_PERSISTENT);
}

static uint32_t nv_free(const struct tpm *tpm)
{
	return TPM_NV_MEMORY - tpm->persistent.nv_used;
}

static uint32_t persistent_available(struct tpm *tpm)
{
	return nv_free(tpm) / EVICT_SIZE;
}

static uint32_t counters_available(struct tpm *tpm)
{
	return nv_free(tpm) / COUNTER_SIZE;
}

static uint32_t sessions_loaded(struct tpm *tpm)
{
	return session_handles(tpm, SESSION_LOADED, TPM_HT_LOADED_SESSION << TPM_HT_SHIFT,
			       tpm_work(tpm)->capability.handles, HANDLES_MAX);
}

static uint32_t sessions_active(struct tpm *tpm)
{
	return sessions_loaded(tpm) +
	       session_handles(tpm, SESSION_SAVED, TPM_HT_SAVED_SESSION << TPM_HT_SHIFT,
			       tpm_work(tpm)->capability.handles, HANDLES_MAX);
}

static uint32_t sessions_loadable(struct tpm *tpm)
{
	return TPM_SESSION_SLOTS - sessions_loaded(tpm);
}

static uint32_t sessions_available(struct tpm *tpm)
{
	return TPM_SESSION_ACTIVE - sessions_active(tpm);
}

static uint32_t transient_available(struct tpm *tpm)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS; i++)
		count += tpm->slots[i].kind == SLOT_FREE ? 1 : 0;
	return count;
}

static uint32_t library_commands(struct tpm *tpm)
{
	uint32_t count = 0;

	(void)tpm;
	for (const struct tpm_command *command = command_next(0); command != NULL;
	     command = command_next(command->code + 1))
		count += (command->code & TPM_CC_VENDOR) == 0 ? 1 : 0;
	return count;
}

static uint32_t vendor_commands(struct tpm *tpm)
{
	return command_count() - library_commands(tpm);
}

static uint32_t total_commands(struct tpm *tpm)
{
	(void)tpm;
	return command_count();
}

static uint32_t algorithm_set(struct tpm *tpm)
{
	return tpm->persistent.algorithm_set;
}

static uint32_t curve_count(struct tpm *tpm)
{
	(void)tpm;
	return ECC_CURVE_COUNT;
}

static uint32_t failed_tries(struct tpm *tpm)
{
	return tpm->persistent.lockout.failed_tries;
}

static uint32_t max_tries(struct tpm *tpm)
{
	return tpm->persistent.lockout.max_tries;
}

static uint32_t recovery_time(struct tpm *tpm)
{
	return tpm->persistent.lockout.recovery_time;
}

static uint32_t lockout_recovery(struct tpm *tpm)
{
	return tpm->persistent.lockout.lockout_recovery;
}

static uint32_t audit_counter_high(struct tpm *tpm)
{
	return (uint32_t)(tpm->persistent.audit.counter >> 32);
}

static uint32_t audit_counter_low(struct tpm *tpm)
{
	return (uint32_t)tpm->persistent.audit.counter;
}

struct property {
	uint32_t number;
	uint32_t value; /* where get is NULL */
	uint32_t (*get)(struct tpm *tpm);
};

#define TEXT(a_, b_, c_, d_)                                                                       \
	((uint32_t)(a_) << 24 | (uint32_t)(b_) << 16 | (uint32_t)(c_) << 8 | (uint32_t)(d_))
#define CONTEXT_FRAME 128u /* what a TPMS_CONTEXT has around the state: at most */
#define PS_PC 1u           /* TPM_PS_PC: the PC Client's specification */

/* Ascending */
/* stack-calls: capability_properties \.properties$ . */
/* stack-calls: cap_properties \.properties$ . */
static const struct property properties[] = {
	{ TPM_PT_FAMILY_INDICATOR, TPM_SPEC_FAMILY, NULL },
	{ TPM_PT_LEVEL, 0, NULL },
	{ TPM_PT_REVISION, TPM_SPEC_REVISION, NULL },
	{ TPM_PT_DAY_OF_YEAR, 312, NULL },
	{ TPM_PT_YEAR, 2019, NULL },
	{ TPM_PT_MANUFACTURER, TEXT('P', 'R', 'P', 'T'), NULL },
	{ TPM_PT_VENDOR_STRING_1, TEXT('P', 'a', 'r', 'a'), NULL },
	{ TPM_PT_VENDOR_STRING_2, TEXT('p', 'e', 't', ' '), NULL },
	{ TPM_PT_VENDOR_STRING_3, TEXT('v', 'T', 'P', 'M'), NULL },
	{ TPM_PT_VENDOR_STRING_4, 0, NULL },
	{ TPM_PT_VENDOR_TPM_TYPE, 1, NULL },
	{ TPM_PT_FIRMWARE_VERSION_1, (uint32_t)(TPM_FIRMWARE_VERSION >> 32), NULL },
	{ TPM_PT_FIRMWARE_VERSION_2, (uint32_t)(TPM_FIRMWARE_VERSION & 0xffffffffu), NULL },
	{ TPM_PT_INPUT_BUFFER, TPM_BUFFER_MAX, NULL },
	{ TPM_PT_HR_TRANSIENT_MIN, TPM_OBJECT_SLOTS, NULL },
	{ TPM_PT_HR_PERSISTENT_MIN, 7, NULL },
	{ TPM_PT_HR_LOADED_MIN, TPM_SESSION_SLOTS, NULL },
	{ TPM_PT_ACTIVE_SESSIONS_MAX, TPM_SESSION_ACTIVE, NULL },
	{ TPM_PT_PCR_COUNT, TPM_PCR_COUNT, NULL },
	{ TPM_PT_PCR_SELECT_MIN, TPM_PCR_SELECT_BYTES, NULL },
	{ TPM_PT_CONTEXT_GAP_MAX, 0xffff, NULL },
	{ TPM_PT_NV_COUNTERS_MAX, 0, NULL },
	{ TPM_PT_NV_INDEX_MAX, TPM_NV_INDEX_MAX, NULL },
	{ TPM_PT_MEMORY, TPMA_MEMORY_SHAREDNV | TPMA_MEMORY_OBJECTCOPIEDTORAM, NULL },
	{ TPM_PT_CLOCK_UPDATE, 4096, NULL },
	{ TPM_PT_CONTEXT_HASH, TPM_ALG_SHA512, NULL },
	{ TPM_PT_CONTEXT_SYM, TPM_ALG_AES, NULL },
	{ TPM_PT_CONTEXT_SYM_SIZE, 256, NULL },
	{ TPM_PT_ORDERLY_COUNT, 255, NULL },
	{ TPM_PT_MAX_COMMAND_SIZE, TPM_COMMAND_MAX, NULL },
	{ TPM_PT_MAX_RESPONSE_SIZE, TPM_COMMAND_MAX, NULL },
	{ TPM_PT_MAX_DIGEST, TPM_DIGEST_MAX, NULL },
	{ TPM_PT_MAX_OBJECT_CONTEXT, sizeof(struct tpm_object_state) + CONTEXT_FRAME, NULL },
	{ TPM_PT_MAX_SESSION_CONTEXT, sizeof(struct tpm_session) + CONTEXT_FRAME, NULL },
	{ TPM_PT_PS_FAMILY_INDICATOR, PS_PC, NULL },
	{ TPM_PT_PS_LEVEL, 0, NULL },
	{ TPM_PT_PS_REVISION, 105, NULL },
	{ TPM_PT_PS_DAY_OF_YEAR, 248, NULL },
	{ TPM_PT_PS_YEAR, 2020, NULL },
	{ TPM_PT_SPLIT_MAX, 128, NULL },
	{ TPM_PT_TOTAL_COMMANDS, 0, total_commands },
	{ TPM_PT_LIBRARY_COMMANDS, 0, library_commands },
	{ TPM_PT_VENDOR_COMMANDS, 0, vendor_commands },
	{ TPM_PT_NV_BUFFER_MAX, TPM_NV_BUFFER_MAX, NULL },
	{ TPM_PT_MODES, 0, NULL },
	{ TPM_PT_MAX_CAP_BUFFER, TPM_CAP_BUFFER_MAX, NULL },
	{ TPM_PT_PERMANENT, 0, permanent },
	{ TPM_PT_STARTUP_CLEAR, 0, startup_clear },
	{ TPM_PT_HR_NV_INDEX, 0, nv_indices },
	{ TPM_PT_HR_LOADED, 0, sessions_loaded },
	{ TPM_PT_HR_LOADED_AVAIL, 0, sessions_loadable },
	{ TPM_PT_HR_ACTIVE, 0, sessions_active },
	{ TPM_PT_HR_ACTIVE_AVAIL, 0, sessions_available },
	{ TPM_PT_HR_TRANSIENT_AVAIL, 0, transient_available },
	{ TPM_PT_HR_PERSISTENT, 0, persistent_objects },
	{ TPM_PT_HR_PERSISTENT_AVAIL, 0, persistent_available },
	{ TPM_PT_NV_COUNTERS, 0, nv_count_counters },
	{ TPM_PT_NV_COUNTERS_AVAIL, 0, counters_available },
	{ TPM_PT_ALGORITHM_SET, 0, algorithm_set },
	{ TPM_PT_LOADED_CURVES, 0, curve_count },
	{ TPM_PT_LOCKOUT_COUNTER, 0, failed_tries },
	{ TPM_PT_MAX_AUTH_FAIL, 0, max_tries },
	{ TPM_PT_LOCKOUT_INTERVAL, 0, recovery_time },
	{ TPM_PT_LOCKOUT_RECOVERY, 0, lockout_recovery },
	{ TPM_PT_NV_WRITE_RECOVERY, 0, NULL },
	{ TPM_PT_AUDIT_COUNTER_0, 0, audit_counter_high },
	{ TPM_PT_AUDIT_COUNTER_1, 0, audit_counter_low },
};

void capability_properties(struct tpm *tpm, struct capability_list *list)
{
	/* One group a request: what comes after its end is asked for from the next one's start */
	uint32_t first = list->property < TPM_PT_GROUP ? TPM_PT_GROUP : list->property;
	uint64_t end = ((uint64_t)first / TPM_PT_GROUP + 1) * TPM_PT_GROUP;

	for (uint32_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		const struct property *row = &properties[i];

		if (row->number < first || row->number >= end)
			continue;
		if (!capability_take(list))
			break;
		wire_put_u32(&list->writer, row->number);
		wire_put_u32(&list->writer, row->get == NULL ? row->value : row->get(tpm));
	}
}
