/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Time runs with the platform's clock, at the rate that ClockRateAdjust set; Clock runs with Time.
 * Clock is stored at the end of each step: after a power loss it goes on from what was stored, and
 * is not safe until that step is over.
 * Spec: TPM 2.0 Library Part 1 s36.
 */
#include "modules/vtpm/tpm/clock.h"

#include "modules/vtpm/tpm/da.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/startup.h"

#define CLOCK_STEP_MASK 0xfffull /* 4096 ms: TPM_PT_CLOCK_UPDATE */

/* stack-calls: platform_ms . ^milliseconds$ */
/* stack-calls: clock_power_on . ^milliseconds$ */
/* stack-calls: clock_update . ^milliseconds$ */
/* stack-calls: clock_time . ^milliseconds$ */
/* stack-calls: clock_info . ^milliseconds$ */
/* stack-calls: clock_set . ^milliseconds$ */
/* stack-calls: clock_startup . ^milliseconds$ */
static uint64_t platform_ms(const struct tpm *tpm)
{
	return tpm->platform.milliseconds == NULL
		       ? 0
		       : tpm->platform.milliseconds(tpm->platform.context);
}

void clock_power_on(struct tpm *tpm)
{
	tpm->clock = (struct tpm_clock){ .platform_ms = platform_ms(tpm), .rate = CLOCK_NOMINAL };
}

/* Milliseconds of Time that have passed since the last call. A clock that went back stands still.
 */
static uint64_t elapsed(struct tpm *tpm)
{
	struct tpm_clock *clock = &tpm->clock;
	uint64_t now = platform_ms(tpm);
	uint64_t passed = now > clock->platform_ms ? now - clock->platform_ms : 0;
	uint64_t parts = clock->remainder + passed % CLOCK_NOMINAL * clock->rate;

	clock->platform_ms = now > clock->platform_ms ? now : clock->platform_ms;
	clock->remainder = parts % CLOCK_NOMINAL;
	return passed / CLOCK_NOMINAL * clock->rate + parts / CLOCK_NOMINAL;
}

static void advance_clock(struct tpm *tpm, uint64_t to)
{
	struct tpm_persistent *persistent = &tpm->persistent;
	uint64_t step_end = persistent->clock | CLOCK_STEP_MASK;

	persistent->clock = to;
	if (to > step_end && nv_is_writable(tpm) == TPM_RC_SUCCESS) {
		persistent->is_clock_safe = 1;
		tpm_persist_mark(tpm);
	}
}

void clock_update(struct tpm *tpm)
{
	uint64_t passed;

	if (!tpm->is_started || tpm->is_failed)
		return;
	passed = elapsed(tpm);
	tpm->clock.time += passed;
	if (passed != 0)
		advance_clock(tpm, tpm->persistent.clock + passed);
	da_update(tpm);
}

void clock_set(struct tpm *tpm, uint64_t ms)
{
	advance_clock(tpm, ms);
}

uint64_t clock_time(const struct tpm *tpm)
{
	return tpm->clock.time;
}

void clock_info(struct tpm *tpm, struct tpms_clock_info *info)
{
	info->clock = tpm->persistent.clock;
	info->reset_count = tpm->persistent.reset_count;
	info->restart_count = tpm->persistent.restart_count;
	info->safe = tpm->persistent.is_clock_safe;
}

/* What a power loss took of a step may have been shown to somebody: not safe until the step is over
 */
void clock_startup(struct tpm *tpm, uint16_t startup)
{
	(void)startup;
	if (tpm->persistent.shutdown == TPM_SHUTDOWN_NONE)
		tpm->persistent.is_clock_safe = 0;
	tpm->clock.time += elapsed(tpm);
}
