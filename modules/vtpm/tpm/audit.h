/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command audit. Spec: TPM 2.0 Library Part 1 revision 1.59 s30. */
#ifndef VTPM_TPM_AUDIT_H
#define VTPM_TPM_AUDIT_H

#include "modules/vtpm/tpm/state.h"

/* Digest, with the audit hash, over the codes of the commands that are audited, ascending. */
void audit_commands_digest(struct tpm *tpm, struct tpm2b_digest *digest);

#endif
