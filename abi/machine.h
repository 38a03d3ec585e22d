/* SPDX-License-Identifier: MIT */
/*
 * Between `parapet run` and the software SNP machine: what to boot, and how the machine reports.
 *
 * The bundle travels as the machine's one boot module (QEMU -initrd): a struct machine_bundle, then the
 * blobs it points at. The machine answers on a debug console (port MACHINE_LOG_PORT) in lines; those that
 * begin with '@' are for programs:
 *   @launch-digest HEX          96 digits, when the file is loaded
 *   @rules enforced=N exempt=0
 *   @count NAME=N …             exits, VMPL0 entries, longest VMPL0 entry in TSC ticks, …
 *   @mark NAME=TSC              entry, first-vmpl2, end
 *   @end pass | @end fail CODE | @end halt vmpl=V set=S code=C | @end rule NAME DETAIL |
 *   @end input MESSAGE | @end reset
 * and then leaves QEMU through the isa-debug-exit device.
 */
#ifndef ABI_MACHINE_H
#define ABI_MACHINE_H

#include "check.h"

#define MACHINE_BUNDLE_MAGIC "SNPMACH1"
#define MACHINE_VCPUS_MAX 8u

/* What the machine itself talks to */
#define MACHINE_LOG_PORT 0xe9u
#define MACHINE_EXIT_PORT 0x501u /* isa-debug-exit: any write ends QEMU */

/* What its guests see, through the GHCB */
#define MACHINE_COM1 0x3f8u
#define MACHINE_COM2 0x2f8u /* the measured channel's transport */
#define MACHINE_GUEST_EXIT_PORT 0xf4u /* 32-bit write: 0 passed, anything else failed with that code */
#define MACHINE_DEBUG_PORT 0xe8u      /* 8-bit write: a byte for the machine's log, lines tagged with the VMPL */

/* The PC that a guest's ACPI tables describe: QEMU's microvm */
#define MACHINE_LAPIC 0xfee00000u
#define MACHINE_IO_APIC 0xfec00000u /* 24 pins, from GSI 0 */
#define MACHINE_COM1_GSI 4u
#define MACHINE_VIRTIO_MMIO 0xfeb00000u /* MACHINE_VIRTIO_COUNT transports of MACHINE_VIRTIO_SIZE bytes */
#define MACHINE_VIRTIO_SIZE 0x200u
#define MACHINE_VIRTIO_COUNT 8u
#define MACHINE_VIRTIO_GSI 5u /* of the first, then ascending; level, active high */

/*
 * Registers of ACPI's generic event device, a byte each: sleep control (0x34, S5 and SLP_EN, is power off:
 * "@end pass"), sleep status (reads 0), reset (MACHINE_RESET_VALUE: "@end reset").
 */
#define MACHINE_SLEEP_CONTROL 0xfea00200u
#define MACHINE_SLEEP_STATUS 0xfea00201u
#define MACHINE_RESET 0xfea00202u
#define MACHINE_RESET_VALUE 0x42u
#define MACHINE_SLEEP_TYPE_S5 5u
#define MACHINE_POWER_OFF 0x34u /* SLP_EN | MACHINE_SLEEP_TYPE_S5 << 2 */

#define MACHINE_FLAG_QUIET 0x1u     /* only '@' lines */
#define MACHINE_FLAG_RESTRICTED 0x2u /* offer restricted injection */
#define MACHINE_FLAG_KVM_VMSAS 0x4u /* measure a reset-state VMSA for each further vCPU, as KVM does */
#define MACHINE_FLAG_CHANNEL 0x10u /* the machine itself is the VMM's side of the measured channel at COM2 */
#define MACHINE_FLAG_TRACE 0x8u     /* log every exit that the guest asked for */

struct machine_blob {
	uint64_t offset; /* from the start of the bundle, page-aligned; 0 with size 0: absent */
	uint64_t size;
};

struct machine_bundle {
	char magic[8];
	uint32_t size; /* of this structure */
	uint32_t vcpus; /* 1..MACHINE_VCPUS_MAX */
	uint64_t memory; /* guest RAM in bytes, a multiple of 2 MiB, ≥ 32 MiB */
	uint32_t flags;
	uint32_t offer_features; /* with MACHINE_FLAG_CHANNEL: features 1 to this are offered, 0..128 */
	uint8_t chip_seed[32]; /* the same seed is the same chip */
	uint8_t host_data[32];
	struct machine_blob igvm;
	/* A lying host: when present, these bytes go into the parameter areas instead of the truth */
	struct machine_blob memory_map;
	struct machine_blob madt;
	struct machine_blob vp_count;
	struct machine_blob environment;
};
ABI_SIZE(struct machine_bundle, 176);

#endif
