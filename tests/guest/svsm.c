/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The calling convention, and lists. */
#include "tests/guest/svsm.h"

#include <stdatomic.h>
#include <stddef.h>

#include "abi/snp.h"
#include "tests/guest/cpu.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/x86.h"

#define MONITOR_VMPL 0ull

uint64_t svsm_enter(uint64_t rax, struct svsm_args *args, uint8_t pending)
{
	/* asm: no constraint names R8 and R9 */
	register uint64_t r8 __asm__("r8") = args->r8;
	register uint64_t r9 __asm__("r9") = args->r9;

	cpu_caa()->call_pending = pending;
	wrmsr(MSR_GHCB, GHCB_MSR_RUN_VMPL_REQ | MONITOR_VMPL << 32);
	/* asm: VMGEXIT with the call in registers */
	__asm__ volatile("rep; vmmcall"
			 : "+a"(rax), "+c"(args->rcx), "+d"(args->rdx), "+r"(r8), "+r"(r9)
			 :
			 : "memory");
	args->r8 = r8;
	args->r9 = r9;
	return rax;
}

uint64_t svsm_call(uint64_t call, struct svsm_args *args)
{
	uint64_t result = svsm_enter(call, args, 1);
	uint8_t pending = __atomic_exchange_n(&cpu_caa()->call_pending, 0, __ATOMIC_ACQ_REL);

	if (rdmsr(MSR_GHCB) != GHCB_MSR_RUN_VMPL_RESP || pending != 0)
		return SVSM_NOT_SERVED;
	return result;
}

uint64_t svsm_call_complete(uint64_t call, struct svsm_args *args, uint32_t *entries)
{
	uint32_t count = 0;
	uint64_t result;
	const struct svsm_args first = *args;

	do {
		*args = first;
		result = svsm_call(call, args);
		count++;
	} while (result == SVSM_ERR_INCOMPLETE || result == SVSM_ERR_BUSY);
	if (entries != NULL)
		*entries = count;
	return result;
}

struct svsm_pvalidate_list *svsm_list(void)
{
	return at(this_cpu()->caa_gpa + sizeof(struct svsm_caa));
}

void svsm_list_start(void)
{
	struct svsm_pvalidate_list *list = svsm_list();

	list->entries = 0;
	list->next = 0;
	list->reserved = 0;
}

void svsm_list_add(uint64_t entry)
{
	struct svsm_pvalidate_list *list = svsm_list();

	list->entry[list->entries++] = entry;
}

uint64_t svsm_list_run(void)
{
	struct svsm_args args = { .rcx = address_of(svsm_list()) };

	return svsm_call_complete(SVSM_CALL(SVSM_PROTOCOL_CORE, SVSM_CORE_PVALIDATE), &args, NULL);
}

uint64_t svsm_page(uint64_t gpa, uint64_t flags)
{
	svsm_list_start();
	svsm_list_add(gpa | flags);
	return svsm_list_run();
}
