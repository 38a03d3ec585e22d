/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * TPM2_NV_Write, _Increment, _Extend, _SetBits. Spec: TPM 2.0 Library Part 3 revision 1.59 s31.
 */
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/nv_memory.h"

#define ORDERLY_STEP_MASK 255u

/*
 * The index of handle 2 that handle 1 authorises writing to, which must be of the type, whatever
 * the command's own checks. Whether NV can be written is asked here too: an orderly index does
 * without.
 */
static uint32_t find_writable(struct tpm *tpm, const struct tpm_call *call, struct nv_index *index)
{
	uint32_t rc = nv_write_access(tpm, call->handles[0], call->handles[1]);

	if (rc != TPM_RC_SUCCESS)
		return rc == TPM_RC_HANDLE ? COMMAND_HANDLE(TPM_RC_HANDLE, 2) : rc;
	nv_find(tpm, call->handles[1], index);
	return TPM_RC_SUCCESS;
}

static uint32_t find_of_type(struct tpm *tpm, const struct tpm_call *call, uint32_t type,
			     struct nv_index *index)
{
	uint32_t rc = find_writable(tpm, call, index);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	return nv_type(index) == type ? TPM_RC_SUCCESS : COMMAND_HANDLE(TPM_RC_ATTRIBUTES, 2);
}

/* Whether what a write changes can be stored; a shutdown that it voids is a store too */
static uint32_t check_store(const struct tpm *tpm, const struct nv_index *index)
{
	if ((index->pub.attributes & TPMA_NV_ORDERLY) != 0 &&
	    tpm->persistent.shutdown == TPM_SHUTDOWN_NONE)
		return TPM_RC_SUCCESS;
	return nv_is_writable(tpm);
}

static bool is_written(const struct nv_index *index)
{
	return (index->pub.attributes & TPMA_NV_WRITTEN) != 0;
}

/* --- TPM2_NV_Write -----------------------------------------------------------------------------
 */
struct nv_write_in {
	struct tpm_span data;
	uint16_t offset;
};
static const struct wire_field nv_write_in_fields[] = {
	WIRE_FIELD(struct nv_write_in, data, span_max_nv_buffer),
	WIRE_FIELD(struct nv_write_in, offset, uint16),
};

static uint32_t check_range(const struct nv_index *index, const struct nv_write_in *in)
{
	uint32_t type = nv_type(index);

	if (type == TPM_NT_COUNTER || type == TPM_NT_BITS || type == TPM_NT_EXTEND)
		return TPM_RC_ATTRIBUTES;
	if (in->offset > index->pub.data_size)
		return COMMAND_PARAM(TPM_RC_VALUE, 2);
	if (in->data.len > index->pub.data_size - in->offset)
		return TPM_RC_NV_RANGE;
	if ((index->pub.attributes & TPMA_NV_WRITEALL) != 0 && in->data.len < index->pub.data_size)
		return TPM_RC_NV_RANGE;
	return TPM_RC_SUCCESS;
}

static uint32_t nv_write_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct nv_write_in *in = call->in;
	struct nv_index index;
	uint32_t rc = find_writable(tpm, call, &index);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	rc = check_range(&index, in);
	if (rc == TPM_RC_SUCCESS)
		rc = check_store(tpm, &index);
	if (rc == TPM_RC_SUCCESS)
		nv_write(tpm, &index, in->offset, in->data.bytes, in->data.len);
	return rc;
}

#define WRITE_HANDLES COMMAND_HANDLES(HANDLE(USER, tpmi_rh_nv_auth), HANDLE(NONE, tpmi_rh_nv_index))

TPM_COMMAND(nv_write, .code = TPM_CC_NV_WRITE, .flags = COMMAND_NV, WRITE_HANDLES,
	    COMMAND_IN(nv_write), .run = nv_write_run);

/* --- TPM2_NV_Increment -------------------------------------------------------------------------
 */
/* A counter begins behind all that were deleted: one defined anew never repeats a value */
static uint32_t nv_increment_run(struct tpm *tpm, struct tpm_call *call)
{
	struct nv_index index;
	uint64_t value;
	uint32_t rc = find_of_type(tpm, call, TPM_NT_COUNTER, &index);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	value = 1 + (is_written(&index) ? nv_number(&index) : tpm->persistent.max_counter);
	rc = (value & ORDERLY_STEP_MASK) == 0 || !is_written(&index) ? nv_is_writable(tpm)
								     : check_store(tpm, &index);
	if (rc == TPM_RC_SUCCESS)
		nv_write_number(tpm, &index, value);
	return rc;
}

TPM_COMMAND(nv_increment, .code = TPM_CC_NV_INCREMENT, .flags = COMMAND_NV, WRITE_HANDLES,
	    .run = nv_increment_run);

/* --- TPM2_NV_Extend ----------------------------------------------------------------------------
 */
struct nv_extend_in {
	struct tpm_span data;
};
static const struct wire_field nv_extend_in_fields[] = {
	WIRE_FIELD(struct nv_extend_in, data, span_max_nv_buffer),
};

static uint32_t nv_extend_run(struct tpm *tpm, struct tpm_call *call)
{
	static const uint8_t zeros[TPM_DIGEST_MAX];
	const struct nv_extend_in *in = call->in;
	uint8_t digest[TPM_DIGEST_MAX];
	struct crypto_hash hash;
	struct nv_index index;
	uint32_t rc = find_of_type(tpm, call, TPM_NT_EXTEND, &index);

	if (rc == TPM_RC_SUCCESS)
		rc = check_store(tpm, &index);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	hash_start(&hash, index.pub.name_alg);
	crypto_hash_update(&hash, is_written(&index) ? index.data : zeros, index.pub.data_size);
	crypto_hash_update(&hash, in->data.bytes, in->data.len);
	crypto_hash_final(&hash, digest);
	nv_write(tpm, &index, 0, digest, index.pub.data_size);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_extend, .code = TPM_CC_NV_EXTEND, .flags = COMMAND_NV, WRITE_HANDLES,
	    COMMAND_IN(nv_extend), .run = nv_extend_run);

/* --- TPM2_NV_SetBits ---------------------------------------------------------------------------
 */
struct nv_set_bits_in {
	uint64_t bits;
};
static const struct wire_field nv_set_bits_in_fields[] = {
	WIRE_FIELD(struct nv_set_bits_in, bits, uint64),
};

static uint32_t nv_set_bits_run(struct tpm *tpm, struct tpm_call *call)
{
	const struct nv_set_bits_in *in = call->in;
	struct nv_index index;
	uint32_t rc = find_of_type(tpm, call, TPM_NT_BITS, &index);

	if (rc == TPM_RC_SUCCESS)
		rc = check_store(tpm, &index);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	nv_write_number(tpm, &index, (is_written(&index) ? nv_number(&index) : 0) | in->bits);
	return TPM_RC_SUCCESS;
}

TPM_COMMAND(nv_set_bits, .code = TPM_CC_NV_SET_BITS, .flags = COMMAND_NV, WRITE_HANDLES,
	    COMMAND_IN(nv_set_bits), .run = nv_set_bits_run);
