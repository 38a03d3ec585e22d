/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public areas: templates to create from, and whole keys from outside. */
#ifndef INTEROP_DIFF_GEN_PUBLIC_H
#define INTEROP_DIFF_GEN_PUBLIC_H

#include "tests/interop/diff/gen.h"

enum public_use { PUBLIC_CREATED, PUBLIC_EXTERNAL, PUBLIC_IMPORTED };
enum external_kind { EXTERNAL_WHOLE, EXTERNAL_PUBLIC, EXTERNAL_IMPORTED };

struct external {
	struct bytes public;    /* TPMT_PUBLIC */
	struct bytes sensitive; /* TPMT_SENSITIVE */
};

/* Appends a TPMT_PUBLIC of the noted type and curve up to its unique; noted.size: bits of a
 * cipher's key. */
void gen_public_head(struct gen *gen, enum public_use use, uint16_t rsa_bits);
/* Appends a TPMT_PUBLIC with an empty unique; noted. */
void gen_public(struct gen *gen, enum public_use use);
/* Appends a TPMT_PUBLIC_PARMS. */
void gen_parms(struct gen *gen);
/* Makes a key; noted with its name. */
void gen_external(struct gen *gen, struct external *out, enum external_kind kind);
/* The scheme of an RSA or ECC key, out of its public area. */
uint16_t public_scheme(const struct object *object);

#endif
