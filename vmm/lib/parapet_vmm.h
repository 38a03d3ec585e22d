/* SPDX-License-Identifier: MIT */
/*
 * libparapet-vmm: the VMM's side of the measured channel, to embed in a VMM. It answers the
 * monitor's HELLO with an OFFER of what the VMM can do, checks the CHOICE and acknowledges its
 * transcript hash.
 *
 * It needs nothing but memory: bytes, time, randomness and SHA-384 come by callback. It never
 * blocks, allocates, starts a thread or keeps a global: one struct parapet_vmm is one channel, used
 * by one thread at a time. Link it with lib/tlv.c and lib/channel_*.c, lib/negotiate.c,
 * lib/transcript.c. vmm/lib/example.c is a whole user.
 *
 * Spec: docs/channel.md.
 */
#ifndef PARAPET_VMM_H
#define PARAPET_VMM_H

#include "../../lib/negotiate.h"
#include "../../lib/transcript.h"

#define PARAPET_VMM_DEADLINE_MS                                                                    \
	10000u /* for what the monitor has to do between HELLO's first byte and CHOICE */

/* What the library asks of its user. Put it first in, or inside, a structure of your own to reach
 * your state. */
struct parapet_vmm_io {
	/* Up to len ≥ 1 bytes into data. Returns how many, 0: none now, -1: the stream has ended or
	 * failed. */
	long (*read)(struct parapet_vmm_io *io, void *data, size_t len);
	/* Takes up to len ≥ 1 bytes of data. Returns how many, 0: none now, -1: the stream has
	 * ended or failed. */
	long (*write)(struct parapet_vmm_io *io, const void *data, size_t len);
	/* Milliseconds of a clock that never goes back. */
	uint64_t (*now_ms)(struct parapet_vmm_io *io);
	/* Fills out with len unpredictable bytes. Returns 0, or -1: the session is then refused. */
	int (*random)(struct parapet_vmm_io *io, void *out, size_t len);
	/* SHA-384 of data[0..len). */
	sha384_fn *sha384;
};

enum parapet_vmm_status {
	PARAPET_VMM_WAITING,     /* no whole HELLO yet */
	PARAPET_VMM_NEGOTIATING, /* HELLO is there, CHOICE not yet, or an answer is not yet written
				    out */
	PARAPET_VMM_AGREED,      /* the ACK is written: result is complete */
	PARAPET_VMM_REFUSED,     /* this side refused (result.fault); close the stream */
	PARAPET_VMM_HALTED, /* the monitor refused and halts (result.fault); close the stream */
	PARAPET_VMM_CLOSED, /* the stream ended or failed before the end */
};

/* What came out. Members are valid from the status on that their comments name. */
struct parapet_vmm_result {
	uint64_t session;             /* NEGOTIATING */
	struct channel_hello hello;   /* NEGOTIATING: what the monitor is and wants */
	struct channel_choice choice; /* AGREED */
	uint8_t th[SHA384_SIZE];      /* AGREED: also in the guest's attestation evidence */
	struct channel_fault fault;   /* REFUSED: our code; HALTED: the monitor's */
};

/* One channel. Only result is for reading; all members are the library's to write. About 22 KiB. */
struct parapet_vmm {
	struct parapet_vmm_result result;
	struct parapet_vmm_io *io;
	const struct channel_offer *offer;
	struct channel_offer sent; /* the offer with its nonce and version */
	enum parapet_vmm_status status;
	enum parapet_vmm_status next; /* once out[] is written */
	uint32_t deadline_ms;
	uint64_t started_ms; /* when the first byte of HELLO came */
	struct channel_expect expect;
	struct channel_reader reader;
	struct transcript transcript;
	size_t out_len;
	size_t out_done;
	uint8_t out[CHANNEL_MESSAGE_MAX];
};

/*
 * Prepares *vmm to wait for a HELLO. io and offer stay the caller's, unchanged as long as vmm is
 * used; offer's version and nonce are not looked at. deadline_ms ≥ 1. Returns OK, or ERR_RANGE: the
 * offer's lists or devices are not what an OFFER may hold.
 */
MUST_USE enum err parapet_vmm_init(struct parapet_vmm *vmm, struct parapet_vmm_io *io,
				   const struct channel_offer *offer, uint32_t deadline_ms);

/* Waits for another HELLO on the same stream: after AGREED, when the VM may boot again. */
void parapet_vmm_restart(struct parapet_vmm *vmm);

/*
 * Does all that can be done now and returns the status. Call it when the stream can be read or
 * written (see parapet_vmm_wants_write) and when parapet_vmm_deadline has passed. AGREED, REFUSED,
 * HALTED and CLOSED stay.
 */
enum parapet_vmm_status parapet_vmm_step(struct parapet_vmm *vmm);

/* Whether bytes wait to be written. */
bool parapet_vmm_wants_write(const struct parapet_vmm *vmm);

/* When to call parapet_vmm_step at the latest, by io's clock; UINT64_MAX: there is no deadline now.
 */
uint64_t parapet_vmm_deadline(const struct parapet_vmm *vmm);

#endif
