/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names and what follows from a public area alone: what kind of parent it is, where it hangs.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s16, s23.
 */
#include "modules/vtpm/tpm/hash.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/wire.h"

/* A TPMT_PUBLIC of the largest RSA key: 14 bytes of scheme and numbers over its two buffers */
#define PUBLIC_BYTES (TPM_RSA_BYTES_MAX + TPM_DIGEST_MAX + 64u)

static void name_start(struct tpm2b_name *name, uint16_t alg)
{
	name->len = (uint16_t)(sizeof(alg) + hash_size(alg));
	be_store(name->bytes, sizeof(alg), alg);
}

void object_name(const struct tpmt_public *pub, struct tpm2b_name *name)
{
	uint8_t bytes[PUBLIC_BYTES];
	size_t len;

	*name = (struct tpm2b_name){ 0 };
	if (hash_size(pub->name_alg) == 0)
		return;
	name_start(name, pub->name_alg);
	len = wire_pack(&wire_tpmt_public, pub, bytes, sizeof(bytes));
	crypto_hash(hash_crypto(pub->name_alg), bytes, len, name->bytes + 2);
}

void object_handle_name(uint32_t handle, struct tpm2b_name *name)
{
	*name = (struct tpm2b_name){ .len = sizeof(handle) };
	for (uint32_t i = 0; i < sizeof(handle); i++)
		name->bytes[i] = (uint8_t)(handle >> (24 - 8 * i));
}

void object_qualified_name(const struct tpm2b_name *parent_qn, const struct tpmt_public *pub,
			   const struct tpm2b_name *name, struct tpm2b_name *qualified)
{
	struct crypto_hash hash;

	*qualified = (struct tpm2b_name){ 0 };
	if (hash_size(pub->name_alg) == 0)
		return;
	name_start(qualified, pub->name_alg);
	hash_start(&hash, pub->name_alg);
	hash_2b(&hash, parent_qn);
	hash_2b(&hash, name);
	crypto_hash_final(&hash, qualified->bytes + 2);
}

void object_attach(struct tpm_object_state *object, const struct tpm_object_state *parent,
		   uint32_t hierarchy)
{
	struct tpm2b_name seed;
	const struct tpm2b_name *above = &seed;

	object->hierarchy = hierarchy;
	if (object->pub.attributes & TPMA_OBJECT_STCLEAR)
		object->flags |= OBJECT_STCLEAR;
	if (hierarchy == TPM_RH_NULL)
		object->flags |= OBJECT_TEMPORARY;
	if (parent != NULL) {
		object->flags |= parent->flags & (OBJECT_TEMPORARY | OBJECT_STCLEAR);
		above = &parent->qualified_name;
	}
	if (object->flags & OBJECT_EXTERNAL) {
		object->qualified_name = object->name;
		return;
	}
	if (parent == NULL) {
		object->flags |= OBJECT_PRIMARY;
		object_handle_name(hierarchy, &seed);
	}
	object_qualified_name(above, &object->pub, &object->name, &object->qualified_name);
}

static bool is_restricted_decrypt(const struct tpmt_public *pub)
{
	const uint32_t both = TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT;

	return (pub->attributes & both) == both;
}

/* External objects were not protected by a parent of this TPM, so they protect nothing either */
static bool may_protect(const struct tpm_object_state *object)
{
	return !(object->flags & (OBJECT_PUBLIC_ONLY | OBJECT_EXTERNAL)) &&
	       is_restricted_decrypt(&object->pub) && object->pub.name_alg != TPM_ALG_NULL;
}

bool object_is_parent(const struct tpm_object_state *object)
{
	return may_protect(object) && object->pub.type != TPM_ALG_KEYEDHASH;
}

bool object_is_derivation_parent(const struct tpm_object_state *object)
{
	return may_protect(object) && object->pub.type == TPM_ALG_KEYEDHASH;
}

bool object_is_storage_key(const struct tpmt_public *pub)
{
	return is_restricted_decrypt(pub) && !(pub->attributes & TPMA_OBJECT_SIGN_ENCRYPT) &&
	       (pub->type == TPM_ALG_RSA || pub->type == TPM_ALG_ECC);
}

const struct tpmt_sym_def *object_symmetric(const struct tpmt_public *pub)
{
	switch (pub->type) {
	case TPM_ALG_RSA:
		return &pub->parms.rsa.symmetric;
	case TPM_ALG_ECC:
		return &pub->parms.ecc.symmetric;
	case TPM_ALG_SYMCIPHER:
		return &pub->parms.sym;
	default:
		return NULL;
	}
}
