/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state to the platform's store and back. tpm->object holds secrets only while a call here
 * runs. */
#include "modules/vtpm/tpm/persist.h"

#include "crypto/secret.h"
#include "modules/vtpm/tpm/nv.h"
#include "modules/vtpm/tpm/persist_format.h"

void tpm_persist_mark(struct tpm *tpm)
{
	tpm->call.must_persist = 1;
}

void persist_disorder(struct tpm *tpm)
{
	if (!tpm->is_started || tpm->persistent.shutdown == TPM_SHUTDOWN_NONE)
		return;
	tpm->persistent.shutdown = TPM_SHUTDOWN_NONE;
	tpm_persist_mark(tpm);
}

/* The monitor gives no store yet: its functions are the server's */
/* stack-calls: persist_save . ^$ */
/* stack-calls: persist_load . ^$ */
uint32_t persist_save(struct tpm *tpm)
{
	const struct tpm_store *store = &tpm->platform.store;
	size_t len;
	enum err err;

	tpm->call.must_persist = 0;
	/* What a command began and could not finish is not stored later, by another */
	if (tpm->is_failed)
		return TPM_RC_FAILURE;
	if (store->save == NULL)
		return TPM_RC_SUCCESS;
	len = persist_encode(tpm);
	err = store->save(store->context, tpm->object, len);
	crypto_wipe(tpm->object, len);
	if (err == OK)
		return TPM_RC_SUCCESS;
	tpm->is_failed = 1;
	return TPM_RC_FAILURE;
}

enum err persist_load(struct tpm *tpm)
{
	const struct tpm_store *store = &tpm->platform.store;
	size_t len = 0;
	enum err err;

	if (store->load == NULL)
		return ERR_NOT_FOUND;
	err = store->load(store->context, tpm->object, sizeof(tpm->object), &len);
	if (err == OK && !persist_decode(tpm, len))
		err = ERR_FORMAT;
	crypto_wipe(tpm->object, sizeof(tpm->object));
	return err;
}
