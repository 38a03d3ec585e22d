/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of commands that need physical presence: a bit map, and those whose row says that they
 * always do. */
#include "modules/vtpm/tpm/presence.h"

#include "modules/vtpm/tpm/nv.h"

bool presence_is_required(const struct tpm *tpm, const struct tpm_command *command)
{
	uint32_t bit = command_bit(command->code);

	if ((command->flags & COMMAND_PP_REQUIRED) != 0)
		return true;
	return (command->flags & COMMAND_PP) != 0 &&
	       (tpm->persistent.pp_commands[bit / 8] >> bit % 8 & 1) != 0;
}

void presence_set(struct tpm *tpm, const struct tpm_command *command, enum presence_change change)
{
	uint32_t bit = command_bit(command->code);
	uint8_t mask = (uint8_t)(1u << bit % 8);

	if ((command->flags & COMMAND_PP) == 0)
		return;
	if (change == PRESENCE_ADD)
		tpm->persistent.pp_commands[bit / 8] |= mask;
	else
		tpm->persistent.pp_commands[bit / 8] &= (uint8_t)~mask;
	tpm_persist_mark(tpm);
}
