/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM as its users see it. Never runs a command without power, nor two at once.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s12.2, s18; PC Client Platform TPM Profile 1.05 s4.
 */
#include "modules/vtpm/tpm/tpm.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/dispatch.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/persist.h"
#include "modules/vtpm/tpm/startup.h"
#include "modules/vtpm/tpm/state.h"

size_t tpm_size(void)
{
	return sizeof(struct tpm);
}

static enum err load_or_manufacture(struct tpm *tpm)
{
	enum err err = persist_load(tpm);

	if (err != ERR_NOT_FOUND)
		return err;
	return startup_manufacture(tpm) == TPM_RC_SUCCESS ? OK : ERR_IO;
}

enum err tpm_power_on(struct tpm *tpm, const struct tpm_platform *platform)
{
	enum err err;

	crypto_wipe(tpm, sizeof(*tpm));
	command_index(tpm);
	tpm->platform = *platform;
	tpm->is_powered = 1;
	tpm->is_nv_available = 1;
	err = load_or_manufacture(tpm);
	if (err == OK &&
	    tpm_random(tpm, &tpm->time_epoch, sizeof(tpm->time_epoch)) != TPM_RC_SUCCESS)
		err = ERR_CRYPTO;
	if (err != OK)
		tpm->is_failed = 1;
	startup_power_on(tpm);
	return err;
}

void tpm_power_off(struct tpm *tpm)
{
	crypto_wipe(tpm, sizeof(*tpm));
}

enum err tpm_submit(struct tpm *tpm, uint8_t locality, const uint8_t *command, size_t len)
{
	if (!tpm->is_powered || tpm->call.phase == CALL_READ || tpm->call.phase == CALL_RUN)
		return ERR_STATE;
	if (len > sizeof(tpm->command))
		return ERR_RANGE;
	crypto_wipe(tpm->response, tpm->response_len);
	tpm->response_len = 0;
	__builtin_memcpy(tpm->command, command, len);
	tpm->command_len = (uint32_t)len;
	tpm->call = (struct tpm_call){ .phase = CALL_READ,
				       .locality = locality,
				       .decrypt = CALL_NO_SESSION,
				       .encrypt = CALL_NO_SESSION,
				       .audit = CALL_NO_SESSION };
	return OK;
}

enum tpm_progress tpm_step(struct tpm *tpm)
{
	if (tpm->call.phase != CALL_READ && tpm->call.phase != CALL_RUN)
		return TPM_DONE;
	return dispatch_step(tpm);
}

const uint8_t *tpm_response(const struct tpm *tpm, size_t *len)
{
	*len = tpm->response_len;
	return tpm->response;
}

void tpm_cancel(struct tpm *tpm)
{
	tpm->call.is_canceled = 1;
}

size_t tpm_execute(struct tpm *tpm, uint8_t locality, const uint8_t *command, size_t len,
		   uint8_t *response, size_t cap)
{
	const uint8_t *from;
	size_t from_len;

	if (tpm_submit(tpm, locality, command, len) != OK)
		return 0;
	while (tpm_step(tpm) == TPM_PENDING)
		;
	from = tpm_response(tpm, &from_len);
	if (from_len > cap)
		return 0;
	__builtin_memcpy(response, from, from_len);
	return from_len;
}

void tpm_hash_start(struct tpm *tpm)
{
	if (tpm->is_powered)
		pcr_hash_start(tpm);
}

void tpm_hash_data(struct tpm *tpm, const uint8_t *data, size_t len)
{
	if (tpm->is_powered)
		pcr_hash_data(tpm, data, len);
}

void tpm_hash_end(struct tpm *tpm)
{
	if (tpm->is_powered)
		pcr_hash_end(tpm);
}

void tpm_physical_presence(struct tpm *tpm, bool is_asserted)
{
	tpm->has_physical_presence = is_asserted ? 1 : 0;
}

void tpm_nv_available(struct tpm *tpm, bool is_available)
{
	tpm->is_nv_available = is_available ? 1 : 0;
}
