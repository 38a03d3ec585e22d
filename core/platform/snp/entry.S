/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the first CPU arrives from the IGVM file's VP context, and every other from the VMSA that vcpu.c wrote,
 * in the state that abi/boot.h lists. Nothing is left to set up before C but the end of the frame chain.
 */
	.section .text.entry, "ax", @progbits

	.global snp_entry
	.type snp_entry, @function
snp_entry:
	cld
	xor	%ebp, %ebp
	call	boot_main
	ud2
	.size snp_entry, . - snp_entry

	.global snp_ap_entry
	.type snp_ap_entry, @function
snp_ap_entry:
	cld
	xor	%ebp, %ebp
	call	snp_ap_main
	ud2
	.size snp_ap_entry, . - snp_ap_entry

	.section .note.GNU-stack, "", @progbits
