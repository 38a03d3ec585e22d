/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One thread, nothing blocks: a client that stalls in the middle of a request, or does not read its
 * reply, holds up only itself. A client is read again when its reply is gone, so what it can make
 * the server hold is bounded.
 */
#include "modules/vtpm/server/serve.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "modules/vtpm/server/perform.h"

struct client {
	bool is_used;
	int fd;
	size_t in_len;
	size_t out_at;
	size_t out_len; /* 0: no reply is on its way */
	uint8_t in[FRAME_REQUEST_MAX];
	uint8_t out[PERFORM_REPLY_MAX];
};

enum client_state { CLIENT_STAYS, CLIENT_GOES, CLIENT_STOPS_SERVER };

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

static void client_drop(struct client *client)
{
	close(client->fd);
	/* Commands carry authorisation values */
	explicit_bzero(client, sizeof(*client));
}

static struct client *free_client(void)
{
	for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
		if (!clients[i].is_used)
			return &clients[i];
	}
	return NULL;
}

static void take_client(const struct listen *listen, enum listen_port port)
{
	struct client *client = free_client();
	int fd;

	if (client == NULL)
		return;
	fd = listen_accept(listen, port);
	if (fd < 0)
		return;
	client->fd = fd;
	client->is_used = true;
}

/* What to wait for: the signal, both ports while there is room, every client. Returns how many. */
static nfds_t wait_list(const struct listen *listen, int signal_fd, struct pollfd *polls,
			struct client **who)
{
	short ports = free_client() != NULL ? POLLIN : 0;
	nfds_t count = 0;

	polls[count++] = (struct pollfd){ .fd = signal_fd, .events = POLLIN };
	for (int i = 0; i < LISTEN_COUNT; i++)
		polls[count++] = (struct pollfd){ .fd = listen->fds[i], .events = ports };
	for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
		if (!clients[i].is_used)
			continue;
		who[count] = &clients[i];
		polls[count++] = (struct pollfd){
			.fd = clients[i].fd,
			.events = clients[i].out_len != 0 ? POLLOUT : POLLIN,
		};
	}
	return count;
}

static void drop_all(void)
{
	for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
		if (clients[i].is_used)
			client_drop(&clients[i]);
	}
}

static bool serve_ready(const struct listen *listen, const struct pollfd *polls,
			struct client **who, nfds_t count)
{
	for (nfds_t i = 1 + LISTEN_COUNT; i < count; i++) {
		enum client_state state = CLIENT_STAYS;

		if (polls[i].revents != 0)
			state = client_ready(who[i]);
		if (state == CLIENT_STOPS_SERVER)
			return false;
		if (state == CLIENT_GOES)
			client_drop(who[i]);
	}
	for (int i = 0; i < LISTEN_COUNT; i++) {
		if ((polls[1 + i].revents & POLLIN) != 0)
			take_client(listen, (enum listen_port)i);
	}
	return true;
}

enum err serve_run(const struct listen *listen, int signal_fd)
{
	struct pollfd polls[1 + LISTEN_COUNT + SERVE_CLIENTS_MAX];
	struct client *who[1 + LISTEN_COUNT + SERVE_CLIENTS_MAX];
	enum err err = OK;

	for (;;) {
		nfds_t count = wait_list(listen, signal_fd, polls, who);

		if (poll(polls, count, -1) < 0) {
			if (errno == EINTR)
				continue;
			err = ERR_IO;
			break;
		}
		if (polls[0].revents != 0 || !serve_ready(listen, polls, who, count))
			break;
	}
	drop_all();
	return err;
}
