/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loaded objects: slots, names, parents. What a public area may hold is object_check.h's.
 * Spec: TPM 2.0 Library Part 1 s16, s27.
 */
#ifndef VTPM_TPM_OBJECT_H
#define VTPM_TPM_OBJECT_H

#include "modules/vtpm/tpm/state.h"

/*
 * The slot of a transient handle; or of a persistent one, which takes the lowest free slot for this
 * command (object_release_persistent gives it back). which = 0..2: the handle's place in the
 * command. NULL with *rc: TPM_RC_REFERENCE_H0 + which (not loaded), TPM_RC_HANDLE (no such
 * persistent object, or its hierarchy is disabled), TPM_RC_OBJECT_MEMORY, TPM_RC_PENDING (an
 * endorsement key that ek_provide makes first).
 */
struct tpm_slot *object_load_handle(struct tpm *tpm, uint32_t handle, uint32_t which, uint32_t *rc);
/* Frees what object_load_handle took; the dispatcher calls it when a command ends. */
void object_release_persistent(struct tpm *tpm);

/* Whether object_slot_take would find a slot. */
bool object_slot_is_free(const struct tpm *tpm);
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
/* A handle as a Name is: its 4 bytes. */
void object_handle_name(uint32_t handle, struct tpm2b_name *name);

/*
 * What a new object has from where it hangs: hierarchy, flags beside those that are set already,
 * qualified name. parent NULL: the seed of hierarchy. The object's pub and name are made.
 */
void object_attach(struct tpm_object_state *object, const struct tpm_object_state *parent,
		   uint32_t hierarchy);

/* Whether it is a storage parent (restricted decrypt, not keyedhash), loaded with its secret. */
bool object_is_parent(const struct tpm_object_state *object);
/* Whether it is a derivation parent: restricted decrypt keyedhash, loaded with its secret. */
bool object_is_derivation_parent(const struct tpm_object_state *object);
/* Whether the public area is an asymmetric storage key's: what secrets are encrypted to. */
bool object_is_storage_key(const struct tpmt_public *pub);

/* Symmetric definition of a key that protects others; NULL for a keyedhash object. */
const struct tpmt_sym_def *object_symmetric(const struct tpmt_public *pub);

/*
 * Prepares an RSA object's private key (slot->rsa), once per slot. TPM_RC_SUCCESS, TPM_RC_BINDING
 * (the prime does not divide the modulus), TPM_RC_KEY_SIZE (not a size for private keys).
 */
uint32_t object_rsa_ready(struct tpm_slot *slot);

#endif
