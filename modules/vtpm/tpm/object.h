/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loaded objects: slots, names, parents, and the checks on public areas. Spec: TPM 2.0 Library Part 1 s16, s27.
 */
#ifndef VTPM_TPM_OBJECT_H
#define VTPM_TPM_OBJECT_H

#include "modules/vtpm/tpm/state.h"

/*
 * The slot of a transient handle, or of a persistent one (copied into a slot of tpm->evicts for
 * this command: which = 0..2, the handle's place in the command). NULL with *rc:
 * TPM_RC_REFERENCE_H0 + which (not loaded), TPM_RC_HANDLE (no such persistent object),
 * TPM_RC_HIERARCHY (disabled).
 */
struct tpm_slot *object_load_handle(struct tpm *tpm, uint32_t handle, uint32_t which, uint32_t *rc);

/* Lowest free slot, marked as kind, zeroed; *handle is its handle. NULL: TPM_RC_OBJECT_MEMORY. */
struct tpm_slot *object_slot_take(struct tpm *tpm, enum tpm_slot_kind kind, uint32_t *handle);
/* Wipes and frees. */
void object_slot_free(struct tpm_slot *slot);
/* Frees all transient objects, of one hierarchy or of all (hierarchy TPM_RH_UNASSIGNED). */
void object_flush_hierarchy(struct tpm *tpm, uint32_t hierarchy);

/* Name of a public area: nameAlg and digest; an empty name for nameAlg NULL. Spec: Part 1 s16. */
void object_name(const struct tpmt_public *pub, struct tpm2b_name *name);
/* QN = H(parent's QN ‖ name). parent_qn: a name, or a 4-byte hierarchy handle. */
void object_qualified_name(const struct tpm2b_name *parent_qn, const struct tpmt_public *pub,
			   const struct tpm2b_name *name, struct tpm2b_name *qualified);

/* Whether the object is a storage parent (restricted, decrypt, asymmetric or symcipher), and loaded
 * with its secret. */
bool object_is_parent(const struct tpm_object_state *object);
/* Whether this is a derivation parent: restricted decrypt keyedhash. */
bool object_is_derivation_parent(const struct tpm_object_state *object);

/* Symmetric block of a TPM key: key bits and mode, of a parent's symmetric definition. */
const struct tpmt_sym_def *object_symmetric(const struct tpmt_public *pub);

/*
 * Prepares an RSA object's private key (slot->rsa), once per slot. TPM_RC_SUCCESS, or
 * TPM_RC_BINDING (the prime does not divide the modulus).
 */
uint32_t object_rsa_ready(struct tpm_slot *slot);

#endif
