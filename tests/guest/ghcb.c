/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hypervisor's side of the guest. Interrupts are always off, so one exit at a time a CPU. */
#include "tests/guest/ghcb.h"

#include "abi/snp.h"
#include "lib/freestanding/memory.h"
#include "tests/guest/cpu.h"
#include "tests/guest/paging.h"
#include "tests/guest/svsm.h"
#include "tests/guest/x86.h"

uint64_t ghcb_msr(uint64_t request)
{
	wrmsr(MSR_GHCB, request);
	vmgexit();
	return rdmsr(MSR_GHCB);
}

enum err ghcb_page_state(uint64_t gpa, uint32_t operation)
{
	uint64_t response = ghcb_msr(GHCB_MSR_PSC_REQ | gpa | (uint64_t)operation << 52);

	return response == GHCB_MSR_PSC_RESP ? OK : ERR_IO;
}

enum err ghcb_init(uint64_t page_gpa)
{
	struct cpu *cpu = this_cpu();

	if (svsm_page(page_gpa, 0) != SVSM_OK || ghcb_page_state(page_gpa, GHCB_PSC_SHARED) != OK)
		return ERR_IO;
	if (ghcb_msr(GHCB_MSR_REGISTER_GPA_REQ | page_gpa) !=
	    (GHCB_MSR_REGISTER_GPA_RESP | page_gpa))
		return ERR_IO;
	cpu->ghcb_gpa = page_gpa;
	cpu->ghcb = at(PAGING_SHARED + page_gpa);
	memset(cpu->ghcb, 0, sizeof(*cpu->ghcb));
	return OK;
}

static void valid_set(struct ghcb *ghcb, size_t offset)
{
	ghcb->valid_bitmap[offset / 64] =
		(uint8_t)(ghcb->valid_bitmap[offset / 64] | 1u << offset / 8 % 8);
}

enum err ghcb_exit(uint64_t code, uint64_t info1, uint64_t info2, uint64_t rax)
{
	struct ghcb *ghcb = this_cpu()->ghcb;

	memset(ghcb->valid_bitmap, 0, sizeof(ghcb->valid_bitmap));
	ghcb->protocol_version = GHCB_PROTOCOL_MAX;
	ghcb->usage = GHCB_USAGE_STANDARD;
	ghcb->sw_exitcode = code;
	ghcb->sw_exitinfo1 = info1;
	ghcb->sw_exitinfo2 = info2;
	ghcb->rax = rax;
	valid_set(ghcb, offsetof(struct ghcb, sw_exitcode));
	valid_set(ghcb, offsetof(struct ghcb, sw_exitinfo1));
	valid_set(ghcb, offsetof(struct ghcb, sw_exitinfo2));
	valid_set(ghcb, offsetof(struct ghcb, rax));
	wrmsr(MSR_GHCB, this_cpu()->ghcb_gpa);
	vmgexit();
	return (uint32_t)ghcb->sw_exitinfo1 == GHCB_RESULT_OK ? OK : ERR_IO;
}

void ghcb_out(uint16_t port, uint32_t value, uint32_t bytes)
{
	uint32_t info = GHCB_IOIO_PORT(port) | bytes * GHCB_IOIO_SIZE8;

	/* What the hypervisor says to output is of no use: there is nowhere to complain */
	if (this_cpu()->ghcb != NULL && ghcb_exit(SVM_EXIT_IOIO, info, 0, value) != OK)
		ghcb_terminate(0);
}

void ghcb_terminate(uint8_t code)
{
	for (;;)
		(void)ghcb_msr(GHCB_MSR_TERMINATE(0, code));
}
