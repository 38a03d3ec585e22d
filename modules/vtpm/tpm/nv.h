/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Non-volatile storage: indices and persistent objects in persistent.nv, and marking the state for
 * being written.
 * Spec: TPM 2.0 Library Part 1 s37, Part 2 s13.
 */
#ifndef VTPM_TPM_NV_H
#define VTPM_TPM_NV_H

#include "modules/vtpm/tpm/state.h"

struct nv_index { /* a defined index; data points into persistent.nv and moves when NV changes */
	struct tpms_nv_public pub;
	struct tpm2b_digest auth;
	uint8_t *data; /* pub.data_size bytes */
	uint32_t position;
};

/* false: not defined. */
bool nv_find(struct tpm *tpm, uint32_t handle, struct nv_index *index);
/* Stores changed attributes or authValue of an index found before. */
void nv_update(struct tpm *tpm, const struct nv_index *index);
/* Writes data of an index found before, from offset; sets WRITTEN (index->pub too), and marks what
 * must persist. */
void nv_write(struct tpm *tpm, struct nv_index *index, uint32_t offset, const void *bytes,
	      uint32_t len);
/* The 8 bytes of a counter, bit field or PIN index as a number (a PIN index: pinCount << 32 |
 * pinLimit). */
uint64_t nv_number(const struct nv_index *index);
void nv_write_number(struct tpm *tpm, struct nv_index *index, uint64_t value);
static inline uint32_t nv_type(const struct nv_index *index)
{
	return (index->pub.attributes & TPMA_NV_TPM_NT_MASK) >> TPMA_NV_TPM_NT_SHIFT;
}
/* Whether the hierarchy that created an index is enabled (shEnable, or phEnableNV): if not,
 * TPM_RC_HANDLE. */
bool nv_is_enabled(const struct tpm *tpm, const struct nv_index *index);
void nv_name(const struct tpms_nv_public *pub, struct tpm2b_name *name);
/*
 * Access rules at use: locks, WRITTEN, who may read or write. auth: the handle that authorises.
 * TPM_RC_ or SUCCESS.
 * Spec: Part 3 s31.1
 */
uint32_t nv_read_access(struct tpm *tpm, uint32_t auth, uint32_t index);
uint32_t nv_write_access(struct tpm *tpm, uint32_t auth, uint32_t index);

/* Persistent objects: copies to slot; adds; removes. TPM_RC_: _HANDLE, _NV_SPACE, _NV_DEFINED */
uint32_t nv_evict_load(struct tpm *tpm, uint32_t handle, struct tpm_slot *slot);
uint32_t nv_evict_add(struct tpm *tpm, uint32_t handle, const struct tpm_object_state *object);
uint32_t nv_evict_remove(struct tpm *tpm, uint32_t handle);
/*
 * Keeps a place for an endorsement key that ek.c makes later: the handle exists, and there will be
 * memory for the key. nv_evict_load answers TPM_RC_PENDING, with the slot's hierarchy, until
 * nv_evict_remove and nv_evict_add have put the key there. TPM_RC_NV_SPACE, _NV_DEFINED.
 */
uint32_t nv_evict_reserve(struct tpm *tpm, uint32_t handle);
/* Removes persistent objects and indices of a hierarchy (Clear, ChangePPS, ChangeEPS); indices:
 * owner-created ones. */
void nv_flush_hierarchy(struct tpm *tpm, uint32_t hierarchy);
/* Handles from first on, ascending, of a type (TPM_HT_NV_INDEX or TPM_HT_PERSISTENT); returns how
 * many, cap at most */
uint32_t nv_handles(struct tpm *tpm, uint32_t first, uint32_t *handles, uint32_t cap);
void nv_startup(struct tpm *tpm, uint16_t startup);

/* The running command changed what survives power: it is written before the response (persist.c).
 */
void tpm_persist_mark(struct tpm *tpm);
/* TPM_RC_SUCCESS, TPM_RC_NV_UNAVAILABLE or _NV_RATE: whether NV could be written now; check before
 * changing. */
uint32_t nv_is_writable(const struct tpm *tpm);

#endif
