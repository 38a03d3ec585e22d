/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What guests tell QEMU's virtio devices to read and write. The devices do it without a look at the
 * RMP; so the machine looks at each split ring and its descriptors when the guest notifies. Spec:
 * Virtual I/O Device 1.2, 2.7 and 4.2.2.
 */
#ifndef MACHINE_DMA_H
#define MACHINE_DMA_H

#include <stdint.h>

/*
 * The guest is about to write value to the register at offset of transport (below
 * MACHINE_VIRTIO_COUNT). Breaks a rule if a device would touch anything but shared RAM.
 */
void dma_register(uint32_t transport, uint32_t offset, uint32_t value);

#endif
