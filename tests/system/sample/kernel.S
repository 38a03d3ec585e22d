/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The least bzImage: it looks at what it is handed and ends with termination code 0:11 if all of it is
 * right, else with 0:20 and up, by which check. Assembled and taken as raw bytes.
 */
#define CHECK(code) mov $(code), %ebx

	.code64
	.text
setup:
	.org setup + 0x1f1
	.byte 1                     /* setup_sects */
	.org setup + 0x1f4
	.long (end - code) / 16     /* syssize */
	.org setup + 0x1fe
	.word 0xaa55
	.byte 0xeb, 0x6a
	.ascii "HdrS"
	.word 0x20f
	.org setup + 0x211
	.byte 1                     /* loaded high */
	.org setup + 0x22c
	.long 0x7fffffff            /* initrd_addr_max */
	.long 0x200000              /* kernel_alignment */
	.byte 1, 21                 /* relocatable */
	.word 1                     /* 64-bit entry */
	.long 2047                  /* cmdline_size */
	.org setup + 0x258
	.quad 0x1000000             /* pref_address */
	.long 0x100000              /* init_size */
	.org setup + 0x400
code:
	.org code + 0x200
entry64:
	CHECK(0x20)                 /* the first bytes of the initrd */
	mov 0x218(%rsi), %eax
	cmpl $0x74696e69, (%rax)    /* "init" */
	jne fail
	CHECK(0x21)                 /* its length */
	cmpl $6, 0x21c(%rsi)
	jne fail
	CHECK(0x22)                 /* the command line */
	mov 0x228(%rsi), %eax
	cmpl $0x2c622061, (%rax)    /* "a b," */
	jne fail
	CHECK(0x23)                 /* E820: some entries, the first one RAM from 0 */
	cmpb $3, 0x1e8(%rsi)
	jb fail
	cmpq $0, 0x2d0(%rsi)
	jne fail
	CHECK(0x24)                 /* a loader that says who it is not */
	cmpb $0xff, 0x210(%rsi)
	jne fail
	CHECK(0x25)                 /* setup_data: the CC blob, with its magic */
	mov 0x250(%rsi), %rax
	cmpl $7, 8(%rax)
	jne fail
	mov 16(%rax), %eax
	cmpl $0x45444d41, (%rax)
	jne fail
	CHECK(0x26)                 /* the tables of ACPI */
	mov 0x70(%rsi), %rax
	cmpl $0x20445352, (%rax)    /* "RSD " */
	jne fail
	CHECK(0x27)                 /* flat segments that can be loaded again */
	mov $0x18, %eax
	mov %eax, %ds
	mov %cs, %eax
	cmp $0x10, %ax
	jne fail
	CHECK(0x28)                 /* memory of its own after its file's end, cleared */
	lea code(%rip), %rax
	cmpq $0, 0xff000(%rax)
	jne fail
	movq $1, 0xff000(%rax)
	mov $0x11, %ebx
fail:
	shl $16, %ebx
	or $0x100, %ebx             /* the GHCB's termination request */
	mov $0xc0010130, %ecx
	mov %ebx, %eax
	xor %edx, %edx
	wrmsr
	.byte 0xf3, 0x0f, 0x01, 0xd9 /* vmgexit */
	hlt
	.balign 16
end:
