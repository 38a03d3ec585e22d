/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * COM2 with the VMM's side of the measured channel behind it, inside the machine: nothing outside
 * takes part, so that a negotiation costs the same each time. Only with MACHINE_FLAG_CHANNEL.
 */
#ifndef MACHINE_CHANNEL_H
#define MACHINE_CHANNEL_H

#include <stdbool.h>
#include <stdint.h>

/* Whether COM2 is the machine's own in this run. */
bool channel_is_used(void);

/* A register of COM2, 0..7. */
uint8_t channel_read_register(uint32_t reg);
void channel_write_register(uint32_t reg, uint8_t value);

#endif
