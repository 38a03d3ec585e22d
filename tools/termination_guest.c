/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for what guests say when they give up. None of it is Parapet's own end. */
#include "tools/termination_guest.h"

#include "abi/termination.h"

#define CONSOLE "see the guest's console; earlyprintk=ttyS0 on its command line shows more"
#define REPORT "report it: Parapet refused what this guest does at its start"

const struct termination_row termination_guest_rows[] = {
	{ TERM_SET_GHCB, 0, "GHCB_GENERAL", "the guest ends for a reason of its own", CONSOLE },
	{ TERM_SET_GHCB, 1, "GHCB_PROTOCOL", "the guest speaks no GHCB version that the host does",
	  "use another kernel or host" },
	{ TERM_SET_GHCB, 2, "GHCB_SNP",
	  "the guest lacks an SNP feature of the host or a secrets page",
	  "use a kernel that knows the bits of SEV_STATUS that are on, 6.12 or later" },
	{ TERM_SET_LINUX, 0, "LINUX_REGISTER", "Linux could not register its GHCB",
	  "report the host" },
	{ TERM_SET_LINUX, 1, "LINUX_PSC", "Linux could not change a page's state",
	  "report the host" },
	{ TERM_SET_LINUX, 2, "LINUX_PVALIDATE",
	  "Linux could not validate a page: it does not know that it runs below an SVSM, or asked "
	  "for "
	  "what is done already",
	  "a kernel started by kexec's file loader is not told of the SVSM (no EFI): start the VM "
	  "again" },
	{ TERM_SET_LINUX, 3, "LINUX_NOT_VMPL0", "Linux wants to run at VMPL0",
	  "use a kernel that runs below an SVSM, 6.12 or later" },
	{ TERM_SET_LINUX, 4, "LINUX_CPUID", "Linux could not use the CPUID table", REPORT },
	{ TERM_SET_LINUX, 5, "LINUX_CPUID_HV", "the host answered a CPUID request wrongly",
	  "report the host" },
	{ TERM_SET_LINUX, 6, "LINUX_SECRETS", "Linux could not use the secrets page", REPORT },
	{ TERM_SET_LINUX, 7, "LINUX_NO_SVSM", "Linux is not at VMPL0 and was told of no SVSM",
	  REPORT },
	{ TERM_SET_LINUX, 8, "LINUX_SVSM_VMPL0", "Linux was told of an SVSM and runs at VMPL0",
	  REPORT },
	{ TERM_SET_LINUX, 9, "LINUX_SVSM_CAA",
	  "Linux was told of a calling area at no page's address", REPORT },
	{ TERM_SET_LINUX, 10, "LINUX_SECURE_TSC", "Linux could not set Secure TSC up",
	  "report the host" },
	{ TERM_SET_LINUX, 11, "LINUX_SVSM_REMAP", "Linux could not move its calling area",
	  "a second kernel started by kexec does not know where the first one left it: start the "
	  "VM "
	  "again" },
	{ TERM_SET_LINUX, 12, "LINUX_SAVIC", "Linux could not set Secure AVIC up",
	  "report the host" },
};
const size_t termination_guest_count =
	sizeof(termination_guest_rows) / sizeof(termination_guest_rows[0]);
