/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A TPM with its store in memory, whose saves can be made to fail, and a clock that a test moves.
 * Commands are made of words and bytes. One at a time.
 */
#ifndef VTPM_TESTS_MEMORY_TPM_H
#define VTPM_TESTS_MEMORY_TPM_H

#include "modules/vtpm/tpm/state.h"

#define NEVER 0xffffffffu

struct memory_tpm {
	struct tpm *tpm;
	uint8_t *object; /* what the store holds */
	size_t object_len;
	uint32_t saves;
	uint32_t fail_at; /* the save, counted from 0, from which on none succeeds; NEVER */
	uint64_t ms;
	bool has_endorsement_keys; /* a TPM that is manufactured */
	bool has_all_banks;        /* the same */
	uint8_t response[4096];
	size_t response_len;
};

extern struct memory_tpm memory;

/* cmocka's setup and teardown: a TPM that was manufactured, powered on and Startup(CLEAR) */
int memory_setup(void **state);
/* The same, with endorsement keys at their handles */
int memory_setup_endorsed(void **state);
/* The same as memory_setup, with every bank of PCRs */
int memory_setup_all_banks(void **state);
int memory_teardown(void **state);

/* Power off without a word, and on again. */
enum err memory_power_cycle(void);
/* The same, and Startup(type): its response code */
uint32_t memory_restart(uint16_t type);

/* A command in the making: parts are appended, big-endian */
struct memory_command {
	uint8_t bytes[4096];
	size_t len;
};
void put8(struct memory_command *command, uint32_t value);
void put16(struct memory_command *command, uint32_t value);
void put32(struct memory_command *command, uint32_t value);
void put64(struct memory_command *command, uint64_t value);
void put_bytes(struct memory_command *command, const void *bytes, size_t len);
void put_2b(struct memory_command *command, const void *bytes, size_t len);

/*
 * Begins code with handles (-1 ends them) and, unless auth is NULL, one password session with that
 * string; parameters follow with put*; memory_run sends it from locality and returns the response
 * code.
 */
struct memory_command memory_begin(uint32_t code, const char *auth, const uint32_t *handles,
				   uint32_t count);
uint32_t memory_run(const struct memory_command *command, uint8_t locality);

/* The parameters of the last response: behind header, and the size of what has sessions */
const uint8_t *memory_parameters(void);
uint32_t get32(const uint8_t *at);
uint64_t get64(const uint8_t *at);

/* Commands that several tests need; all with empty authorisation. Return response codes. */
uint32_t memory_shutdown(uint16_t type);
uint32_t nv_define_as(uint32_t authority, uint32_t index, uint32_t attributes, uint16_t size,
		      const char *auth);
uint32_t nv_write_as(uint32_t authority, const char *auth, uint32_t index, uint16_t offset,
		     const void *bytes, uint16_t len);
uint32_t nv_read_as(uint32_t authority, const char *auth, uint32_t index, uint16_t offset,
		    uint16_t len);
/* NV_Increment, _WriteLock, _ReadLock: commands without parameters on an index */
uint32_t nv_do_as(uint32_t code, uint32_t authority, const char *auth, uint32_t index);

#endif
