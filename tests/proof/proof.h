/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a proof says to CBMC. A harness is a function proof_NAME without parameters; see
 * docs/proofs.md. */
#ifndef TESTS_PROOF_PROOF_H
#define TESTS_PROOF_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void __CPROVER_assume(_Bool holds);
void __CPROVER_assert(_Bool holds, const char *what);

/* CBMC gives every bodyless function of this form any value */
uint8_t nondet_u8(void);
uint16_t nondet_u16(void);
uint32_t nondet_u32(void);
uint64_t nondet_u64(void);
size_t nondet_size(void);

#define ASSUME(holds) __CPROVER_assume(holds)
#define PROVE(holds, what) __CPROVER_assert(holds, what)

#endif
