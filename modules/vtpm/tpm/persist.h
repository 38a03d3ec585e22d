/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The state that survives power, as one object: made, parsed, saved and loaded through the
 * platform's store. What the
 * format holds and how it may grow is persist_format.h's. Spec: TPM 2.0 Library Part 1 s35.
 */
#ifndef VTPM_TPM_PERSIST_H
#define VTPM_TPM_PERSIST_H

#include "modules/vtpm/tpm/state.h"

/*
 * Saves the state; the dispatcher calls it where call.must_persist is set, whatever the response
 * code, before there is a response. TPM_RC_SUCCESS; TPM_RC_FAILURE: the store refused, the TPM is
 * in failure mode (what is in memory is ahead of what will be there after power loss).
 */
uint32_t persist_save(struct tpm *tpm);

/*
 * Loads the state (persistent; after Shutdown(STATE) also pcrs, clear and reset). OK;
 * ERR_NOT_FOUND: there is none yet; ERR_FORMAT: it is not one of this version or an earlier one;
 * else the store's error. The TPM unchanged on error.
 */
MUST_USE enum err persist_load(struct tpm *tpm);

/* The running command changed what Shutdown(STATE) saves: a shutdown before it counts no more. */
void persist_disorder(struct tpm *tpm);

#endif
