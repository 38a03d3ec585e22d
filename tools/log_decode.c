/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding log records. A record is as hostile as any input: its numbers index nothing unchecked.
 */
#include "tools/log_decode.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/json.h"

bool log_record_parse(const char *text, struct log_record *record)
{
	uint8_t bytes[sizeof(*record)];

	if (strlen(text) != 2 * sizeof(bytes) ||
	    strspn(text, "0123456789abcdefABCDEF") != 2 * sizeof(bytes))
		return false;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		const char pair[3] = { text[2 * i], text[2 * i + 1] };

		bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	memcpy(record, bytes, sizeof(bytes));
	return true;
}

static bool find_message(const struct elf_section *messages, uint32_t token,
			 struct log_message *message)
{
	if (token % sizeof(*message) != 0 || token > messages->len ||
	    messages->len - token < sizeof(*message))
		return false;
	memcpy(message, messages->data + token, sizeof(*message));
	message->file[sizeof(message->file) - 1] = '\0';
	message->text[sizeof(message->text) - 1] = '\0';
	return true;
}

static void print_argument(FILE *out, char conversion, uint64_t value)
{
	if (conversion == 'd')
		fprintf(out, "%" PRId64, (int64_t)value);
	else if (conversion == 'x')
		fprintf(out, "%" PRIx64, value);
	else if (conversion == 'p')
		fprintf(out, "0x%" PRIx64, value);
	else
		fprintf(out, "%" PRIu64, value);
}

static unsigned int argument_count(const struct log_record *record)
{
	return record->args < LOG_ARGS_MAX ? record->args : LOG_ARGS_MAX;
}

/* The message's text with its conversions filled in; a conversion without an argument stays as it
 * is. */
static void print_text(FILE *out, const char *text, const struct log_record *record)
{
	unsigned int used = 0;

	for (; *text != '\0'; text++) {
		if (text[0] == '%' && text[1] == '%') {
			fputc('%', out);
			text++;
		} else if (text[0] == '%' && text[1] != '\0' && strchr("udxp", text[1]) != NULL &&
			   used < argument_count(record)) {
			print_argument(out, text[1], record->arg[used++]);
			text++;
		} else {
			fputc(*text, out);
		}
	}
}

static const char *level_name(uint8_t level)
{
	static const char *const names[] = { "error", "warn", "info", "debug" };

	return level < sizeof(names) / sizeof(names[0]) ? names[level] : "?";
}

static void print_unknown(FILE *out, const struct log_record *record)
{
	fprintf(out, "token 0x%x", record->token);
	for (unsigned int i = 0; i < argument_count(record); i++)
		fprintf(out, " 0x%" PRIx64, record->arg[i]);
}

void log_record_print(FILE *out, const struct elf_section *messages,
		      const struct log_record *record)
{
	struct log_message message;

	fprintf(out, "%6" PRIu64 " %16" PRIu64 " cpu%u %-5s ", record->sequence, record->tsc,
		record->cpu, level_name(record->level));
	if (find_message(messages, record->token, &message)) {
		fprintf(out, "%s:%u: ", message.file, message.line);
		print_text(out, message.text, record);
	} else {
		print_unknown(out, record);
	}
	fputc('\n', out);
}

void log_record_print_json(FILE *out, const struct elf_section *messages,
			   const struct log_record *record)
{
	struct log_message message;
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);
	bool known = find_message(messages, record->token, &message);

	if (stream == NULL)
		abort(); /* only for want of memory */
	if (known)
		print_text(stream, message.text, record);
	else
		print_unknown(stream, record);
	fclose(stream);
	fprintf(out,
		"{\"sequence\": %" PRIu64 ", \"tsc\": %" PRIu64
		", \"cpu\": %u, \"level\": \"%s\", \"file\": ",
		record->sequence, record->tsc, record->cpu, level_name(record->level));
	json_string(out, known ? message.file : "");
	fprintf(out, ", \"line\": %u, \"text\": ", known ? message.line : 0);
	json_string(out, text);
	fputc('}', out);
	free(text);
}
