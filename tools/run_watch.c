/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loop that watches. */
#include "tools/run_watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define CHUNK 4096
#define POLL_MS 1000

/* What is polled */
enum { CONSOLE, LOG, SIGNALS, KEYS, GUEST, STREAMS };

int run_watch_signals(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGHUP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	/* Our own standard output may be a pipe that somebody closes: that must not keep us from
	 * cleaning up */
	signal(SIGPIPE, SIG_IGN);
	return signalfd(-1, &signals, SFD_CLOEXEC);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Passes on what is there; returns false at the end of the stream. */
static bool pass_console(int fd, struct run_log *log)
{
	char bytes[CHUNK];
	ssize_t got = read(fd, bytes, sizeof(bytes));

	if (got > 0)
		log->console_last = bytes[got - 1];
	for (ssize_t at = 0; at < got;) {
		ssize_t put = write(STDOUT_FILENO, bytes + at, (size_t)(got - at));

		if (put < 0 && errno != EINTR)
			break;
		if (put > 0)
			at += put;
	}
	return got > 0 || (got < 0 && errno == EINTR);
}

static bool pass_log(int fd, struct run_log *log)
{
	char bytes[CHUNK];
	ssize_t got = read(fd, bytes, sizeof(bytes));

	if (got > 0)
		run_log_take(log, bytes, (size_t)got);
	return got > 0 || (got < 0 && errno == EINTR);
}

/* Milliseconds to poll for; 0: the deadline has passed. end < 0: there is none */
static int time_left(int64_t end)
{
	int64_t left = end < 0 ? POLL_MS : end - now_ms();

	return left <= 0 ? 0 : left > POLL_MS ? POLL_MS : (int)left;
}

enum run_stop run_watch(const struct run_child *child, struct run_console *console, int signal_fd,
			uint64_t seconds, struct run_log *log)
{
	int64_t end = seconds == 0 ? -1 : now_ms() + (int64_t)seconds * 1000;
	struct pollfd fds[] = {
		[CONSOLE] = { .fd = child->console_fd, .events = POLLIN },
		[LOG] = { .fd = child->log_fd, .events = POLLIN },
		[SIGNALS] = { .fd = signal_fd, .events = POLLIN },
		[KEYS] = { .events = POLLIN },
		[GUEST] = { .events = POLLOUT },
	};

	/* Both streams end when QEMU does */
	while (fds[CONSOLE].fd >= 0 || fds[LOG].fd >= 0) {
		int left = time_left(end);

		if (left == 0)
			return RUN_DEADLINE;
		fds[KEYS].fd = console->in;
		fds[GUEST].fd = console->out;
		if (poll(fds, STREAMS, left) < 0 && errno != EINTR)
			return RUN_ENDED;
		if (fds[CONSOLE].revents != 0 && !pass_console(fds[CONSOLE].fd, log))
			fds[CONSOLE].fd = -1;
		if (fds[LOG].revents != 0 && !pass_log(fds[LOG].fd, log))
			fds[LOG].fd = -1;
		if (fds[SIGNALS].revents != 0 ||
		    !run_console_pass(console, fds[KEYS].revents != 0, fds[GUEST].revents != 0))
			return RUN_INTERRUPTED;
	}
	return RUN_ENDED;
}
