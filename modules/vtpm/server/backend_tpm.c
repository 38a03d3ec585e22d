/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The server's TPM is modules/vtpm/tpm, as the monitor runs it. Its random numbers come from the
 * kernel. Never waits for anything but the state file.
 */
#include "modules/vtpm/server/backend.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "crypto/random.h"
#include "modules/vtpm/server/state_file.h"
#include "modules/vtpm/tpm/tpm.h"

#define SEED_SIZE 64
#define MEMORY_OBJECT_MAX (256u * 1024)

static struct {
	struct tpm *tpm;
	bool has_power;
	bool has_file;
	bool has_endorsement_keys;
	struct state_file file;
	uint8_t *object; /* without a file: the state, while there is no power */
	size_t object_len;
} backend;

static uint64_t milliseconds(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static enum err save_to_file(void *context, const uint8_t *object, size_t len)
{
	(void)context;
	return state_file_save(&backend.file, object, len);
}

static enum err load_from_file(void *context, uint8_t *object, size_t cap, size_t *len)
{
	(void)context;
	return state_file_load(&backend.file, object, cap, len);
}

static enum err save_to_memory(void *context, const uint8_t *object, size_t len)
{
	uint8_t *copy;

	(void)context;
	if (len > MEMORY_OBJECT_MAX)
		return ERR_NO_SPACE;
	copy = realloc(backend.object, len);
	if (copy == NULL && len != 0)
		return ERR_NO_SPACE;
	memcpy(copy, object, len);
	backend.object = copy;
	backend.object_len = len;
	return OK;
}

static enum err load_from_memory(void *context, uint8_t *object, size_t cap, size_t *len)
{
	(void)context;
	if (backend.object == NULL)
		return ERR_NOT_FOUND;
	if (backend.object_len > cap)
		return ERR_NO_SPACE;
	memcpy(object, backend.object, backend.object_len);
	*len = backend.object_len;
	return OK;
}

static enum err seed_random(void)
{
	uint8_t seed[SEED_SIZE];
	enum err err = ERR_IO;

	if (getrandom(seed, sizeof(seed), 0) == (ssize_t)sizeof(seed))
		err = crypto_random_seed(seed, sizeof(seed));
	explicit_bzero(seed, sizeof(seed));
	return err;
}

enum err backend_open(const char *state_path, enum backend_switch endorsement_keys)
{
	enum err err = seed_random();

	if (err != OK)
		return err;
	if (state_path != NULL) {
		err = state_file_open(&backend.file, state_path);
		if (err != OK)
			return err;
		backend.has_file = true;
	}
	backend.has_endorsement_keys = endorsement_keys == BACKEND_ON;
	backend.tpm = calloc(1, tpm_size());
	if (backend.tpm != NULL)
		return OK;
	backend_close();
	return ERR_NO_SPACE;
}

enum err backend_power_on(void)
{
	const struct tpm_platform platform = {
		.store = { .save = backend.has_file ? save_to_file : save_to_memory,
			   .load = backend.has_file ? load_from_file : load_from_memory },
		.milliseconds = milliseconds,
		.is_time_trusted = true,
		.has_endorsement_keys = backend.has_endorsement_keys,
		.has_all_banks = true, /* clients' tests are written for simulators that do */
	};

	if (backend.has_power)
		return OK;
	backend.has_power = true;
	return tpm_power_on(backend.tpm, &platform);
}

void backend_power_off(void)
{
	if (backend.has_power)
		tpm_power_off(backend.tpm);
	backend.has_power = false;
}

size_t backend_execute(uint8_t locality, const uint8_t *command, size_t len, uint8_t *response)
{
	if (!backend.has_power)
		return 0;
	return tpm_execute(backend.tpm, locality, command, len, response, BACKEND_RESPONSE_MAX);
}

void backend_hash_start(void)
{
	if (backend.has_power)
		tpm_hash_start(backend.tpm);
}

void backend_hash_data(const uint8_t *data, size_t len)
{
	if (backend.has_power)
		tpm_hash_data(backend.tpm, data, len);
}

void backend_hash_end(void)
{
	if (backend.has_power)
		tpm_hash_end(backend.tpm);
}

void backend_presence(enum backend_switch state)
{
	if (backend.has_power)
		tpm_physical_presence(backend.tpm, state == BACKEND_ON);
}

void backend_nv(enum backend_switch state)
{
	if (backend.has_power)
		tpm_nv_available(backend.tpm, state == BACKEND_ON);
}

void backend_close(void)
{
	backend_power_off();
	if (backend.tpm != NULL)
		explicit_bzero(backend.tpm, tpm_size());
	free(backend.tpm);
	if (backend.object != NULL)
		explicit_bzero(backend.object, backend.object_len);
	free(backend.object);
	if (backend.has_file)
		state_file_close(&backend.file);
	memset(&backend, 0, sizeof(backend));
	crypto_random_wipe();
}
