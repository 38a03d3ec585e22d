/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM as a module: its memory, its clock, its start. Every boot is a TPM Reset: what an earlier
 * one saved for Startup(STATE) is discarded, or a guest could resume old PCRs under another
 * negotiation. platformAuth is random where no firmware of the guest's will set it. Never: what a
 * command does (tpm/), or what core does not ask for.
 */
#include "modules/vtpm/vtpm.h"

#include <stdatomic.h>

#include "abi/svsm.h"
#include "core/channel/channel.h"
#include "core/platform/platform.h"
#include "core/registry/param.h"
#include "core/trace/log.h"
#include "crypto/random.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/state.h"

PARAM_BOOL(vtpm_endorsement_keys, "modules.vtpm.endorsement_keys", "true",
	   "Whether the TPM has its endorsement keys at 0x81010001 (RSA-2048) and 0x81010016 "
	   "(P-384).");

static struct tpm *the_tpm;
static _Atomic uint8_t is_inside;
static uint64_t last_tsc;
static uint64_t elapsed; /* ticks since the module started, of a counter that may be set back */

struct tpm *vtpm_enter(void)
{
	return atomic_exchange(&is_inside, 1) == 0 ? the_tpm : NULL;
}

void vtpm_leave(void)
{
	atomic_store(&is_inside, 0);
}

/* The host scales the counter and could set it back: time stands still then */
static uint64_t milliseconds(void *context)
{
	uint64_t now = platform_tsc();

	(void)context;
	if (now > last_tsc)
		elapsed += now - last_tsc;
	last_tsc = now;
	return elapsed / channel_ticks(1);
}

/* TPM2_Startup(CLEAR), as a firmware sends it */
static enum err startup(struct tpm *tpm)
{
	static const uint8_t command[] = { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x44, 0, 0 };
	uint8_t response[64];
	size_t len = tpm_execute(tpm, 0, command, sizeof(command), response, sizeof(response));

	return len == TPM_HEADER_SIZE && response[8] == 0 && response[9] == 0 ? OK : ERR_STATE;
}

static enum err platform_auth_draw(struct tpm *tpm)
{
	struct tpm2b_digest *auth = &tpm->persistent.platform.auth;
	enum err err = crypto_random(auth->bytes, CRYPTO_SHA256_SIZE);

	auth->len = err == OK ? CRYPTO_SHA256_SIZE : 0;
	return err;
}

static enum err vtpm_start(void)
{
	const struct tpm_platform platform = { .milliseconds = milliseconds,
					       .has_endorsement_keys =
						       param_bool(&vtpm_endorsement_keys),
					       .observe = vtpm_observe };
	struct tpm *tpm = module_alloc(&module_vtpm, tpm_size());
	enum err err;

	if (tpm == NULL)
		return ERR_NO_SPACE;
	last_tsc = platform_tsc();
	err = tpm_power_on(tpm, &platform);
	if (err == OK)
		err = startup(tpm);
	vtpm_measure_afresh();
	if (err == OK)
		err = vtpm_measure(tpm);
	if (err == OK)
		err = platform_auth_draw(tpm);
	if (err != OK) {
		LOG(LOG_ERROR, "vtpm: the TPM did not start, error %u", (uint64_t)err);
		tpm_power_off(tpm);
		return err;
	}
	the_tpm = tpm;
	return OK;
}

static void vtpm_stop(void)
{
	if (the_tpm == NULL)
		return;
	tpm_power_off(the_tpm);
	the_tpm = NULL;
}

static const struct call vtpm_calls[] = {
	{ .number = VTPM_CALL_QUERY, .shape = CALL_REGISTERS, .handler = vtpm_query },
	{ .number = VTPM_CALL_SEND, .shape = CALL_REGISTERS, .handler = vtpm_send },
};

MODULE_EXTERN_WEAK(keymgmt);

MODULE(vtpm, .protocol = { SVSM_PROTOCOL_VTPM, 1, 1 }, CALLS(vtpm_calls), AFTER(&module_keymgmt),
       MANIFEST(vtpm_manifest), .arena_bytes = sizeof(struct tpm), .start = vtpm_start,
       .stop = vtpm_stop);
CLAIM_PROTOCOL(2);
