/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Decoders of what the host wrote into the parameter areas. Each takes a private copy, touches
 * nothing else, and leaves *params in an unspecified state on error.
 */
#ifndef CORE_BOOT_HOST_TABLES_H
#define CORE_BOOT_HOST_TABLES_H

#include "core/boot/boot.h"

/*
 * IGVM memory map, map[0..len): entries strictly ascending without overlap, below 2^52, ended by a
 * count of 0; fills params->ram with the RAM of it, neighbours joined. Returns OK; ERR_TRUNCATED
 * (no end); ERR_FORMAT, ERR_RANGE, ERR_OVERLAP (order, too); ERR_NO_SPACE (too many ranges);
 * ERR_NOT_FOUND (no RAM). Spec: IGVM 1.0 IGVM_VHS_MEMORY_MAP_ENTRY.
 */
MUST_USE enum err host_memory_map_decode(const uint8_t *map, size_t len,
					 struct host_params *params);

/*
 * ACPI MADT, table[0..len): fills params->apic_id with the enabled processors', exactly
 * params->vcpu_count of them and no two the same. Returns OK; ERR_TRUNCATED; ERR_FORMAT (signature,
 * checksum, entry sizes); ERR_ORDER (an id twice);
 * ERR_RANGE (count). Spec: ACPI 6.5 s5.2.12.
 */
MUST_USE enum err host_madt_decode(const uint8_t *table, size_t len, struct host_params *params);

/* Bytes of a decoded map, without the entry that ends it. */
size_t host_memory_map_len(const uint8_t *map, size_t len);

/* Bytes of a decoded table: what its header says. */
size_t host_madt_len(const uint8_t *table);

/* Whether an entry of any kind but RAM overlaps [start, start + size); map has been decoded without
 * error. */
bool host_memory_map_reserves(const uint8_t *map, size_t len, uint64_t start, uint64_t size);

#endif
