/* SPDX-License-Identifier: MIT */
/* The VMM's side of the measured channel. Never takes a byte beyond the message it waits for, nor
 * blocks. */
#include "parapet_vmm.h"

static bool is_over(enum parapet_vmm_status status)
{
	return status != PARAPET_VMM_WAITING && status != PARAPET_VMM_NEGOTIATING;
}

enum err parapet_vmm_init(struct parapet_vmm *vmm, struct parapet_vmm_io *io,
			  const struct channel_offer *offer, uint32_t deadline_ms)
{
	vmm->sent = *offer;
	vmm->sent.version = CHANNEL_PROTOCOL;
	if (channel_offer_encode(&vmm->sent, 1, vmm->out, &vmm->out_len) != OK)
		return ERR_RANGE;
	vmm->io = io;
	vmm->offer = offer;
	vmm->deadline_ms = deadline_ms;
	parapet_vmm_restart(vmm);
	return OK;
}

void parapet_vmm_restart(struct parapet_vmm *vmm)
{
	vmm->result = (struct parapet_vmm_result){ 0 };
	vmm->status = PARAPET_VMM_WAITING;
	vmm->expect = (struct channel_expect){ CHANNEL_HELLO, CHANNEL_MONITOR, 0 };
	vmm->out_len = 0;
	vmm->out_done = 0;
	channel_reader_start(&vmm->reader);
	transcript_init(&vmm->transcript);
}

bool parapet_vmm_wants_write(const struct parapet_vmm *vmm)
{
	return vmm->out_done < vmm->out_len;
}

uint64_t parapet_vmm_deadline(const struct parapet_vmm *vmm)
{
	bool has_started = vmm->status == PARAPET_VMM_NEGOTIATING || vmm->reader.have > 0;

	if (is_over(vmm->status) || !has_started)
		return UINT64_MAX;
	return vmm->started_ms + vmm->deadline_ms;
}

/* Queues an ABORT where there is a session to name, and ends. */
static void refuse(struct parapet_vmm *vmm, struct channel_fault fault)
{
	vmm->result.fault = fault;
	vmm->next = PARAPET_VMM_REFUSED;
	vmm->status = PARAPET_VMM_NEGOTIATING;
	vmm->out_len = 0;
	vmm->out_done = 0;
	if (vmm->expect.session != 0 &&
	    channel_abort_encode(fault, CHANNEL_HOST, (enum channel_type)(vmm->expect.type + 1),
				 vmm->expect.session, vmm->out, &vmm->out_len) == OK)
		return;
	vmm->status = PARAPET_VMM_REFUSED;
}

static void refuse_code(struct parapet_vmm *vmm, enum channel_abort code)
{
	refuse(vmm, (struct channel_fault){ code, 0 });
}

/* Makes the OFFER that answers the HELLO in result. */
static struct channel_fault answer_hello(struct parapet_vmm *vmm)
{
	if (!channel_set_has(&vmm->result.hello.versions, CHANNEL_PROTOCOL))
		return (struct channel_fault){ CHANNEL_ABORT_VERSION, CHANNEL_PROTOCOL };
	if (vmm->io->random(vmm->io, vmm->sent.nonce, CHANNEL_NONCE_SIZE) != 0 ||
	    channel_offer_encode(&vmm->sent, vmm->expect.session, vmm->out, &vmm->out_len) != OK ||
	    transcript_add(&vmm->transcript, vmm->reader.message, vmm->reader.have) != OK ||
	    transcript_add(&vmm->transcript, vmm->out, vmm->out_len) != OK)
		return (struct channel_fault){ CHANNEL_ABORT_INTERNAL, 0 };
	return CHANNEL_FINE;
}

static void take_hello(struct parapet_vmm *vmm)
{
	struct channel_fault fault = channel_hello_decode(
		channel_reader_body(&vmm->reader), vmm->reader.header.length, &vmm->result.hello);

	if (fault.code == CHANNEL_ABORT_NONE)
		fault = answer_hello(vmm);
	if (fault.code != CHANNEL_ABORT_NONE) {
		refuse(vmm, fault);
		return;
	}
	vmm->status = PARAPET_VMM_NEGOTIATING;
	vmm->next = PARAPET_VMM_NEGOTIATING;
	vmm->out_done = 0;
	vmm->expect.type = CHANNEL_CHOICE;
	channel_reader_start(&vmm->reader);
}

/* Holds a decoded CHOICE, which carries the hash carried, against offer and transcript. */
static struct channel_fault check_choice(struct parapet_vmm *vmm,
					 const uint8_t carried[SHA384_SIZE])
{
	size_t len = vmm->reader.have;
	struct channel_fault fault = negotiate_check(&vmm->sent, &vmm->result.choice);

	if (fault.code != CHANNEL_ABORT_NONE)
		return fault;
	if (channel_choice_unseal(vmm->reader.message, &len) != OK ||
	    transcript_add(&vmm->transcript, vmm->reader.message, len) != OK ||
	    transcript_hash(&vmm->transcript, vmm->io->sha384, vmm->result.th) != OK)
		return (struct channel_fault){ CHANNEL_ABORT_INTERNAL, 0 };
	if (__builtin_memcmp(carried, vmm->result.th, SHA384_SIZE) != 0)
		return (struct channel_fault){ CHANNEL_ABORT_TRANSCRIPT, 0 };
	return CHANNEL_FINE;
}

static void take_choice(struct parapet_vmm *vmm)
{
	uint8_t carried[SHA384_SIZE];
	struct channel_fault fault =
		channel_choice_decode(channel_reader_body(&vmm->reader), vmm->reader.header.length,
				      &vmm->result.choice, carried);

	if (fault.code == CHANNEL_ABORT_NONE)
		fault = check_choice(vmm, carried);
	if (fault.code == CHANNEL_ABORT_NONE &&
	    channel_ack_encode(vmm->result.th, vmm->expect.session, vmm->out, &vmm->out_len) != OK)
		fault.code = CHANNEL_ABORT_INTERNAL;
	if (fault.code != CHANNEL_ABORT_NONE) {
		refuse(vmm, fault);
		return;
	}
	vmm->next = PARAPET_VMM_AGREED;
	vmm->out_done = 0;
}

static void take_abort(struct parapet_vmm *vmm)
{
	struct channel_fault fault = channel_abort_decode(
		channel_reader_body(&vmm->reader), vmm->reader.header.length, &vmm->result.fault);

	if (fault.code != CHANNEL_ABORT_NONE)
		vmm->result.fault = fault;
	vmm->status = PARAPET_VMM_HALTED;
}

static void take_message(struct parapet_vmm *vmm)
{
	vmm->expect.session = vmm->reader.header.session;
	vmm->result.session = vmm->reader.header.session;
	if (vmm->reader.header.type == CHANNEL_ABORT)
		take_abort(vmm);
	else if (vmm->expect.type == CHANNEL_HELLO)
		take_hello(vmm);
	else
		take_choice(vmm);
}

/* Returns whether nothing is left to write. */
static bool flush(struct parapet_vmm *vmm)
{
	while (vmm->out_done < vmm->out_len) {
		long put = vmm->io->write(vmm->io, vmm->out + vmm->out_done,
					  vmm->out_len - vmm->out_done);

		if (put < 0)
			vmm->status = PARAPET_VMM_CLOSED;
		if (put <= 0)
			return false;
		vmm->out_done += (size_t)put;
	}
	if (vmm->out_len != 0) {
		vmm->out_len = 0;
		vmm->out_done = 0;
		vmm->status = vmm->next;
	}
	return true;
}

/* Returns whether there may be more to do. */
static bool fill(struct parapet_vmm *vmm)
{
	uint8_t bytes[256];
	size_t want = channel_reader_want(&vmm->reader);
	struct channel_fault fault;
	long got = vmm->io->read(vmm->io, bytes, want < sizeof(bytes) ? want : sizeof(bytes));

	if (got < 0)
		vmm->status = PARAPET_VMM_CLOSED;
	if (got <= 0)
		return false;
	if (vmm->status == PARAPET_VMM_WAITING && vmm->reader.have == 0)
		vmm->started_ms = vmm->io->now_ms(vmm->io);
	fault = channel_reader_put(&vmm->reader, &vmm->expect, bytes, (size_t)got);
	if (fault.code != CHANNEL_ABORT_NONE)
		refuse(vmm, fault);
	else if (channel_reader_want(&vmm->reader) == 0)
		take_message(vmm);
	return true;
}

enum parapet_vmm_status parapet_vmm_step(struct parapet_vmm *vmm)
{
	while (!is_over(vmm->status) && flush(vmm) && !is_over(vmm->status) && fill(vmm))
		;
	if (!is_over(vmm->status) && vmm->io->now_ms(vmm->io) >= parapet_vmm_deadline(vmm)) {
		bool is_stuck = parapet_vmm_wants_write(vmm);

		/* A stream that takes no answer takes no ABORT either */
		refuse_code(vmm, CHANNEL_ABORT_DEADLINE);
		if (is_stuck || !flush(vmm))
			vmm->status = PARAPET_VMM_REFUSED;
	}
	return vmm->status;
}
