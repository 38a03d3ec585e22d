/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Accesses that may fault because a guest or the host took the page away. Each such instruction is listed in
 * parapet_fixup; exception.c sends a fault there to snp_access_fault, which returns -1 from the function. So
 * these functions must leave the stack as they found it, and keep nothing in callee-saved registers.
 */
	/* MAY_FAULT insn…: the instruction, listed */
	.macro MAY_FAULT insn:vararg
.Lat\@:
	\insn
	.pushsection parapet_fixup, "a", @progbits
	.quad	.Lat\@
	.popsection
	.endm

	.macro FUNCTION name
	.section .text.\name, "ax", @progbits
	.balign 16
	.global \name
	.type \name, @function
\name:
	.endm

	.macro END name
	.size \name, . - \name
	.endm

	/* int snp_copy_in(void *to, const void *from, size_t len), and snp_copy_out likewise */
	FUNCTION snp_copy_in
	.global	snp_copy_out
	.type	snp_copy_out, @function
snp_copy_out:
	mov	%rdx, %rcx
	shr	$3, %rcx
	MAY_FAULT rep movsq
	mov	%edx, %ecx
	and	$7, %ecx
	MAY_FAULT rep movsb
	xor	%eax, %eax
	ret
	END snp_copy_in
	END snp_copy_out

	/*
	 * int snp_clear(void *to, size_t len): most of it is whole pages. Hardware is as fast at either; an
	 * emulator takes several times as long for a string instruction as for stores in a row.
	 */
	FUNCTION snp_clear
	xor	%eax, %eax
	mov	%rsi, %rcx
	shr	$7, %rcx
	jz	2f
1:
	.set	offset, 0
	.rept	16
	MAY_FAULT mov %rax, offset(%rdi)
	.set	offset, offset + 8
	.endr
	sub	$-128, %rdi
	dec	%rcx
	jnz	1b
2:
	mov	%esi, %ecx
	and	$127, %ecx
	MAY_FAULT rep stosb
	ret
	END snp_clear

	/* int snp_exchange_u8(uint8_t *at, uint8_t value): the value before, or -1 */
	FUNCTION snp_exchange_u8
	movzbl	%sil, %eax
	MAY_FAULT xchg %al, (%rdi)
	ret
	END snp_exchange_u8

	/* int snp_pvalidate(void *address, uint32_t size, uint32_t validate): EAX, or 16 for "carry set" */
	FUNCTION snp_pvalidate
	mov	%rdi, %rax
	mov	%esi, %ecx
	/* PVALIDATE, unknown to older assemblers; EDX holds validate already */
	MAY_FAULT .byte 0xf2, 0x0f, 0x01, 0xff
	setc	%dl
	test	%eax, %eax
	jnz	1f
	movzbl	%dl, %eax
	shl	$4, %eax
1:
	ret
	END snp_pvalidate

	/* int snp_rmpadjust(void *address, uint32_t size, uint64_t attributes): EAX */
	FUNCTION snp_rmpadjust
	mov	%rdi, %rax
	mov	%esi, %ecx
	/* RMPADJUST, unknown to older assemblers; RDX holds the attributes already */
	MAY_FAULT .byte 0xf3, 0x0f, 0x01, 0xfe
	ret
	END snp_rmpadjust

	FUNCTION snp_access_fault
	mov	$-1, %eax
	ret
	END snp_access_fault

	.section .note.GNU-stack, "", @progbits
