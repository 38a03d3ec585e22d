/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the guest finds where a PC's firmware starts: a guest that resets itself the old way jumps
 * there in real mode (Linux does under hardware-reduced ACPI without EFI). There is no firmware to
 * start again, so the code there asks the hypervisor to end the VM, with a code of its own; without
 * it the guest would run through empty memory for ever. Spec: GHCB 2.03 s2.3.1 (termination request).
 */
#include "abi/ghcb.h"
#include "core/boot/payload.h"
#include "core/memory/shared.h"

#define RESET_ENTRY 0xffff0ull /* f000:fff0 */
#define RESET_CODE 0xfffd0ull

#define REQUEST GHCB_MSR_TERMINATE(TERM_GUEST_RESET >> 8, TERM_GUEST_RESET)
#define BYTE(value, idx) ((value) >> 8 * (idx)&0xff)
#define BYTES32(value) BYTE(value, 0), BYTE(value, 1), BYTE(value, 2), BYTE(value, 3)

/* Needs no stack and no memory: the request is all in the GHCB's register. Laid out by hand. */
/* clang-format off */
static const uint8_t code[] = {
	0x66, 0xb9, BYTES32(MSR_GHCB), /* mov $MSR_GHCB, %ecx */
	0x66, 0xb8, BYTES32(REQUEST),  /* mov $REQUEST, %eax */
	0x66, 0x31, 0xd2,              /* xor %edx, %edx */
	0x0f, 0x30,                    /* wrmsr */
	0xf3, 0x0f, 0x01, 0xd9,        /* vmgexit */
	0xf4,                          /* hlt */
	0xeb, 0xfd,                    /* jmp to the hlt */
};
static const uint8_t entry[] = {
	0xeb, BYTE(RESET_CODE - RESET_ENTRY - 2, 0), /* jmp to the code */
};
/* clang-format on */

enum err payload_write_reset(void)
{
	enum err err = shared_write(gpa(RESET_CODE), code, sizeof(code));

	if (err == OK)
		err = shared_write(gpa(RESET_ENTRY), entry, sizeof(entry));
	/* A host may have no memory there; then nothing is there to run through */
	return err == ERR_RANGE ? OK : err;
}
