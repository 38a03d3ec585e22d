/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Single instructions that a test expects to fault. Each returns 0, or PROBE_FAULT(vector) with the
 * error code in this_cpu()->fault_error.
 */
#ifndef GUEST_PROBE_H
#define GUEST_PROBE_H

#include <stdint.h>

#define PROBE_FAULT(vector) (0x100u | (vector))

/* Reads or writes 8 bytes at an address. *out is untouched by a fault. */
uint32_t probe_read(uint64_t address, uint64_t *out);
uint32_t probe_write(uint64_t address, uint64_t value);

/*
 * PVALIDATE by the guest itself. *result: EAX, with bit 32 set where the carry flag was. size:
 * RMP_SIZE_*.
 */
uint32_t probe_pvalidate(uint64_t address, uint64_t size, uint64_t validate, uint64_t *result);

/* RMPADJUST by the guest itself. *result: EAX. */
uint32_t probe_rmpadjust(uint64_t address, uint64_t size, uint64_t attributes, uint64_t *result);

#endif
