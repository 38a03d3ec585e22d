/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's MADT, for the APIC ids of the vCPUs; nothing else of it is believed. Works on a
 * private copy. */
#include "abi/acpi.h"
#include "core/boot/host_tables.h"

#define ENTRY_HEADER_SIZE 2u

static uint8_t sum_of(const uint8_t *bytes, size_t len)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + bytes[i]);
	return sum;
}

static enum err apic_add(struct host_params *params, uint32_t *count, uint32_t apic_id)
{
	if (*count >= params->vcpu_count || *count >= CONFIG_VCPUS_MAX)
		return ERR_RANGE;
	for (uint32_t i = 0; i < *count; i++) {
		if (params->apic_id[i] == apic_id)
			return ERR_ORDER;
	}
	params->apic_id[*count] = apic_id;
	*count += 1;
	return OK;
}

/* One entry of its own length len, at least ENTRY_HEADER_SIZE */
static enum err entry_take(const uint8_t *entry, size_t len, struct host_params *params,
			   uint32_t *count)
{
	struct madt_local_apic apic;
	struct madt_local_x2apic x2apic;

	switch (entry[0]) {
	case MADT_LOCAL_APIC:
		if (len != sizeof(apic))
			return ERR_FORMAT;
		__builtin_memcpy(&apic, entry, sizeof(apic));
		return (apic.flags & MADT_ENABLED) != 0 ? apic_add(params, count, apic.apic_id)
							: OK;
	case MADT_LOCAL_X2APIC:
		if (len != sizeof(x2apic))
			return ERR_FORMAT;
		__builtin_memcpy(&x2apic, entry, sizeof(x2apic));
		return (x2apic.flags & MADT_ENABLED) != 0
			       ? apic_add(params, count, x2apic.x2apic_id)
			       : OK;
	default:
		return OK;
	}
}

static enum err header_check(const uint8_t *table, size_t len, size_t *table_len)
{
	struct acpi_header header;

	if (len < sizeof(struct acpi_madt))
		return ERR_TRUNCATED;
	__builtin_memcpy(&header, table, sizeof(header));
	if (__builtin_memcmp(header.signature, "APIC", sizeof(header.signature)) != 0)
		return ERR_FORMAT;
	if (header.length < sizeof(struct acpi_madt))
		return ERR_FORMAT;
	if (header.length > len)
		return ERR_TRUNCATED;
	*table_len = header.length;
	return sum_of(table, header.length) == 0 ? OK : ERR_FORMAT;
}

enum err host_madt_decode(const uint8_t *table, size_t len, struct host_params *params)
{
	uint32_t count = 0;
	size_t end = 0;
	size_t at = sizeof(struct acpi_madt);
	enum err err = header_check(table, len, &end);

	while (err == OK && at < end) {
		size_t entry_len;

		if (end - at < ENTRY_HEADER_SIZE)
			return ERR_TRUNCATED;
		entry_len = table[at + 1];
		if (entry_len < ENTRY_HEADER_SIZE)
			return ERR_FORMAT;
		if (entry_len > end - at)
			return ERR_TRUNCATED;
		err = entry_take(table + at, entry_len, params, &count);
		at += entry_len;
	}
	if (err == OK && count != params->vcpu_count)
		err = ERR_RANGE;
	return err;
}

size_t host_madt_len(const uint8_t *table)
{
	struct acpi_header header;

	__builtin_memcpy(&header, table, sizeof(header));
	return header.length;
}
