/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything one TPM holds, by how long it lives. Each part has one file that owns it; others go
 * through that file's
 * header, except to read. Spec: TPM 2.0 Library Part 1 s35 (TPM state), Part 2.
 */
#ifndef VTPM_TPM_STATE_H
#define VTPM_TPM_STATE_H

#include "crypto/drbg.h"
#include "crypto/ecc.h"
#include "crypto/cipher.h"
#include "crypto/hash.h"
#include "crypto/ecdsa.h"
#include "crypto/ecschnorr.h"
#include "crypto/rsa_keygen.h"
#include "crypto/selftest_asymmetric.h"
#include "modules/vtpm/protocol.h"
#include "modules/vtpm/tpm/cmac.h"
#include "modules/vtpm/tpm/tpm.h"
#include "modules/vtpm/tpm/types.h"

#define TPM_OBJECT_SLOTS 3u    /* MAX_LOADED_OBJECTS */
#define TPM_SESSION_SLOTS 3u   /* MAX_LOADED_SESSIONS */
#define TPM_SESSION_ACTIVE 64u /* MAX_ACTIVE_SESSIONS */
#define TPM_CALL_SESSIONS 3u
#define TPM_SEED_SIZE 64u
#define TPM_PROOF_SIZE 64u
#define TPM_NV_MEMORY (64u * 1024u) /* indices and persistent objects, as they are stored */
#define TPM_OBJECT_MAX (TPM_NV_MEMORY + 12u * 1024u)
#define TPM_DERIVATION_BYTES 1024u /* what a derived object may draw */
#define TPM_RESIDENT_MARK 16u
#define TPM_COMMAND_BITS 40u /* bytes of a bit map of commands: PP list, audit list */

struct tpm_command;

struct tpm_auth_policy {
	uint16_t hash_alg; /* TPM_ALG_NULL: none */
	struct tpm2b_digest digest;
};

/* --- survives power: written before the response of what changed it (persist.c)
 * --------------------- */
struct tpm_hierarchy_state {
	uint8_t seed[TPM_SEED_SIZE];
	uint8_t proof[TPM_PROOF_SIZE];
	struct tpm2b_digest auth; /* platform: of this boot only */
	struct tpm_auth_policy policy;
};

struct tpm_lockout_state {
	struct tpm2b_digest auth;
	struct tpm_auth_policy policy;
	uint32_t failed_tries;
	uint32_t max_tries;
	uint32_t recovery_time;    /* s */
	uint32_t lockout_recovery; /* s */
	uint8_t is_auth_enabled;   /* lockoutAuth may be used */
	uint8_t is_nonorderly_da;  /* a DA-protected authorisation was used since the last orderly
				      shutdown */
};

struct tpm_audit_state {
	uint16_t hash_alg;
	uint64_t counter;
	uint8_t commands[TPM_COMMAND_BITS];
};

struct tpm_persistent {
	struct tpm_hierarchy_state platform;
	struct tpm_hierarchy_state owner;
	struct tpm_hierarchy_state endorsement;
	struct tpm_lockout_state lockout;
	struct tpm_audit_state audit;
	uint8_t pp_commands[TPM_COMMAND_BITS];
	uint8_t is_clear_disabled;
	/* Which PCRs of each bank are allocated, from the next power on */
	uint8_t pcr_allocated[TPM_PCR_BANKS][TPM_PCR_SELECT_BYTES];
	uint32_t algorithm_set;
	struct tpm_auth_policy pcr_policy;
	uint32_t reset_count;
	uint32_t restart_count;
	uint32_t total_reset_count;
	uint64_t clock; /* ms; stored in steps: a power loss takes it back by less than one */
	uint8_t is_clock_safe;
	uint16_t shutdown; /* what the last TPM2_Shutdown said: TPM_SU_CLEAR, TPM_SU_STATE, or none
			    */
	uint8_t nv[TPM_NV_MEMORY];
	uint32_t nv_used;
	uint64_t max_counter; /* the highest value that a deleted NV counter had */
};
#define TPM_SHUTDOWN_NONE 0xffffu

/* --- per boot
 * ------------------------------------------------------------------------------------------ */
struct tpm_pcrs {
	uint8_t banks[TPM_PCR_BANKS][TPM_PCR_COUNT][TPM_DIGEST_MAX];
	uint8_t allocated[TPM_PCR_BANKS][TPM_PCR_SELECT_BYTES]; /* in this boot */
	uint32_t update_counter;
	struct tpm2b_digest auth; /* of the group that has one: PCRs 20..22 */
	uint8_t is_crtm;          /* PCR 0 began with an H-CRTM measurement, before Startup */
	uint8_t is_locality_3;    /* Startup came from locality 3 */
	uint8_t is_reconfigured;  /* PCR_Allocate ran: Shutdown(STATE) is refused */
};

/* Time since power on, and what moves Clock and the dictionary attack timers (clock.c, da.c) */
struct tpm_clock {
	uint64_t platform_ms; /* the platform's clock when time was last brought up to date */
	uint64_t time;        /* ms since power on, at the adjusted rate */
	uint64_t remainder;   /* of time, in parts of a millisecond: of CLOCK_NOMINAL */
	uint32_t rate;        /* parts of CLOCK_NOMINAL that a millisecond of the platform counts */
	uint64_t heal_time;   /* time from which failed tries recover */
	uint64_t lockout_time; /* time of lockoutAuth's last failure */
};

/* Reset to defaults by Startup(CLEAR); saved by Shutdown(STATE) */
struct tpm_state_clear {
	uint8_t is_sh_enabled;
	uint8_t is_eh_enabled;
	uint8_t is_ph_enabled;
	uint8_t is_ph_nv_enabled;
	uint8_t was_orderly;
	struct tpm2b_digest audit_digest; /* command audit */
};

/* Drawn anew at every TPM Reset */
struct tpm_state_reset {
	uint8_t null_seed[TPM_SEED_SIZE];
	uint8_t null_proof[TPM_PROOF_SIZE];
	uint64_t object_context_id;
	uint32_t clear_count;
	uint8_t context_key[TPM_SEED_SIZE]; /* context encryption and integrity: of this boot */
	uint8_t commit_nonce[TPM_DIGEST_MAX];
	uint64_t commit_counter;
	uint8_t commit_array[16];
	/* Sessions: 0 free, 1..3 loaded in slot - 1, else low bits of the saved context's id */
	uint64_t session_contexts[TPM_SESSION_ACTIVE];
	uint64_t session_context_id;
};

/* --- objects, sequences (object.c, sequence.c)
 * ------------------------------------------------------------- */
enum tpm_slot_kind {
	SLOT_FREE,
	SLOT_OBJECT,
	SLOT_HASH_SEQUENCE,
	SLOT_HMAC_SEQUENCE,
	SLOT_EVENT_SEQUENCE
};

#define OBJECT_PUBLIC_ONLY 0x01u
#define OBJECT_EXTERNAL 0x02u
#define OBJECT_TEMPORARY 0x04u /* under the null hierarchy, or external: gone at Startup */
#define OBJECT_PRIMARY 0x08u
#define OBJECT_STCLEAR 0x10u
#define OBJECT_PERSISTENT                                                                          \
	0x20u /* a copy of an evict object, in the slot for the running command                    \
	       */
#define OBJECT_DERIVED 0x40u
#define OBJECT_UNMADE 0x80u /* stored only: NV keeps its place (nv_evict.c) until it is made */

struct tpm_object_state {
	uint32_t flags;
	uint32_t hierarchy; /* TPM_RH_OWNER, _ENDORSEMENT, _PLATFORM, _NULL */
	uint32_t evict_handle;
	struct tpmt_public pub;
	struct tpmt_sensitive sensitive;
	struct tpm2b_name name;
	struct tpm2b_name qualified_name;
};

struct tpm_sequence_state {
	struct tpm2b_digest auth;
	uint16_t hash_alg;      /* not for events */
	uint8_t has_first;      /* something was hashed */
	uint8_t is_ticket_safe; /* the first bytes are not TPM_GENERATED_VALUE */
	union {
		struct crypto_hash hash[TPM_HASH_COUNT]; /* events: one a bank; hash: [0] */
		struct crypto_hmac hmac;
		struct cmac cmac; /* hash_alg is TPM_ALG_CMAC */
	} state;
};

struct tpm_slot {
	enum tpm_slot_kind kind;
	union {
		struct tpm_object_state object;
		struct tpm_sequence_state sequence;
	};
	/* A private RSA key with what CRT needs, made at first use; never saved */
	uint8_t is_rsa_ready;
	struct rsa_private rsa;
};

/* --- sessions (session.c)
 * ------------------------------------------------------------------------------------ */
#define SESSION_BOUND 0x0001u
#define SESSION_CP_HASH 0x0002u    /* policy: u1 is a cpHash */
#define SESSION_NAME_HASH 0x0004u  /* policy: u1 is a nameHash */
#define SESSION_TEMPLATE 0x0008u   /* policy: u1 is a templateHash */
#define SESSION_PARAMETERS 0x0010u /* policy: u1 is a pHash */
#define SESSION_AUTH_VALUE 0x0020u /* policy: authValue needed */
#define SESSION_PASSWORD 0x0040u   /* policy: password needed */
#define SESSION_PP 0x0080u
#define SESSION_NV_WRITTEN 0x0100u /* checked; is_nv_written says which */
#define SESSION_AUDIT_STARTED 0x0200u
#define SESSION_INCLUDE_AUTH 0x0400u /* internal to a command */
#define SESSION_DA_BOUND 0x1000u
#define SESSION_LOCKOUT_BOUND 0x2000u
#define SESSION_PCR 0x4000u /* PolicyPCR ran: pcr_counter is the counter's value then */

struct tpm_session {
	uint32_t handle; /* 0x02/0x03...: 0 in a free slot */
	uint8_t type;    /* TPM_SE_ */
	uint16_t hash_alg;
	uint32_t flags; /* SESSION_ */
	struct tpmt_sym_def symmetric;
	struct tpm2b_digest session_key;
	struct tpm2b_digest nonce_tpm;
	uint32_t command_code; /* policy: 0 any */
	uint8_t locality;      /* policy: TPMA_LOCALITY that is allowed */
	uint8_t is_nv_written;
	uint32_t pcr_counter; /* policy: the PCR update counter when PolicyPCR ran */
	uint64_t start_time;  /* ms of Time */
	uint64_t timeout;     /* ms of Time; 0 none */
	uint64_t epoch;       /* of timeouts: changes at power loss */
	/* policy: the digest of SESSION_CP_HASH..PARAMETERS; HMAC: the bound entity (name and
	 * authValue) */
	struct {
		uint16_t len;
		uint8_t bytes[2 + 2 * TPM_DIGEST_MAX];
	} bound;
	struct tpm2b_digest policy_digest; /* policy: policyDigest; HMAC: the audit digest */
};

/* --- the command in progress (dispatch.c)
 * ----------------------------------------------------------------------- */
struct tpm_call_session {
	uint32_t handle;             /* TPM_RS_PW, or of the session */
	struct tpm_session *session; /* NULL: password */
	uint8_t attributes;          /* TPMA_SESSION */
	struct tpm_span nonce;
	struct tpm_span hmac;
	uint32_t associated; /* the handle it authorises, or TPM_RH_UNASSIGNED */
};

#define CALL_NO_SESSION 0xffu

enum tpm_call_phase { CALL_IDLE, CALL_READ, CALL_RUN, CALL_DONE };

struct tpm_call {
	const struct tpm_command *command;
	enum tpm_call_phase phase;
	uint16_t tag; /* TPM_ST_SESSIONS or _NO_SESSIONS */
	uint8_t locality;
	uint8_t session_count;
	uint8_t handle_count;
	/* Index of the session that decrypts the first parameter, encrypts the first of the
	 * response, audits; or CALL_NO_SESSION */
	uint8_t decrypt;
	uint8_t encrypt;
	uint8_t audit;
	uint32_t handles[3];
	struct tpm_slot *slots[3]; /* handles that are objects or sequences: where they are loaded;
				      else NULL */
	uint32_t out_handle;       /* actions with COMMAND_RHANDLE set it */
	struct tpm_call_session sessions[TPM_CALL_SESSIONS];
	struct tpm_span parameters; /* of the command, decrypted */
	void *in;                   /* the row's parameter structs */
	void *out;
	uint32_t slice; /* 0 at the first call of the action; the action's own afterwards */
	uint8_t is_canceled;
	uint8_t flush_slots;  /* bit i: slots[i] is freed once the response is made; actions set it
			       */
	uint8_t must_persist; /* set by tpm_persist_mark: state is written before the response */
};

/* Keys bound to the evidence of this boot (resident.c) */
struct tpm_resident {
	struct tpm2b_name name;
	uint8_t mark[TPM_RESIDENT_MARK]; /* of the endorsement hierarchy it was bound under */
};

/*
 * Large temporaries of the running command (a stack frame is at most 1 KiB): one member an owner,
 * named after its file. Reached through tpm_work alone, so that commands without any need not wait
 * until all are wiped.
 */
struct tpm_work {
	/* Long jobs that an action keeps between slices */
	union {
		struct rsa_keygen rsa_keygen;
		struct rsa_job rsa;
		struct ecc_job ecc;
		struct ecdsa_job ecdsa;
		struct ecschnorr_job ecschnorr;
		struct crypto_selftest_asymmetric selftest;
	} job;
	struct {
		struct tpm2b_digest digest; /* what is signed, kept over slices */
		uint8_t em[RSA_SIZE_MAX];
	} sign;
	struct tpms_attest attest;
	struct {
		struct ecc_num k;        /* a fresh scalar */
		struct tpms_ecc_point z; /* what is shared by it */
	} ecc;
	struct cipher_key symmetric;
	struct {
		uint8_t plain[1024];         /* a sensitive area, as bytes */
		uint8_t block[RSA_SIZE_MAX]; /* what RSA works on */
		uint8_t message[RSA_SIZE_MAX];
		struct tpmt_sensitive sensitive;
		struct tpm2b_data seed;
		struct tpms_ecc_point sent;
	} secret;
	struct {
		struct tpm_slot slot;                     /* the new object, until it is complete */
		uint8_t source;                           /* enum create_source */
		struct drbg drbg;                         /* of a primary, or for RSA */
		uint8_t identity[2 * CRYPTO_SHA512_SIZE]; /* of a primary: template, data */
		uint8_t stream[TPM_DERIVATION_BYTES];     /* of a derived object */
		uint32_t stream_at;                       /* bytes used */
	} create;
	struct {
		uint32_t handles[TPM_CAP_BUFFER_MAX / 4];
	} capability;
	struct { /* what Shutdown(STATE) saved, before Startup takes of it what it wants */
		struct tpm_pcrs pcrs;
		struct tpm_state_clear clear;
		struct tpm_state_reset reset;
	} startup;
	uint8_t scratch[TPM_COMMAND_MAX]; /* what spans of call.out point into */
};

struct tpm {
	struct tpm_platform platform;
	uint8_t command_rows[8 * TPM_COMMAND_BITS]; /* by command_bit: the number of a row to try */
	struct tpm_resident residents[PARAPET_RESIDENT_MAX]; /* newest first; an empty name: none */
	struct tpm_persistent persistent;
	struct tpm_pcrs pcrs;
	struct tpm_state_clear clear;
	struct tpm_state_reset reset;
	uint8_t is_powered;
	uint8_t is_started;
	uint8_t is_failed; /* failure mode: GetTestResult and GetCapability only */
	uint8_t is_nv_available;
	uint8_t has_physical_presence;
	uint8_t is_da_used;   /* a DA-protected authorisation was used, and that is recorded */
	uint64_t power_on_ms; /* the platform's clock at power on */
	struct tpm_clock clock;
	uint64_t time_epoch;
	uint32_t exclusive_audit_session; /* handle, or TPM_RH_UNASSIGNED */
	uint8_t test_result;
	struct tpm_slot slots[TPM_OBJECT_SLOTS];
	struct tpm_session sessions[TPM_SESSION_SLOTS];
	struct crypto_hash hash_event[TPM_HASH_COUNT]; /* _TPM_Hash_Start's, one a bank */
	uint8_t is_hash_event;
	struct tpm_call call;
	/* What every command has; wiped when it ends, as all that follows */
	struct {
		uint8_t cp_hash[TPM_HASH_COUNT][TPM_DIGEST_MAX];
		uint8_t cp_hash_made; /* bit i: cp_hash[i] */
		struct tpm2b_digest auth;
		struct tpm2b_digest policy;
		struct tpm2b_name name;
		uint8_t key[3 * TPM_DIGEST_MAX]; /* sessionKey, authValue */
	} frame;
	uint8_t is_work_used;
	struct tpm_work work;
	_Alignas(16) uint8_t in[4608];  /* call.in: the largest parameter struct */
	_Alignas(16) uint8_t out[4608]; /* call.out */
	uint8_t command[TPM_COMMAND_MAX];
	uint32_t command_len;
	uint8_t response[TPM_COMMAND_MAX];
	uint32_t response_len;
	uint8_t object[TPM_OBJECT_MAX]; /* the state as one object, while it is saved or loaded */
};

/* The temporaries, all zero where the command has not asked before; wiped when it ends. */
static inline struct tpm_work *tpm_work(struct tpm *tpm)
{
	tpm->is_work_used = 1;
	return &tpm->work;
}

#endif
