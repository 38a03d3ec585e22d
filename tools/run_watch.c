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

enum run_stop run_watch(const struct run_child *child, int signal_fd, uint64_t seconds,
			struct run_log *log)
{
	int64_t end = now_ms() + (int64_t)seconds * 1000;
	struct pollfd fds[] = {
		{ .fd = child->console_fd, .events = POLLIN },
		{ .fd = child->log_fd, .events = POLLIN },
		{ .fd = signal_fd, .events = POLLIN },
	};

	/* Both streams end when QEMU does */
	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		int64_t left = end - now_ms();

		if (left <= 0)
			return RUN_DEADLINE;
		if (poll(fds, 3, left > 1000 ? 1000 : (int)left) < 0 && errno != EINTR)
			return RUN_ENDED;
		if (fds[0].revents != 0 && !pass_console(fds[0].fd, log))
			fds[0].fd = -1;
		if (fds[1].revents != 0 && !pass_log(fds[1].fd, log))
			fds[1].fd = -1;
		if (fds[2].revents != 0)
			return RUN_INTERRUPTED;
	}
	return RUN_ENDED;
}
