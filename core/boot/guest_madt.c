/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's MADT: a measured template with an entry for each vCPU that the file allows; the
 * enabled flags are set from the checked host parameters. Writes nothing but flags and the
 * checksum.
 */
#include "abi/acpi.h"
#include "core/boot/payload.h"
#include "core/memory/pool.h"
#include "core/memory/shared.h"

static bool is_present(const struct host_params *params, uint32_t apic_id)
{
	for (uint32_t i = 0; i < params->vcpu_count; i++) {
		if (params->apic_id[i] == apic_id)
			return true;
	}
	return false;
}

/* Sets one entry's flags; returns 1 if it is a vCPU that is present, else 0. */
static uint32_t entry_enable(uint8_t *entry, size_t len, const struct host_params *params)
{
	struct madt_local_apic apic;
	struct madt_local_x2apic x2apic;

	if (entry[0] == MADT_LOCAL_APIC && len == sizeof(apic)) {
		__builtin_memcpy(&apic, entry, sizeof(apic));
		apic.flags = is_present(params, apic.apic_id) ? MADT_ENABLED : 0;
		__builtin_memcpy(entry, &apic, sizeof(apic));
		return apic.flags;
	}
	if (entry[0] == MADT_LOCAL_X2APIC && len == sizeof(x2apic)) {
		__builtin_memcpy(&x2apic, entry, sizeof(x2apic));
		x2apic.flags = is_present(params, x2apic.x2apic_id) ? MADT_ENABLED : 0;
		__builtin_memcpy(entry, &x2apic, sizeof(x2apic));
		return x2apic.flags;
	}
	return 0;
}

static void checksum_set(uint8_t *table, size_t len)
{
	size_t at = offsetof(struct acpi_header, checksum);
	uint8_t sum = 0;

	table[at] = 0;
	for (size_t i = 0; i < len; i++)
		sum = (uint8_t)(sum + table[i]);
	table[at] = (uint8_t)(0x100 - sum);
}

enum err madt_enable(uint8_t *table, size_t len, const struct host_params *params)
{
	uint32_t enabled = 0;
	size_t at = sizeof(struct acpi_madt);

	if (len < sizeof(struct acpi_madt))
		return ERR_FORMAT;
	while (at < len) {
		size_t entry_len = len - at < 2 ? 0 : table[at + 1];

		if (entry_len < 2 || entry_len > len - at)
			return ERR_FORMAT;
		enabled += entry_enable(table + at, entry_len, params);
		at += entry_len;
	}
	if (enabled != params->vcpu_count)
		return ERR_NOT_FOUND;
	checksum_set(table, len);
	return OK;
}

enum err payload_write_madt(gpa_t address, uint32_t size)
{
	uint32_t pages = (uint32_t)((size + PAGE_SIZE - 1) / PAGE_SIZE);
	uint8_t *copy = pool_alloc(pages);
	enum err err;

	if (copy == NULL)
		return ERR_NO_SPACE;
	err = shared_read(copy, address, size);
	if (err == OK)
		err = madt_enable(copy, size, host_params());
	if (err == OK)
		err = shared_write(address, copy, size);
	pool_free(copy, pages);
	return err;
}
