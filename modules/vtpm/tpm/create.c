/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The steps of making an object that all types share, and what is said about it.
 * Spec: TPM 2.0 Library Part 1 revision 1.59 s26, s27.5; Part 2 s15.
 */
#include "modules/vtpm/tpm/create.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/create_key.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/object_check.h"
#include "modules/vtpm/tpm/pcr.h"
#include "modules/vtpm/tpm/ticket.h"
#include "modules/vtpm/tpm/wire.h"

/* TPMS_CREATION_DATA: PCR selection, two names, a digest and the outside information */
#define RECORD_BYTES (4u + 6u * TPM_PCR_BANKS + 5u * (TPM_DIGEST_MAX + 6u))

/* --- the object ------------------------------------------------------------------------------- */
static bool is_asymmetric(const struct tpmt_public *pub)
{
	return pub->type == TPM_ALG_RSA || pub->type == TPM_ALG_ECC;
}

static uint32_t make_seed(struct tpm *tpm)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	struct tpm2b_digest *seed = &object->sensitive.seed;

	/* An asymmetric key that protects no children needs none */
	if (is_asymmetric(&object->pub) && !object_is_storage_key(&object->pub))
		return TPM_RC_SUCCESS;
	seed->len = hash_size(object->pub.name_alg);
	return create_seed_value(tpm, seed->bytes, seed->len);
}

uint32_t create_object(struct tpm *tpm, const struct tpms_sensitive_create *sensitive)
{
	static const struct tpm2b_sensitive_data nothing;
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	bool is_given = !(object->pub.attributes & TPMA_OBJECT_SENSITIVEDATAORIGIN) &&
			tpm_work(tpm)->create.source != CREATE_DERIVED;
	uint32_t rc;

	object->sensitive.type = object->pub.type;
	object->sensitive.auth = sensitive->user_auth;
	rc = create_key(tpm, is_given ? &sensitive->data : &nothing);
	if (rc == TPM_RC_SUCCESS)
		rc = make_seed(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm_work(tpm)->create.slot.kind = SLOT_OBJECT;
	if (!is_asymmetric(&object->pub))
		object_unique(&object->pub, &object->sensitive, &object->pub.unique.keyedhash);
	object_name(&object->pub, &object->name);
	return TPM_RC_SUCCESS;
}

/* --- what is said about it -------------------------------------------------------------------- */
static uint8_t locality_bits(uint8_t locality)
{
	/* Above 4 they are numbers, not bits. Spec: Part 2 s8.5 */
	if (locality > 4)
		return locality;
	return (uint8_t)(1u << locality);
}

static void describe_parent(uint32_t handle, const struct tpm_object_state *parent,
			    struct tpms_creation_data *data)
{
	if (parent == NULL) {
		data->parent_name_alg = TPM_ALG_NULL;
		object_handle_name(handle, &data->parent_name);
		data->parent_qualified_name = data->parent_name;
		return;
	}
	data->parent_name_alg = parent->pub.name_alg;
	data->parent_name = parent->name;
	data->parent_qualified_name = parent->qualified_name;
}

void create_describe(struct tpm *tpm, uint32_t parent_handle, const struct tpm_object_state *parent,
		     struct create_record *record)
{
	const struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	uint16_t alg = object->pub.name_alg;
	uint8_t bytes[RECORD_BYTES];
	size_t len;

	pcr_digest(tpm, alg, &record->data.pcr_select, &record->data.pcr_digest);
	record->data.locality = locality_bits(tpm->call.locality);
	describe_parent(parent_handle, parent, &record->data);
	len = wire_pack(&wire_tpms_creation_data, &record->data, bytes, sizeof(bytes));
	record->hash.len = hash_size(alg);
	crypto_hash(hash_crypto(alg), bytes, len, record->hash.bytes);
	const struct ticket_parts parts = { { { object->name.bytes, object->name.len },
					      { record->hash.bytes, record->hash.len } } };
	ticket_make(tpm, TPM_ST_CREATION, parent == NULL ? parent_handle : parent->hierarchy,
		    &parts, &record->ticket);
}
