/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes and sockets. */
#include "tests/interop/diff/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_SECONDS 60
#define COMMAND_REQUEST 8u

static int connect_to(uint16_t port)
{
	const struct sockaddr_in name = { .sin_family = AF_INET,
					  .sin_port = htons(port),
					  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	const struct timeval limit = { .tv_sec = ANSWER_SECONDS };
	const struct linger reset = { .l_onoff = 1 };
	const int one = 1;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	/* Closed with a reset: thousands of streams would leave thousands of ports waiting */
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(fd, (const struct sockaddr *)&name, sizeof(name)) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool send_all(int fd, const void *data, size_t len)
{
	return send(fd, data, len, MSG_NOSIGNAL) == (ssize_t)len;
}

static bool receive(int fd, void *data, size_t len)
{
	return recv(fd, data, len, MSG_WAITALL) == (ssize_t)len;
}

static void run_child(const char *path, const int *output)
{
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(output[1], STDOUT_FILENO);
	/* libtpms says at length what it stumbles over */
	if (nowhere >= 0)
		dup2(nowhere, STDERR_FILENO);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	execl(path, path, "-port", "0", (char *)NULL);
	_exit(127);
}

/* The first line of output ends in "ADDRESS:PORT, platform at PORT" */
static uint16_t read_port(int output)
{
	char line[256];
	size_t len = 0;
	const char *colon;

	while (len < sizeof(line) - 1 && read(output, line + len, 1) == 1 && line[len] != '\n')
		len++;
	line[len] = '\0';
	colon = strrchr(line, ':');
	return colon != NULL ? (uint16_t)strtoul(colon + 1, NULL, 10) : 0;
}

bool server_start(struct server *server, const char *path)
{
	int output[2];
	uint16_t port;

	*server = (struct server){ -1, -1, -1, -1 };
	if (pipe(output) != 0)
		return false;
	server->pid = fork();
	if (server->pid == 0)
		run_child(path, output);
	close(output[1]);
	server->output = output[0];
	port = read_port(output[0]);
	if (port != 0) {
		server->commands = connect_to(port);
		server->platform = connect_to((uint16_t)(port + 1));
	}
	if (server->commands >= 0 && server->platform >= 0 &&
	    server_signal(server, SERVER_POWER_ON) && server_signal(server, SERVER_NV_ON))
		return true;
	fprintf(stderr, "tpm_diff: %s does not start or answer (port %u, sockets %d and %d: %s)\n",
		path, port, server->commands, server->platform, strerror(errno));
	server_stop(server);
	return false;
}

void server_stop(struct server *server)
{
	if (server->pid > 0) {
		kill(server->pid, SIGKILL);
		waitpid(server->pid, NULL, 0);
	}
	if (server->output >= 0)
		close(server->output);
	if (server->commands >= 0)
		close(server->commands);
	if (server->platform >= 0)
		close(server->platform);
	*server = (struct server){ -1, -1, -1, -1 };
}

bool server_signal(struct server *server, enum server_signal signal)
{
	uint32_t request = htonl((uint32_t)signal);
	uint32_t answer;

	return send_all(server->platform, &request, sizeof(request)) &&
	       receive(server->platform, &answer, sizeof(answer)) && answer == 0;
}

bool server_execute(struct server *server, uint8_t locality, const struct bytes *command,
		    struct bytes *response)
{
	struct bytes request = { 0 };
	uint32_t len;
	uint32_t end;

	put_number(&request, COMMAND_REQUEST, 4);
	put_number(&request, locality, 1);
	put_number(&request, command->len, 4);
	if (command->len > WIRE_MAX - request.len)
		return false;
	put(&request, command->b, command->len);
	if (!send_all(server->commands, request.b, request.len) ||
	    !receive(server->commands, &len, sizeof(len)))
		return false;
	len = ntohl(len);
	if (len > WIRE_MAX || !receive(server->commands, response->b, len))
		return false;
	response->len = (uint16_t)len;
	return receive(server->commands, &end, sizeof(end)) && end == 0;
}
