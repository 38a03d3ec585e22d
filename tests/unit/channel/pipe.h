/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A stream in memory, and a monitor at its other end, for the VMM library. */
#ifndef TESTS_UNIT_CHANNEL_PIPE_H
#define TESTS_UNIT_CHANNEL_PIPE_H

#include "tests/unit/channel/samples.h"
#include "vmm/lib/parapet_vmm.h"

struct pipe {
	struct parapet_vmm_io io;
	uint8_t to_vmm[2 * CHANNEL_MESSAGE_MAX];
	size_t to_len;
	size_t to_done;
	uint8_t from_vmm[4 * CHANNEL_MESSAGE_MAX];
	size_t from_len;
	size_t step; /* bytes that one read or write moves at most */
	uint64_t now;
	int is_closed;
	int is_full;   /* no write succeeds */
	int is_random; /* 0: randomness fails */
};

/* Open, empty, moving as much as there is. */
void pipe_init(struct pipe *pipe);

/* Bytes for the VMM to read. */
void pipe_send(struct pipe *pipe, const void *bytes, size_t len);

/* Takes one message that the VMM wrote; 0: there is none. */
int pipe_receive(struct pipe *pipe, struct sample_message *out);

/* What a monitor answers to the OFFER: the CHOICE of the samples, sealed. */
void pipe_make_choice(const struct sample_message *offer, struct sample_message *choice,
		      uint8_t th[SHA384_SIZE]);

#endif
