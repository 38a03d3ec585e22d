/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a request does to the TPM, and the reply to it. */
#ifndef VTPM_SERVER_PERFORM_H
#define VTPM_SERVER_PERFORM_H

#include "modules/vtpm/server/backend.h"
#include "modules/vtpm/server/frame.h"

#define PERFORM_REPLY_MAX (4u + BACKEND_RESPONSE_MAX + 4u)

/* What becomes of the connection that asked */
enum perform_end {
	PERFORM_GO_ON,
	PERFORM_CLOSE, /* the client said that it has finished; there is no reply */
	PERFORM_STOP,  /* so has the server, after its reply */
};

/* Does frame; writes reply[0..PERFORM_REPLY_MAX), *len bytes. */
enum perform_end perform(const struct frame *frame, uint8_t *reply, size_t *len);

#endif
