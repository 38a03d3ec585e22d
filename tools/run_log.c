/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parsing the machine's log. A line that is too long is cut; one that makes no sense is kept as
 * text. */
#include "tools/run_log.h"

#include <ctype.h>
#include <inttypes.h>
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
		strcpy(log->digest, text);
}

/* "NAME=N NAME=N …" */
static void take_pairs(struct run_pair *pairs, size_t *count, const char *text)
{
	struct run_pair pair;
	int end = 0;

	while (*count < RUN_LOG_PAIRS && sscanf(text, " %39[^= ]=%" SCNi64 "%n", pair.name,
						(int64_t *)&pair.value, &end) == 2) {
		pairs[(*count)++] = pair;
		text += end;
	}
}

static void take_counts(struct run_log *log, const char *text)
{
	take_pairs(log->counts, &log->count_count, text);
}

static void take_marks(struct run_log *log, const char *text)
{
	take_pairs(log->marks, &log->mark_count, text);
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
	strcpy(log->end_text, text);
	if (log->end == RUN_HALT && sscanf(text, "vmpl=%" SCNi32 " set=%" SCNi32 " code=%" SCNi32,
					   (int32_t *)&log->halt_vmpl, (int32_t *)&log->halt_set,
					   (int32_t *)&log->halt_code) != 3)
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
		strcpy(log->tail[log->tail_count++ % RUN_LOG_TAIL], log->line);
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
