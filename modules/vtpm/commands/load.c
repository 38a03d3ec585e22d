/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Loading objects and looking at them. An object is in a slot only once all checks are passed.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s12.2..s12.4, s12.7, s12.8.
 */
#include "crypto/secret.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/hierarchy.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/object_check.h"
#include "modules/vtpm/tpm/secret.h"

/* Parameters 1 and 2 of both: inPrivate, inPublic */
#define IN_PRIVATE 1u
#define IN_PUBLIC 2u
static const struct object_blame blame = { .public_number = IN_PUBLIC,
					   .sensitive_number = IN_PRIVATE };

struct load_out {
	struct tpm2b_name name;
};
static const struct wire_field load_out_fields[] = {
	WIRE_FIELD(struct load_out, name, tpm2b_name),
};

/* --- shared steps ----------------------------------------------------------------------------- */
/* Fills work.create's slot; sensitive NULL: public only. TPM_RC_BINDING: no RSA key */
static uint32_t assemble(struct tpm *tpm, const struct tpmt_public *pub,
			 const struct tpmt_sensitive *sensitive, const struct tpm2b_name *name)
{
	struct tpm_slot *slot = &tpm_work(tpm)->create.slot;

	slot->kind = SLOT_OBJECT;
	slot->object.pub = *pub;
	slot->object.name = *name;
	if (sensitive == NULL) {
		slot->object.flags |= OBJECT_PUBLIC_ONLY;
		return TPM_RC_SUCCESS;
	}
	slot->object.sensitive = *sensitive;
	return pub->type == TPM_ALG_RSA ? object_rsa_ready(slot) : TPM_RC_SUCCESS;
}

static void install(struct tpm *tpm, struct tpm_call *call, const struct tpm_object_state *parent,
		    uint32_t hierarchy)
{
	struct tpm_slot *made = &tpm_work(tpm)->create.slot;
	struct tpm_slot *slot;

	object_attach(&made->object, parent, hierarchy);
	slot = object_slot_take(tpm, SLOT_OBJECT, &call->out_handle);
	*slot = *made;
}

/* --- TPM2_Load -------------------------------------------------------------------------------- */
struct load_in {
	struct tpm2b_private priv;
	struct tpmt_public pub;
};
static const struct wire_field load_in_fields[] = {
	WIRE_FIELD(struct load_in, priv, tpm2b_private),
	WIRE_FIELD(struct load_in, pub, tpm2b_public),
};

static uint32_t load_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *parent = call->slots[0];
	const struct load_in *in = call->in;
	struct load_out *out = call->out;
	struct tpmt_sensitive *sensitive = &tpm_work(tpm)->secret.sensitive;
	uint32_t rc;

	if (!object_slot_is_free(tpm))
		return TPM_RC_OBJECT_MEMORY;
	if (in->priv.len == 0)
		return COMMAND_PARAM(TPM_RC_SIZE, IN_PRIVATE);
	if (parent->kind != SLOT_OBJECT || !object_is_parent(&parent->object))
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	object_name(&in->pub, &out->name);
	if (out->name.len == 0)
		return COMMAND_PARAM(TPM_RC_HASH, IN_PUBLIC);
	rc = sensitive_from_private(tpm, parent, &out->name, &in->priv, sensitive);
	if (rc != TPM_RC_SUCCESS)
		return command_param(rc, IN_PRIVATE);
	rc = object_check_load(&parent->object, &in->pub, sensitive, &blame);
	if (rc == TPM_RC_SUCCESS)
		rc = assemble(tpm, &in->pub, sensitive, &out->name);
	if (rc == TPM_RC_SUCCESS)
		install(tpm, call, &parent->object, parent->object.hierarchy);
	return rc;
}

TPM_COMMAND(load, .code = TPM_CC_LOAD, .flags = COMMAND_RHANDLE,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)), COMMAND_IN(load), COMMAND_OUT(load),
	    .run = load_run);

/* --- TPM2_LoadExternal ------------------------------------------------------------------------ */
struct load_external_in {
	struct tpmt_sensitive sensitive; /* type 0: none was given */
	struct tpmt_public pub;
	uint32_t hierarchy;
};
static const struct wire_field load_external_in_fields[] = {
	WIRE_FIELD(struct load_external_in, sensitive, tpm2b_sensitive),
	WIRE_FIELD_NULL(struct load_external_in, pub, tpm2b_public),
	WIRE_FIELD_NULL(struct load_external_in, hierarchy, tpmi_rh_hierarchy),
};

/* A key that came in clear is no one's but the caller's */
static uint32_t check_private(const struct load_external_in *in)
{
	if (in->hierarchy != TPM_RH_NULL)
		return COMMAND_PARAM(TPM_RC_HIERARCHY, 3);
	if (in->pub.attributes &
	    (TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_RESTRICTED))
		return COMMAND_PARAM(TPM_RC_ATTRIBUTES, IN_PUBLIC);
	return TPM_RC_SUCCESS;
}

static uint32_t load_external_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct load_external_in *in = call->in;
	const struct tpmt_sensitive *sensitive = in->sensitive.type != 0 ? &in->sensitive : NULL;
	struct load_out *out = call->out;
	uint32_t rc = TPM_RC_SUCCESS;

	if (!object_slot_is_free(tpm))
		return TPM_RC_OBJECT_MEMORY;
	if (!hierarchy_is_enabled(tpm, in->hierarchy))
		return COMMAND_PARAM(TPM_RC_HIERARCHY, 3);
	if (sensitive != NULL)
		rc = check_private(in);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	object_name(&in->pub, &out->name);
	rc = object_check_load(NULL, &in->pub, sensitive, &blame);
	if (rc == TPM_RC_SUCCESS)
		rc = assemble(tpm, &in->pub, sensitive, &out->name);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	tpm_work(tpm)->create.slot.object.flags |= OBJECT_EXTERNAL;
	install(tpm, call, NULL, in->hierarchy);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(load_external, .code = TPM_CC_LOAD_EXTERNAL, .flags = COMMAND_RHANDLE,
	    COMMAND_IN(load_external), COMMAND_OUT(load), .run = load_external_run);

/* --- TPM2_ReadPublic -------------------------------------------------------------------------- */
struct read_public_out {
	struct tpmt_public pub;
	struct tpm2b_name name;
	struct tpm2b_name qualified_name;
};
static const struct wire_field read_public_out_fields[] = {
	WIRE_FIELD(struct read_public_out, pub, tpm2b_public),
	WIRE_FIELD(struct read_public_out, name, tpm2b_name),
	WIRE_FIELD(struct read_public_out, qualified_name, tpm2b_name),
};

static uint32_t read_public_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *slot = call->slots[0];
	struct read_public_out *out = call->out;

	(void)tpm;
	if (slot->kind != SLOT_OBJECT)
		return TPM_RC_SEQUENCE;
	out->pub = slot->object.pub;
	out->name = slot->object.name;
	out->qualified_name = slot->object.qualified_name;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(read_public, .code = TPM_CC_READ_PUBLIC, COMMAND_HANDLES(HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_OUT(read_public), .run = read_public_run);

/* --- TPM2_Unseal ------------------------------------------------------------------------------ */
struct unseal_out {
	struct tpm2b_sensitive_data data;
};
static const struct wire_field unseal_out_fields[] = {
	WIRE_FIELD(struct unseal_out, data, tpm2b_sensitive_data),
};

static uint32_t unseal_run(struct tpm *tpm, struct tpm_call *call)
{
	const uint32_t key_uses =
		TPMA_OBJECT_DECRYPT | TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_RESTRICTED;
	const struct tpm_slot *slot = call->slots[0];
	struct unseal_out *out = call->out;

	(void)tpm;
	if (slot->kind != SLOT_OBJECT || slot->object.pub.type != TPM_ALG_KEYEDHASH)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (slot->object.pub.attributes & key_uses)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	out->data = slot->object.sensitive.composite.bits;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(unseal, .code = TPM_CC_UNSEAL, COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)),
	    COMMAND_OUT(unseal), .run = unseal_run);

/* --- TPM2_ObjectChangeAuth -------------------------------------------------------------------- */
struct object_change_auth_in {
	struct tpm2b_digest new_auth;
};
static const struct wire_field object_change_auth_in_fields[] = {
	WIRE_FIELD(struct object_change_auth_in, new_auth, tpm2b_digest),
};
struct object_change_auth_out {
	struct tpm2b_private priv;
};
static const struct wire_field object_change_auth_out_fields[] = {
	WIRE_FIELD(struct object_change_auth_out, priv, tpm2b_private),
};

/* The qualified name tells whose child it is */
static bool is_child(const struct tpm_object_state *object, const struct tpm_slot *parent)
{
	struct tpm2b_name qualified;

	/* What has no name has no qualified one: nobody's child */
	if (parent->kind != SLOT_OBJECT || object->name.len == 0)
		return false;
	object_qualified_name(&parent->object.qualified_name, &object->pub, &object->name,
			      &qualified);
	return qualified.len == object->qualified_name.len &&
	       __builtin_memcmp(qualified.bytes, object->qualified_name.bytes, qualified.len) == 0;
}

static uint32_t object_change_auth_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *slot = call->slots[0];
	const struct tpm_object_state *object = &slot->object;
	struct object_change_auth_in *in = call->in;
	struct object_change_auth_out *out = call->out;
	struct tpmt_sensitive *sensitive = &tpm_work(tpm)->secret.sensitive;

	if (slot->kind != SLOT_OBJECT)
		return COMMAND_HANDLE(TPM_RC_TYPE, 1);
	if (!object_trim_auth(&in->new_auth, object->pub.name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	if (!is_child(object, call->slots[1]) || !object_is_parent(&call->slots[1]->object))
		return COMMAND_HANDLE(TPM_RC_TYPE, 2);
	*sensitive = object->sensitive;
	sensitive->auth = in->new_auth;
	return sensitive_to_private(tpm, call->slots[1], &object->name, sensitive, &out->priv);
}

TPM_COMMAND(object_change_auth, .code = TPM_CC_OBJECT_CHANGE_AUTH,
	    COMMAND_HANDLES(HANDLE(ADMIN, tpmi_dh_object), HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_IN(object_change_auth), COMMAND_OUT(object_change_auth),
	    .run = object_change_auth_run);
