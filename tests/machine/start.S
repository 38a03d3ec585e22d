/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entry of the first vCPU, and the handler of #VC. */
	.section .start, "ax"
	.globl start
start:
	movq $stack_end, %rsp
	xorl %ebp, %ebp
	call guest_main
1:	hlt
	jmp 1b

	.text
/* Notes the error code, and continues where the case said (guest.c) */
	.globl vc_entry
vc_entry:
	pushq %rax
	movq 8(%rsp), %rax
	movq %rax, vc_code
	movq vc_continue, %rax
	movq %rax, 16(%rsp)
	popq %rax
	addq $8, %rsp
	iretq

/* An interrupt or #HV: counts it */
	.globl event_entry
event_entry:
	incq event_count
	iretq

/* An NMI: counts it */
	.globl nmi_entry
nmi_entry:
	incq nmi_count
	iretq

/* uint64_t try_read(const void *at): reads a byte; a #VC on the way gives its error code instead */
	.globl try_read
try_read:
	movq $1f, vc_continue
	movq $0, vc_code
	movzbl (%rdi), %eax
1:	movq vc_code, %rax
	ret

/* uint64_t try_cpuid(void): CPUID; the error code of the #VC that it must give */
	.globl try_cpuid
try_cpuid:
	pushq %rbx
	movq $1f, vc_continue
	movq $0, vc_code
	xorl %eax, %eax
	cpuid
1:	movq vc_code, %rax
	popq %rbx
	ret

/* int xmm_survives(uint64_t vmpl_request): whether XMM0 keeps its value across a VMPL switch */
	.globl xmm_survives
xmm_survives:
	movq $0x1122334455667788, %rax
	movq %rax, %xmm0
	call msr_request
	movq %xmm0, %rcx
	movq $0x1122334455667788, %rdx
	xorl %eax, %eax
	cmpq %rcx, %rdx
	sete %al
	ret

/* Code for a vCPU that is in real mode: CPUID, which it cannot have a #VC for */
	.globl real_mode_code
real_mode_code:
	.byte 0x0f, 0xa2, 0xf4

	.globl real_mode_flag_code
real_mode_flag_code:
	.byte 0xc7, 0x06, 0x00, 0x00, 0x34, 0x12 /* movw $0x1234, 0 */
	.byte 0xf4                               /* hlt */

	.section .bss
	.balign 4096
stack:
	.fill 16384
stack_end:
