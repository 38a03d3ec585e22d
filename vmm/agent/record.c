/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The agent's log. Never prints what came from the VM but as numbers, hex and names of registries.
 */
#include "vmm/agent/record.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "tools/json.h"

#define NAME_SIZE 48

static void put_key(const struct record *record, const char *key)
{
	fprintf(record->out, record->form == RECORD_JSON ? ",\"%s\":" : " %s=", key);
}

/* Words need quotes only where they hold a space, a quote or nothing. */
static void put_value(const struct record *record, const char *value)
{
	if (record->form == RECORD_JSON || value[0] == '\0' || strpbrk(value, " \"=\n") != NULL)
		json_string(record->out, value);
	else
		fputs(value, record->out);
}

void record_begin(const struct record *record, const char *event)
{
	struct timespec now;
	struct tm parts;
	char text[40] = "";

	clock_gettime(CLOCK_REALTIME, &now);
	if (gmtime_r(&now.tv_sec, &parts) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &parts);
	fprintf(record->out,
		record->form == RECORD_JSON ? "{\"time\":\"%s.%03ldZ\"" : "time=%s.%03ldZ", text,
		now.tv_nsec / 1000000);
	record_text(record, "event", event);
}

void record_text(const struct record *record, const char *key, const char *value)
{
	put_key(record, key);
	put_value(record, value);
}

void record_number(const struct record *record, const char *key, uint64_t value)
{
	put_key(record, key);
	fprintf(record->out, "%" PRIu64, value);
}

void record_hex(const struct record *record, const char *key, const uint8_t *bytes, size_t len)
{
	const char *quote = record->form == RECORD_JSON ? "\"" : "";

	put_key(record, key);
	fputs(quote, record->out);
	for (size_t i = 0; i < len; i++)
		fprintf(record->out, "%02x", bytes[i]);
	fputs(quote, record->out);
}

void record_name(const struct record *record, const char *key, const struct name_table *table,
		 uint32_t number)
{
	char name[NAME_SIZE];

	names_write(table, number, name, sizeof(name));
	record_text(record, key, name);
}

void record_set(const struct record *record, const char *key, const struct name_table *table,
		const struct channel_set *set)
{
	char name[NAME_SIZE];

	put_key(record, key);
	if (record->form == RECORD_JSON)
		fputc('[', record->out);
	else if (set->count == 0)
		fputs("\"\"", record->out);
	for (uint16_t i = 0; i < set->count; i++) {
		if (i > 0)
			fputc(',', record->out);
		names_write(table, set->number[i], name, sizeof(name));
		put_value(record, name);
	}
	if (record->form == RECORD_JSON)
		fputc(']', record->out);
}

void record_end(const struct record *record)
{
	fputs(record->form == RECORD_JSON ? "}\n" : "\n", record->out);
	fflush(record->out);
}
