/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What Parapet's TPM has beyond the library specification: vendor commands. Their parameters are
 * TPM structures, big-endian; what the buffers hold is the observe protocol's
 * (modules/observe/protocol.h), little-endian.
 */
#ifndef MODULES_VTPM_PROTOCOL_H
#define MODULES_VTPM_PROTOCOL_H

/*
 * A call of the observe protocol. in: TPM2B request: u32 number of the call, beginning of its
 * structure. out: TPM2B answer: the whole structure, or the
 * 3,456 bytes of it that fit (a log of at most 60 records does). _OWNER has one handle,
 * TPM_RH_OWNER with user authorisation, and may read logs and the transcript. TPM_RC_VALUE
 * (parameter 1): no such call; TPM_RC_SIZE (parameter 1): not its request; TPM_RC_AUTH_MISSING: the
 * owner alone may; TPM_RC_DISABLED: this TPM has no such service.
 */
#define TPM_CC_PARAPET_OBSERVE 0x20000100u
#define TPM_CC_PARAPET_OBSERVE_OWNER 0x20000101u

/*
 * Binds an attestation key to the evidence of this boot: one handle, a loaded signing key with user
 * authorisation, which must be restricted and fixedTPM. Its Name goes into the manifest that
 * Parapet's reports cover, beside the endorsement key: so the report says that the key is in this
 * TPM. out: TPM2B_NAME. The last PARAPET_RESIDENT_MAX keys are kept until power off, TPM2_Clear or
 * TPM2_ChangeEPS. TPM_RC_KEY (handle 1): not a signing key; TPM_RC_ATTRIBUTES (handle 1): it could
 * leave this TPM, or sign anything.
 */
#define TPM_CC_PARAPET_BIND_KEY 0x20000102u
#define PARAPET_RESIDENT_MAX 4u

#endif
