/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet log events: prints the event log and replays it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/commands.h"
#include "tools/event_log.h"
#include "tools/json.h"

struct printing {
	bool json;
};

static void print_hex(const uint8_t *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		printf("%02x", bytes[i]);
}

static void print_json(const struct eventlog_event *event, uint32_t number, bool digest_is_right)
{
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	if (stream == NULL)
		abort(); /* only for want of memory */
	event_print(stream, event);
	fclose(stream);
	printf("%s{\"event\": %u, \"pcr\": %u, \"type\": %u, \"digest\": \"",
	       number > 1 ? ",\n " : "", number, event->pcr, event->type);
	print_hex(event->digest, SHA384_SIZE);
	printf("\", \"digest_is_right\": %s, \"text\": ", digest_is_right ? "true" : "false");
	json_string(stdout, text);
	putchar('}');
	free(text);
}

static void print_event(void *context, uint32_t number, const struct eventlog_event *event,
			bool digest_is_right)
{
	const struct printing *printing = context;

	if (printing->json) {
		print_json(event, number, digest_is_right);
		return;
	}
	printf("%3u PCR %u%s ", number, event->pcr, digest_is_right ? "" : " WRONG DIGEST");
	event_print(stdout, event);
	putchar('\n');
}

/* What does not fit together in the log; OK if nothing. */
static enum err judge(const char *path, const struct event_log *log,
		      const struct event_replay *replay, struct problem *problem)
{
	if (replay->wrong_digest != 0)
		return problem_set(problem, ERR_CRYPTO, path,
				   "event %u has another digest than its contents",
				   replay->wrong_digest);
	if (replay->is_negotiated && !replay->th_is_right)
		return problem_set(
			problem, ERR_CRYPTO, path,
			"the messages in the log do not have the transcript hash that it says");
	if (log->has_register && memcmp(log->reg, replay->reg, sizeof(log->reg)) != 0)
		return problem_set(problem, ERR_CRYPTO, path,
				   "the events do not make the register that came with them");
	return OK;
}

static void print_end(const struct printing *printing, const struct event_log *log,
		      const struct event_replay *replay)
{
	printf(printing->json ? "],\n\"register\": \"" : "register: ");
	print_hex(replay->reg, sizeof(replay->reg));
	if (printing->json) {
		printf("\"}\n");
		return;
	}
	printf("%s\n", log->has_register ? " (as it came with the log)" : "");
	if (replay->is_negotiated) {
		printf("th: ");
		print_hex(replay->th, sizeof(replay->th));
		printf(" (computed from the messages)\n");
	}
}

static enum err print_all(const char *path, const struct event_log *log, struct printing *printing,
			  struct problem *problem)
{
	struct event_replay replay;
	enum err err;

	if (printing->json)
		printf("{\"events\": [");
	err = event_log_replay(log, print_event, printing, &replay);
	if (err != OK) {
		fflush(stdout);
		return problem_set(problem, err, path, "after event %u: %s", replay.count,
				   err_text(err));
	}
	err = judge(path, log, &replay, problem);
	if (err == OK || printing->json)
		print_end(printing, log, &replay);
	return err;
}

int command_log_events(int argc, char **argv)
{
	struct printing printing = { 0 };
	const char *path = NULL;
	const struct option_row rows[] = {
		{ "json", 0, false, NULL, "print JSON", &printing.json, NULL, NULL },
	};
	const struct options options = {
		.command = "log events",
		.about = "Prints an event log and replays it: digests, register, and the channel's "
			 "transcript hash.\n"
			 "FILE is the log, or a console's output with lines 'event: HEX'. Exit "
			 "status 1 if anything in\n"
			 "it does not fit together.",
		.operands = "[FILE]",
		OPTIONS_ROWS(rows),
		.operands_max = 1,
		.operand = &path,
	};
	int status = options_parse(&options, argc, argv);
	struct problem problem;
	struct event_log log;
	enum err err;

	if (status != OPTIONS_GO_ON)
		return status;
	if (path == NULL)
		path = "-";
	err = event_log_read(path, &log, &problem);
	if (err == OK) {
		err = print_all(path, &log, &printing, &problem);
		buffer_free(&log.bytes);
	}
	return err == OK ? EXIT_OK : command_failed(&problem);
}
