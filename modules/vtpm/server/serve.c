/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One thread, nothing blocks: a client that stalls in the middle of a request, or does not read its
 * reply, holds up only itself. A client is read again when its reply is gone, so what it can make
 * the server hold is bounded.
 */
#include "modules/vtpm/server/serve.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "modules/vtpm/server/perform.h"

struct client {
	bool is_used;
	int fd;
	uint32_t events; /* what is waited for: EPOLLIN, or EPOLLOUT while a reply is on its way */
	size_t in_len;
	size_t out_at;
	size_t out_len; /* 0: no reply is on its way */
	uint8_t in[FRAME_REQUEST_MAX];
	uint8_t out[PERFORM_REPLY_MAX];
};

enum client_state { CLIENT_STAYS, CLIENT_GOES, CLIENT_STOPS_SERVER };

/* What an event is about: the signal, a port, and from EVENT_CLIENTS on each client's number */
enum { EVENT_SIGNAL, EVENT_PORTS, EVENT_CLIENTS = EVENT_PORTS + LISTEN_COUNT };

static struct client clients[SERVE_CLIENTS_MAX];

/* Sends what it can of the reply */
static enum client_state send_reply(struct client *client)
{
	while (client->out_at < client->out_len) {
		ssize_t sent = send(client->fd, client->out + client->out_at,
				    client->out_len - client->out_at, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return errno == EAGAIN ? CLIENT_STAYS : CLIENT_GOES;
		client->out_at += (size_t)sent;
	}
	client->out_at = 0;
	client->out_len = 0;
	return CLIENT_STAYS;
}

/* Does every whole request that is there, as far as replies can be sent */
static enum client_state do_requests(struct client *client)
{
	while (client->out_len == 0) {
		struct frame frame;
		enum err err = frame_find(client->in, client->in_len, &frame);
		enum client_state state;
		enum perform_end end;

		if (err == ERR_TRUNCATED)
			return CLIENT_STAYS;
		if (err != OK)
			return CLIENT_GOES;
		end = perform(&frame, client->out, &client->out_len);
		client->in_len -= frame.len;
		memmove(client->in, client->in + frame.len, client->in_len);
		state = send_reply(client);
		if (end == PERFORM_STOP)
			return CLIENT_STOPS_SERVER;
		if (end == PERFORM_CLOSE || state != CLIENT_STAYS)
			return CLIENT_GOES;
	}
	return CLIENT_STAYS;
}

static enum client_state client_ready(struct client *client)
{
	ssize_t got;

	if (client->out_len != 0) {
		if (send_reply(client) != CLIENT_STAYS)
			return CLIENT_GOES;
		return do_requests(client);
	}
	/* A whole request fits into in[], so there is room unless one is waiting, and then none is
	 * read */
	got = recv(client->fd, client->in + client->in_len, sizeof(client->in) - client->in_len, 0);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return CLIENT_STAYS;
	if (got <= 0)
		return CLIENT_GOES;
	client->in_len += (size_t)got;
	return do_requests(client);
}

/* From here on, or no longer, events of fd as number; waiting is the epoll instance */
static bool watch(int waiting, int action, int fd, uint32_t number, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.u32 = number };

	return epoll_ctl(waiting, action, fd, &event) == 0;
}

static struct client *free_client(void)
{
	for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
		if (!clients[i].is_used)
			return &clients[i];
	}
	return NULL;
}

/* The ports, while there is room for who comes */
static bool watch_ports(int waiting, int action, const struct listen *listen)
{
	uint32_t events = free_client() != NULL ? EPOLLIN : 0;

	for (uint32_t i = 0; i < LISTEN_COUNT; i++) {
		if (!watch(waiting, action, listen->fds[i], EVENT_PORTS + i, events))
			return false;
	}
	return true;
}

static void client_drop(struct client *client)
{
	/* Which also ends its events */
	close(client->fd);
	/* Commands carry authorisation values */
	explicit_bzero(client, sizeof(*client));
}

static bool take_client(int waiting, const struct listen *listen, enum listen_port port)
{
	struct client *client = free_client();
	int fd = client != NULL ? listen_accept(listen, port) : -1;

	if (fd < 0)
		return true;
	client->fd = fd;
	client->is_used = true;
	client->events = EPOLLIN;
	if (!watch(waiting, EPOLL_CTL_ADD, fd, EVENT_CLIENTS + (uint32_t)(client - clients),
		   EPOLLIN))
		client_drop(client);
	return free_client() != NULL || watch_ports(waiting, EPOLL_CTL_MOD, listen);
}

/* Waits for what the client needs next */
static enum client_state watch_client(int waiting, struct client *client)
{
	uint32_t events = client->out_len != 0 ? EPOLLOUT : EPOLLIN;

	if (events == client->events)
		return CLIENT_STAYS;
	client->events = events;
	return watch(waiting, EPOLL_CTL_MOD, client->fd,
		     EVENT_CLIENTS + (uint32_t)(client - clients), events)
		       ? CLIENT_STAYS
		       : CLIENT_GOES;
}

static bool serve_client(int waiting, const struct listen *listen, struct client *client)
{
	enum client_state state = client_ready(client);
	bool was_full;

	if (state == CLIENT_STAYS)
		state = watch_client(waiting, client);
	if (state != CLIENT_GOES)
		return state == CLIENT_STAYS;
	was_full = free_client() == NULL;
	client_drop(client);
	return !was_full || watch_ports(waiting, EPOLL_CTL_MOD, listen);
}

static void drop_all(void)
{
	for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
		if (clients[i].is_used)
			client_drop(&clients[i]);
	}
}

/* One event at a time, so that none is about a client who has gone. Whether to go on. */
static bool serve_event(int waiting, const struct listen *listen, uint32_t number)
{
	if (number == EVENT_SIGNAL)
		return false;
	if (number < EVENT_CLIENTS)
		return take_client(waiting, listen, (enum listen_port)(number - EVENT_PORTS));
	return serve_client(waiting, listen, &clients[number - EVENT_CLIENTS]);
}

enum err serve_run(const struct listen *listen, int signal_fd)
{
	int waiting = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event event;
	enum err err = ERR_IO;
	int got;

	if (waiting < 0)
		return ERR_IO;
	if (watch(waiting, EPOLL_CTL_ADD, signal_fd, EVENT_SIGNAL, EPOLLIN) &&
	    watch_ports(waiting, EPOLL_CTL_ADD, listen))
		err = OK;
	while (err == OK) {
		got = epoll_wait(waiting, &event, 1, -1);
		if (got < 0 && errno != EINTR)
			err = ERR_IO;
		if (got > 0 && !serve_event(waiting, listen, event.data.u32))
			break;
	}
	drop_all();
	close(waiting);
	return err;
}
