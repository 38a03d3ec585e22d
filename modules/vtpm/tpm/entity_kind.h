/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A row of entity.c's table: how handles of one type answer entity.h's questions. */
#ifndef VTPM_TPM_ENTITY_KIND_H
#define VTPM_TPM_ENTITY_KIND_H

#include "modules/vtpm/tpm/state.h"

struct entity_kind {
	uint32_t (*check)(struct tpm *tpm, uint32_t handle, uint32_t which);
	/* NULL: the handle; empty; none; always; never; never; OWNER */
	void (*name)(struct tpm *tpm, uint32_t handle, struct tpm2b_name *name);
	void (*auth)(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *auth);
	uint16_t (*policy)(struct tpm *tpm, uint32_t handle, struct tpm2b_digest *policy);
	bool (*allows_auth_value)(struct tpm *tpm, uint32_t handle, uint32_t role);
	bool (*allows_policy)(struct tpm *tpm, uint32_t handle, uint32_t role);
	bool (*requires_policy)(struct tpm *tpm, uint32_t handle, uint32_t role);
	bool (*is_da_protected)(struct tpm *tpm, uint32_t handle);
	uint32_t (*hierarchy)(struct tpm *tpm, uint32_t handle);
};

extern const struct entity_kind entity_kind_nv;
extern const struct entity_kind entity_kind_object;
extern const struct entity_kind entity_kind_permanent;

#endif
