/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Audit of commands and of sessions. Spec: TPM 2.0 Library Part 1 revision 1.59 s30. */
#ifndef VTPM_TPM_AUDIT_H
#define VTPM_TPM_AUDIT_H

#include "modules/vtpm/tpm/state.h"

/* Whether the command audit covers a command; puts it on the list or takes it off: true where that
 * changed it. */
bool audit_covers(const struct tpm *tpm, uint32_t code);
bool audit_add(struct tpm *tpm, uint32_t code);
bool audit_remove(struct tpm *tpm, uint32_t code);

/* Digest, with the audit hash, over the codes of the commands that are audited, ascending. */
void audit_commands_digest(struct tpm *tpm, struct tpm2b_digest *digest);

/* The command audit of a new TPM: SHA-512, TPM2_SetCommandCodeAuditStatus alone. */
void audit_manufacture(struct tpm *tpm);

/* Another hash: the digest begins anew, and the command that changed it is not in it. */
void audit_change_hash(struct tpm *tpm, uint16_t hash_alg);

/* Before the action: keeps the cpHashes that the audits need. */
void audit_prepare(struct tpm *tpm);

/* After it, with the response's parameters: extends the session's digest and the TPM's; sets
 * auditExclusive. */
void audit_extend(struct tpm *tpm, const struct tpm_span *parameters);

#endif
