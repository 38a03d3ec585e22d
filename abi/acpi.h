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

struct __attribute__((packed)) acpi_address {
	uint8_t space; /* ACPI_SYSTEM_MEMORY */
	uint8_t bit_width;
	uint8_t bit_offset;
	uint8_t access_size; /* ACPI_ACCESS_BYTE */
	uint64_t address;
};
ABI_SIZE(struct acpi_address, 12);

#define ACPI_SYSTEM_MEMORY 0u
#define ACPI_ACCESS_BYTE 1u

/* What is not here for hardware-reduced machines is zero */
struct __attribute__((packed)) acpi_fadt {
	struct acpi_header header; /* "FACP" */
	uint32_t firmware_ctrl;
	uint32_t dsdt;
	uint8_t reserved;
	uint8_t preferred_pm_profile;
	uint8_t unused_pm[63]; /* SCI, SMI, the blocks and latencies of fixed hardware */
	uint16_t iapc_boot_arch;
	uint8_t reserved1;
	uint32_t flags;
	struct acpi_address reset;
	uint8_t reset_value;
	uint16_t arm_boot_arch;
	uint8_t minor_version;
	uint64_t x_firmware_ctrl;
	uint64_t x_dsdt;
	struct acpi_address unused_x[8];
	struct acpi_address sleep_control;
	struct acpi_address sleep_status;
	uint64_t hypervisor_vendor;
};
ABI_SIZE(struct acpi_fadt, 276);

#define FADT_REVISION 6u
#define FADT_PROFILE_SERVER 4u
#define FADT_BOOT_NO_VGA (1u << 2)
#define FADT_BOOT_NO_CMOS_RTC (1u << 5)
#define FADT_WBINVD (1u << 0)
#define FADT_RESET_REGISTER (1u << 10)
#define FADT_HARDWARE_REDUCED (1u << 20)

struct __attribute__((packed)) acpi_srat {
	struct acpi_header header; /* "SRAT" */
	uint32_t reserved;         /* 1 */
	uint64_t reserved1;
};
ABI_SIZE(struct acpi_srat, 48);

#define SRAT_LOCAL_APIC 0u
#define SRAT_MEMORY 1u
#define SRAT_ENABLED 1u

struct __attribute__((packed)) srat_local_apic {
	uint8_t type; /* SRAT_LOCAL_APIC */
	uint8_t length; /* 16 */
	uint8_t domain_low;
	uint8_t apic_id;
	uint32_t flags;
	uint8_t local_sapic_eid;
	uint8_t domain_high[3];
	uint32_t clock_domain;
};
ABI_SIZE(struct srat_local_apic, 16);

struct __attribute__((packed)) srat_memory {
	uint8_t type; /* SRAT_MEMORY */
	uint8_t length; /* 40 */
	uint32_t domain;
	uint16_t reserved;
	uint64_t base;
	uint64_t size;
	uint32_t reserved1;
	uint32_t flags;
	uint64_t reserved2;
};
ABI_SIZE(struct srat_memory, 40);

#endif
