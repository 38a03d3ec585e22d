/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPM2_ReadClock, ClockSet, ClockRateAdjust. Spec: TPM 2.0 Library Part 3 revision 1.59 s29. */
#include "modules/vtpm/tpm/clock.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"

/* --- TPM2_ReadClock ----------------------------------------------------------------------------
 */
struct read_clock_out {
	struct tpms_time_info current_time;
};
static const struct wire_field read_clock_out_fields[] = {
	WIRE_FIELD(struct read_clock_out, current_time, tpms_time_info),
};

static uint32_t read_clock_run(struct tpm *tpm, struct tpm_call *call)
{
	struct read_clock_out *out = call->out;

	out->current_time.time = clock_time(tpm);
	clock_info(tpm, &out->current_time.clock_info);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(read_clock, .code = TPM_CC_READ_CLOCK, COMMAND_OUT(read_clock), .run = read_clock_run);

/* --- TPM2_ClockSet -----------------------------------------------------------------------------
 */
struct clock_set_in {
	uint64_t new_time;
};
static const struct wire_field clock_set_in_fields[] = {
	WIRE_FIELD(struct clock_set_in, new_time, uint64),
};

#define CLOCK_SET_MAX 0xffff000000000000ull /* so that Clock never wraps */

static uint32_t clock_set_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct clock_set_in *in = call->in;
	uint32_t rc;

	if (in->new_time > CLOCK_SET_MAX || in->new_time < tpm->persistent.clock)
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	rc = nv_is_writable(tpm);
	if (rc == TPM_RC_SUCCESS)
		clock_set(tpm, in->new_time);
	return rc;
}

TPM_COMMAND(clock_set, .code = TPM_CC_CLOCK_SET, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision)), COMMAND_IN(clock_set),
	    .run = clock_set_run);

/* --- TPM2_ClockRateAdjust ----------------------------------------------------------------------
 */
struct clock_rate_in {
	int8_t rate_adjust;
};
static const struct wire_field clock_rate_in_fields[] = {
	WIRE_FIELD(struct clock_rate_in, rate_adjust, tpm_clock_adjust),
};

#define RATE_LIMIT 5000 /* parts of CLOCK_NOMINAL that the rate may be off */

static uint32_t clock_rate_run(struct tpm *tpm, struct tpm_call *call)
{
	/* By TPM_CLOCK_ADJUST + 3: coarse, medium and fine steps, slower and faster */
	static const int32_t steps[] = { -300, -30, -3, 0, 3, 30, 300 };
	const struct clock_rate_in *in = call->in;
	int32_t rate = (int32_t)tpm->clock.rate + steps[in->rate_adjust + 3];
	int32_t nominal = (int32_t)CLOCK_NOMINAL;

	if (rate < nominal - RATE_LIMIT)
		rate = nominal - RATE_LIMIT;
	if (rate > nominal + RATE_LIMIT)
		rate = nominal + RATE_LIMIT;
	tpm->clock.rate = (uint32_t)rate;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(clock_rate_adjust, .code = TPM_CC_CLOCK_RATE_ADJUST, .flags = COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision)), COMMAND_IN(clock_rate),
	    .run = clock_rate_run);
