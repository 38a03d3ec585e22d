/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cases of --check: what is changed in a good HELLO or CHOICE, and what a VMM side must make of
 * it. */
#ifndef VMM_AGENT_CHECK_CASES_H
#define VMM_AGENT_CHECK_CASES_H

#include "vmm/agent/check_peer.h"

enum check_verdict { CHECK_TAKEN, CHECK_REFUSED };

/* Of a HELLO: changes sent_hello, or hello and makes it again */
struct check_hello_case {
	const char *name;
	void (*change)(struct check_peer *peer);
	enum check_verdict verdict;
	size_t step; /* bytes sent at once; 0: all */
};

/* Of a CHOICE: any of the three may be NULL */
struct check_choice_case {
	const char *name;
	void (*choose)(struct channel_choice *choice);
	void (*change)(struct check_message *message);        /* before it is hashed */
	void (*change_sealed)(struct check_message *message); /* after */
	enum check_verdict verdict;
};

extern const struct check_hello_case check_hello_cases[];
extern const size_t check_hello_count;
extern const struct check_choice_case check_choice_cases[];
extern const size_t check_choice_count;

#endif
