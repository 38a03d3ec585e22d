/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The 32 exception entries: each 16 bytes, so that descriptors.c finds number n by arithmetic. All bring the
 * stack to one shape (struct trap_frame, exception.h) and call snp_exception, which may change the frame.
 */
	.text

	.balign 16
	.global snp_vectors
	.type snp_vectors, @function
snp_vectors:
	.set vector, 0
	.rept 32
	.balign 16
	/* #DF, #TS … #PF, #AC, #CP, #VC and #SX push an error code of their own */
	.if !(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || \
	      vector == 29 || vector == 30)
	pushq	$0
	.endif
	pushq	$vector
	jmp	exception_common
	.set vector, vector + 1
	.endr
	.size snp_vectors, . - snp_vectors

	.type exception_common, @function
exception_common:
	push	%rax
	push	%rcx
	push	%rdx
	push	%rbx
	push	%rbp
	push	%rsi
	push	%rdi
	push	%r8
	push	%r9
	push	%r10
	push	%r11
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	cld
	mov	%rsp, %rdi
	/* The CPU aligned the stack before its 6 quadwords; 16 more keep it so */
	call	snp_exception
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%r11
	pop	%r10
	pop	%r9
	pop	%r8
	pop	%rdi
	pop	%rsi
	pop	%rbp
	pop	%rbx
	pop	%rdx
	pop	%rcx
	pop	%rax
	add	$16, %rsp
	iretq
	.size exception_common, . - exception_common

	.section .note.GNU-stack, "", @progbits
