/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a public area may say: attributes, schemes, and whether a sensitive area belongs to it. All
 * are without side effects. Spec: TPM 2.0 Library Part 1 revision 1.59 s25..s27, Part 2 s8.3, s12.
 */
#ifndef VTPM_TPM_OBJECT_CHECK_H
#define VTPM_TPM_OBJECT_CHECK_H

#include "modules/vtpm/tpm/state.h"

/*
 * A template, with data_len bytes of sensitive data from the caller; parent NULL: a primary. Also
 * makes the checks of object_check_public. A response code without a number.
 */
uint32_t object_check_template(const struct tpm_object_state *parent, const struct tpmt_public *pub,
			       size_t data_len);

/* Attributes and schemes of a public area that has, or will have, a sensitive one; as above. */
uint32_t object_check_public(const struct tpm_object_state *parent, const struct tpmt_public *pub);

/* Parameters for commands: which of theirs is to blame */
struct object_blame {
	uint32_t public_number;
	uint32_t sensitive_number;
};

/*
 * Whether the two areas may be loaded: attributes and schemes; and, unless parent has fixedTPM (it
 * made or checked the object), the keys. sensitive NULL: public only. A response code with its
 * number, or one that has none.
 */
uint32_t object_check_load(const struct tpm_object_state *parent, const struct tpmt_public *pub,
			   const struct tpmt_sensitive *sensitive,
			   const struct object_blame *blame);

/* An authValue for an object with this nameAlg: without trailing zeros. false: it is too long. */
bool object_trim_auth(struct tpm2b_digest *auth, uint16_t name_alg);

/* Schemes against attributes; part of object_check_public. */
uint32_t object_check_schemes(const struct tpm_object_state *parent, const struct tpmt_public *pub);
/* Sizes and values of keys, and that the areas fit together; part of object_check_load. */
uint32_t object_check_keys(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
			   const struct object_blame *blame);
/*
 * unique of keyedhash and symcipher objects: H(seed ‖ key), of parents HMAC(seed, key). nameAlg
 * must
 * be a hash. Spec: Part 1 s27.5.3.
 */
void object_unique(const struct tpmt_public *pub, const struct tpmt_sensitive *sensitive,
		   struct tpm2b_digest *unique);

#endif
