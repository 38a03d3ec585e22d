/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the boot found and made: the bundle and the machine's page tables. */
#ifndef MACHINE_BOOT_H
#define MACHINE_BOOT_H

#include <stdint.h>

#include "abi/machine.h"

/* The bundle, in the carve-out, checked; blobs lie inside it. */
extern const struct machine_bundle *boot_bundle;

/* A blob's bytes, NULL if it is absent. */
const uint8_t *boot_blob(const struct machine_blob *blob);

/* The machine's page tables. */
uint64_t boot_cr3(void);

#endif
