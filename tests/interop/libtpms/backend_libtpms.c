/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libtpms behind tpm_server's own front end, so that what is compared or timed differs in the TPM
 * alone. NV blobs stay in memory; a state file is not offered. For tests only.
 */
#include <libtpms/tpm_library.h>
#include <libtpms/tpm_memory.h>
#include <libtpms/tpm_nvfilename.h>
#include <libtpms/tpm_error.h>
#include <libtpms/tpm_tis.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "modules/vtpm/server/backend.h"

#define BLOB_COUNT 4

struct blob {
	char name[32];
	uint8_t *bytes;
	uint32_t len;
};

static struct blob blobs[BLOB_COUNT];
static bool has_power;
static uint8_t current_locality;
static bool is_present;

static struct blob *find_blob(const char *name)
{
	for (size_t i = 0; i < BLOB_COUNT; i++) {
		if (blobs[i].bytes != NULL && strcmp(blobs[i].name, name) == 0)
			return &blobs[i];
	}
	return NULL;
}

static TPM_RESULT nvram_init(void)
{
	return TPM_SUCCESS;
}

static TPM_RESULT nvram_load(unsigned char **data, uint32_t *length, uint32_t number,
			     const char *name)
{
	const struct blob *blob = find_blob(name);

	(void)number;
	if (blob == NULL)
		return TPM_RETRY;
	if (TPM_Malloc(data, blob->len) != TPM_SUCCESS)
		return TPM_FAIL;
	memcpy(*data, blob->bytes, blob->len);
	*length = blob->len;
	return TPM_SUCCESS;
}

static TPM_RESULT nvram_store(const unsigned char *data, uint32_t length, uint32_t number,
			      const char *name)
{
	struct blob *blob = find_blob(name);
	uint8_t *copy;

	(void)number;
	for (size_t i = 0; blob == NULL && i < BLOB_COUNT; i++) {
		if (blobs[i].bytes == NULL)
			blob = &blobs[i];
	}
	if (blob == NULL || strlen(name) >= sizeof(blob->name))
		return TPM_FAIL;
	copy = realloc(blob->bytes, length);
	if (copy == NULL)
		return TPM_FAIL;
	memcpy(copy, data, length);
	strcpy(blob->name, name);
	blob->bytes = copy;
	blob->len = length;
	return TPM_SUCCESS;
}

static TPM_RESULT nvram_delete(uint32_t number, const char *name, TPM_BOOL must_exist)
{
	struct blob *blob = find_blob(name);

	(void)number;
	if (blob == NULL)
		return must_exist ? TPM_FAIL : TPM_SUCCESS;
	free(blob->bytes);
	blob->bytes = NULL;
	return TPM_SUCCESS;
}

static TPM_RESULT io_init(void)
{
	return TPM_SUCCESS;
}

static TPM_RESULT io_locality(TPM_MODIFIER_INDICATOR *locality, uint32_t number)
{
	(void)number;
	*locality = current_locality;
	return TPM_SUCCESS;
}

static TPM_RESULT io_presence(TPM_BOOL *presence, uint32_t number)
{
	(void)number;
	*presence = is_present;
	return TPM_SUCCESS;
}

enum err backend_open(const char *state_path, enum backend_switch endorsement_keys)
{
	static struct libtpms_callbacks callbacks = {
		.sizeOfStruct = sizeof(callbacks),
		.tpm_nvram_init = nvram_init,
		.tpm_nvram_loaddata = nvram_load,
		.tpm_nvram_storedata = nvram_store,
		.tpm_nvram_deletename = nvram_delete,
		.tpm_io_init = io_init,
		.tpm_io_getlocality = io_locality,
		.tpm_io_getphysicalpresence = io_presence,
	};

	if (endorsement_keys == BACKEND_ON)
		return ERR_UNSUPPORTED;
	if (state_path != NULL || TPMLIB_ChooseTPMVersion(TPMLIB_TPM_VERSION_2) != TPM_SUCCESS ||
	    TPMLIB_RegisterCallbacks(&callbacks) != TPM_SUCCESS)
		return ERR_IO;
	return OK;
}

enum err backend_power_on(void)
{
	if (has_power)
		return OK;
	has_power = TPMLIB_MainInit() == TPM_SUCCESS;
	return has_power ? OK : ERR_IO;
}

void backend_power_off(void)
{
	if (has_power)
		TPMLIB_Terminate();
	has_power = false;
}

size_t backend_execute(uint8_t locality, const uint8_t *command, size_t len, uint8_t *response)
{
	static unsigned char *reply;
	static uint32_t reply_cap;
	static uint8_t copy[8192];
	uint32_t reply_len = 0;

	if (!has_power || len > sizeof(copy))
		return 0;
	current_locality = locality;
	memcpy(copy, command, len);
	if (TPMLIB_Process(&reply, &reply_len, &reply_cap, copy, (uint32_t)len) != TPM_SUCCESS ||
	    reply_len > BACKEND_RESPONSE_MAX)
		return 0;
	memcpy(response, reply, reply_len);
	return reply_len;
}

void backend_hash_start(void)
{
	if (has_power)
		TPM_IO_Hash_Start();
}

void backend_hash_data(const uint8_t *data, size_t len)
{
	if (has_power)
		TPM_IO_Hash_Data(data, (uint32_t)len);
}

void backend_hash_end(void)
{
	if (has_power)
		TPM_IO_Hash_End();
}

void backend_presence(enum backend_switch state)
{
	is_present = state == BACKEND_ON;
}

void backend_nv(enum backend_switch state)
{
	(void)state;
}

void backend_close(void)
{
	backend_power_off();
	for (size_t i = 0; i < BLOB_COUNT; i++)
		free(blobs[i].bytes);
}
