/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key of a new object, by its type: for create.c only. */
#ifndef VTPM_TPM_CREATE_KEY_H
#define VTPM_TPM_CREATE_KEY_H

#include "modules/vtpm/tpm/state.h"

/*
 * Fills the composite of work.create's object, and of asymmetric keys the unique field. given: the
 * caller's secret, empty where the TPM makes it. Codes as create_object.
 */
uint32_t create_key(struct tpm *tpm, const struct tpm2b_sensitive_data *given);

#endif
