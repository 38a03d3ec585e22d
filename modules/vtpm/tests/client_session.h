/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions from the client's side, over memory_tpm: keys, HMACs and encryption computed here, from
 * the specification
 * and not with the TPM's code. Spec: TPM 2.0 Library Part 1 revision 1.59 s19, s21.
 */
#ifndef VTPM_TESTS_CLIENT_SESSION_H
#define VTPM_TESTS_CLIENT_SESSION_H

#include "modules/vtpm/tests/memory_tpm.h"

struct client_session {
	uint32_t handle;
	uint16_t hash_alg;
	uint16_t symmetric; /* TPM_ALG_NULL, _XOR, _AES (128 bits) */
	uint8_t nonce_tpm[64];
	size_t nonce_len;
	uint8_t key[64];
	size_t key_len;
};

struct client_start {
	uint8_t type;
	uint16_t hash_alg;
	uint16_t symmetric;
	uint32_t bind; /* 0: none */
	const char *bind_auth;
};
/* TPM2_StartAuthSession; its response code. */
uint32_t client_start(struct client_session *session, const struct client_start *start);

/* One session of a command */
struct client_use {
	struct client_session *session; /* NULL: the password auth */
	uint8_t attributes;
	const char *auth; /* of the entity, where it is in the HMAC's key; NULL: not */
	/* Of what a bound session authorises: in the key of the encryption only */
	const char *cipher_auth;
};

struct client_command {
	uint32_t code;
	uint32_t handle_count;
	uint32_t handles[3];
	const uint8_t *names[3]; /* NULL: the handle's bytes are its name */
	size_t name_lens[3];
	const void *parameters;
	size_t len;
	struct client_use uses[3];
	uint32_t use_count;
	uint8_t flip; /* xored into the last byte of the first HMAC */
};
/*
 * Sends it; its response code. After a success every HMAC of the response was right, sessions have
 * their new nonces, and client.parameters[0..client.len) are the response's, decrypted.
 */
uint32_t client_run(const struct client_command *command);

struct client_response {
	uint8_t parameters[4096];
	size_t len;
	uint8_t attributes[3];      /* of its sessions */
	struct memory_command sent; /* what was sent, to send it again */
};
extern struct client_response client;

void client_flush(const struct client_session *session);

#endif
