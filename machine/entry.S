/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The PVH entry, the step into long mode, the move to the carve-out, and the application
 * processors' start.
 * Spec: Xen PVH boot ABI (start_info in EBX, 32-bit protected mode, paging off); ELF note type 18.
 */
#include "layout.h"

#define PHYS(symbol) ((symbol) - LAYOUT_IMAGE + LAYOUT_LOAD)
#define CR0_VALUE 0x80010033  /* PG WP NE ET MP PE */
#define CR4_VALUE 0x6a0       /* PAE PGE OSFXSR OSXMMEXCPT */
#define EFER_VALUE 0x1900     /* SVME NXE LME */

	.section .note.pvh, "a", @note
	.balign 4
	.long 4, 8, 18
	.asciz "Xen"
	.quad PHYS(pvh_entry)

	.section .boot.text, "ax"
	.code32
	.globl pvh_entry
pvh_entry:
	cli
	cld
	movl %ebx, %esi
	movl $PHYS(boot_pml4), %eax
	movl %eax, %cr3
	movl $CR4_VALUE, %eax
	movl %eax, %cr4
	movl $0xc0000080, %ecx
	movl $EFER_VALUE, %eax
	xorl %edx, %edx
	wrmsr
	movl $CR0_VALUE, %eax
	movl %eax, %cr0
	lgdt PHYS(boot_gdt_low)
	ljmp $LAYOUT_GDT_CODE64, $PHYS(boot_long)

	.code64
boot_long:
	movabsq $boot_high, %rax
	jmp *%rax
boot_high:
	lgdt boot_gdt_high
	movl $LAYOUT_GDT_DATA, %eax
	movl %eax, %ds
	movl %eax, %es
	movl %eax, %ss
	xorl %eax, %eax
	movl %eax, %fs
	movl %eax, %gs
	movq $cpu_stacks + LAYOUT_STACK, %rsp
	xorl %ebp, %ebp
	movl %esi, %edi
	call boot_main
1:	hlt
	jmp 1b

/*
 * void boot_move(void *to, const void *image, uint64_t quads, uint64_t cr3): copies the image, this
 * stack included, and continues in the copy: nothing may be pushed between the copy and the new page
 * tables.
 */
	.globl boot_move
boot_move:
	movq %rcx, %rax
	movq %rdx, %rcx
	rep movsq
	movq %rax, %cr3
	ret

/* Copied to LAYOUT_TRAMPOLINE; boot_ap_cr3 and boot_ap_stack are set there, in the copy */
#define TRAMP(symbol) ((symbol) - boot_ap_start + LAYOUT_TRAMPOLINE)
	.code16
	.globl boot_ap_start
boot_ap_start:
	cli
	cld
	xorw %ax, %ax
	movw %ax, %ds
	lgdtl TRAMP(boot_ap_gdt)
	movl $0x11, %eax
	movl %eax, %cr0
	ljmpl $LAYOUT_GDT_CODE32, $TRAMP(boot_ap_32)
	.code32
boot_ap_32:
	movl $LAYOUT_GDT_DATA, %eax
	movl %eax, %ds
	movl TRAMP(boot_ap_cr3), %eax
	movl %eax, %cr3
	movl $CR4_VALUE, %eax
	movl %eax, %cr4
	movl $0xc0000080, %ecx
	movl $EFER_VALUE, %eax
	xorl %edx, %edx
	wrmsr
	movl $CR0_VALUE, %eax
	movl %eax, %cr0
	ljmp $LAYOUT_GDT_CODE64, $TRAMP(boot_ap_64)
	.code64
boot_ap_64:
	movq TRAMP(boot_ap_stack), %rsp
	movabsq $boot_ap_high, %rax
	jmp *%rax
	.balign 8
boot_ap_gdt:
	.word boot_gdt_end - boot_gdt - 1
	.long TRAMP(boot_ap_gdt_table)
	.balign 8
boot_ap_gdt_table:
	.quad 0, 0x00af9b000000ffff, 0x00cf93000000ffff, 0x00cf9b000000ffff
	.globl boot_ap_cr3, boot_ap_stack, boot_ap_end
boot_ap_cr3:
	.quad 0
boot_ap_stack:
	.quad 0
boot_ap_end:

boot_ap_high:
	lgdt boot_gdt_high
	movl $LAYOUT_GDT_DATA, %eax
	movl %eax, %ds
	movl %eax, %es
	movl %eax, %ss
	xorl %eax, %eax
	movl %eax, %fs
	movl %eax, %gs
	xorl %ebp, %ebp
	call smp_main
1:	hlt
	jmp 1b

	.data
	.balign 8
boot_gdt:
	.quad 0, 0x00af9b000000ffff, 0x00cf93000000ffff, 0x00cf9b000000ffff
boot_gdt_end:
boot_gdt_low:
	.word boot_gdt_end - boot_gdt - 1
	.quad PHYS(boot_gdt)
boot_gdt_high:
	.word boot_gdt_end - boot_gdt - 1
	.quad boot_gdt

/* Tables for the time before the move; the same physical pages serve identity and direct map */
	.balign 4096
boot_pml4:
	.quad PHYS(boot_pdpt_direct) + 3
	.fill 255, 8, 0
	.quad PHYS(boot_pdpt_direct) + 3
	.fill 254, 8, 0
	.quad PHYS(boot_pdpt_image) + 3
boot_pdpt_direct:
	.set gigabyte, 0
	.rept 512
	.quad (gigabyte << 30) + 0x83
	.set gigabyte, gigabyte + 1
	.endr
boot_pdpt_image:
	.fill 510, 8, 0
	.quad PHYS(boot_pd_image) + 3
	.quad 0
boot_pd_image:
	.quad LAYOUT_LOAD + 0x83
	.quad LAYOUT_LOAD + 0x200083
	.fill 510, 8, 0

	.section .bss
	.balign LAYOUT_STACK
	.globl cpu_stacks
cpu_stacks:
	.fill 8 * LAYOUT_STACK
