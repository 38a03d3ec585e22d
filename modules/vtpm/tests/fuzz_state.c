/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: $(vm-src) $(vtpm-tpm-src) */
/*
 * What a store hands back: any bytes. Refused, or a TPM that starts and answers about everything it
 * says it has, survives a Clear, and stores a state that is understood again.
 */
#include <stdlib.h>
#include <string.h>

#include "crypto/random.h"
#include "modules/vtpm/tpm/state.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
	uint8_t bytes[TPM_OBJECT_MAX];
	size_t len;
} object;
static struct tpm *tpm;
static uint8_t response[TPM_COMMAND_MAX];

static void check(bool holds)
{
	if (!holds)
		abort();
}

static enum err save(void *context, const uint8_t *bytes, size_t len)
{
	(void)context;
	check(len <= sizeof(object.bytes));
	memcpy(object.bytes, bytes, len);
	object.len = len;
	return OK;
}

static enum err load(void *context, uint8_t *bytes, size_t cap, size_t *len)
{
	(void)context;
	if (object.len > cap)
		return ERR_NO_SPACE;
	memcpy(bytes, object.bytes, object.len);
	*len = object.len;
	return OK;
}

static uint32_t word(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A command of up to three words as parameters or handles, the last short: its response code */
static uint32_t run(uint32_t code, const uint32_t *words, uint32_t count, uint32_t short_bytes)
{
	uint8_t command[64] = { 0x80, 0x01 };
	size_t len = TPM_HEADER_SIZE;

	for (uint32_t i = 0; i < count; i++) {
		for (uint32_t j = i + 1 == count ? short_bytes : 4; j > 0; j--)
			command[len++] = (uint8_t)(words[i] >> 8 * (j - 1));
	}
	command[5] = (uint8_t)len;
	for (uint32_t i = 0; i < 4; i++)
		command[6 + i] = (uint8_t)(code >> (24 - 8 * i));
	check(tpm_execute(tpm, 0, command, len, response, sizeof(response)) >= TPM_HEADER_SIZE);
	return word(response + 6);
}

static uint32_t startup(uint32_t type)
{
	return run(TPM_CC_STARTUP, &type, 1, 2);
}

/* Clear, by the lockout authorisation: an empty password */
static void clear(void)
{
	static const uint8_t command[] = { 0x80, 0x02, 0, 0, 0,    27, 0, 0, 0x01,
					   0x26, 0x40, 0, 0, 0x0a, 0,  0, 0, 9,
					   0x40, 0,    0, 9, 0,    0,  1, 0, 0 };

	check(tpm_execute(tpm, 0, command, sizeof(command), response, sizeof(response)) >=
	      TPM_HEADER_SIZE);
}

/* Asks for the public part of every handle of a type that there is */
static void read_public(uint32_t type, uint32_t code)
{
	const uint32_t query[] = { TPM_CAP_HANDLES, type << TPM_HT_SHIFT, 254 };
	uint32_t handles[254];
	uint32_t count;

	check(run(TPM_CC_GET_CAPABILITY, query, 3, 4) == TPM_RC_SUCCESS);
	count = word(response + 15);
	check(count <= 254);
	for (uint32_t i = 0; i < count; i++)
		handles[i] = word(response + 19 + 4 * i);
	for (uint32_t i = 0; i < count; i++)
		(void)run(code, &handles[i], 1, 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct tpm_platform platform = { .store = { .save = save, .load = load } };
	static const uint8_t seed[48] = { 1 };

	if (tpm == NULL) {
		tpm = aligned_alloc(16, (tpm_size() + 15) / 16 * 16);
		check(tpm != NULL && crypto_random_seed(seed, sizeof(seed)) == OK);
	}
	if (size > sizeof(object.bytes))
		return 0;
	memcpy(object.bytes, data, size);
	object.len = size;
	if (tpm_power_on(tpm, &platform) != OK)
		return 0;
	if (startup(TPM_SU_STATE) != TPM_RC_SUCCESS)
		check(startup(TPM_SU_CLEAR) == TPM_RC_SUCCESS);
	read_public(TPM_HT_NV_INDEX, TPM_CC_NV_READ_PUBLIC);
	read_public(TPM_HT_PERSISTENT, TPM_CC_READ_PUBLIC);
	read_public(TPM_HT_SAVED_SESSION, TPM_CC_FLUSH_CONTEXT);
	clear();
	tpm_power_off(tpm);
	check(tpm_power_on(tpm, &platform) == OK);
	tpm_power_off(tpm);
	return 0;
}
