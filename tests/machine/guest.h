/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the small guests share: instructions, requests, pages, and a second VMPL. Each case is one
 * function that runs at VMPL0 of vCPU 0, and ends by breaking its rule, or by returning: then the
 * case passed.
 */
#ifndef TESTS_MACHINE_GUEST_H
#define TESTS_MACHINE_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/ghcb.h"
#include "abi/snp.h"
#include "layout.h"

struct test_case {
	const char *name;
	void (*run)(void);
};

/* A rule's breaker has the rule's name; a case of its own must not have one. */
#define CASE(id, text)                                                                             \
	static void case_##id(void);                                                               \
	static const struct test_case entry_##id                                                   \
		__attribute__((section(".cases"), used)) = { text, case_##id };                    \
	static void case_##id(void)

/* start.S */
extern uint64_t vc_code, vc_continue;
extern volatile uint64_t event_count; /* #HV and interrupts of EVENT_VECTOR */
void vc_entry(void);
void event_entry(void);
#define EVENT_VECTOR 0x40u
#define LOW_VECTOR 0x30u /* counted likewise */
uint64_t try_read(const void *at);
uint64_t try_cpuid(void);
int xmm_survives(uint64_t vmpl_request);
extern const uint8_t real_mode_code[];
extern const uint8_t real_mode_flag_code[]; /* sets the word at DS:0, and halts */
void nmi_entry(void);
extern volatile uint64_t nmi_count;

/* Ends the run: the case failed with a number that says where. */
__attribute__((noreturn)) void fail(uint32_t where);

/* fail(where) unless holds. */
void check(bool holds, uint32_t where);

/* The private and the shared view of guest-physical memory. */
void *private_at(uint64_t gpa);
void *shared_at(uint64_t gpa);

void write_msr(uint32_t msr, uint64_t value);
uint64_t read_msr(uint32_t msr);

/* PVALIDATE: its result, or RMP_UNCHANGED with carry. RMPADJUST, RMPQUERY: the result. */
uint32_t pvalidate(const void *va, uint32_t size, uint32_t validate);
uint32_t rmpadjust(const void *va, uint32_t size, uint64_t rdx);
uint32_t rmpquery(const void *va, uint64_t *rdx);
void invlpgb(uint64_t rax);
void tlbsync(void);
void flush(void);

/* MSR protocol: one request, and its answer. */
uint64_t msr_request(uint64_t request);

/*
 * One request through the GHCB page of (vcpu, vmpl), which this must be: sw_exitinfo1 of the
 * answer. ghcb_register first.
 */
struct ghcb *ghcb_page(uint32_t vcpu, uint32_t vmpl);
void ghcb_register(uint32_t vcpu, uint32_t vmpl);
void ghcb_begin(struct ghcb *page, uint64_t code, uint64_t info1, uint64_t info2);
void ghcb_set(struct ghcb *page, uint32_t offset, uint64_t value);
uint64_t ghcb_call(uint32_t vcpu, uint32_t vmpl);
uint64_t request(uint64_t code, uint64_t info1, uint64_t info2);

/* Page state by the MSR protocol. */
void set_state(uint64_t gpa, uint64_t op);

/* A fresh private, validated, zeroed page, never at a 2M boundary. */
uint64_t new_page(void);

/* Runs fn at VMPL2 of this vCPU until it asks for VMPL0 (leave). The first call makes the VMSA. */
void vmpl2_start(void (*fn)(void));
void vmpl2_continue(void);
void leave(void);

/* Opens the guests' code, data and page tables to VMPL2; and further pages. */
void open_guest(void);
void open_to_vmpl2(uint64_t gpa, uint64_t pages);

/* A VMSA for long-mode code at fn; stack is a page. For (vmpl). Not yet marked in the RMP. */
struct vmsa *vmsa_make(uint64_t page, uint32_t vmpl, void (*fn)(void), uint64_t stack);
void vmsa_mark(uint64_t page);

/* AP creation; the VMSA's own features unless other is true. */
uint64_t ap_create(uint32_t vcpu, uint32_t vmpl, uint32_t event, uint64_t vmsa, uint64_t features);

#endif
