/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * VMGEXIT: what a guest asks of the hypervisor, by the GHCB MSR or the GHCB page. One table row a
 * request. Spec: GHCB specification (56421) 2.04.
 */
#ifndef MACHINE_GHCB_H
#define MACHINE_GHCB_H

#include "abi/ghcb.h"
#include "vcpu.h"

/* Hypervisor features that this machine offers. */
uint64_t ghcb_features(void);

/* Answers the VMGEXIT that level just made; RIP is already past it. */
void ghcb_vmgexit(struct vcpu *vcpu, struct level *level);

/* Completes the RUN_VMPL by which level gave the CPU away. */
void ghcb_answer_run(struct level *level);

/* Ends the run: a guest's termination request. */
__attribute__((noreturn)) void ghcb_terminate(const struct level *level, uint32_t set,
					      uint32_t code);

/* One request through the page: the fields of the exit, private copies, and the page for the answer
 */
struct nae {
	struct vcpu *vcpu;
	struct level *level;
	struct ghcb *page;
	uint64_t code;
	uint64_t info1;
	uint64_t info2;
	uint8_t valid[16];
};

/* Results: in sw_exitinfo1 and sw_exitinfo2. */
void nae_result(struct nae *nae, uint64_t info1, uint64_t info2);
void nae_malformed(struct nae *nae, uint32_t reason);
void nae_exception(struct nae *nae, uint32_t vector);

/* Writes a register's quadword and marks it valid. offset: of the field in struct ghcb. */
void nae_set(struct nae *nae, uint32_t offset, uint64_t value);
uint64_t nae_get(const struct nae *nae, uint32_t offset);

/* Whether the guest marked the field valid; need breaks a rule if not. */
bool nae_has(const struct nae *nae, uint32_t offset);
void nae_need(const struct nae *nae, uint32_t offset);

/* The len bytes of the shared buffer that sw_scratch points at. Breaks a rule if they are not
 * inside. */
void *nae_scratch(struct nae *nae, uint64_t len);

/* Requests with a file of their own */
void nae_psc(struct nae *nae);
void nae_ap_creation(struct nae *nae);
void nae_ioio(struct nae *nae);
void nae_mmio_read(struct nae *nae);
void nae_mmio_write(struct nae *nae);
void nae_doorbell(struct nae *nae);
void nae_hv_ipi(struct nae *nae);

#endif
