/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The calling convention: what is served, what is refused, what is left alone. Spec: SVSM 1.00 s5.
 */
#include "abi/snp.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/cpu.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/junk.h"
#include "tests/guest/test.h"
#include "tests/guest/x86.h"

#define JUNK 0xdeadbeefcafef00dull

GUEST_TEST(call_is_served, 0)
{
	uint64_t range = JUNK;

	CHECK_EQ(core_query(SVSM_PROTOCOL_CORE, 1, &range), SVSM_OK);
	CHECK_EQ(range, 1ull << 32 | 1);
	CHECK_EQ(cpu_caa()->mem_available, 0);
}

GUEST_TEST(call_without_pending, 0)
{
	struct svsm_args args = { .rcx = 1, .rdx = 2, .r8 = 3, .r9 = 4 };

	CHECK_EQ(svsm_enter(CORE(QUERY_PROTOCOL), &args, 0), CORE(QUERY_PROTOCOL));
	CHECK_EQ(rdmsr(MSR_GHCB), GHCB_MSR_RUN_VMPL_RESP);
	CHECK_EQ(args.rcx, 1);
	CHECK_EQ(args.rdx, 2);
	CHECK_EQ(args.r8, 3);
	CHECK_EQ(args.r9, 4);
	CHECK_EQ(cpu_caa()->call_pending, 0);
}

/*
 * The request by the GHCB page instead of the MSR. RAX is no argument then: the page's exit needs
 * none
 */
GUEST_TEST(call_by_ghcb_page, 0)
{
	struct svsm_args args = { .rcx = 1 };

	CHECK_EQ(svsm_call(CORE(QUERY_PROTOCOL), &args), SVSM_OK);
	cpu_caa()->call_pending = 0;
	CHECK_EQ(ghcb_exit(GHCB_EXIT_RUN_VMPL, 0, 0, 0), OK);
}

GUEST_TEST(call_pending_any_value, 0)
{
	struct svsm_args args = { .rcx = 1 };

	CHECK_EQ(svsm_enter(CORE(QUERY_PROTOCOL), &args, 0xff), SVSM_OK);
	CHECK_EQ(cpu_caa()->call_pending, 0);
	CHECK_EQ(args.rcx, 1ull << 32 | 1);
}

GUEST_TEST(call_keeps_other_registers, 0)
{
	struct svsm_args args = { .rcx = 1, .rdx = JUNK, .r8 = ~JUNK, .r9 = JUNK << 1 };

	CHECK_EQ(svsm_call(CORE(QUERY_PROTOCOL), &args), SVSM_OK);
	CHECK_EQ(args.rdx, JUNK);
	CHECK_EQ(args.r8, ~JUNK);
	CHECK_EQ(args.r9, JUNK << 1);
}

GUEST_TEST(call_unknown_protocol, 0)
{
	static const uint32_t protocols[] = {
		SVSM_PROTOCOL_APIC, SVSM_PROTOCOL_UEFI_MM, 5, 0x7fffffff, 0x80001000, 0xffffffff
	};

	for (uint32_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++) {
		struct svsm_args args = { .rcx = JUNK };

		CHECK_EQ(svsm_call(SVSM_CALL(protocols[i], 0), &args),
			 SVSM_ERR_UNSUPPORTED_PROTOCOL);
		CHECK_EQ(args.rcx, JUNK);
	}
}

GUEST_TEST(call_unknown_call, 0)
{
	static const uint32_t calls[] = { SVSM_CORE_CONFIGURE_VTOM + 1, 0x100, 0x80000000,
					  0xffffffff };

	for (uint32_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct svsm_args args = { .rcx = JUNK };

		CHECK_EQ(svsm_call(SVSM_CALL(SVSM_PROTOCOL_CORE, calls[i]), &args),
			 SVSM_ERR_UNSUPPORTED_CALL);
		CHECK_EQ(args.rcx, JUNK);
	}
}

GUEST_TEST(call_junk_rax, 0)
{
	uint64_t state = 1;

	for (uint32_t i = 0; i < test_rounds(); i++) {
		/* Not below 2^32: that would be a core call with junk, which may well succeed */
		uint64_t rax = junk_word(&state) | 1ull << 62;
		struct svsm_args args = { junk_word(&state), junk_word(&state), junk_word(&state),
					  junk_word(&state) };

		CHECK_EQ(svsm_call(rax, &args), SVSM_ERR_UNSUPPORTED_PROTOCOL);
	}
}

/* Every core call with arguments that are nowhere memory: none may succeed, none may hurt */
GUEST_TEST(call_junk_arguments, 0)
{
	uint64_t state = 2;

	for (uint32_t i = 0; i < test_rounds(); i++) {
		uint32_t call = i % (SVSM_CORE_DELETE_VCPU + 1);
		struct svsm_args args = { junk_word(&state) | 1ull << 48,
					  junk_word(&state) | 1ull << 48, junk_word(&state),
					  junk_word(&state) };

		CHECK(svsm_call(SVSM_CALL(SVSM_PROTOCOL_CORE, call), &args) != SVSM_OK);
	}
}
