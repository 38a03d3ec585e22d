/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The vendor command that binds an attestation key to Parapet's evidence. Spec: modules/vtpm/protocol.h. */
#include "modules/vtpm/protocol.h"

#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/resident.h"
#include "modules/vtpm/tpm/sign.h"

struct bind_out {
	struct tpm2b_name name;
};
static const struct wire_field bind_out_fields[] = { WIRE_FIELD(struct bind_out, name,
								tpm2b_name) };

/* fixedTPM: it was made in this TPM and cannot leave it. restricted: it signs nothing that only
 * looks like the TPM's */
#define NEEDED (TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_SENSITIVEDATAORIGIN)

static uint32_t bind_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct tpm_slot *key = call->slots[0];
	struct bind_out *out = call->out;

	if (!sign_may(key) || (key->object.flags & OBJECT_PUBLIC_ONLY))
		return COMMAND_HANDLE(TPM_RC_KEY, 1);
	if ((key->object.pub.attributes & NEEDED) != NEEDED ||
	    (key->object.flags & OBJECT_EXTERNAL) || key->object.hierarchy == TPM_RH_NULL)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 1);
	out->name = key->object.name;
	resident_add(tpm, &out->name);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(bind_key, .code = TPM_CC_PARAPET_BIND_KEY, .flags = COMMAND_VENDOR,
	    COMMAND_HANDLES(HANDLE(USER, tpmi_dh_object)), COMMAND_OUT(bind), .run = bind_run);
