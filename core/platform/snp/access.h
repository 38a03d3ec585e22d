/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The functions of faultable.S: every one returns -1 when the access faulted. */
#ifndef CORE_PLATFORM_SNP_ACCESS_H
#define CORE_PLATFORM_SNP_ACCESS_H

#include <stddef.h>
#include <stdint.h>

int snp_copy(void *to, const void *from, size_t len);
int snp_clear(void *to, size_t len);
/* The byte's value before. */
int snp_exchange_u8(uint8_t *at, uint8_t value);
/* RMP_* of abi/snp.h, RMP_UNCHANGED included. */
int snp_pvalidate(void *address, uint32_t size, uint32_t validate);
int snp_rmpadjust(void *address, uint32_t size, uint64_t attributes);

/* Not to be called: where exception.c resumes. */
void snp_access_fault(void);

#endif
