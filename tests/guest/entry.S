/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the guest's CPUs begin, and where exceptions arrive. The first CPU comes as Linux would
 * (64-bit, RSI = boot_params, identity-mapped); the others start in long mode on a VMSA that vmsa.c
 * wrote.
 */
	.text
	.globl guest_entry
guest_entry:
	cli
	cld
	leaq	boot_stack_top(%rip), %rsp
	xorl	%ebp, %ebp
	movq	%rsi, %rdi
	call	guest_main
	ud2

	.globl ap_entry
ap_entry:
	xorl	%ebp, %ebp
	call	smp_ap_main
	ud2

	/* Vectors that push an error code: 8, 10..14, 17, 21, 29, 30 */
	.set	error_code_vectors, 0x60227d00

	.macro	stub vector
stub_\vector:
	.if	(error_code_vectors >> \vector) & 1
	.else
	pushq	$0
	.endif
	pushq	$\vector
	jmp	exception_common
	.endm

	.altmacro
	.set	number, 0
	.rept	32
	stub	%number
	.set	number, number + 1
	.endr

exception_common:
	pushq	%rax
	pushq	%rbx
	pushq	%rcx
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	pushq	%rbp
	pushq	%r8
	pushq	%r9
	pushq	%r10
	pushq	%r11
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	cld
	movq	%rsp, %rdi
	movq	%rsp, %rbx
	andq	$-16, %rsp
	call	exception_entry
	movq	%rbx, %rsp
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%r11
	popq	%r10
	popq	%r9
	popq	%r8
	popq	%rbp
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%rcx
	popq	%rbx
	popq	%rax
	addq	$16, %rsp
	iretq

	.macro	stub_address vector
	.quad	stub_\vector
	.endm

	.section .rodata
	.balign	8
	.globl exception_stubs
exception_stubs:
	.set	number, 0
	.rept	32
	stub_address %number
	.set	number, number + 1
	.endr

	.bss
	.balign	16
boot_stack:
	.skip	16384
boot_stack_top:

	.section .note.GNU-stack, "", @progbits
