/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A client of the TPM inside the test guest: a command is put together in a page, sent through SVSM
 * protocol 2, and its response taken apart. One message for each CPU that uses it.
 */
#ifndef VTPM_GUEST_CLIENT_H
#define VTPM_GUEST_CLIENT_H

#include <stdint.h>

#include "abi/tpm.h"

struct tpm_message {
	uint64_t page;    /* GPA of the request; any alignment */
	uint32_t len;     /* of the command so far */
	uint32_t lie;     /* added to the size that its header says */
	uint32_t at;      /* where reading the response goes on */
	uint32_t got;     /* length of the response */
	uint32_t entries; /* into the SVSM, of the last command */
};

/* Whether this monitor has a TPM; the test is skipped if not. */
int tpm_is_there(void);

/* Begins a command without sessions, or with one empty password for each of count handles that
 * follow. */
void tpm_start(struct tpm_message *message, uint32_t code);
void tpm_put(struct tpm_message *message, uint64_t value, uint32_t bytes); /* big-endian */
void tpm_put_bytes(struct tpm_message *message, const void *bytes, uint32_t len);
void tpm_put_2b(struct tpm_message *message, const void *bytes, uint32_t len);
/* The authorisation area of count empty passwords; after the handles. Makes it a command with
 * sessions. */
void tpm_put_passwords(struct tpm_message *message, uint32_t count);

/* Sends it, until it is done. Returns the response code; what follows the header is read by
 * tpm_get*. */
uint32_t tpm_send(struct tpm_message *message);
/* One entry only: returns the SVSM's result. */
uint64_t tpm_send_once(struct tpm_message *message);

uint64_t tpm_get(struct tpm_message *message, uint32_t bytes);
/* The next TPM2B: its bytes, in the response; *len */
const uint8_t *tpm_get_2b(struct tpm_message *message, uint32_t *len);
const uint8_t *tpm_get_bytes(struct tpm_message *message, uint32_t len);

/* Completes the request around the command, for a caller that sends it itself. */
void tpm_finish(struct tpm_message *message);
/* Puts a CreatePrimary together; */
void tpm_primary_start(struct tpm_message *message, uint32_t hierarchy, const void *template,
		       uint32_t len);
/* CreatePrimary with a template (TPMT_PUBLIC) in a hierarchy; returns its handle or 0. */
uint32_t tpm_create_primary(struct tpm_message *message, uint32_t hierarchy, const void *template,
			    uint32_t len);
void tpm_flush(struct tpm_message *message, uint32_t handle);

/* Templates of the usual keys, unique empty */
extern const uint8_t tpm_storage_p256[];
extern const uint32_t tpm_storage_p256_len;
extern const uint8_t tpm_signing_p256[]; /* restricted, ECDSA with SHA-256 */
extern const uint32_t tpm_signing_p256_len;
extern const uint8_t tpm_storage_rsa2048[];
extern const uint32_t tpm_storage_rsa2048_len;

#endif
