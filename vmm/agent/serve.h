/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Serving VMs: accepts connections and negotiates on each until told to end. */
#ifndef VMM_AGENT_SERVE_H
#define VMM_AGENT_SERVE_H

#include "vmm/agent/listen.h"
#include "vmm/agent/offers.h"
#include "vmm/agent/record.h"

#define SERVE_CLIENTS_MAX 16

/* Until SIGTERM or SIGINT; or until the first session has ended, well or not. A connection that
 * closes before a whole HELLO came is none. */
enum serve_until { SERVE_FOREVER, SERVE_ONCE };

enum serve_end {
	SERVE_STOPPED, /* by a signal */
	SERVE_AGREED,  /* SERVE_ONCE: and it was agreed */
	SERVE_FAILED,  /* SERVE_ONCE: and it was not */
	SERVE_BROKEN,  /* the system refused to go on */
};

/* Serves with the offers, which stay the caller's, and logs every session. */
enum serve_end serve_run(const struct listener *listener, const struct offers *offers,
			 const struct record *record, enum serve_until until);

#endif
