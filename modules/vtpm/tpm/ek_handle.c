/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Endorsement keys at persistent handles, made when they are first used: an RSA key takes as long
 * as many starts. It is a function of the seed, so a command that is given up, or a power loss,
 * loses nothing but time. Never makes a key that is there, nor one whose handle was given up.
 * The handles are those of swtpm_setup. Spec: TCG EK Credential Profile for TPM Family 2.0 version
 * 2.5 s B.3, B.4.
 */
#include "core/trace/panic.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/object.h"

static const struct {
	uint32_t handle;
	enum ek_template which;
} places[] = {
	{ 0x81010001, EK_L1_RSA_2048 },
	{ 0x81010016, EK_H3_P384 },
};
#define PLACE_COUNT (sizeof(places) / sizeof(places[0]))

/* The row of a handle; PLACE_COUNT: none */
static size_t place_of(uint32_t handle)
{
	size_t i = 0;

	while (i < PLACE_COUNT && places[i].handle != handle)
		i++;
	return i;
}

bool ek_is_handle(uint32_t handle)
{
	return place_of(handle) < PLACE_COUNT;
}

void ek_reserve(struct tpm *tpm)
{
	for (size_t i = 0; i < PLACE_COUNT; i++)
		ASSERT(nv_evict_reserve(tpm, places[i].handle) == TPM_RC_SUCCESS);
}

/* The finished key to where its place was kept */
static void keep(struct tpm *tpm, uint32_t handle)
{
	struct tpm_object_state *object = &tpm_work(tpm)->create.slot.object;

	object_attach(object, NULL, TPM_RH_ENDORSEMENT);
	ASSERT(nv_evict_remove(tpm, handle) == TPM_RC_SUCCESS);
	ASSERT(nv_evict_add(tpm, handle, object) == TPM_RC_SUCCESS);
}

uint32_t ek_provide(struct tpm *tpm, uint32_t handle)
{
	size_t place = place_of(handle);
	uint32_t rc = nv_is_writable(tpm);

	ASSERT(place < PLACE_COUNT);
	if (rc == TPM_RC_SUCCESS)
		rc = ek_derive(tpm, places[place].which);
	if (rc == TPM_RC_PENDING)
		return rc;
	if (rc == TPM_RC_SUCCESS)
		keep(tpm, handle);
	ek_derive_wipe(tpm);
	return rc == TPM_RC_SUCCESS ? TPM_RC_PENDING : rc;
}
