/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Keys for other modules, derived from the root that the agreed strategy gave. A module that NEEDS
 * keymgmt finds it started; without a root (strategy none) there are no state keys, and nothing may
 * be kept.
 */
#ifndef MODULES_KEYMGMT_KEYMGMT_H
#define MODULES_KEYMGMT_KEYMGMT_H

#include <stdbool.h>

#include "crypto/secret.h"

#define KEYMGMT_KEY_SIZE 32u

/* Whether there is a root: state can be kept, for as long as the strategy says. */
bool keymgmt_has_root(void);

/*
 * Derives the key for what purpose (a constant text, ≤ 64 bytes) keeps in the store whose id is
 * store_id[0..id_len), id_len ≤ 64. The same in every boot that has the same root, whatever the VMM
 * agreed to; no two purposes or stores share one. *out: KEYMGMT_KEY_SIZE bytes; the caller wipes
 * it. Returns OK; ERR_STATE (no root); ERR_RANGE.
 */
MUST_USE enum err keymgmt_state_key(const char *purpose, const void *store_id, size_t id_len,
				    struct secret *out);

/*
 * Derives a key of this boot alone for purpose: it depends on the channel's transcript, so that
 * what one negotiation protects no other opens. Otherwise as keymgmt_state_key.
 */
MUST_USE enum err keymgmt_session_key(const char *purpose, struct secret *out);

#endif
