/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Making keys and data objects, in tpm_work(tpm)->create: its slot holds the template at first and
 * the whole object at the end; nothing else of the TPM changes. A primary key is a function of its
 * hierarchy's seed and the template, for ever. Spec: TPM 2.0 Library Part 1 s26..s28, annexes B, C.
 */
#ifndef VTPM_TPM_CREATE_H
#define VTPM_TPM_CREATE_H

#include "modules/vtpm/tpm/state.h"

/*
 * Where the bits come from; one is called before create_object, at the action's first slice, with
 * the template in work.create.slot.object.pub. seed: a primary's, object.hierarchy says of which;
 * data: what the caller mixes in. parent: KDFa of a derivation parent's secret.
 */
enum create_source { CREATE_RANDOM, CREATE_PRIMARY, CREATE_DERIVED };
void create_from_random(struct tpm *tpm);
void create_from_seed(struct tpm *tpm, const struct tpm2b_sensitive_data *data);
void create_from_parent(struct tpm *tpm, const struct tpm_object_state *parent,
			const struct tpm2b_label *label, const struct tpm2b_label *context);

/*
 * Makes the key, its sensitive area and Name. sensitive: authValue (trimmed), and the secret where
 * the caller gives it. TPM_RC_PENDING: RSA, call->slice is then not 0 and the action calls again;
 * TPM_RC_RANGE (exponent), TPM_RC_VALUE (key size; numbered as parameter 2), TPM_RC_KEY_SIZE and
 * TPM_RC_SIZE (a secret of the wrong size), TPM_RC_FAILURE.
 */
uint32_t create_object(struct tpm *tpm, const struct tpms_sensitive_create *sensitive);

/*
 * For create.c's parts. Bits for the key: TPM_RC_FAILURE: the source is used up, or failed. A
 * generator for RSA in work.create.drbg: TPM_RC_FAILURE. Bytes of seedValue, apart from the key's.
 */
uint32_t create_bits(struct tpm *tpm, void *out, size_t len);
uint32_t create_generator(struct tpm *tpm);
uint32_t create_seed_value(struct tpm *tpm, uint8_t *out, size_t len);

/* What TPM2_Create and TPM2_CreatePrimary say about a creation. Spec: Part 2 s15. */
struct create_record {
	struct tpms_creation_data data;
	struct tpm2b_digest hash;
	struct tpmt_tk ticket;
};
/*
 * Fills *record for work.create's object under parent_handle (parent: its object, NULL for a
 * hierarchy). data.pcr_select and data.outside_info are the caller's.
 */
void create_describe(struct tpm *tpm, uint32_t parent_handle, const struct tpm_object_state *parent,
		     struct create_record *record);

#endif
