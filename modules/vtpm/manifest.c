/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the TPM says of itself in evidence: its endorsement key, and the attestation keys that were
 * bound to this boot. Both are made anew at every call, inside the TPM: TPM2_ChangeEPS between two
 * reports shows.
 * Spec: SVSM 1.00 s8.3 (vTPM services manifest, version 0); modules/vtpm/protocol.h.
 */
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/resident.h"
#include "modules/vtpm/tpm/wire.h"
#include "modules/vtpm/vtpm.h"

/* TPMT_PUBLIC of the P-256 endorsement key (template L-2), without a length in front */
static enum err ek_write(struct tpm *tpm, struct wire_writer *writer)
{
	static struct tpmt_public ek; /* inside the TPM only */
	uint32_t slice = 0;

	if (vtpm_is_waiting())
		return ERR_BUSY;
	if (ek_public(tpm, EK_L2_P256, &slice, &ek) != TPM_RC_SUCCESS)
		return ERR_CRYPTO;
	wire_write(writer, &wire_tpmt_public, &ek);
	return writer->overflow ? ERR_NO_SPACE : OK;
}

static enum err ek_make(uint8_t *out, size_t cap, size_t *len)
{
	struct wire_writer writer = { .at = out, .left = (uint32_t)cap };
	struct tpm *tpm = vtpm_enter();
	enum err err;

	if (tpm == NULL)
		return ERR_BUSY;
	err = ek_write(tpm, &writer);
	vtpm_leave();
	if (err == OK)
		*len = writer.written;
	return err;
}

/* u32 count, then a TPM2B_NAME each; big-endian, as TPM structures are */
static enum err residents_make(uint8_t *out, size_t cap, size_t *len)
{
	struct wire_writer writer = { .at = out, .left = (uint32_t)cap };
	struct tpm *tpm = vtpm_enter();
	uint32_t count = 0;

	if (tpm == NULL)
		return ERR_BUSY;
	while (count < PARAPET_RESIDENT_MAX && resident_at(tpm, count) != NULL)
		count++;
	wire_put_u32(&writer, count);
	for (uint32_t i = 0; i < count; i++)
		wire_write(&writer, &wire_tpm2b_name, resident_at(tpm, i));
	vtpm_leave();
	if (writer.overflow)
		return ERR_NO_SPACE;
	*len = writer.written;
	return OK;
}

const struct manifest_entry vtpm_manifest[VTPM_MANIFEST_COUNT] = {
	/* c476f1eb-0123-45a5-9641-b4e7dde5bfe3 */
	{ .guid = { 0xeb, 0xf1, 0x76, 0xc4, 0x23, 0x01, 0xa5, 0x45, 0x96, 0x41, 0xb4, 0xe7, 0xdd,
		    0xe5, 0xbf, 0xe3 },
	  .version = 0,
	  .make = ek_make },
	/* 8f0a2b6e-51c7-4d39-a0e4-6b1d93c5f27a */
	{ .guid = { 0x6e, 0x2b, 0x0a, 0x8f, 0xc7, 0x51, 0x39, 0x4d, 0xa0, 0xe4, 0x6b, 0x1d, 0x93,
		    0xc5, 0xf2, 0x7a },
	  .version = 1,
	  .make = residents_make },
};
