/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The channel over a 16550 serial port, polled, every register access a request by GHCB. No
 * interrupt is ever enabled.
 * Spec: PC16550D data sheet, National Semiconductor, June 1995, s8.
 */
#include "core/channel/transport.h"
#include "core/platform/platform.h"

enum serial_register {
	SERIAL_DATA = 0,
	SERIAL_INTERRUPTS = 1,
	SERIAL_DIVISOR_LOW = 0,  /* with LINE_DIVISOR set */
	SERIAL_DIVISOR_HIGH = 1, /* as above */
	SERIAL_FIFO = 2,
	SERIAL_LINE = 3,
	SERIAL_MODEM = 4,
	SERIAL_STATUS = 5,
	SERIAL_SCRATCH = 7,
};

#define LINE_8N1 0x03u
#define LINE_DIVISOR 0x80u
#define FIFO_ON_CLEAR 0x07u
#define MODEM_DTR_RTS 0x03u
#define STATUS_DATA 0x01u
#define STATUS_CAN_SEND 0x20u
#define STATUS_ABSENT 0xffu /* nothing decodes the port */

static uint16_t base;

static enum err put(enum serial_register reg, uint8_t value)
{
	return platform_port_write8((uint16_t)(base + reg), value);
}

static enum err get(enum serial_register reg, uint8_t *out)
{
	return platform_port_read8((uint16_t)(base + reg), out);
}

/* The scratch register holds what is written to it where there is a port at all. */
static enum err probe(void)
{
	static const uint8_t patterns[] = { 0x5a, 0xa5 };

	for (size_t i = 0; i < sizeof(patterns); i++) {
		uint8_t back = 0;

		if (put(SERIAL_SCRATCH, patterns[i]) != OK || get(SERIAL_SCRATCH, &back) != OK ||
		    back != patterns[i])
			return ERR_IO;
	}
	return OK;
}

static enum err serial_open(uint64_t address)
{
	static const struct {
		enum serial_register reg;
		uint8_t value;
	} settings[] = {
		{ SERIAL_INTERRUPTS, 0 },        { SERIAL_LINE, LINE_DIVISOR },
		{ SERIAL_DIVISOR_LOW, 1 },       { SERIAL_DIVISOR_HIGH, 0 },
		{ SERIAL_LINE, LINE_8N1 },       { SERIAL_FIFO, FIFO_ON_CLEAR },
		{ SERIAL_MODEM, MODEM_DTR_RTS },
	};
	enum err err;

	base = (uint16_t)address;
	err = probe();
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]) && err == OK; i++)
		err = put(settings[i].reg, settings[i].value);
	return err;
}

static enum err status_has(uint8_t bit, bool *is_set)
{
	uint8_t status = 0;

	if (get(SERIAL_STATUS, &status) != OK || status == STATUS_ABSENT)
		return ERR_IO;
	*is_set = (status & bit) != 0;
	return OK;
}

static enum err serial_read(uint8_t *to, size_t len, size_t *done)
{
	size_t count = 0;
	bool is_ready = true;
	enum err err = OK;

	while (count < len && err == OK) {
		err = status_has(STATUS_DATA, &is_ready);
		if (err != OK || !is_ready)
			break;
		err = get(SERIAL_DATA, &to[count]);
		count += err == OK;
	}
	*done = count;
	return err;
}

static enum err serial_write(const uint8_t *from, size_t len, size_t *done)
{
	size_t count = 0;
	bool is_ready = true;
	enum err err = OK;

	while (count < len && err == OK) {
		err = status_has(STATUS_CAN_SEND, &is_ready);
		if (err != OK || !is_ready)
			break;
		err = put(SERIAL_DATA, from[count]);
		count += err == OK;
	}
	*done = count;
	return err;
}

TRANSPORT(serial, .number = TRANSPORT_SERIAL, .open = serial_open, .read = serial_read,
	  .write = serial_write);
