/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lists of GetCapability but for properties and algorithms. Reads only. */
#include "modules/vtpm/tpm/capability.h"

#include "modules/vtpm/tpm/audit.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/presence.h"
#include "modules/vtpm/tpm/session.h"

bool capability_take(struct capability_list *list)
{
	if (list->count == list->max) {
		list->has_more = true;
		return false;
	}
	list->count++;
	return true;
}

/* --- commands ----------------------------------------------------------------------------------
 */
typedef bool command_filter(const struct tpm *tpm, const struct tpm_command *command);

static bool is_any(const struct tpm *tpm, const struct tpm_command *command)
{
	(void)tpm;
	(void)command;
	return true;
}

static bool is_audited(const struct tpm *tpm, const struct tpm_command *command)
{
	return audit_covers(tpm, command->code);
}

/* stack-calls: list_commands \.text ^(is_any|is_audited|presence_is_required|code_of|command_attributes)$ */
/* stack-calls: cap_commands \.text ^(is_any|is_audited|presence_is_required|code_of|command_attributes)$ */
/* stack-calls: cap_pp_commands \.text ^(is_any|is_audited|presence_is_required|code_of|command_attributes)$ */
/* stack-calls: cap_audit_commands \.text ^(is_any|is_audited|presence_is_required|code_of|command_attributes)$ */
/* what: the number that stands for a command in this list */
static void list_commands(struct tpm *tpm, struct capability_list *list, command_filter *filter,
			  uint32_t (*what)(const struct tpm_command *command))
{
	const struct tpm_command *command = command_next(list->property);

	for (; command != NULL && !list->has_more; command = command_next(command->code + 1)) {
		if (filter(tpm, command) && capability_take(list))
			wire_put_u32(&list->writer, what(command));
	}
}

static uint32_t code_of(const struct tpm_command *command)
{
	return command->code;
}

static uint32_t cap_commands(struct tpm *tpm, struct capability_list *list)
{
	list_commands(tpm, list, is_any, command_attributes);
	return TPM_RC_SUCCESS;
}

static uint32_t cap_pp_commands(struct tpm *tpm, struct capability_list *list)
{
	list_commands(tpm, list, presence_is_required, code_of);
	return TPM_RC_SUCCESS;
}

static uint32_t cap_audit_commands(struct tpm *tpm, struct capability_list *list)
{
	list_commands(tpm, list, is_audited, code_of);
	return TPM_RC_SUCCESS;
}

/* --- handles -----------------------------------------------------------------------------------
 */
static uint32_t pcr_handles(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap)
{
	uint32_t count = 0;

	(void)tpm;
	for (uint32_t pcr = first; pcr < TPM_PCR_COUNT && count < cap; pcr++)
		handles[count++] = pcr;
	return count;
}

static uint32_t loaded_sessions(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap)
{
	return session_handles(tpm, SESSION_LOADED, first, handles, cap);
}

static uint32_t saved_sessions(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap)
{
	return session_handles(tpm, SESSION_SAVED, first, handles, cap);
}

static uint32_t permanent_handles(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap)
{
	static const uint32_t all[] = { TPM_RH_OWNER,      TPM_RH_NULL,        TPM_RS_PW,
					TPM_RH_LOCKOUT,    TPM_RH_ENDORSEMENT, TPM_RH_PLATFORM,
					TPM_RH_PLATFORM_NV };
	uint32_t count = 0;

	(void)tpm;
	for (uint32_t i = 0; i < sizeof(all) / sizeof(all[0]) && count < cap; i++) {
		if (all[i] >= first)
			handles[count++] = all[i];
	}
	return count;
}

static uint32_t transient_handles(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < TPM_OBJECT_SLOTS && count < cap; i++) {
		uint32_t handle = (TPM_HT_TRANSIENT << TPM_HT_SHIFT) + i;

		if (tpm->slots[i].kind != SLOT_FREE && handle >= first)
			handles[count++] = handle;
	}
	return count;
}

struct handle_kind {
	uint32_t type;
	uint32_t (*list)(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap);
};

/* stack-calls: cap_handles \.handle_kinds$ . */
static const struct handle_kind handle_kinds[] = {
	{ TPM_HT_PCR, pcr_handles },
	{ TPM_HT_NV_INDEX, nv_handles },
	{ TPM_HT_LOADED_SESSION, loaded_sessions },
	{ TPM_HT_SAVED_SESSION, saved_sessions },
	{ TPM_HT_PERMANENT, permanent_handles },
	{ TPM_HT_TRANSIENT, transient_handles },
	{ TPM_HT_PERSISTENT, nv_handles },
};

/* One handle more than may be given is looked for: it says that there are more */
static uint32_t cap_handles(struct tpm *tpm, struct capability_list *list)
{
	uint32_t *handles = tpm_work(tpm)->capability.handles;
	uint32_t count;

	for (uint32_t i = 0; i < sizeof(handle_kinds) / sizeof(handle_kinds[0]); i++) {
		if (handle_kinds[i].type != list->property >> TPM_HT_SHIFT)
			continue;
		count = handle_kinds[i].list(tpm, list->property, handles, list->max + 1);
		for (uint32_t j = 0; j < count && capability_take(list); j++)
			wire_put_u32(&list->writer, handles[j]);
		return TPM_RC_SUCCESS;
	}
	return COMMAND_PARAM(TPM_RC_HANDLE, 2);
}

/* --- PCRs --------------------------------------------------------------------------------------
 */
static uint32_t cap_pcrs(struct tpm *tpm, struct capability_list *list)
{
	if (list->property != 0)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	list->has_more = list->max == 0;
	for (uint32_t bank = 0; bank < TPM_PCR_BANKS && list->max > 0; bank++) {
		list->count++;
		wire_put_u16(&list->writer, hash_at(bank));
		wire_put_u8(&list->writer, TPM_PCR_SELECT_BYTES);
		wire_put_bytes(&list->writer, tpm->pcrs.allocated[bank], TPM_PCR_SELECT_BYTES);
	}
	return TPM_RC_SUCCESS;
}

static uint32_t cap_pcr_properties(struct tpm *tpm, struct capability_list *list)
{
	uint8_t select[TPM_PCR_SELECT_BYTES];

	(void)tpm;
	for (uint32_t property = list->property; property <= TPM_PT_PCR_AUTH; property++) {
		if (!pcr_property(property, select))
			continue;
		if (!capability_take(list))
			break;
		wire_put_u32(&list->writer, property);
		wire_put_u8(&list->writer, TPM_PCR_SELECT_BYTES);
		wire_put_bytes(&list->writer, select, TPM_PCR_SELECT_BYTES);
	}
	return TPM_RC_SUCCESS;
}

/* --- policies ----------------------------------------------------------------------------------
 */
static uint32_t cap_auth_policies(struct tpm *tpm, struct capability_list *list)
{
	static const uint32_t with_policy[] = { TPM_RH_OWNER, TPM_RH_LOCKOUT, TPM_RH_ENDORSEMENT,
						TPM_RH_PLATFORM };
	struct tpm2b_digest policy;

	if (list->property >> TPM_HT_SHIFT != TPM_HT_PERMANENT)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	for (uint32_t i = 0; i < sizeof(with_policy) / sizeof(with_policy[0]); i++) {
		uint16_t alg;

		if (with_policy[i] < list->property || !capability_take(list))
			continue;
		policy.len = 0;
		alg = entity_policy(tpm, with_policy[i], &policy);
		wire_put_u32(&list->writer, with_policy[i]);
		wire_put_u16(&list->writer, alg);
		wire_put_bytes(&list->writer, policy.bytes, hash_size(alg));
	}
	return TPM_RC_SUCCESS;
}

#define ACT_FIRST 0x40000110u /* TPM_RH_ACT_0 */
#define ACT_LAST 0x4000011fu

/* Authenticated countdown timers: there are none */
static uint32_t cap_act(struct tpm *tpm, struct capability_list *list)
{
	(void)tpm;
	return list->property >= ACT_FIRST && list->property <= ACT_LAST
		       ? TPM_RC_SUCCESS
		       : COMMAND_PARAM(TPM_RC_VALUE, 2);
}

/* --- the table ---------------------------------------------------------------------------------
 */
static uint32_t cap_algs(struct tpm *tpm, struct capability_list *list)
{
	capability_algorithms(tpm, list);
	return TPM_RC_SUCCESS;
}

static uint32_t cap_properties(struct tpm *tpm, struct capability_list *list)
{
	capability_properties(tpm, list);
	return TPM_RC_SUCCESS;
}

static uint32_t cap_curves(struct tpm *tpm, struct capability_list *list)
{
	capability_curves(tpm, list);
	return TPM_RC_SUCCESS;
}

#define CAP_ACT 0x0000000au
/* What a list may hold: TPM_CAP_BUFFER_MAX without the capability and the count */
#define CAP_DATA (TPM_CAP_BUFFER_MAX - 8u)

struct capability_row {
	uint32_t capability;
	uint32_t max; /* items */
	uint32_t (*list)(struct tpm *tpm, struct capability_list *list);
};

static const struct capability_row rows[] = {
	{ TPM_CAP_ALGS, CAP_DATA / 6, cap_algs },
	{ TPM_CAP_HANDLES, CAP_DATA / 4, cap_handles },
	{ TPM_CAP_COMMANDS, CAP_DATA / 4, cap_commands },
	{ TPM_CAP_PP_COMMANDS, CAP_DATA / 4, cap_pp_commands },
	{ TPM_CAP_AUDIT_COMMANDS, CAP_DATA / 4, cap_audit_commands },
	{ TPM_CAP_PCRS, TPM_PCR_BANKS, cap_pcrs },
	{ TPM_CAP_TPM_PROPERTIES, CAP_DATA / 8, cap_properties },
	{ TPM_CAP_PCR_PROPERTIES, CAP_DATA / 8, cap_pcr_properties },
	{ TPM_CAP_ECC_CURVES, CAP_DATA / 2, cap_curves },
	{ TPM_CAP_AUTH_POLICIES, CAP_DATA / (6 + TPM_DIGEST_MAX), cap_auth_policies },
	{ CAP_ACT, 0, cap_act },
};

/* stack-calls: capability_list \.rows$ ^cap_ */
uint32_t capability_list(struct tpm *tpm, uint32_t capability, struct capability_list *list)
{
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].capability != capability)
			continue;
		if (list->max > rows[i].max)
			list->max = rows[i].max;
		return rows[i].list(tpm, list);
	}
	return COMMAND_PARAM(TPM_RC_VALUE, 1);
}
