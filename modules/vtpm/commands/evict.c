/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Persistent objects, and a look at algorithm parameters.
 * Spec: TPM 2.0 Library Part 3 revision 1.59 s28.5, s30.3.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/nv.h"

/* The lower half of the persistent handles is the owner's */
#define PLATFORM_FIRST 0x81800000u

/* --- TPM2_EvictControl ------------------------------------------------------------------------ */
struct evict_control_in {
	uint32_t persistent_handle;
};
static const struct wire_field evict_control_in_fields[] = {
	WIRE_FIELD(struct evict_control_in, persistent_handle, tpmi_dh_persistent),
};

/* Who authorised may touch the object: the platform removes any, and adds and the owner does what
 * is its own */
static uint32_t check_authority(uint32_t authority, const struct tpm_object_state *object,
				uint32_t handle)
{
	bool is_platform = authority == TPM_RH_PLATFORM;
	bool is_stored = (object->flags & OBJECT_PERSISTENT) != 0;

	if (is_platform && is_stored)
		return TPM_RC_SUCCESS;
	if (is_platform != (object->hierarchy == TPM_RH_PLATFORM))
		return COMMAND_HANDLE(TPM_RC_HIERARCHY, 2);
	if (!is_stored && is_platform != (handle >= PLATFORM_FIRST))
		return COMMAND_PARAM(TPM_RC_RANGE, 1);
	return TPM_RC_SUCCESS;
}

static uint32_t evict_control_run(struct tpm *tpm, struct tpm_call *call)
{
	const uint32_t passing = OBJECT_TEMPORARY | OBJECT_STCLEAR | OBJECT_PUBLIC_ONLY;
	const struct tpm_slot *slot = call->slots[1];
	const struct evict_control_in *in = call->in;
	bool is_stored;
	uint32_t rc;

	if (slot->kind != SLOT_OBJECT || (slot->object.flags & passing))
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 2);
	is_stored = (slot->object.flags & OBJECT_PERSISTENT) != 0;
	if (is_stored && slot->object.evict_handle != in->persistent_handle)
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	rc = check_authority(call->handles[0], &slot->object, in->persistent_handle);
	if (rc == TPM_RC_SUCCESS)
		rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return is_stored ? nv_evict_remove(tpm, in->persistent_handle)
			 : nv_evict_add(tpm, in->persistent_handle, &slot->object);
}

TPM_COMMAND(evict_control, .code = TPM_CC_EVICT_CONTROL, .flags = COMMAND_NV | COMMAND_PP,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision), HANDLE(NONE, tpmi_dh_object)),
	    COMMAND_IN(evict_control), .run = evict_control_run);

/* --- TPM2_TestParms --------------------------------------------------------------------------- */
struct test_parms_in {
	struct tpmt_public_parms parameters;
};
static const struct wire_field test_parms_in_fields[] = {
	WIRE_FIELD(struct test_parms_in, parameters, tpmt_public_parms),
};

/* Reading the parameters was the test: what this TPM does not have does not get here */
static uint32_t test_parms_run(struct tpm *tpm, struct tpm_call *call)
{
	(void)tpm;
	(void)call;
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(test_parms, .code = TPM_CC_TEST_PARMS, COMMAND_IN(test_parms), .run = test_parms_run);
