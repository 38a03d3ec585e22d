/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the channel's bytes travel over: one descriptor in a linker table. The measured profile
 * names the transport and its address; the host has no say in it.
 *
 *   TRANSPORT(serial, .number = TRANSPORT_SERIAL, .open = serial_open, .read = serial_read, .write
 * = serial_write);
 */
#ifndef CORE_CHANNEL_TRANSPORT_H
#define CORE_CHANNEL_TRANSPORT_H

#include <stddef.h>
#include <stdint.h>

#include "abi/check.h"
#include "lib/err.h"

/* Index into the choices of channel.transport */
enum transport_number { TRANSPORT_NONE, TRANSPORT_SERIAL };

struct transport {
	char name[16]; /* as the profile spells it; hashed into HELLO */
	uint64_t number;
	/* Makes it ready. Returns OK, or ERR_IO: nothing works at that address. */
	enum err (*open)(uint64_t address);
	/*
	 * Moves what can be moved without waiting, at most len > 0 bytes; *done, which may be 0,
	 * says how many. Returns OK, or ERR_IO: closed or broken.
	 */
	enum err (*read)(uint8_t *to, size_t len, size_t *done);
	enum err (*write)(const uint8_t *from, size_t len, size_t *done);
};
static_assert(sizeof(struct transport) % 8 == 0, "table entries are packed back to back");

#define TRANSPORT(name_, ...)                                                                      \
	static const struct transport transport_##name_                                            \
		__attribute__((section("parapet_transport"), used, retain,                         \
			       aligned(8))) = { .name = #name_, __VA_ARGS__ }

/* Provided by the linker; weak, so that an image without transports links */
extern const struct transport __start_parapet_transport[] __attribute__((weak));
extern const struct transport __stop_parapet_transport[] __attribute__((weak));

#endif
