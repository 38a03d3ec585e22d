/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parsing the machine's log. A line that is too long is cut; one that makes no sense is kept as
 * text. */
#include "tools/run_log.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const end_names[] = {
	[RUN_NO_END] = "none", [RUN_PASS] = "pass",   [RUN_FAIL] = "fail",   [RUN_HALT] = "halt",
	[RUN_RULE] = "rule",   [RUN_INPUT] = "input", [RUN_RESET] = "reset",
};

const char *run_end_name(enum run_end end)
{
	return end_names[end];
}

static void take_digest(struct run_log *log, const char *text)
{
	if (strlen(text) == sizeof(log->digest) - 1 &&
	    strspn(text, "0123456789abcdef") == strlen(text))
		memcpy(log->digest, text, sizeof(log->digest));
}

/* "NAME=N" at *text, which moves behind it; false: there is none. */
static bool take_pair(const char **text, struct run_pair *pair)
{
	const char *name = *text + strspn(*text, " ");
	size_t len = strcspn(name, "= ");
	uint64_t value;
	char *end;

	if (len == 0 || len >= sizeof(pair->name) || name[len] != '=')
		return false;
	errno = 0;
	value = strtoull(name + len + 1, &end, 0);
	if (end == name + len + 1 || errno != 0)
		return false;
	*pair = (struct run_pair){ .value = value };
	memcpy(pair->name, name, len);
	*text = end;
	return true;
}

/* "NAME=N NAME=N …" */
static void take_pairs(struct run_pair *pairs, size_t *count, const char *text)
{
	while (*count < RUN_LOG_PAIRS && take_pair(&text, &pairs[*count]))
		(*count)++;
}

static void take_counts(struct run_log *log, const char *text)
{
	take_pairs(log->counts, &log->count_count, text);
}

static void take_marks(struct run_log *log, const char *text)
{
	take_pairs(log->marks, &log->mark_count, text);
}

/* "vmpl=N set=N code=N" */
static bool take_halt(struct run_log *log, const char *text)
{
	const struct {
		const char *name;
		uint32_t *value;
	} fields[] = {
		{ "vmpl", &log->halt_vmpl },
		{ "set", &log->halt_set },
		{ "code", &log->halt_code },
	};
	struct run_pair pair;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		if (!take_pair(&text, &pair) || strcmp(pair.name, fields[i].name) != 0 ||
		    pair.value > UINT32_MAX)
			return false;
		*fields[i].value = (uint32_t)pair.value;
	}
	return true;
}

static void take_end(struct run_log *log, const char *text)
{
	size_t word = strcspn(text, " ");

	for (size_t i = RUN_PASS; i <= RUN_RESET; i++) {
		if (strlen(end_names[i]) == word && strncmp(end_names[i], text, word) == 0)
			log->end = (enum run_end)i;
	}
	text += word;
	text += strspn(text, " ");
	snprintf(log->end_text, sizeof(log->end_text), "%s", text);
	if (log->end == RUN_HALT && !take_halt(log, text))
		log->end = RUN_NO_END;
}

static const struct {
	const char *tag;
	void (*take)(struct run_log *log, const char *text);
} tags[] = {
	{ "@launch-digest ", take_digest }, { "@count ", take_counts }, { "@rules ", take_counts },
	{ "@mark ", take_marks },           { "@end ", take_end },
};

static void take_line(struct run_log *log)
{
	if (log->verbose)
		fprintf(stderr, "%s\n", log->line);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		size_t len = strlen(tags[i].tag);

		if (strncmp(log->line, tags[i].tag, len) == 0)
			tags[i].take(log, log->line + len);
	}
	if (log->line[0] != '@')
		memcpy(log->tail[log->tail_count++ % RUN_LOG_TAIL], log->line, sizeof(log->line));
}

void run_log_take(struct run_log *log, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char byte = bytes[i];

		if (byte == '\n') {
			log->line[log->len] = '\0';
			take_line(log);
			log->len = 0;
		} else if (byte != '\r' && log->len < RUN_LOG_LINE - 1) {
			log->line[log->len++] =
				isprint((unsigned char)byte) || byte == '\t' ? byte : '?';
		}
	}
}

void run_log_print_tail(const struct run_log *log)
{
	size_t from = log->tail_count > RUN_LOG_TAIL ? log->tail_count - RUN_LOG_TAIL : 0;

	for (size_t i = from; i < log->tail_count && !log->verbose; i++)
		fprintf(stderr, "  machine: %s\n", log->tail[i % RUN_LOG_TAIL]);
}
