/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The namespace: what a guest cannot find by looking. No methods, so nothing of it runs. */
#include <assert.h>
#include <stdio.h>

#include "abi/machine.h"
#include "tools/acpi.h"
#include "tools/aml.h"

#define COM1_PORTS 8u

static void add_com1(struct aml *aml)
{
	size_t device = aml_device(aml, "COM1");
	size_t resources;

	aml_name(aml, "_HID");
	aml_eisa_id(aml, "PNP0501");
	aml_name(aml, "_UID");
	aml_integer(aml, 1);
	aml_name(aml, "_CRS");
	resources = aml_resources(aml);
	aml_io(aml, MACHINE_COM1, COM1_PORTS);
	aml_interrupt(aml, MACHINE_COM1_GSI, AML_EDGE);
	aml_resources_end(aml, resources);
	aml_end(aml, device);
}

static void add_virtio(struct aml *aml, uint32_t index)
{
	char name[] = "VR00";
	size_t resources;
	size_t device;

	name[3] = (char)('0' + index);
	device = aml_device(aml, name);
	aml_name(aml, "_HID");
	aml_string(aml, "LNRO0005");
	aml_name(aml, "_UID");
	aml_integer(aml, index);
	/* Coherent: without it a guest does no DMA at all */
	aml_name(aml, "_CCA");
	aml_integer(aml, 1);
	aml_name(aml, "_CRS");
	resources = aml_resources(aml);
	aml_memory(aml, MACHINE_VIRTIO_MMIO + index * MACHINE_VIRTIO_SIZE, MACHINE_VIRTIO_SIZE);
	aml_interrupt(aml, MACHINE_VIRTIO_GSI + index, AML_LEVEL);
	aml_resources_end(aml, resources);
	aml_end(aml, device);
}

/* \_S5: what is written to the sleep control register to power off */
static void add_power_off(struct aml *aml)
{
	size_t package;

	aml_name(aml, "_S5_");
	package = aml_package(aml, 4);
	aml_integer(aml, MACHINE_SLEEP_TYPE_S5);
	for (uint32_t i = 0; i < 3; i++)
		aml_integer(aml, 0);
	aml_end(aml, package);
}

size_t acpi_build_dsdt(uint8_t *out, size_t size)
{
	struct aml aml = { .bytes = out, .size = size };
	size_t scope = aml_scope(&aml, "_SB_");

	static_assert(MACHINE_VIRTIO_COUNT <= 10, "one digit in a device's name");
	add_com1(&aml);
	for (uint32_t i = 0; i < MACHINE_VIRTIO_COUNT; i++)
		add_virtio(&aml, i);
	aml_end(&aml, scope);
	add_power_off(&aml);
	assert(aml.len <= size);
	return aml.len;
}
