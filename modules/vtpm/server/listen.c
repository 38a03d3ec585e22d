/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets of both ports. Both are bound, or none is. */
#include "modules/vtpm/server/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG SOMAXCONN
#define FREE_PORT_TRIES 64

static enum err open_one(const struct in_addr *address, uint16_t port, int *out)
{
	struct sockaddr_in name = { .sin_family = AF_INET, .sin_port = htons(port) };
	const int one = 1;
	enum err err;
	int fd;

	name.sin_addr = *address;
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return ERR_IO;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) == 0 &&
	    bind(fd, (const struct sockaddr *)&name, sizeof(name)) == 0 &&
	    listen(fd, BACKLOG) == 0) {
		*out = fd;
		return OK;
	}
	err = errno == EADDRINUSE ? ERR_BUSY : ERR_IO;
	close(fd);
	return err;
}

static uint16_t port_of(int fd)
{
	struct sockaddr_in name = { 0 };
	socklen_t len = sizeof(name);

	if (getsockname(fd, (struct sockaddr *)&name, &len) != 0)
		return 0;
	return ntohs(name.sin_port);
}

static enum err open_pair(struct listen *listen, const struct in_addr *address, uint16_t port)
{
	uint16_t bound;
	enum err err = open_one(address, port, &listen->fds[LISTEN_COMMANDS]);

	if (err != OK)
		return err;
	bound = port_of(listen->fds[LISTEN_COMMANDS]);
	err = bound == 0 || bound == UINT16_MAX
		      ? ERR_BUSY
		      : open_one(address, (uint16_t)(bound + 1), &listen->fds[LISTEN_PLATFORM]);
	if (err != OK) {
		close(listen->fds[LISTEN_COMMANDS]);
		return err;
	}
	listen->port = bound;
	return OK;
}

enum err listen_open(struct listen *listen, const char *address, uint16_t port)
{
	struct in_addr in;
	enum err err = ERR_BUSY;

	if (inet_pton(AF_INET, address, &in) != 1)
		return ERR_FORMAT;
	for (int i = 0; err == ERR_BUSY && i < (port == 0 ? FREE_PORT_TRIES : 1); i++)
		err = open_pair(listen, &in, port);
	return err;
}

void listen_close(struct listen *listen)
{
	for (int i = 0; i < LISTEN_COUNT; i++)
		close(listen->fds[i]);
}

int listen_accept(const struct listen *listen, enum listen_port port)
{
	const int one = 1;
	int fd = accept4(listen->fds[port], NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	if (fd >= 0 && setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}
