/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instructions that change and forget rights to pages. Spec: APM volume 3. */
#include "core/platform/platform.h"
#include "core/platform/snp/access.h"

/* RAX of INVLPGB: the entries of this guest (its ASID is implied by 0 in EDX), global ones too */
#define INVLPGB_ASID (1u << 2)
#define INVLPGB_GLOBAL (1u << 3)

static uint32_t size_operand(enum page_size size)
{
	return size == PAGE_2M ? RMP_SIZE_2M : RMP_SIZE_4K;
}

uint32_t platform_pvalidate(void __shared *address, enum page_size size, bool validate)
{
	int result = snp_pvalidate(address, size_operand(size), validate);

	return result < 0 ? RMP_FAIL_PERMISSION : (uint32_t)result;
}

uint32_t platform_rmpadjust(void __shared *address, enum page_size size, uint64_t attributes)
{
	int result = snp_rmpadjust(address, size_operand(size), attributes);

	return result < 0 ? RMP_FAIL_PERMISSION : (uint32_t)result;
}

void platform_flush(void)
{
	/* asm: INVLPGB, then TLBSYNC, which waits for all CPUs; both unknown to older assemblers */
	__asm__ volatile(".byte 0x0f, 0x01, 0xfe\n\t"
			 ".byte 0x0f, 0x01, 0xff"
			 :
			 : "a"((uint64_t)(INVLPGB_ASID | INVLPGB_GLOBAL)), "c"(0), "d"(0)
			 : "memory");
}
