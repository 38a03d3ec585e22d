/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet-vmm: the VMM's side of the measured channel as a program. Reads the command line and says
 * how it ended. */
#include <stdio.h>
#include <string.h>

#include "tools/options.h"
#include "vmm/agent/check.h"
#include "vmm/agent/serve.h"

/* Its own exit statuses; 0 to 2 are those of every command of Parapet's */
enum agent_exit {
	AGENT_OK = 0,
	AGENT_INPUT = 1,
	AGENT_USAGE = 2,
	AGENT_SOCKET = 3,
	AGENT_REFUSED = 4,
	AGENT_CHECK = 5
};

struct agent_options {
	const char *offers;
	const char *listen;
	const char *check;
	bool once;
	bool json;
	bool version;
	struct option_number wait_ms;
};

static int failed(const struct problem *problem, int status)
{
	fprintf(stderr, "parapet-vmm: %s\n", problem->text);
	if (problem->remedy[0] != '\0')
		fprintf(stderr, "  %s\n", problem->remedy);
	return status;
}

static int serve(const struct agent_options *agent)
{
	const struct record record = { agent->json ? RECORD_JSON : RECORD_WORDS, stdout };
	struct listener listener;
	struct problem problem;
	struct offers offers;
	enum serve_end end;
	enum err err;

	if (offers_read(agent->offers, &offers, &problem) != OK)
		return failed(&problem, AGENT_INPUT);
	err = listen_open(&listener, agent->listen, &problem);
	if (err != OK)
		return failed(&problem, err == ERR_FORMAT ? AGENT_USAGE : AGENT_SOCKET);
	record_begin(&record, "listening");
	record_text(&record, "socket", listener.path);
	record_set(&record, "features", &names_features, &offers.offer.features);
	record_set(&record, "strategies", &names_strategies, &offers.offer.strategies);
	record_number(&record, "devices", offers.offer.device_count);
	record_end(&record);
	end = serve_run(&listener, &offers, &record, agent->once ? SERVE_ONCE : SERVE_FOREVER);
	listen_close(&listener);
	record_begin(&record, "ended");
	record_end(&record);
	if (end == SERVE_BROKEN)
		return AGENT_SOCKET;
	return end == SERVE_FAILED ? AGENT_REFUSED : AGENT_OK;
}

int main(int argc, char **argv)
{
	struct agent_options agent = { .wait_ms = { 1, 600000, 2000, false } };
	const struct option_row rows[] = {
		{ "offers", 0, false, "FILE",
		  "what this VMM offers, as YAML (see configs/offers/default.yaml)",
		  .text = &agent.offers },
		{ "listen", 0, false, "unix:PATH", "the socket to serve, mode 0600",
		  .text = &agent.listen },
		{ "once", 0, false, NULL, "end after the first session: 0 agreed, 4 not",
		  .flag = &agent.once },
		{ "json", 0, false, NULL, "log records as JSON, one a line", .flag = &agent.json },
		{ "check", 0, false, "SOCKET", "test the VMM side that listens at SOCKET",
		  .text = &agent.check },
		{ "wait", 0, false, "MS", "how long --check waits for an answer",
		  .number = &agent.wait_ms },
		{ "version", 0, false, NULL, "print the version", .flag = &agent.version },
	};
	const struct options options = {
		.program = "parapet-vmm",
		.command = "",
		.about = "Serves the VMM's side of Parapet's measured channel, or tests another "
			 "one.\n"
			 "Exit status: 0 well, 1 bad offers, 2 usage, 3 socket, 4 refused "
			 "(--once), 5 failed (--check).",
		.operands = "",
		OPTIONS_ROWS(rows),
	};
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (agent.version)
		return puts("parapet-vmm " PARAPET_VERSION) < 0 ? AGENT_INPUT : AGENT_OK;
	if (agent.check != NULL) {
		if (agent.offers != NULL || agent.listen != NULL || agent.once)
			return options_usage_error(
				&options, "--check goes without --offers, --listen and --once");
		return check_run(agent.check, (uint32_t)agent.wait_ms.value) == 0 ? AGENT_OK
										  : AGENT_CHECK;
	}
	if (agent.offers == NULL || agent.listen == NULL)
		return options_usage_error(
			&options, "--offers FILE and --listen unix:PATH, or --check SOCKET");
	return serve(&agent);
}
