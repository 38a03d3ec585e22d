/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tpm_server: the TPM of the monitor as a process that simulators' clients can talk to. */
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "modules/vtpm/server/arguments.h"
#include "modules/vtpm/server/backend.h"
#include "modules/vtpm/server/serve.h"

static int failed(int status, const char *what, const char *why)
{
	fprintf(stderr, "tpm_server: %s: %s\n", what, why);
	return status;
}

static const char *socket_fault(enum err err)
{
	if (err == ERR_FORMAT)
		return "not an IPv4 address";
	return err == ERR_BUSY ? "the port, or the one after it, is taken" : "cannot listen there";
}

static const char *state_fault(enum err err)
{
	if (err == ERR_UNSUPPORTED)
		return "has no endorsement keys";
	return err == ERR_BUSY ? "another process has it" : "cannot be opened beside its .lock";
}

static int catch_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return -1;
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static int serve(const struct arguments *arguments, int signal_fd)
{
	struct listen listen;
	enum err err = listen_open(&listen, arguments->address, arguments->port);

	if (err != OK)
		return failed(err == ERR_FORMAT ? SERVER_USAGE : SERVER_SOCKET, arguments->address,
			      socket_fault(err));
	printf("tpm_server: commands at %s:%u, platform at %u\n", arguments->address, listen.port,
	       listen.port + 1u);
	fflush(stdout);
	err = serve_run(&listen, signal_fd);
	listen_close(&listen);
	return err == OK ? SERVER_OK : failed(SERVER_SOCKET, arguments->address, "poll failed");
}

int main(int argc, char **argv)
{
	struct arguments arguments;
	int status = arguments_parse(argc, argv, &arguments);
	int signal_fd;
	enum err err;

	if (status != ARGUMENTS_GO_ON)
		return status;
	signal_fd = catch_signals();
	if (signal_fd < 0)
		return failed(SERVER_SOCKET, "signals", "cannot be waited for");
	err = backend_open(arguments.state, arguments.endorsement_keys);
	if (err != OK)
		return failed(SERVER_STATE, arguments.state == NULL ? "memory" : arguments.state,
			      state_fault(err));
	status = serve(&arguments, signal_fd);
	backend_close();
	close(signal_fd);
	return status;
}
