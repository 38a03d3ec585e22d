/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The probes of probe.h: each a function whose one dangerous instruction is listed in guest_fixup.
 */
	.macro	may_fault label, to
	.pushsection guest_fixup, "a", @progbits
	.balign	8
	.quad	\label, \to
	.popsection
	.endm

	.text
	.globl probe_read
probe_read:
1:	movq	(%rdi), %rax
	may_fault 1b, probe_faulted
	movq	%rax, (%rsi)
	xorl	%eax, %eax
	ret

	.globl probe_write
probe_write:
1:	movq	%rsi, (%rdi)
	may_fault 1b, probe_faulted
	xorl	%eax, %eax
	ret

	.globl probe_pvalidate
probe_pvalidate:
	movq	%rcx, %r8
	movq	%rdi, %rax
	movq	%rsi, %rcx
1:	.byte	0xf2, 0x0f, 0x01, 0xff
	may_fault 1b, probe_faulted
	setc	%cl
	movzbl	%cl, %ecx
	shlq	$32, %rcx
	movl	%eax, %eax
	orq	%rcx, %rax
	movq	%rax, (%r8)
	xorl	%eax, %eax
	ret

	.globl probe_rmpadjust
probe_rmpadjust:
	movq	%rcx, %r8
	movq	%rdi, %rax
	movq	%rsi, %rcx
1:	.byte	0xf3, 0x0f, 0x01, 0xfe
	may_fault 1b, probe_faulted
	movl	%eax, %eax
	movq	%rax, (%r8)
	xorl	%eax, %eax
	ret

	/* exception.c has put the probe's result into RAX */
probe_faulted:
	ret

	.section .note.GNU-stack, "", @progbits
