/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One command from its bytes to its response. Spec: TPM 2.0 Library Part 1 revision 1.59 s18; Part 3 s5. */
#ifndef VTPM_TPM_DISPATCH_H
#define VTPM_TPM_DISPATCH_H

#include "modules/vtpm/tpm/state.h"

/*
 * Goes on with the command in tpm->command: TPM_PENDING, or TPM_DONE with the response in
 * tpm->response. At its end the state is saved where it changed, and everything temporary is wiped.
 */
enum tpm_progress dispatch_step(struct tpm *tpm);

#endif
