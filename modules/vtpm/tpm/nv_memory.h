/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How NV memory is laid out: entries one after the other, each u32 length (of the whole entry), u32
 * handle, body; all big-endian, since the bytes are stored as they are. For nv*.c and persist*.c
 * only.
 */
#ifndef VTPM_TPM_NV_MEMORY_H
#define VTPM_TPM_NV_MEMORY_H

#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/wire.h"

#define NV_ENTRY_HEADER 8u

struct nv_entry {
	uint32_t position; /* in persistent.nv */
	uint32_t len;      /* of the whole */
	uint32_t handle;
};

/* The first entry, and the one after entry. false: there is none. */
bool nv_memory_first(const struct tpm *tpm, struct nv_entry *entry);
bool nv_memory_next(const struct tpm *tpm, struct nv_entry *entry);
bool nv_memory_find(const struct tpm *tpm, uint32_t handle, struct nv_entry *entry);

/* A reader of entry's body. */
struct wire_reader nv_memory_body(const struct tpm *tpm, const struct nv_entry *entry);

/*
 * Begins an entry at the end: the writer takes its body. nv_memory_add_end makes it count.
 * TPM_RC_NV_SPACE where it did not fit; then, and before the end, nothing has changed.
 */
struct wire_writer nv_memory_add_begin(struct tpm *tpm);
uint32_t nv_memory_add_end(struct tpm *tpm, uint32_t handle, const struct wire_writer *writer);

/* Removes an entry, wiping what it was; later ones move down: entry is then the one that followed,
 * if there is one. */
void nv_memory_remove(struct tpm *tpm, const struct nv_entry *entry);

/* Whether nv[0..nv_used) is well formed: entries that fit, unique handles of the two types, bodies
 * that parse. */
bool nv_memory_is_valid(struct tpm *tpm);
/* Whether one entry's body parses: nv.c's and nv_evict.c's part of that. */
bool nv_index_is_valid(struct tpm *tpm, const struct nv_entry *entry);
bool nv_evict_is_valid(struct tpm *tpm, const struct nv_entry *entry);

/* Deletes an index; a counter's value counts for those defined later. */
void nv_delete(struct tpm *tpm, const struct nv_index *index);
/* Adds an index without data yet. TPM_RC_NV_SPACE. */
uint32_t nv_define(struct tpm *tpm, const struct tpms_nv_public *pub,
		   const struct tpm2b_digest *auth);
/* How many there are: of a handle type (TPM_HT_NV_INDEX, _PERSISTENT), and counters among indices.
 */
uint32_t nv_count(const struct tpm *tpm, uint32_t type);
uint32_t nv_count_counters(struct tpm *tpm);
/* Calls back for every index; action may not add or remove any. */
void nv_for_each(struct tpm *tpm,
		 void (*action)(struct tpm *tpm, struct nv_index *index, void *context),
		 void *context);

#endif
