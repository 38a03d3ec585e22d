/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Physical presence: which commands demand it beside platform authorisation. Spec: TPM 2.0 Library Part 1 s13.9. */
#ifndef VTPM_TPM_PRESENCE_H
#define VTPM_TPM_PRESENCE_H

#include "modules/vtpm/tpm/command.h"

/* Whether command, authorised by the platform, needs tpm->has_physical_presence (else TPM_RC_PP).
 */
bool presence_is_required(const struct tpm *tpm, const struct tpm_command *command);
/* Puts a command on the list or takes it off; one that may not be there, or must stay, is left
 * alone. */
enum presence_change { PRESENCE_ADD, PRESENCE_REMOVE };
void presence_set(struct tpm *tpm, const struct tpm_command *command, enum presence_change change);

#endif
