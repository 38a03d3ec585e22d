/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vendor commands that carry requests to the observability service. Spec: modules/vtpm/protocol.h. */
#include "modules/vtpm/protocol.h"

#include "modules/vtpm/tpm/command.h"

struct observe_in {
	struct tpm_span request;
};
static const struct wire_field observe_in_fields[] = {
	WIRE_FIELD(struct observe_in, request, span_max_buffer),
};
struct observe_out {
	struct tpm_span answer;
};
static const struct wire_field observe_out_fields[] = {
	WIRE_FIELD(struct observe_out, answer, span_any),
};

/* What fits a response beside its header and three sessions with nonce and HMAC */
#define ANSWER_MAX (TPM_COMMAND_MAX - 512u)
_Static_assert(ANSWER_MAX <= sizeof(((struct tpm_work *)0)->scratch), "the answer is made there");

static uint32_t code_of(enum err err)
{
	if (err == OK)
		return TPM_RC_SUCCESS;
	if (err == ERR_PERMISSION)
		return TPM_RC_AUTH_MISSING;
	return err == ERR_UNSUPPORTED ? COMMAND_PARAM(TPM_RC_VALUE, 1)
				      : COMMAND_PARAM(TPM_RC_SIZE, 1);
}

/* stack-calls: observe . ^vtpm_observe$ */
/* stack-calls: observe_run . ^vtpm_observe$ */
/* stack-calls: observe_owner_run . ^vtpm_observe$ */
static uint32_t observe(struct tpm *tpm, struct tpm_call *call, bool is_owner)
{
	const struct observe_in *in = call->in;
	struct observe_out *out = call->out;
	const struct tpm_platform *platform = &tpm->platform;
	size_t len = 0;
	enum err err;

	if (platform->observe == NULL)
		return TPM_RC_DISABLED;
	err = platform->observe(platform->context, is_owner, in->request.bytes, in->request.len,
				tpm_work(tpm)->scratch, ANSWER_MAX, &len);
	if (err == OK && len > ANSWER_MAX)
		return TPM_RC_FAILURE;
	out->answer = (struct tpm_span){ tpm_work(tpm)->scratch, (uint16_t)len };
	return code_of(err);
}

static uint32_t observe_run(struct tpm *tpm, struct tpm_call *call)
{
	return observe(tpm, call, false);
}

TPM_COMMAND(observe, .code = TPM_CC_PARAPET_OBSERVE, .flags = COMMAND_VENDOR, COMMAND_IN(observe),
	    COMMAND_OUT(observe), .run = observe_run);

static uint32_t observe_owner_run(struct tpm *tpm, struct tpm_call *call)
{
	return observe(tpm, call, true);
}

TPM_COMMAND(observe_owner, .code = TPM_CC_PARAPET_OBSERVE_OWNER, .flags = COMMAND_VENDOR,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_owner)), COMMAND_IN(observe), COMMAND_OUT(observe),
	    .run = observe_owner_run);
