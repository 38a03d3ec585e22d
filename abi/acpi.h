/* SPDX-License-Identifier: MIT */
/* ACPI tables that Parapet reads from the host or writes for the guest. Spec: ACPI 6.5 s5.2. */
#ifndef ABI_ACPI_H
#define ABI_ACPI_H

#include "check.h"

struct __attribute__((packed)) acpi_rsdp {
	char signature[8]; /* "RSD PTR " */
	uint8_t checksum;  /* of the first 20 bytes */
	char oem_id[6];
	uint8_t revision; /* 2 */
	uint32_t rsdt;
	uint32_t length; /* 36 */
	uint64_t xsdt;
	uint8_t extended_checksum;
	uint8_t reserved[3];
};
ABI_SIZE(struct acpi_rsdp, 36);

struct __attribute__((packed)) acpi_header {
	char signature[4];
	uint32_t length;
	uint8_t revision;
	uint8_t checksum;
	char oem_id[6];
	char oem_table_id[8];
	uint32_t oem_revision;
	char creator_id[4];
	uint32_t creator_revision;
};
ABI_SIZE(struct acpi_header, 36);

struct __attribute__((packed)) acpi_madt {
	struct acpi_header header; /* "APIC" */
	uint32_t lapic_address;
	uint32_t flags;
};
ABI_SIZE(struct acpi_madt, 44);

#define MADT_LOCAL_APIC 0u
#define MADT_IO_APIC 1u
#define MADT_LOCAL_X2APIC 9u
#define MADT_ENABLED 1u

struct __attribute__((packed)) madt_local_apic {
	uint8_t type; /* MADT_LOCAL_APIC */
	uint8_t length; /* 8 */
	uint8_t processor_uid;
	uint8_t apic_id;
	uint32_t flags;
};
ABI_SIZE(struct madt_local_apic, 8);

struct __attribute__((packed)) madt_io_apic {
	uint8_t type; /* MADT_IO_APIC */
	uint8_t length; /* 12 */
	uint8_t id;
	uint8_t reserved;
	uint32_t address;
	uint32_t gsi_base;
};
ABI_SIZE(struct madt_io_apic, 12);

struct __attribute__((packed)) madt_local_x2apic {
	uint8_t type; /* MADT_LOCAL_X2APIC */
	uint8_t length; /* 16 */
	uint16_t reserved;
	uint32_t x2apic_id;
	uint32_t flags;
	uint32_t processor_uid;
};
ABI_SIZE(struct madt_local_x2apic, 16);

#endif
