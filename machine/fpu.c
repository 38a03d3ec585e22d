/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FXSAVE's image and the VMSA's fields. Spec: AMD64 APM volume 2, chapter 11 and appendix B.
 * The YMM halves stay as they are: the CPUID policy hides AVX.
 */
#include "fpu.h"

#include "lib/freestanding/memory.h"

struct fxsave {
	uint16_t fcw;
	uint16_t fsw;
	uint8_t ftw;
	uint8_t reserved_05;
	uint16_t fop;
	uint64_t rip;
	uint64_t dp;
	uint32_t mxcsr;
	uint32_t mxcsr_mask;
	uint8_t st[8][16];
	uint8_t xmm[256];
	uint8_t reserved_1a0[96];
} __attribute__((aligned(16)));
ABI_SIZE(struct fxsave, 512);

#define ST_SIZE 10u
#define MXCSR_ALLOWED 0xffffu

/* The VMSA's tag word has two bits a register, 3 = empty; FXSAVE's has one, 1 = used */
static uint8_t tags_short(uint16_t tags)
{
	uint8_t out = 0;

	for (uint32_t i = 0; i < 8; i++)
		if ((tags >> 2 * i & 3) != 3)
			out |= (uint8_t)(1u << i);
	return out;
}

static uint16_t tags_long(uint8_t tags)
{
	uint16_t out = 0;

	for (uint32_t i = 0; i < 8; i++)
		if (!(tags >> i & 1))
			out |= (uint16_t)(3u << 2 * i);
	return out;
}

void fpu_load(const struct vmsa *vmsa)
{
	struct fxsave image = {
		.fcw = vmsa->x87_fcw,
		.fsw = vmsa->x87_fsw,
		.ftw = tags_short(vmsa->x87_ftw),
		.fop = vmsa->x87_fop,
		.rip = vmsa->x87_rip,
		.dp = vmsa->x87_dp,
		.mxcsr = vmsa->mxcsr & MXCSR_ALLOWED,
	};

	for (uint32_t i = 0; i < 8; i++)
		memcpy(image.st[i], vmsa->x87 + i * ST_SIZE, ST_SIZE);
	memcpy(image.xmm, vmsa->xmm, sizeof(image.xmm));
	/* the machine itself uses no x87 or SSE register */
	__asm__ volatile("fxrstorq %0" : : "m"(image));
}

void fpu_save(struct vmsa *vmsa)
{
	struct fxsave image;

	/* the guest's registers, untouched since it exited */
	__asm__ volatile("fxsaveq %0" : "=m"(image));
	vmsa->x87_fcw = image.fcw;
	vmsa->x87_fsw = image.fsw;
	vmsa->x87_ftw = tags_long(image.ftw);
	vmsa->x87_fop = image.fop;
	vmsa->x87_rip = image.rip;
	vmsa->x87_dp = image.dp;
	vmsa->mxcsr = image.mxcsr;
	for (uint32_t i = 0; i < 8; i++)
		memcpy(vmsa->x87 + i * ST_SIZE, image.st[i], ST_SIZE);
	memcpy(vmsa->xmm, image.xmm, sizeof(image.xmm));
}
