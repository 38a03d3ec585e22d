/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The TPM as its users see it: the SVSM protocol, tpm_server, tests and fuzzers. One struct tpm is
 * one TPM; nothing is global. The caller serialises calls. Commands that take long are sliced:
 * tpm_step returns TPM_PENDING until the
 * response is there. Spec: TPM 2.0 Library revision 1.59; PC Client Platform TPM Profile 1.05.
 */
#ifndef VTPM_TPM_TPM_H
#define VTPM_TPM_TPM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/err.h"

struct tpm;

/* Where the state that survives power lies. The TPM holds it as one object and hands over the
 * whole. */
struct tpm_store {
	/*
	 * Writes object[0..len) durably: OK only when it will be there after a power loss at any
	 * later moment; on any error the previous object is there. Called before the response of
	 * the command that changed it.
	 */
	enum err (*save)(void *context, const uint8_t *object, size_t len);
	/* Reads it to object[0..cap). OK with *len, ERR_NOT_FOUND (a blank TPM: it manufactures),
	 * other errors. */
	enum err (*load)(void *context, uint8_t *object, size_t cap, size_t *len);
	void *context;
};

struct tpm_platform {
	struct tpm_store store; /* save NULL: memory only */
	/* Milliseconds of a clock that runs while the TPM has power; never goes back. */
	uint64_t (*milliseconds)(void *context);
	/*
	 * Whether that clock may end a dictionary attack lockout, as the specification has it. No,
	 * where an attacker may set its pace: then only lockoutAuth, or Clear, does.
	 */
	bool is_time_trusted;
	/* Whether a TPM that is manufactured has its endorsement keys at persistent handles (ek.h).
	 */
	bool has_endorsement_keys;
	/* Whether a TPM that is manufactured has every bank of PCRs in use, as simulators have;
	 * else SHA-256 and SHA-384. PCR_Allocate chooses others in either.
	 */
	bool has_all_banks;
	/*
	 * A vendor command's request in[0..in_len) to the observability service; writes
	 * out[0..cap), *out_len. OK, ERR_UNSUPPORTED (no such request), ERR_RANGE (malformed).
	 * is_owner: the owner authorised it. NULL: there is none.
	 */
	enum err (*observe)(void *context, bool is_owner, const uint8_t *in, size_t in_len,
			    uint8_t *out, size_t cap, size_t *out_len);
	void *context;
};

/* Bytes a struct tpm takes; the memory is zeroed, 16-aligned, the caller's */
size_t tpm_size(void);

/*
 * Power on (_TPM_Init): takes platform by value, loads the state or manufactures a TPM. Returns OK,
 * or the store's error, or ERR_FORMAT (the object is not a state of this version or an earlier
 * one): then the TPM is in failure mode.
 */
MUST_USE enum err tpm_power_on(struct tpm *tpm, const struct tpm_platform *platform);

/* Power off without TPM2_Shutdown: everything volatile is wiped. */
void tpm_power_off(struct tpm *tpm);

enum tpm_progress { TPM_DONE, TPM_PENDING };

/*
 * Hands in a command, copied: command[0..len), locality 0..4. Then tpm_step until TPM_DONE; no step
 * takes longer than the monitor's bound. ERR_STATE: another command is in progress; ERR_RANGE: len
 * > TPM_COMMAND_MAX.
 */
MUST_USE enum err tpm_submit(struct tpm *tpm, uint8_t locality, const uint8_t *command, size_t len);
enum tpm_progress tpm_step(struct tpm *tpm);

/* The response of the last command that was done; the TPM's memory, valid until the next
 * tpm_submit. */
const uint8_t *tpm_response(const struct tpm *tpm, size_t *len);

/* Gives up a command in progress: it ends with TPM_RC_CANCELED at the next step, or completes. */
void tpm_cancel(struct tpm *tpm);

/* All of the above for callers that may wait: response[0..cap), returns its length */
size_t tpm_execute(struct tpm *tpm, uint8_t locality, const uint8_t *command, size_t len,
		   uint8_t *response, size_t cap);

/* H-CRTM sequence: _TPM_Hash_Start, _Data, _End. */
void tpm_hash_start(struct tpm *tpm);
void tpm_hash_data(struct tpm *tpm, const uint8_t *data, size_t len);
void tpm_hash_end(struct tpm *tpm);

/* Physical presence, asserted by the platform. */
void tpm_physical_presence(struct tpm *tpm, bool is_asserted);

/* Whether the store can be written now; false makes commands that need it answer
 * TPM_RC_NV_UNAVAILABLE. */
void tpm_nv_available(struct tpm *tpm, bool is_available);

#endif
