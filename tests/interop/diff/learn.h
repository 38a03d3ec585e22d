/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the model believes after a command that succeeded on both sides. */
#ifndef INTEROP_DIFF_LEARN_H
#define INTEROP_DIFF_LEARN_H

#include "tests/interop/diff/gen.h"

struct learn {
	struct gen *gen;
	struct model *model;
	uint32_t handle[SIDES];    /* of the response */
	struct reader out[SIDES];  /* its parameters, in the clear */
	struct brief name0[SIDES]; /* names of the first two handles of the command */
	struct brief name1[SIDES];
};

void learn_session(struct learn *learn);
void learn_restart(struct learn *learn);
void learn_create(struct learn *learn);
void learn_create_primary(struct learn *learn);
void learn_create_loaded(struct learn *learn);
void learn_load(struct learn *learn);
void learn_external(struct learn *learn);
void learn_import(struct learn *learn);
void learn_credential(struct learn *learn);
void learn_hash(struct learn *learn);
void learn_sequence(struct learn *learn);
void learn_sequence_end(struct learn *learn);
void learn_sign(struct learn *learn);
void learn_verified(struct learn *learn);
void learn_policy(struct learn *learn);
void learn_policy_ticket(struct learn *learn);
void learn_change_pps(struct learn *learn);
void learn_change_eps(struct learn *learn);
void learn_allocate(struct learn *learn);
void learn_clear(struct learn *learn);
void learn_hierarchy_auth(struct learn *learn);
void learn_context_save(struct learn *learn);
void learn_context_load(struct learn *learn);
void learn_flush(struct learn *learn);
void learn_evict(struct learn *learn);
void learn_nv_define(struct learn *learn);
void learn_nv_undefine(struct learn *learn);
void learn_nv_auth(struct learn *learn);

#endif
