/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Serving VMs, many on one thread: the library does not block, so one stalled VM holds up nobody.
 * Never lets a VM's bytes reach the log but through record.c.
 */
#include "vmm/agent/serve.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "crypto/hash.h"
#include "tools/alloc.h"
#include "vmm/lib/parapet_vmm.h"

struct client {
	struct parapet_vmm_io io; /* first, so that the callbacks find the rest */
	int fd;
	uint64_t id; /* of the connection, from 1 */
	struct parapet_vmm vmm;
};

struct server {
	const struct listener *listener;
	const struct offers *offers;
	const struct record *record;
	enum serve_until until;
	uint64_t connections;
	int signal_fd;
	struct client *clients[SERVE_CLIENTS_MAX]; /* NULL: free */
};

static long client_read(struct parapet_vmm_io *io, void *data, size_t len)
{
	ssize_t got = recv(((struct client *)io)->fd, data, len, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return got > 0 ? (long)got : -1;
}

static long client_write(struct parapet_vmm_io *io, const void *data, size_t len)
{
	ssize_t put = send(((struct client *)io)->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (put < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return put >= 0 ? (long)put : -1;
}

static uint64_t client_now(struct parapet_vmm_io *io)
{
	struct timespec now;

	(void)io;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static int client_random(struct parapet_vmm_io *io, void *out, size_t len)
{
	(void)io;
	return getrandom(out, len, 0) == (ssize_t)len ? 0 : -1;
}

static void log_session(const struct server *server, const struct client *client, const char *event)
{
	const struct parapet_vmm_result *result = &client->vmm.result;

	record_begin(server->record, event);
	record_number(server->record, "connection", client->id);
	if (result->session != 0) {
		uint8_t bytes[8];

		for (unsigned int i = 0; i < 8; i++)
			bytes[i] = (uint8_t)(result->session >> (56 - 8 * i));
		record_hex(server->record, "session", bytes, sizeof(bytes));
	}
}

static void log_agreed(const struct server *server, const struct client *client)
{
	const struct parapet_vmm_result *result = &client->vmm.result;

	log_session(server, client, "agreed");
	record_name(server->record, "strategy", &names_strategies, result->choice.strategy);
	record_name(server->record, "freshness", &names_freshness, result->choice.freshness);
	record_set(server->record, "features", &names_features, &result->choice.features);
	record_set(server->record, "wanted", &names_features, &result->hello.features);
	record_hex(server->record, "profile", result->hello.profile, CHANNEL_DIGEST_SIZE);
	record_hex(server->record, "th", result->th, SHA384_SIZE);
	record_end(server->record);
}

static void log_failed(const struct server *server, const struct client *client, const char *event)
{
	const struct channel_fault *fault = &client->vmm.result.fault;
	const struct name_row *row = names_of(&names_aborts, fault->code);

	log_session(server, client, event);
	record_name(server->record, "code", &names_aborts, fault->code);
	record_number(server->record, "detail", fault->detail);
	record_text(server->record, "cause", row != NULL ? row->help : "unknown");
	record_end(server->record);
}

static void drop_client(struct server *server, int slot)
{
	close(server->clients[slot]->fd);
	free(server->clients[slot]);
	server->clients[slot] = NULL;
}

/* Logs what a session came to. Returns whether it was a session that ended. */
static bool finish(struct server *server, int slot, enum parapet_vmm_status status)
{
	struct client *client = server->clients[slot];
	bool had_session = client->vmm.result.session != 0;

	if (status == PARAPET_VMM_AGREED) {
		log_agreed(server, client);
		parapet_vmm_restart(&client->vmm);
		return true;
	}
	if (status == PARAPET_VMM_CLOSED) {
		log_session(server, client, had_session ? "closed-early" : "closed");
		record_end(server->record);
	} else {
		log_failed(server, client, status == PARAPET_VMM_HALTED ? "halted" : "refused");
		had_session = true;
	}
	drop_client(server, slot);
	return had_session;
}

static int free_slot(const struct server *server)
{
	for (int slot = 0; slot < SERVE_CLIENTS_MAX; slot++) {
		if (server->clients[slot] == NULL)
			return slot;
	}
	return -1;
}

static void accept_client(struct server *server)
{
	int slot = free_slot(server);
	int fd = slot < 0 ? -1
			  : accept4(server->listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct client *client;

	if (fd < 0)
		return;
	client = alloc_zeroed(1, sizeof(*client));
	client->io = (struct parapet_vmm_io){ client_read, client_write, client_now, client_random,
					      crypto_sha384 };
	client->fd = fd;
	client->id = ++server->connections;
	server->clients[slot] = client;
	/* The offers were read through the same checks */
	if (parapet_vmm_init(&client->vmm, &client->io, &server->offers->offer,
			     server->offers->deadline_ms) != OK)
		abort();
	log_session(server, client, "connected");
	record_end(server->record);
}

/* The time to poll, in milliseconds, until the first deadline; -1: for ever. */
static int poll_time(const struct server *server)
{
	uint64_t now = client_now(NULL);
	uint64_t first = UINT64_MAX;

	for (int slot = 0; slot < SERVE_CLIENTS_MAX; slot++) {
		if (server->clients[slot] != NULL &&
		    parapet_vmm_deadline(&server->clients[slot]->vmm) < first)
			first = parapet_vmm_deadline(&server->clients[slot]->vmm);
	}
	if (first == UINT64_MAX)
		return -1;
	if (first <= now)
		return 0;
	return first - now < INT_MAX ? (int)(first - now) : INT_MAX;
}

/* Waits for something to do. Returns 1: go on, 0: a signal says stop, -1: the system failed. */
static int wait_for_work(struct server *server)
{
	struct pollfd fds[SERVE_CLIENTS_MAX + 2];
	nfds_t count = 0;

	fds[count++] = (struct pollfd){ .fd = server->signal_fd, .events = POLLIN };
	/* A full house waits in the backlog */
	fds[count++] = (struct pollfd){ .fd = free_slot(server) < 0 ? -1 : server->listener->fd,
					.events = POLLIN };
	for (int slot = 0; slot < SERVE_CLIENTS_MAX; slot++) {
		const struct client *client = server->clients[slot];
		short events = client != NULL && parapet_vmm_wants_write(&client->vmm)
				       ? POLLIN | POLLOUT
				       : POLLIN;

		fds[count++] =
			(struct pollfd){ .fd = client != NULL ? client->fd : -1, .events = events };
	}
	if (poll(fds, count, poll_time(server)) < 0)
		return errno == EINTR ? 1 : -1;
	if (fds[0].revents != 0)
		return 0;
	if (fds[1].revents != 0)
		accept_client(server);
	return 1;
}

static enum serve_end serve_loop(struct server *server)
{
	for (;;) {
		int go_on = wait_for_work(server);

		if (go_on <= 0)
			return go_on == 0 ? SERVE_STOPPED : SERVE_BROKEN;
		for (int slot = 0; slot < SERVE_CLIENTS_MAX; slot++) {
			enum parapet_vmm_status status;

			if (server->clients[slot] == NULL)
				continue;
			status = parapet_vmm_step(&server->clients[slot]->vmm);
			if (status <= PARAPET_VMM_NEGOTIATING || !finish(server, slot, status))
				continue;
			if (server->until == SERVE_ONCE)
				return status == PARAPET_VMM_AGREED ? SERVE_AGREED : SERVE_FAILED;
		}
	}
}

enum serve_end serve_run(const struct listener *listener, const struct offers *offers,
			 const struct record *record, enum serve_until until)
{
	struct server *server = alloc_zeroed(1, sizeof(*server));
	enum serve_end end = SERVE_BROKEN;
	sigset_t ending;

	server->listener = listener;
	server->offers = offers;
	server->record = record;
	server->until = until;
	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigprocmask(SIG_BLOCK, &ending, NULL);
	server->signal_fd = signalfd(-1, &ending, SFD_CLOEXEC);
	if (server->signal_fd >= 0) {
		end = serve_loop(server);
		close(server->signal_fd);
	}
	for (int slot = 0; slot < SERVE_CLIENTS_MAX; slot++) {
		if (server->clients[slot] != NULL)
			drop_client(server, slot);
	}
	free(server);
	return end;
}
