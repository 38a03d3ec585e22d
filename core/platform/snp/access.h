/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions of faultable.S: every one returns -1 when the access faulted. */
#ifndef CORE_PLATFORM_SNP_ACCESS_H
#define CORE_PLATFORM_SNP_ACCESS_H

#include <stddef.h>

#include "core/memory/addr.h"

/* The same code, by what the pointers are */
int snp_copy_in(void *to, const void __shared *from, size_t len);
int snp_copy_out(void __shared *to, const void *from, size_t len);
int snp_clear(void __shared *to, size_t len);
/* The byte's value before. */
int snp_exchange_u8(uint8_t __shared *at, uint8_t value);
/* RMP_* of abi/snp.h, RMP_UNCHANGED included. */
int snp_pvalidate(void __shared *address, uint32_t size, uint32_t validate);
int snp_rmpadjust(void __shared *address, uint32_t size, uint64_t attributes);

/* Not to be called: where exception.c resumes. */
void snp_access_fault(void);

#endif
