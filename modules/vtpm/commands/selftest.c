/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM2_SelfTest, _IncrementalSelfTest, _GetTestResult. Hashes and ciphers are tested in one piece,
 * RSA and curves in slices. A failure is for good: until the next power on there is no other
 * command.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s10; Part 1 s12.3.
 */
#include "crypto/selftest.h"
#include "crypto/selftest_asymmetric.h"
#include "modules/vtpm/tpm/capability.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"

/* tpm->test_result: what the tests of this power cycle have shown */
enum test_result { TEST_BASIC_ONLY, TEST_PASSED, TEST_FAILED };

enum slice { SLICE_BASIC, SLICE_ASYMMETRIC };

static uint32_t fail(struct tpm *tpm)
{
	tpm->test_result = TEST_FAILED;
	tpm->is_failed = 1;
	return TPM_RC_FAILURE;
}

static uint32_t step_basic(struct tpm *tpm, struct tpm_call *call)
{
	if (crypto_selftest() != OK)
		return fail(tpm);
	call->slice = SLICE_ASYMMETRIC;
	return TPM_RC_PENDING;
}

static uint32_t step_asymmetric(struct tpm *tpm)
{
	enum err err = crypto_selftest_asymmetric_step(&tpm_work(tpm)->job.selftest);

	if (err == ERR_BUSY)
		return TPM_RC_PENDING;
	if (err != OK)
		return fail(tpm);
	tpm->test_result = TEST_PASSED;
	return TPM_RC_SUCCESS;
}

static uint32_t test_all(struct tpm *tpm, struct tpm_call *call)
{
	return call->slice == SLICE_BASIC ? step_basic(tpm, call) : step_asymmetric(tpm);
}

/* --- TPM2_SelfTest -----------------------------------------------------------------------------
 */
struct self_test_in {
	uint8_t full_test;
};
static const struct wire_field self_test_in_fields[] = {
	WIRE_FIELD(struct self_test_in, full_test, tpmi_yes_no),
};

/* NO: only what was not tested yet */
static uint32_t self_test_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct self_test_in *in = call->in;

	if (call->slice == SLICE_BASIC && !in->full_test && tpm->test_result == TEST_PASSED)
		return TPM_RC_SUCCESS;
	return test_all(tpm, call);
}

TPM_COMMAND(self_test, .code = TPM_CC_SELF_TEST, .flags = COMMAND_NV, COMMAND_IN(self_test),
	    .run = self_test_run);

/* --- TPM2_IncrementalSelfTest ------------------------------------------------------------------
 */
struct incremental_in {
	struct tpml_alg to_test;
};
static const struct wire_field incremental_in_fields[] = {
	WIRE_FIELD(struct incremental_in, to_test, tpml_alg),
};
struct incremental_out {
	struct tpml_alg to_do;
};
static const struct wire_field incremental_out_fields[] = {
	WIRE_FIELD(struct incremental_out, to_do, tpml_alg),
};

static bool is_implemented(uint16_t alg)
{
	for (uint32_t i = 0; i < capability_algorithm_count(); i++) {
		if (capability_algorithm(i) == alg)
			return true;
	}
	return false;
}

/* Those that the sliced tests are for */
static bool is_asymmetric(uint16_t alg)
{
	switch (alg) {
	case TPM_ALG_RSA:
	case TPM_ALG_RSASSA:
	case TPM_ALG_RSAES:
	case TPM_ALG_RSAPSS:
	case TPM_ALG_OAEP:
	case TPM_ALG_ECDSA:
	case TPM_ALG_ECDH:
	case TPM_ALG_ECDAA:
	case TPM_ALG_ECSCHNORR:
	case TPM_ALG_ECC:
		return true;
	default:
		return false;
	}
}

static void list_untested(const struct tpm *tpm, struct tpml_alg *list)
{
	list->count = 0;
	if (tpm->test_result == TEST_PASSED)
		return;
	for (uint32_t i = 0; i < capability_algorithm_count(); i++) {
		if (is_asymmetric(capability_algorithm(i)))
			list->algs[list->count++] = capability_algorithm(i);
	}
}

static bool wants_asymmetric(const struct tpml_alg *list)
{
	for (uint32_t i = 0; i < list->count; i++) {
		if (is_asymmetric(list->algs[i]))
			return true;
	}
	return false;
}

static uint32_t incremental_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct incremental_in *in = call->in;
	struct incremental_out *out = call->out;
	uint32_t rc = TPM_RC_SUCCESS;

	for (uint32_t i = 0; i < in->to_test.count; i++) {
		if (!is_implemented(in->to_test.algs[i]))
			return COMMAND_PARAM(TPM_RC_VALUE, 1);
	}
	if (wants_asymmetric(&in->to_test) && tpm->test_result != TEST_PASSED)
		rc = test_all(tpm, call);
	else if (in->to_test.count != 0 && crypto_selftest() != OK)
		rc = fail(tpm);
	if (rc == TPM_RC_SUCCESS)
		list_untested(tpm, &out->to_do);
	return rc;
}

TPM_COMMAND(incremental_self_test, .code = TPM_CC_INCREMENTAL_SELF_TEST, .flags = COMMAND_NV,
	    COMMAND_IN(incremental), COMMAND_OUT(incremental), .run = incremental_run);

/* --- TPM2_GetTestResult ------------------------------------------------------------------------
 */
struct test_result_out {
	struct tpm_span data;
	uint32_t result;
};
static const struct wire_field test_result_out_fields[] = {
	WIRE_FIELD(struct test_result_out, data, span_max_buffer),
	WIRE_FIELD(struct test_result_out, result, uint32),
};

static uint32_t test_result_run(struct tpm *tpm, struct tpm_call *call)
{
	struct test_result_out *out = call->out;

	out->data = (struct tpm_span){ tpm_work(tpm)->scratch, 0 };
	out->result = tpm->is_failed ? TPM_RC_FAILURE : TPM_RC_SUCCESS;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(get_test_result, .code = TPM_CC_GET_TEST_RESULT, .flags = COMMAND_IN_FAILURE,
	    COMMAND_OUT(test_result), .run = test_result_run);
