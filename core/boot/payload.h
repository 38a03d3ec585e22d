/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the guest finds in its memory at its start: the parts of boot/payload.c, a file each. */
#ifndef CORE_BOOT_PAYLOAD_H
#define CORE_BOOT_PAYLOAD_H

#include "abi/linux.h"
#include "core/boot/boot.h"

/* Writes e820_table and e820_entries of the zero page at boot_params. Returns OK, ERR_NO_SPACE,
 * shared_write's errors. */
MUST_USE enum err payload_write_e820(gpa_t boot_params);

/* Writes the code that ends the VM when the guest jumps to the PC's reset entry at f000:fff0;
 * nothing where the guest has no memory there. Returns OK or ERR_FAULT. */
MUST_USE enum err payload_write_reset(void);

/*
 * Sets the enabled flag of the present vCPUs' entries in the MADT at address (size bytes), clears
 * it in the others', and mends the checksum. Returns OK; ERR_NOT_FOUND (a vCPU has no entry);
 * ERR_FORMAT; ERR_NO_SPACE; shared_*'s errors.
 */
MUST_USE enum err payload_write_madt(gpa_t address, uint32_t size);

/* The same on private memory table[0..len). */
MUST_USE enum err madt_enable(uint8_t *table, size_t len, const struct host_params *params);

#endif
