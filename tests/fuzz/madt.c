/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(vm-src) */
/*
 * Any bytes as a MADT, the first one giving the vCPU count and the checksum mended: the host's
 * table, and the guest's template. What is accepted has that many ids, no two the same.
 */
#include <stdlib.h>
#include <string.h>

#include "abi/acpi.h"
#include "core/boot/host_tables.h"
#include "core/boot/payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void mend(uint8_t *table, size_t size)
{
	struct acpi_header header;
	uint8_t sum = 0;

	if (size < sizeof(header))
		return;
	memcpy(&header, table, sizeof(header));
	memcpy(header.signature, "APIC", 4);
	header.length = header.length > size ? (uint32_t)size : header.length;
	header.checksum = 0;
	memcpy(table, &header, sizeof(header));
	for (uint32_t i = 0; i < header.length; i++)
		sum = (uint8_t)(sum + table[i]);
	table[offsetof(struct acpi_header, checksum)] = (uint8_t)(0x100 - sum);
}

static void check_ids(const struct host_params *params)
{
	for (uint32_t i = 0; i < params->vcpu_count; i++) {
		for (uint32_t j = 0; j < i; j++) {
			if (params->apic_id[i] == params->apic_id[j])
				abort();
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct host_params params;
	uint8_t *table;

	if (size < 1)
		return 0;
	params.vcpu_count = 1 + data[0] % CONFIG_VCPUS_MAX;
	table = malloc(size);
	memcpy(table, data + 1, size - 1);
	mend(table, size - 1);
	if (host_madt_decode(table, size - 1, &params) == OK)
		check_ids(&params);
	(void)!madt_enable(table, size - 1, &params);
	free(table);
	return 0;
}
