/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 256 stubs that make one frame shape of all vectors, and the halt whose wake-up cannot be lost. */
	.text
	.balign 16
	.globl traps_stubs
traps_stubs:
	.set v, 0
	.rept 256
	.balign 16
	/* these push an error code by themselves */
	.if (v == 8) || (v >= 10 && v <= 14) || (v == 17) || (v == 21)
	.else
	pushq $0
	.endif
	pushq $v
	jmp traps_common
	.set v, v + 1
	.endr

traps_common:
	.irp reg, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15
	pushq %\reg
	.endr
	movq %rsp, %rdi
	movq %rsp, %rbp
	andq $-16, %rsp
	cld
	call traps_handle
	movq %rbp, %rsp
	.irp reg, r15, r14, r13, r12, r11, r10, r9, r8, rbp, rdi, rsi, rdx, rcx, rbx, rax
	popq %\reg
	.endr
	addq $16, %rsp
	iretq

/* An NMI between traps_wait_begin and traps_wait_end returns to traps_wait_end (traps.c) */
	.globl traps_wait, traps_wait_begin, traps_wait_end
traps_wait:
	cli
traps_wait_begin:
	stgi
	sti
	hlt
traps_wait_end:
	clgi
	cli
	ret
