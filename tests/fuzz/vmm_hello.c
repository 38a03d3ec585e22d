/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: tests/unit/channel/pipe.c tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) vmm/lib/parapet_vmm.c */
/*
 * A hostile VM against libparapet-vmm. Input: pace, whether to seal, length of the first part, then
 * what the VM sends before and after the OFFER. Sealing puts the right transcript hash on the
 * second part, which no fuzzer would guess.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"
#include "tests/unit/channel/pipe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
	if (!holds)
		abort();
}

/* The CHOICE in message with the hash that belongs to it; left as it is when it is not one. */
static void seal(const struct sample_message *hello, const struct sample_message *offer,
		 struct sample_message *choice)
{
	struct transcript transcript;
	uint8_t th[SHA384_SIZE];

	transcript_init(&transcript);
	if (transcript_add(&transcript, hello->bytes, hello->len) != OK ||
	    transcript_add(&transcript, offer->bytes, offer->len) != OK ||
	    transcript_add(&transcript, choice->bytes, choice->len) != OK ||
	    transcript_hash(&transcript, crypto_sha384, th) != OK ||
	    channel_choice_seal(choice->bytes, &choice->len, th) != OK)
		return;
}

static void check_end(struct pipe *pipe, const struct parapet_vmm *vmm,
		      const struct channel_offer *offered)
{
	struct sample_message answer;

	/* A HELLO that only the second part completed: its OFFER is still here, and no CHOICE came
	 */
	if (pipe->from_len > 6 && pipe->from_vmm[6] == CHANNEL_OFFER)
		must(pipe_receive(pipe, &answer) && vmm->status != PARAPET_VMM_AGREED);
	if (vmm->status == PARAPET_VMM_AGREED) {
		must(channel_set_missing(&vmm->result.choice.features, &offered->features) == 0);
		must(channel_set_has(&offered->strategies, vmm->result.choice.strategy));
		must(pipe_receive(pipe, &answer) && answer.bytes[6] == CHANNEL_ACK);
		must(memcmp(answer.bytes + answer.len - SHA384_SIZE, vmm->result.th, SHA384_SIZE) ==
		     0);
	} else {
		must(!pipe_receive(pipe, &answer) || answer.bytes[6] == CHANNEL_ABORT);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct pipe pipe;
	static struct parapet_vmm vmm;
	static struct sample_message hello, offer, choice;
	struct channel_offer offered = sample_offer();

	if (size < 4 || size > 2 * CHANNEL_MESSAGE_MAX)
		return 0;
	pipe_init(&pipe);
	pipe.step = 1u + data[0];
	hello.len = (size_t)(data[2] | data[3] << 8);
	if (hello.len > size - 4 || hello.len > CHANNEL_MESSAGE_MAX)
		return 0;
	choice.len = size - 4 - hello.len;
	if (choice.len > CHANNEL_MESSAGE_MAX)
		return 0;
	memcpy(hello.bytes, data + 4, hello.len);
	memcpy(choice.bytes, data + 4 + hello.len, choice.len);
	must(parapet_vmm_init(&vmm, &pipe.io, &offered, 100) == OK);
	pipe_send(&pipe, hello.bytes, hello.len);
	parapet_vmm_step(&vmm);
	if (vmm.status == PARAPET_VMM_NEGOTIATING && pipe_receive(&pipe, &offer) &&
	    (data[1] & 1) != 0)
		seal(&hello, &offer, &choice);
	if (vmm.status <= PARAPET_VMM_NEGOTIATING) {
		pipe_send(&pipe, choice.bytes, choice.len);
		parapet_vmm_step(&vmm);
		pipe.now += 100;
		parapet_vmm_step(&vmm);
	}
	must(vmm.status == PARAPET_VMM_WAITING || vmm.status > PARAPET_VMM_NEGOTIATING);
	check_end(&pipe, &vmm, &offered);
	return 0;
}
