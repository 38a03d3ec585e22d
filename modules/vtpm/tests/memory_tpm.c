/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See memory_tpm.h. */
#include "modules/vtpm/tests/memory_tpm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/trace/panic.h"
#include "crypto/random.h"

struct memory_tpm memory;

void panic(enum termination reason)
{
	fprintf(stderr, "panic %d\n", (int)reason);
	abort();
}

static enum err save(void *context, const uint8_t *object, size_t len)
{
	(void)context;
	if (memory.saves++ >= memory.fail_at)
		return ERR_IO;
	free(memory.object);
	memory.object = malloc(len);
	memcpy(memory.object, object, len);
	memory.object_len = len;
	return OK;
}

static enum err load(void *context, uint8_t *object, size_t cap, size_t *len)
{
	(void)context;
	if (memory.object == NULL)
		return ERR_NOT_FOUND;
	if (memory.object_len > cap)
		return ERR_NO_SPACE;
	memcpy(object, memory.object, memory.object_len);
	*len = memory.object_len;
	return OK;
}

static uint64_t milliseconds(void *context)
{
	(void)context;
	return memory.ms;
}

static enum err power_on(void)
{
	const struct tpm_platform platform = { .store = { .save = save, .load = load },
					       .milliseconds = milliseconds,
					       .has_endorsement_keys = memory.has_endorsement_keys,
					       .has_all_banks = memory.has_all_banks };

	return tpm_power_on(memory.tpm, &platform);
}

enum err memory_power_cycle(void)
{
	tpm_power_off(memory.tpm);
	return power_on();
}

static uint32_t startup(uint16_t type)
{
	struct memory_command command = memory_begin(TPM_CC_STARTUP, NULL, NULL, 0);

	put16(&command, type);
	return memory_run(&command, 0);
}

uint32_t memory_restart(uint16_t type)
{
	assert_int_equal(memory_power_cycle(), OK);
	return startup(type);
}

/* kind: what a TPM that is manufactured has */
static int set_up(const struct memory_tpm *kind)
{
	static const uint8_t seed[48] = { 1, 2, 3 };

	memory = *kind;
	memory.fail_at = NEVER;
	memory.tpm = aligned_alloc(16, (tpm_size() + 15) / 16 * 16);
	if (crypto_random_seed(seed, sizeof(seed)) != OK || power_on() != OK)
		return -1;
	return startup(TPM_SU_CLEAR) == TPM_RC_SUCCESS ? 0 : -1;
}

int memory_setup(void **state)
{
	(void)state;
	return set_up(&(struct memory_tpm){});
}

int memory_setup_endorsed(void **state)
{
	(void)state;
	return set_up(&(struct memory_tpm){ .has_endorsement_keys = true });
}

int memory_setup_all_banks(void **state)
{
	(void)state;
	return set_up(&(struct memory_tpm){ .has_all_banks = true });
}

int memory_teardown(void **state)
{
	(void)state;
	tpm_power_off(memory.tpm);
	free(memory.tpm);
	free(memory.object);
	return 0;
}

/* --- commands ----------------------------------------------------------------------------------
 */
static void put(struct memory_command *command, uint64_t value, uint32_t width)
{
	for (uint32_t i = width; i > 0; i--)
		command->bytes[command->len++] = (uint8_t)(value >> 8 * (i - 1));
}

void put8(struct memory_command *command, uint32_t value)
{
	put(command, value, 1);
}

void put16(struct memory_command *command, uint32_t value)
{
	put(command, value, 2);
}

void put32(struct memory_command *command, uint32_t value)
{
	put(command, value, 4);
}

void put64(struct memory_command *command, uint64_t value)
{
	put(command, value, 8);
}

void put_bytes(struct memory_command *command, const void *bytes, size_t len)
{
	if (len != 0)
		memcpy(command->bytes + command->len, bytes, len);
	command->len += len;
}

void put_2b(struct memory_command *command, const void *bytes, size_t len)
{
	put16(command, (uint32_t)len);
	put_bytes(command, bytes, len);
}

struct memory_command memory_begin(uint32_t code, const char *auth, const uint32_t *handles,
				   uint32_t count)
{
	struct memory_command command = { .len = 0 };

	put16(&command, auth == NULL ? TPM_ST_NO_SESSIONS : TPM_ST_SESSIONS);
	put32(&command, 0);
	put32(&command, code);
	for (uint32_t i = 0; i < count; i++)
		put32(&command, handles[i]);
	if (auth == NULL)
		return command;
	put32(&command, 9 + (uint32_t)strlen(auth));
	put32(&command, TPM_RS_PW);
	put16(&command, 0);
	put8(&command, 1);
	put_2b(&command, auth, strlen(auth));
	return command;
}

uint32_t memory_run(const struct memory_command *command, uint8_t locality)
{
	struct memory_command whole = *command;

	whole.len = 2;
	put32(&whole, (uint32_t)command->len);
	memory.response_len = tpm_execute(memory.tpm, locality, whole.bytes, command->len,
					  memory.response, sizeof(memory.response));
	assert_true(memory.response_len >= TPM_HEADER_SIZE);
	assert_int_equal(get32(memory.response + 2), memory.response_len);
	return get32(memory.response + 6);
}

const uint8_t *memory_parameters(void)
{
	bool has_sessions = memory.response[1] == (TPM_ST_SESSIONS & 0xff);

	return memory.response + TPM_HEADER_SIZE + (has_sessions ? 4 : 0);
}

uint32_t get32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

uint64_t get64(const uint8_t *at)
{
	return (uint64_t)get32(at) << 32 | get32(at + 4);
}

uint32_t memory_shutdown(uint16_t type)
{
	struct memory_command command = memory_begin(TPM_CC_SHUTDOWN, NULL, NULL, 0);

	put16(&command, type);
	return memory_run(&command, 0);
}

uint32_t nv_define_as(uint32_t authority, uint32_t index, uint32_t attributes, uint16_t size,
		      const char *auth)
{
	struct memory_command command = memory_begin(TPM_CC_NV_DEFINE_SPACE, "", &authority, 1);

	put_2b(&command, auth, strlen(auth));
	put16(&command, 14);
	put32(&command, index);
	put16(&command, TPM_ALG_SHA256);
	put32(&command, attributes);
	put16(&command, 0);
	put16(&command, size);
	return memory_run(&command, 0);
}

uint32_t nv_write_as(uint32_t authority, const char *auth, uint32_t index, uint16_t offset,
		     const void *bytes, uint16_t len)
{
	const uint32_t handles[] = { authority, index };
	struct memory_command command = memory_begin(TPM_CC_NV_WRITE, auth, handles, 2);

	put_2b(&command, bytes, len);
	put16(&command, offset);
	return memory_run(&command, 0);
}

uint32_t nv_read_as(uint32_t authority, const char *auth, uint32_t index, uint16_t offset,
		    uint16_t len)
{
	const uint32_t handles[] = { authority, index };
	struct memory_command command = memory_begin(TPM_CC_NV_READ, auth, handles, 2);

	put16(&command, len);
	put16(&command, offset);
	return memory_run(&command, 0);
}

uint32_t nv_do_as(uint32_t code, uint32_t authority, const char *auth, uint32_t index)
{
	const uint32_t handles[] = { authority, index };
	struct memory_command command = memory_begin(code, auth, handles, 2);

	return memory_run(&command, 0);
}
