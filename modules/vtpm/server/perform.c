/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One row a request. The server runs one command at a time to its end, so there is never one to
 * cancel. */
#include "modules/vtpm/server/perform.h"

#include "lib/be.h"

#include <stdio.h>

#define SERVER_VERSION 1u
#define SERVER_FLAGS 0x0du /* platform signals available, raw mode, physical presence */

struct reply {
	uint8_t *bytes;
	size_t len;
};

static void reply_word(struct reply *reply, uint32_t value)
{
	be_store(reply->bytes + reply->len, 4, value);
	reply->len += 4;
}

static void power_on(const struct frame *frame, struct reply *reply)
{
	enum err err = backend_power_on();

	(void)frame;
	(void)reply;
	if (err != OK)
		fprintf(stderr, "tpm_server: the state is not usable (error %d): failure mode\n",
			(int)err);
}

static void power_off(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_power_off();
}

static void reset(const struct frame *frame, struct reply *reply)
{
	power_off(frame, reply);
	power_on(frame, reply);
}

static void presence_on(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_presence(BACKEND_ON);
}

static void presence_off(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_presence(BACKEND_OFF);
}

static void nv_on(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_nv(BACKEND_ON);
}

static void nv_off(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_nv(BACKEND_OFF);
}

static void hash_start(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_hash_start();
}

static void hash_data(const struct frame *frame, struct reply *reply)
{
	(void)reply;
	backend_hash_data(frame->payload, frame->payload_len);
}

static void hash_end(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	(void)reply;
	backend_hash_end();
}

static void command(const struct frame *frame, struct reply *reply)
{
	size_t len = backend_execute(frame->locality, frame->payload, frame->payload_len,
				     reply->bytes + 4);

	reply_word(reply, (uint32_t)len);
	reply->len += len;
}

static void handshake(const struct frame *frame, struct reply *reply)
{
	(void)frame;
	reply_word(reply, SERVER_VERSION);
	reply_word(reply, SERVER_FLAGS);
}

/* NULL: nothing but the final word of the reply, which says that it was heard */
static void (*const actions[FRAME_REQUEST_COUNT])(const struct frame *frame,
						  struct reply *reply) = {
	[FRAME_POWER_ON] = power_on,
	[FRAME_POWER_OFF] = power_off,
	[FRAME_PRESENCE_ON] = presence_on,
	[FRAME_PRESENCE_OFF] = presence_off,
	[FRAME_HASH_START] = hash_start,
	[FRAME_HASH_DATA] = hash_data,
	[FRAME_HASH_END] = hash_end,
	[FRAME_COMMAND] = command,
	[FRAME_NV_ON] = nv_on,
	[FRAME_NV_OFF] = nv_off,
	[FRAME_HANDSHAKE] = handshake,
	[FRAME_RESET] = reset,
	[FRAME_RESTART] = reset,
};

enum perform_end perform(const struct frame *frame, uint8_t *bytes, size_t *len)
{
	struct reply reply = { bytes, 0 };

	*len = 0;
	if (frame->request == FRAME_SESSION_END)
		return PERFORM_CLOSE;
	if (actions[frame->request] != NULL)
		actions[frame->request](frame, &reply);
	reply_word(&reply, 0);
	*len = reply.len;
	return frame->request == FRAME_STOP ? PERFORM_STOP : PERFORM_GO_ON;
}
