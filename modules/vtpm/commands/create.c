/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Creating objects: under a parent, as primaries, and loaded at once. Nothing is loaded before the
 * object is complete. Spec: TPM 2.0 Library Part 3 revision 1.59 s12.1, s12.9, s24.1.
 */
#include "modules/vtpm/tpm/create.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/object_check.h"
#include "modules/vtpm/tpm/secret.h"

/* Parameters 1 and 2 of all three: inSensitive, inPublic */
#define IN_SENSITIVE 1u
#define IN_PUBLIC 2u

/* --- shared steps ----------------------------------------------------------------------------- */
/* The template of work.create's object, against its parent and what the caller gives */
static uint32_t check(struct tpm *tpm, const struct tpm_object_state *parent,
		      struct tpms_sensitive_create *sensitive)
{
	const struct tpmt_public *pub = &tpm_work(tpm)->create.slot.object.pub;
	uint32_t rc;

	rc = command_param(object_check_template(parent, pub, sensitive->data.len), IN_PUBLIC);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (!object_trim_auth(&sensitive->user_auth, pub->name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, IN_SENSITIVE);
	return TPM_RC_SUCCESS;
}

/* Puts the finished object into a slot */
static void install(struct tpm *tpm, struct tpm_call *call, const struct tpm_object_state *parent,
		    uint32_t hierarchy)
{
	struct tpm_slot *made = &tpm_work(tpm)->create.slot;
	struct tpm_slot *slot;

	object_attach(&made->object, parent, hierarchy);
	slot = object_slot_take(tpm, SLOT_OBJECT, &call->out_handle);
	*slot = *made;
}

/* --- TPM2_Create ------------------------------------------------------------------------------ */
struct create_in {
	struct tpms_sensitive_create sensitive;
	struct tpmt_public pub;
	struct tpm2b_data outside_info;
	struct tpml_pcr_selection creation_pcr;
};
static const struct wire_field create_in_fields[] = {
	WIRE_FIELD(struct create_in, sensitive, tpm2b_sensitive_create),
	WIRE_FIELD(struct create_in, pub, tpm2b_public),
	WIRE_FIELD(struct create_in, outside_info, tpm2b_data),
	WIRE_FIELD(struct create_in, creation_pcr, tpml_pcr_selection),
};
struct create_out {
	struct tpm2b_private priv;
	struct tpmt_public pub;
	struct create_record record;
};
static const struct wire_field create_out_fields[] = {
	WIRE_FIELD(struct create_out, priv, tpm2b_private),
	WIRE_FIELD(struct create_out, pub, tpm2b_public),
	WIRE_FIELD(struct create_out, record.data, tpm2b_creation_data),
	WIRE_FIELD(struct create_out, record.hash, tpm2b_digest),
	WIRE_FIELD(struct create_out, record.ticket, tpmt_tk_creation),
};

static uint32_t create_begin(struct tpm *tpm, const struct tpm_slot *parent, struct create_in *in)
{
	uint32_t rc;

	if (parent->kind != SLOT_OBJECT || !object_is_parent(&parent->object))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	/* It needs none, but other TPMs take one while they create */
	if (!object_slot_is_free(tpm))
		return TPM_RC_OBJECT_MEMORY;
	tpm_work(tpm)->create.slot.object.pub = in->pub;
	rc = check(tpm, &parent->object, &in->sensitive);
	create_from_random(tpm);
	return rc;
}

static void record(struct tpm *tpm, uint32_t parent_handle, const struct tpm_object_state *parent,
		   const struct create_in *in, struct create_record *record)
{
	record->data.pcr_select = in->creation_pcr;
	record->data.outside_info = in->outside_info;
	create_describe(tpm, parent_handle, parent, record);
}

static uint32_t create_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	const struct tpm_slot *parent = call->slots[0];
	struct create_in *in = call->in;
	struct create_out *out = call->out;
	uint32_t rc = TPM_RC_SUCCESS;

	if (call->slice == 0)
		rc = create_begin(tpm, parent, in);
	if (rc == TPM_RC_SUCCESS)
		rc = create_object(tpm, &in->sensitive);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	record(tpm, call->handles[0], &parent->object, in, &out->record);
	out->pub = object->pub;
	return sensitive_to_private(tpm, parent, &object->name, &object->sensitive, &out->priv);
}

TPM_COMMAND(create, .code = TPM_CC_CREATE, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_IN(create), COMMAND_OUT(create), .run = create_run);

/* --- TPM2_CreatePrimary ----------------------------------------------------------------------- */
struct create_primary_out {
	struct tpmt_public pub;
	struct create_record record;
	struct tpm2b_name name;
};
static const struct wire_field create_primary_out_fields[] = {
	WIRE_FIELD(struct create_primary_out, pub, tpm2b_public),
	WIRE_FIELD(struct create_primary_out, record.data, tpm2b_creation_data),
	WIRE_FIELD(struct create_primary_out, record.hash, tpm2b_digest),
	WIRE_FIELD(struct create_primary_out, record.ticket, tpmt_tk_creation),
	WIRE_FIELD(struct create_primary_out, name, tpm2b_name),
};

/* The template is in work.create */
static uint32_t primary_begin(struct tpm *tpm, uint32_t hierarchy,
			      struct tpms_sensitive_create *sensitive)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	uint32_t rc = check(tpm, NULL, sensitive);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	object->hierarchy = hierarchy;
	object->flags = OBJECT_PRIMARY;
	create_from_seed(tpm, &sensitive->data);
	return TPM_RC_SUCCESS;
}

static uint32_t create_primary_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	struct create_in *in = call->in;
	struct create_primary_out *out = call->out;
	uint32_t rc = TPM_RC_SUCCESS;

	if (call->slice == 0) {
		if (!object_slot_is_free(tpm))
			return TPM_RC_OBJECT_MEMORY;
		object->pub = in->pub;
		rc = primary_begin(tpm, call->handles[0], &in->sensitive);
	}
	if (rc == TPM_RC_SUCCESS)
		rc = create_object(tpm, &in->sensitive);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	record(tpm, call->handles[0], NULL, in, &out->record);
	out->pub = object->pub;
	out->name = object->name;
	install(tpm, call, NULL, call->handles[0]);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(create_primary, .code = TPM_CC_CREATE_PRIMARY, .flags = COMMAND_RHANDLE | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_rh_hierarchy)), COMMAND_IN(create),
	    COMMAND_OUT(create_primary), .run = create_primary_run);

/* --- TPM2_CreateLoaded ------------------------------------------------------------------------ */
struct create_loaded_in {
	struct tpms_sensitive_create sensitive;
	struct tpm_span template;
};
static const struct wire_field create_loaded_in_fields[] = {
	WIRE_FIELD(struct create_loaded_in, sensitive, tpm2b_sensitive_create),
	WIRE_FIELD(struct create_loaded_in, template, span_any),
};
struct create_loaded_out {
	struct tpm2b_private priv;
	struct tpmt_public pub;
	struct tpm2b_name name;
};
static const struct wire_field create_loaded_out_fields[] = {
	WIRE_FIELD(struct create_loaded_out, priv, tpm2b_private),
	WIRE_FIELD(struct create_loaded_out, pub, tpm2b_public),
	WIRE_FIELD(struct create_loaded_out, name, tpm2b_name),
};

struct derivation {
	struct tpm2b_label label;
	struct tpm2b_label context;
};

/* Label and context from the sensitive data, where the template leaves them open */
static uint32_t read_derivation(const struct tpm2b_sensitive_data *data,
				struct derivation *derivation)
{
	struct wire_reader reader = { data->bytes, data->len };
	struct derivation given;
	uint32_t rc;

	if (data->len == 0)
		return TPM_RC_SUCCESS;
	rc = wire_read(&reader, &wire_tpm2b_label, &given.label, 0);
	if (rc == TPM_RC_SUCCESS)
		rc = wire_read(&reader, &wire_tpm2b_label, &given.context, 0);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (derivation->label.len == 0)
		derivation->label = given.label;
	if (derivation->context.len == 0)
		derivation->context = given.context;
	return TPM_RC_SUCCESS;
}

static uint32_t derived_begin(struct tpm *tpm, const struct tpm_object_state *parent,
			      struct create_loaded_in *in)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	struct derivation derivation = { object->pub.unique.derive.label,
					 object->pub.unique.derive.context };
	uint32_t rc;

	object->pub.unique = (union tpmu_public_id){ 0 };
	if (object->pub.type == TPM_ALG_RSA)
		return COMMAND_PARAM(TPM_RC_TYPE, IN_PUBLIC);
	if (object->pub.attributes & TPMA_OBJECT_SENSITIVEDATAORIGIN)
		return TPM_RC_ATTRIBUTES;
	rc = command_param(object_check_public(parent, &object->pub), IN_PUBLIC);
	if (rc == TPM_RC_SUCCESS)
		rc = read_derivation(&in->sensitive.data, &derivation);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	object->flags = OBJECT_DERIVED;
	create_from_parent(tpm, parent, &derivation.label, &derivation.context);
	return TPM_RC_SUCCESS;
}

/* parent: NULL for a hierarchy */
static uint32_t loaded_begin(struct tpm *tpm, struct tpm_call *call, const struct tpm_slot *parent)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	struct create_loaded_in *in = call->in;
	bool is_derived;
	uint32_t rc;

	if (parent != NULL && parent->kind != SLOT_OBJECT)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	is_derived = parent != NULL && object_is_derivation_parent(&parent->object);
	if (parent != NULL && !is_derived && !object_is_parent(&parent->object))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (!object_slot_is_free(tpm))
		return TPM_RC_OBJECT_MEMORY;
	rc = wire_read_all(in->template.bytes, in->template.len,
			   is_derived ? &wire_tpmt_template : &wire_tpmt_public, &object->pub);
	if (rc != TPM_RC_SUCCESS)
		return command_param(rc, IN_PUBLIC);
	if (!object_trim_auth(&in->sensitive.user_auth, object->pub.name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, IN_SENSITIVE);
	if (is_derived)
		return derived_begin(tpm, &parent->object, in);
	if (parent == NULL)
		return primary_begin(tpm, call->handles[0], &in->sensitive);
	rc = check(tpm, &parent->object, &in->sensitive);
	create_from_random(tpm);
	return rc;
}

static uint32_t create_loaded_run(struct tpm *tpm, struct tpm_call *call)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;
	const struct tpm_slot *parent = call->slots[0];
	struct create_loaded_in *in = call->in;
	struct create_loaded_out *out = call->out;
	uint32_t rc = TPM_RC_SUCCESS;

	if (call->slice == 0)
		rc = loaded_begin(tpm, call, parent);
	if (rc == TPM_RC_SUCCESS)
		rc = create_object(tpm, &in->sensitive);
	if (rc == TPM_RC_SUCCESS && parent != NULL && !(object->flags & OBJECT_DERIVED))
		rc = sensitive_to_private(tpm, parent, &object->name, &object->sensitive,
					  &out->priv);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	out->pub = object->pub;
	out->name = object->name;
	install(tpm, call, parent != NULL ? &parent->object : NULL,
		parent != NULL ? parent->object.hierarchy : call->handles[0]);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(create_loaded, .code = TPM_CC_CREATE_LOADED, .flags = COMMAND_RHANDLE | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE_NULL(USER, tpmi_dh_parent)), COMMAND_IN(create_loaded),
	    COMMAND_OUT(create_loaded), .run = create_loaded_run);
