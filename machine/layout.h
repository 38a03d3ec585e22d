/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's own addresses, shared with the linker script and assembly.
 *
 * QEMU loads the image at LAYOUT_LOAD; boot.c then moves it to the carve-out at the top of low
 * memory, under the same virtual addresses, so that every guest-physical address from 0 up is the
 * host-physical one.
 */
#ifndef MACHINE_LAYOUT_H
#define MACHINE_LAYOUT_H

#define LAYOUT_LOAD 0x1000000            /* where QEMU puts the image */
#define LAYOUT_IMAGE 0xffffffff80000000  /* where it is linked */
#define LAYOUT_IMAGE_SIZE 0x400000       /* mapped for it: text, data, bss */
#define LAYOUT_DIRECT 0xffff800000000000 /* all physical memory, 512 GiB */
#define LAYOUT_TRAMPOLINE 0x8000         /* application processors start here, in real mode */
#define LAYOUT_STACK                                                                               \
	0x8000 /* bytes of a CPU's stack; its struct cpu's address lies at the bottom */

#define LAYOUT_GDT_CODE64 0x08
#define LAYOUT_GDT_DATA 0x10
#define LAYOUT_GDT_CODE32 0x18

#endif
