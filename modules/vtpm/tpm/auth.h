/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The authorisation area of a command and of its response: passwords, HMAC and policy sessions,
 * audit, parameter
 * encryption. The dispatcher calls these in this order. Spec: TPM 2.0 Library Part 1 revision 1.59 s18, s19, s21.
 */
#ifndef VTPM_TPM_AUTH_H
#define VTPM_TPM_AUTH_H

#include "modules/vtpm/tpm/state.h"
#include "modules/vtpm/tpm/wire.h"

/* Reads area[0..) to call->sessions, whose spans point into it. TPM_RC_ with its session's number.
 */
uint32_t auth_read(struct tpm *tpm, struct wire_reader *area);

/* Assigns sessions to handles and checks each authorisation; a failure is counted. TPM_RC_ as the
 * response has it. */
uint32_t auth_check(struct tpm *tpm);

/* Decrypts the first parameter in place, in parameters[0..len), where a session says so. */
uint32_t auth_decrypt(struct tpm *tpm, uint8_t *parameters, uint32_t len);

/*
 * After the action, for a command with sessions: rolls the nonces and encrypts the first parameter
 * of parameters[0..len), the response's. TPM_RC_SUCCESS or _FAILURE.
 */
uint32_t auth_encrypt(struct tpm *tpm, uint8_t *parameters, uint32_t len);

/* Then writes the response's sessions over those parameters, and ends sessions that do not
 * continue. */
void auth_respond(struct tpm *tpm, const struct tpm_span *parameters, struct wire_writer *writer);

/* Whether the first of count fields is a TPM2B: what can be encrypted. */
bool auth_is_encryptable(const struct wire_field *fields, uint32_t count);

/* --- auth_hmac.c
 * --------------------------------------------------------------------------------------------- */
/* HMAC of session index, over cpHash or, for the response, rpHash. An empty one where no key is
 * there to use. */
void auth_command_hmac(struct tpm *tpm, uint32_t index, struct tpm2b_digest *hmac);
void auth_response_hmac(struct tpm *tpm, uint32_t index, const struct tpm_span *parameters,
			struct tpm2b_digest *hmac);

/* rpHash of a successful response with parameters; out: digest bytes. */
void auth_rp_hash(const struct tpm *tpm, uint16_t hash_alg, const struct tpm_span *parameters,
		  uint8_t *out);

/* --- auth_cipher.c
 * ------------------------------------------------------------------------------------------- */
enum auth_direction { AUTH_DECRYPT, AUTH_ENCRYPT };
/* En- or decrypts a TPM2B at the start of bytes[0..len) for session index. TPM_RC_INSUFFICIENT,
 * _SIZE: not a TPM2B. */
uint32_t auth_crypt(struct tpm *tpm, uint32_t index, enum auth_direction direction, uint8_t *bytes,
		    uint32_t len);

#endif
