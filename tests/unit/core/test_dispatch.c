/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calling convention: when an entry is a call, how a buffer travels, what is counted. */
/* test-sources: $(vm-src) tests/unit/core/vm.c */
#include <string.h>

#include "core/boot/boot.h"
#include "core/registry/module.h"
#include "core/svsm/stats.h"
#include "core/svsm/vcpu.h"
#include "tests/unit/core/vm.h"

#define QUERY SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_QUERY_PROTOCOL)
#define CORE(call) SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_##call)
#define ECHO 0x80001234u
#define BUFFER (VM_FREE + 4096 - 32)

/* A module with calls of each shape; unknown bytes of the buffer must not get out */
struct echo {
	uint64_t in;
	uint64_t out[7];
};

static uint64_t seen_beyond;

static uint64_t echo_call(struct call_args *args)
{
	struct echo *echo = args->buffer;

	seen_beyond = echo->out[0] | echo->out[6];
	echo->out[0] = echo->in + 1;
	args->rdx = 0x55;
	return echo->in == 0 ? SVSM_ERR_INVALID_FORMAT : SVSM_OK;
}

static uint64_t slow_call(struct call_args *args)
{
	assert_null(args->buffer);
	return SVSM_ERR_INCOMPLETE;
}

static const struct call echo_calls[] = {
	{ 3, CALL_BUFFER, 8, sizeof(struct echo), echo_call },
	{ 7, CALL_REGISTERS, 0, 0, slow_call },
	{ 9, CALL_BUFFER, CALL_BUFFER_MAX + 1, 8, echo_call },
};

static enum err echo_outcome;

static enum err echo_start(void)
{
	return echo_outcome;
}

MODULE(echo, .protocol = { ECHO, 2, 3 }, CALLS(echo_calls), .start = echo_start);

static int start(void **state)
{
	(void)state;
	sim_reset(64 * MIB, 2, SIM_BACKING_4K);
	echo_outcome = OK;
	vm_boot(VM_GUEST);
	return 0;
}

static struct vmsa *vmsa(void)
{
	return sim_memory(sim_block()->guest_vmsa_gpa);
}

static uint8_t *pending(void)
{
	return sim_memory(sim_block()->guest_caa_gpa);
}

static void test_served_only_if_asked(void **state)
{
	(void)state;
	vmsa()->rax = QUERY;
	vmsa()->rcx = 1;
	vmsa()->guest_exit_code = SVM_EXIT_VMGEXIT;
	*pending() = 0;
	vm_enter(0);
	assert_int_equal(vmsa()->rax, QUERY);
	/* Pending, but the host entered VMPL0 for another reason: the request stays */
	*pending() = 1;
	vmsa()->guest_exit_code = SVM_EXIT_NPF;
	vm_enter(0);
	assert_int_equal(vmsa()->rax, QUERY);
	assert_int_equal(*pending(), 1);
	vmsa()->guest_exit_code = SVM_EXIT_VMGEXIT;
	vm_enter(0);
	assert_int_equal(vmsa()->rax, SVSM_OK);
	assert_int_equal(vmsa()->rcx, 1ull << 32 | 1);
	assert_int_equal(*pending(), 0);
	/* The same exit again, as a host may repeat it: nothing is served twice */
	vmsa()->rcx = 1;
	vm_enter(0);
	assert_int_equal(vmsa()->rcx, 1);
}

/* While the monitor looks at it the VMSA cannot run; when it is left it can */
static void check_quiet(enum sim_op op)
{
	if (op == SIM_EXCHANGE)
		assert_int_equal(vmsa()->efer & EFER_SVME, 0);
	if (op == SIM_RUN_GUEST) {
		assert_int_equal(vmsa()->efer & EFER_SVME, EFER_SVME);
		longjmp(*sim_landing, 1);
	}
}

static void test_quiet(void **state)
{
	jmp_buf landing;

	(void)state;
	vmsa()->guest_exit_code = SVM_EXIT_VMGEXIT;
	sim_landing = &landing;
	sim_hook(check_quiet);
	if (setjmp(landing) == 0)
		vcpu_loop();
	sim_hook(NULL);
	sim_landing = NULL;
}

/* The VMSA or the calling area is gone: no answer, no end */
static void test_faults(void **state)
{
	static const struct {
		enum sim_op op;
		uint32_t nth;
	} cases[] = { { SIM_COPY_IN, 1 },  { SIM_COPY_IN, 2 },  { SIM_COPY_IN, 3 },
		      { SIM_COPY_IN, 7 },  { SIM_COPY_OUT, 1 }, { SIM_EXCHANGE, 1 },
		      { SIM_COPY_OUT, 2 }, { SIM_COPY_OUT, 6 }, { SIM_COPY_OUT, 7 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sim_fail(cases[i].op, cases[i].nth, ERR_FAULT, SIM_ONCE);
		(void)vm_call0(QUERY, 1, 0, 0);
		assert_int_equal(sim_ended, 0);
	}
	assert_int_equal(vm_call0(QUERY, 1, 0, 0), SVSM_OK);
}

static void test_unknown(void **state)
{
	(void)state;
	assert_int_equal(vm_call0(SVSM_CALL(1, 0), 0, 0, 0), SVSM_ERR_UNSUPPORTED_PROTOCOL);
	assert_int_equal(vm_call0(SVSM_CALL(0xffffffff, 0), 0, 0, 0),
			 SVSM_ERR_UNSUPPORTED_PROTOCOL);
	assert_int_equal(vm_call0(CORE(CONFIGURE_VTOM) + 1, 0, 0, 0), SVSM_ERR_UNSUPPORTED_CALL);
	assert_int_equal(vm_call0(SVSM_CALL(0, 0xffffffff), 0, 0, 0), SVSM_ERR_UNSUPPORTED_CALL);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 4), 0, 0, 0), SVSM_ERR_UNSUPPORTED_CALL);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 9), BUFFER, 0, 0), SVSM_ERR_UNSUPPORTED_CALL);
}

static void test_core_answers(void **state)
{
	(void)state;
	assert_int_equal(vm_call0(CORE(DEPOSIT_MEM), 0, 0, 0), SVSM_ERR_UNSUPPORTED_CALL);
	assert_int_equal(vm_call0(CORE(WITHDRAW_MEM), 0, 0, 0), SVSM_ERR_UNSUPPORTED_CALL);
	assert_int_equal(vm_call0(CORE(CONFIGURE_VTOM), 2, 0, 0), SVSM_ERR_INVALID_REQUEST);
	assert_int_equal(vm_call0(CORE(CONFIGURE_VTOM), 3, 0, 0), SVSM_OK);
	assert_int_equal(vmsa()->rcx, 0);
	assert_int_equal(vm_call0(QUERY, (uint64_t)ECHO << 32 | 2, 0, 0), SVSM_OK);
	assert_int_equal(vmsa()->rcx, 3ull << 32 | 2);
	assert_int_equal(vm_call0(QUERY, (uint64_t)ECHO << 32 | 4, 0, 0), SVSM_OK);
	assert_int_equal(vmsa()->rcx, 0);
	assert_int_equal(vm_call0(QUERY, 5ull << 32 | 1, 0, 0), SVSM_OK);
	assert_int_equal(vmsa()->rcx, 0);
}

static void test_buffer(void **state)
{
	struct echo *echo = sim_memory(BUFFER);

	(void)state;
	/* It crosses a page, and what the last request left in the private buffer is not seen */
	memset(echo, 0xee, sizeof(*echo));
	echo->in = 41;
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), BUFFER, 0, 0), SVSM_OK);
	assert_int_equal(echo->out[0], 42);
	assert_int_equal(echo->out[6], 0);
	assert_int_equal(seen_beyond, 0);
	assert_int_equal(vmsa()->rdx, 0x55);
	/* No reply with an error */
	echo->in = 0;
	echo->out[0] = 9;
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), BUFFER, 0, 0), SVSM_ERR_INVALID_FORMAT);
	assert_int_equal(echo->out[0], 9);
}

static void test_buffer_refused(void **state)
{
	(void)state;
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), BUFFER + 4, 0, 0),
			 SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), SIM_REGION_GPA - 8, 0, 0),
			 SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), ~7ull, 0, 0), SVSM_ERR_INVALID_ADDRESS);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), sim_block()->guest_vmsa_gpa, 0, 0),
			 SVSM_ERR_INVALID_ADDRESS);
	*(uint64_t *)sim_memory(BUFFER) = 1;
	sim_fail(SIM_COPY_IN, 8, ERR_FAULT, SIM_ONCE);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), BUFFER, 0, 0), SVSM_ERR_INVALID_ADDRESS);
	sim_fail(SIM_COPY_OUT, 2, ERR_FAULT, SIM_ONCE);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), BUFFER, 0, 0), SVSM_ERR_INVALID_ADDRESS);
}

MODULE_EXTERN(echo);

static void test_counts(void **state)
{
	struct call_stats stats;
	uint64_t sum = 0;

	(void)state;
	*(uint64_t *)sim_memory(BUFFER) = 1;
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), BUFFER, 0, 0), SVSM_OK);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 3), 1, 0, 0), SVSM_ERR_INVALID_PARAMETER);
	assert_int_equal(vm_call0(SVSM_CALL(ECHO, 7), 0, 0, 0), SVSM_ERR_INCOMPLETE);
	assert_int_equal(stats_get(&module_echo, 0, &stats), OK);
	assert_int_equal(stats.count, 2);
	assert_int_equal(stats.errors, 1);
	assert_int_equal(stats.incomplete, 0);
	for (uint32_t i = 0; i < STATS_BUCKETS; i++)
		sum += stats.bucket[i];
	assert_int_equal(sum, 2);
	assert_true(stats.longest <= stats.ticks && stats.longest > 0);
	assert_int_equal(stats_get(&module_echo, 1, &stats), OK);
	assert_int_equal(stats.incomplete, 1);
	assert_int_equal(stats_get(&module_echo, 3, &stats), ERR_RANGE);
	assert_int_equal(vcpu_at(0)->calls, 3);
	assert_true(vcpu_at(0)->entries >= 3);
}

static void test_buckets(void **state)
{
	struct call_stats stats;

	(void)state;
	stats_count(&module_echo, 1, SVSM_OK, 0);
	stats_count(&module_echo, 1, SVSM_OK, 1);
	stats_count(&module_echo, 1, SVSM_OK, 1023);
	stats_count(&module_echo, 1, SVSM_OK, 1024);
	stats_count(&module_echo, 1, SVSM_OK, ~0ull);
	stats_count(&module_echo, 99, SVSM_OK, 1);
	assert_int_equal(stats_get(&module_echo, 1, &stats), OK);
	assert_int_equal(stats.count, 5);
	assert_int_equal(stats.bucket[0], 2);
	assert_int_equal(stats.bucket[9], 1);
	assert_int_equal(stats.bucket[10], 1);
	assert_int_equal(stats.bucket[STATS_BUCKETS - 1], 1);
}

/* A vCPU without a VMSA waits, whatever the host makes of it */
static void test_waits(void **state)
{
	uint32_t waits = sim_count(SIM_WAIT);

	(void)state;
	vm_enter(1);
	vm_enter(1);
	assert_int_equal(sim_count(SIM_WAIT), waits + 2);
	assert_int_equal(sim_count(SIM_RUN_GUEST), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_served_only_if_asked, start),
		cmocka_unit_test_setup(test_quiet, start),
		cmocka_unit_test_setup(test_faults, start),
		cmocka_unit_test_setup(test_unknown, start),
		cmocka_unit_test_setup(test_core_answers, start),
		cmocka_unit_test_setup(test_buffer, start),
		cmocka_unit_test_setup(test_buffer_refused, start),
		cmocka_unit_test_setup(test_counts, start),
		cmocka_unit_test_setup(test_buckets, start),
		cmocka_unit_test_setup(test_waits, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
