/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's ACPI tables: a hardware-reduced PC with a serial port and virtio-mmio transports, as
 * abi/machine.h lists them. All of it is measured, so no host supplies AML; MADT entries are
 * disabled, and the image enables those of the vCPUs that are there. Spec: ACPI 6.5.
 */
#ifndef TOOLS_ACPI_H
#define TOOLS_ACPI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACPI_PAGES 2u
#define ACPI_SIZE (ACPI_PAGES * 0x1000u)

/* What the tables are to describe */
struct acpi_machine {
	uint32_t vcpus; /* 1..64: processors, none enabled */
	bool has_srat;  /* a SRAT with all of them and all memory in domain 0 */
};

struct acpi_tables {
	uint64_t gpa; /* of bytes[0]: the RSDP */
	size_t len;
	size_t madt_at; /* offset of the MADT in bytes */
	uint32_t madt_len;
	uint8_t bytes[ACPI_SIZE];
};

/* Fills *tables in for the guest-physical address gpa (16-aligned). Cannot fail: ACPI_SIZE is
 * enough for 64 vCPUs. */
void acpi_build(struct acpi_tables *tables, uint64_t gpa, const struct acpi_machine *machine);

/* The DSDT's contents, without a table header, into out[0..size); returns how many bytes. */
size_t acpi_build_dsdt(uint8_t *out, size_t size);

#endif
