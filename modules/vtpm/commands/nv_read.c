/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM2_NV_Read, the locks, and TPM2_NV_ChangeAuth. Spec: TPM 2.0 Library Part 3 revision 1.59 s31.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/nv_memory.h"

/* --- TPM2_NV_Read ------------------------------------------------------------------------------
 */
struct nv_read_in {
	uint16_t size;
	uint16_t offset;
};
static const struct wire_field nv_read_in_fields[] = {
	WIRE_FIELD(struct nv_read_in, size, uint16),
	WIRE_FIELD(struct nv_read_in, offset, uint16),
};
struct nv_read_out {
	struct tpm_span data;
};
static const struct wire_field nv_read_out_fields[] = {
	WIRE_FIELD(struct nv_read_out, data, span_max_nv_buffer),
};

static uint32_t nv_read_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct nv_read_in *in = call->in;
	struct nv_read_out *out = call->out;
	struct nv_index index;
	uint32_t rc = nv_read_access(tpm, call->handles[0], call->handles[1]);

	if (rc != TPM_RC_SUCCESS)
		return rc == TPM_RC_HANDLE ? COMMAND_HANDLE(TPM_RC_HANDLE, 2) : rc;
	nv_find(tpm, call->handles[1], &index);
	if (in->size > TPM_NV_BUFFER_MAX)
		return COMMAND_PARAM(TPM_RC_VALUE, 1);
	if (in->offset > index.pub.data_size)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (in->size > index.pub.data_size - in->offset)
		return TPM_RC_NV_RANGE;
	/* NV memory stays as it is until the response is written */
	out->data = (struct tpm_span){ index.data + in->offset, in->size };
	return TPM_RC_SUCCESS;
}

#define INDEX_HANDLES COMMAND_HANDLES(HANDLE(USER, tpmi_rh_nv_auth), HANDLE(NONE, tpmi_rh_nv_index))

TPM_COMMAND(nv_read, .code = TPM_CC_NV_READ, INDEX_HANDLES, COMMAND_IN(nv_read),
	    COMMAND_OUT(nv_read), .run = nv_read_run);

/* --- TPM2_NV_WriteLock, _ReadLock --------------------------------------------------------------
 */
/* Sets lock on handle 2's index, if it has one of the attributes that allow it */
static uint32_t set_lock(struct tpm *tpm, const struct tpm_call *call, uint32_t allowed,
			 uint32_t lock)
{
	struct nv_index index;
	uint32_t rc;

	if (!nv_find(tpm, call->handles[1], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 2);
	if ((index.pub.attributes & allowed) == 0)
		return COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 2);
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	index.pub.attributes |= lock;
	nv_update(tpm, &index);
	return TPM_RC_SUCCESS;
}

/* One that is locked already stays so: no error */
static uint32_t nv_write_lock_run(struct tpm *tpm, struct tpm_call *call)
{
	uint32_t rc = nv_write_access(tpm, call->handles[0], call->handles[1]);

	if (rc == TPM_RC_NV_LOCKED)
		return TPM_RC_SUCCESS;
	if (rc != TPM_RC_SUCCESS)
		return rc;
	return set_lock(tpm, call, TPMA_NV_WRITEDEFINE | TPMA_NV_WRITE_STCLEAR,
			TPMA_NV_WRITELOCKED);
}

TPM_COMMAND(nv_write_lock, .code = TPM_CC_NV_WRITE_LOCK, .flags = COMMAND_NV, INDEX_HANDLES,
	    .run = nv_write_lock_run);

static uint32_t nv_read_lock_run(struct tpm *tpm, struct tpm_call *call)
{
	uint32_t rc = nv_read_access(tpm, call->handles[0], call->handles[1]);

	if (rc == TPM_RC_NV_LOCKED)
		return TPM_RC_SUCCESS;
	if (rc != TPM_RC_SUCCESS && rc != TPM_RC_NV_UNINITIALIZED)
		return rc;
	return set_lock(tpm, call, TPMA_NV_READ_STCLEAR, TPMA_NV_READLOCKED);
}

TPM_COMMAND(nv_read_lock, .code = TPM_CC_NV_READ_LOCK, .flags = COMMAND_NV, INDEX_HANDLES,
	    .run = nv_read_lock_run);

/* --- TPM2_NV_GlobalWriteLock -------------------------------------------------------------------
 */
static void lock_globally(struct tpm *tpm, struct nv_index *index, void *context)
{
	const uint32_t both = TPMA_NV_GLOBALLOCK | TPMA_NV_WRITELOCKED;

	(void)context;
	if ((index->pub.attributes & both) != TPMA_NV_GLOBALLOCK)
		return;
	index->pub.attributes |= TPMA_NV_WRITELOCKED;
	nv_update(tpm, index);
}

static uint32_t nv_global_lock_run(struct tpm *tpm, struct tpm_call *call)
{
	uint32_t rc = nv_is_writable(tpm);

	(void)call;
	if (rc == TPM_RC_SUCCESS)
		nv_for_each(tpm, lock_globally, NULL);
	return rc;
}

TPM_COMMAND(nv_global_write_lock, .code = TPM_CC_NV_GLOBAL_WRITE_LOCK,
	    .flags = COMMAND_NV | COMMAND_PP, COMMAND_HANDLES(HANDLE(USER, tpmi_rh_provision)),
	    .run = nv_global_lock_run);

/* --- TPM2_NV_ChangeAuth ------------------------------------------------------------------------
 */
struct nv_change_auth_in {
	struct tpm2b_digest new_auth;
};
static const struct wire_field nv_change_auth_in_fields[] = {
	WIRE_FIELD(struct nv_change_auth_in, new_auth, tpm2b_digest),
};

static uint32_t nv_change_auth_run(struct tpm *tpm, struct tpm_call *call)
{
	struct nv_change_auth_in *in = call->in;
	struct nv_index index;
	uint32_t rc;

	while (in->new_auth.len > 0 && in->new_auth.bytes[in->new_auth.len - 1] == 0)
		in->new_auth.len--;
	if (!nv_find(tpm, call->handles[0], &index))
		return COMMAND_HANDLE(TPM_RC_HANDLE, 1);
	if (in->new_auth.len > hash_size(index.pub.name_alg))
		return COMMAND_PARAM(TPM_RC_SIZE, 1);
	rc = nv_is_writable(tpm);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	index.auth = in->new_auth;
	nv_update(tpm, &index);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_change_auth, .code = TPM_CC_NV_CHANGE_AUTH, .flags = COMMAND_NV,
	    COMMAND_HANDLES(HANDLE(ADMIN, tpmi_rh_nv_index)), COMMAND_IN(nv_change_auth),
	    .run = nv_change_auth_run);
