/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A polled 16550 and libparapet-vmm. Only the first vCPU negotiates, before others run, so there is
 * no lock. Never anything that depends on time or chance: nonces count up, and there is no
 * deadline.
 */
#include "channel.h"

#include "abi/machine.h"
#include "boot.h"
#include "crypto/hash.h"
#include "lib/freestanding/memory.h"
#include "vmm/lib/parapet_vmm.h"

#define REG_DATA 0u
#define REG_LINE 3u
#define REG_STATUS 5u
#define REG_SCRATCH 7u
#define LINE_DIVISOR 0x80u
#define STATUS_DATA 0x01u
#define STATUS_CAN_SEND 0x60u

static struct {
	struct parapet_vmm vmm;
	struct parapet_vmm_io io;
	struct channel_offer offer;
	uint8_t registers[8];
	uint8_t to_vmm[CHANNEL_MESSAGE_MAX];
	uint32_t to_len;
	uint8_t to_vm[CHANNEL_MESSAGE_MAX];
	uint32_t vm_len;
	uint32_t vm_done;
	uint8_t nonce;
	bool is_ready;
} com2;

bool channel_is_used(void)
{
	return (boot_bundle->flags & MACHINE_FLAG_CHANNEL) != 0;
}

static long io_read(struct parapet_vmm_io *io, void *data, size_t len)
{
	uint32_t count = len < com2.to_len ? (uint32_t)len : com2.to_len;

	(void)io;
	memcpy(data, com2.to_vmm, count);
	com2.to_len -= count;
	memmove(com2.to_vmm, com2.to_vmm + count, com2.to_len);
	return count;
}

static long io_write(struct parapet_vmm_io *io, const void *data, size_t len)
{
	uint32_t room = sizeof(com2.to_vm) - com2.vm_len;
	uint32_t count = len < room ? (uint32_t)len : room;

	(void)io;
	memcpy(com2.to_vm + com2.vm_len, data, count);
	com2.vm_len += count;
	return count;
}

static uint64_t io_now(struct parapet_vmm_io *io)
{
	(void)io;
	return 0;
}

static int io_random(struct parapet_vmm_io *io, void *out, size_t len)
{
	(void)io;
	memset(out, ++com2.nonce, len);
	return 0;
}

static void prepare(void)
{
	com2.io = (struct parapet_vmm_io){ io_read, io_write, io_now, io_random, crypto_sha384 };
	for (uint32_t i = 0; i < boot_bundle->offer_features; i++)
		com2.offer.features.number[i] = (uint16_t)(i + 1);
	com2.offer.features.count = (uint16_t)boot_bundle->offer_features;
	com2.offer.strategies =
		(struct channel_set){ 2, { CHANNEL_STRATEGY_NONE, CHANNEL_STRATEGY_EPHEMERAL } };
	com2.is_ready =
		parapet_vmm_init(&com2.vmm, &com2.io, &com2.offer, PARAPET_VMM_DEADLINE_MS) == OK;
}

static uint8_t data_read(void)
{
	uint8_t byte = com2.to_vm[com2.vm_done];

	if (com2.vm_done == com2.vm_len)
		return 0;
	if (++com2.vm_done == com2.vm_len)
		com2.vm_done = com2.vm_len = 0;
	return byte;
}

uint8_t channel_read_register(uint32_t reg)
{
	if (reg == REG_DATA && (com2.registers[REG_LINE] & LINE_DIVISOR) == 0)
		return data_read();
	if (reg == REG_STATUS)
		return STATUS_CAN_SEND | (com2.vm_done < com2.vm_len ? STATUS_DATA : 0);
	return com2.registers[reg];
}

void channel_write_register(uint32_t reg, uint8_t value)
{
	if (reg != REG_DATA || (com2.registers[REG_LINE] & LINE_DIVISOR) != 0) {
		com2.registers[reg] = value;
		return;
	}
	if (!com2.is_ready)
		prepare();
	if (!com2.is_ready || com2.to_len == sizeof(com2.to_vmm))
		return;
	com2.to_vmm[com2.to_len++] = value;
	(void)parapet_vmm_step(&com2.vmm);
}
