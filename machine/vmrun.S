/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * void vmrun(uint64_t vmcb_hpa, struct vmsa *vmsa): runs the guest until it exits. General registers
 * but RAX and RSP live in the VMSA; VMLOAD and VMSAVE move what VMRUN leaves behind. GIF clear before
 * and after; IF is set across VMRUN so that physical interrupts exit, and early enough that TCG does
 * not carry STI's shadow into the guest.
 */
	.macro gprs op
	.ifc \op, load
	movq 0x308(%rsi), %rcx
	movq 0x310(%rsi), %rdx
	movq 0x318(%rsi), %rbx
	movq 0x328(%rsi), %rbp
	movq 0x338(%rsi), %rdi
	movq 0x340(%rsi), %r8
	movq 0x348(%rsi), %r9
	movq 0x350(%rsi), %r10
	movq 0x358(%rsi), %r11
	movq 0x360(%rsi), %r12
	movq 0x368(%rsi), %r13
	movq 0x370(%rsi), %r14
	movq 0x378(%rsi), %r15
	movq 0x330(%rsi), %rsi
	.else
	movq %rcx, 0x308(%rax)
	movq %rdx, 0x310(%rax)
	movq %rbx, 0x318(%rax)
	movq %rbp, 0x328(%rax)
	movq %rsi, 0x330(%rax)
	movq %rdi, 0x338(%rax)
	movq %r8, 0x340(%rax)
	movq %r9, 0x348(%rax)
	movq %r10, 0x350(%rax)
	movq %r11, 0x358(%rax)
	movq %r12, 0x360(%rax)
	movq %r13, 0x368(%rax)
	movq %r14, 0x370(%rax)
	movq %r15, 0x378(%rax)
	.endif
	.endm

	.text
	.globl vmrun
vmrun:
	pushq %rbx
	pushq %rbp
	pushq %r12
	pushq %r13
	pushq %r14
	pushq %r15
	pushq %rsi
	movq %rdi, %rax
	sti
	vmload %rax
	gprs load
	vmrun %rax
	cli
	vmsave %rax
	popq %rax
	gprs store
	popq %r15
	popq %r14
	popq %r13
	popq %r12
	popq %rbp
	popq %rbx
	cld
	ret
