/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agent's log: one line a record on standard output, key=value or JSON, whole or not at all. */
#ifndef VMM_AGENT_RECORD_H
#define VMM_AGENT_RECORD_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "vmm/agent/names.h"
#include "lib/channel_set.h"

enum record_form { RECORD_WORDS, RECORD_JSON };

struct record {
	enum record_form form;
	FILE *out;
};

/* Starts a line with the time (UTC) and the event's name. */
void record_begin(const struct record *record, const char *event);

/* Adds one pair; key is a plain word. */
void record_text(const struct record *record, const char *key, const char *value);
void record_number(const struct record *record, const char *key, uint64_t value);
void record_hex(const struct record *record, const char *key, const uint8_t *bytes, size_t len);
void record_name(const struct record *record, const char *key, const struct name_table *table,
		 uint32_t number);

/* Adds a list of names. */
void record_set(const struct record *record, const char *key, const struct name_table *table,
		const struct channel_set *set);

/* Ends the line and hands it to the system. */
void record_end(const struct record *record);

#endif
