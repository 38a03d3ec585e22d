/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unix sockets. Never removes what it has not locked, nor what is no socket. */
#include "vmm/agent/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PREFIX "unix:"
#define BACKLOG 16

static enum err make_address(const char *path, struct sockaddr_un *out, struct problem *problem)
{
	*out = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (path[0] == '\0' || strlen(path) >= sizeof(out->sun_path) - strlen(".lock"))
		return problem_set(problem, ERR_FORMAT, NULL,
				   "'%s': a socket's path has 1 to %zu bytes", path,
				   sizeof(out->sun_path) - 1 - strlen(".lock"));
	memcpy(out->sun_path, path, strlen(path));
	return OK;
}

static enum err take_lock(struct listener *listener, struct problem *problem)
{
	char path[sizeof(((struct sockaddr_un *)NULL)->sun_path) + 8];
	char holder[16] = "";
	int len;

	snprintf(path, sizeof(path), "%s.lock", listener->path);
	listener->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (listener->lock_fd < 0)
		return problem_set(problem, ERR_IO, path, "%s", strerror(errno));
	if (flock(listener->lock_fd, LOCK_EX | LOCK_NB) != 0) {
		if (read(listener->lock_fd, holder, sizeof(holder) - 1) > 0)
			holder[strcspn(holder, "\n")] = '\0';
		problem_set(problem, ERR_BUSY, listener->path,
			    "another agent (process %s) serves this socket",
			    holder[0] != '\0' ? holder : "unknown");
		problem_remedy(
			problem,
			"end that agent, or give this one another path: a socket for each VM");
		return ERR_BUSY;
	}
	/* For the next one's message only: the lock is what counts */
	len = snprintf(holder, sizeof(holder), "%ld\n", (long)getpid());
	if (ftruncate(listener->lock_fd, 0) != 0 ||
	    write(listener->lock_fd, holder, (size_t)len) != len)
		return problem_set(problem, ERR_IO, path, "%s", strerror(errno));
	return OK;
}

static enum err remove_stale(const char *path, struct problem *problem)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		return errno == ENOENT ? OK
				       : problem_set(problem, ERR_IO, path, "%s", strerror(errno));
	if (!S_ISSOCK(st.st_mode))
		return problem_set(problem, ERR_IO, path,
				   "there is something else than a socket at this path");
	if (unlink(path) != 0)
		return problem_set(problem, ERR_IO, path, "%s", strerror(errno));
	return OK;
}

static enum err bind_and_listen(struct listener *listener, const struct sockaddr_un *address,
				struct problem *problem)
{
	mode_t mask;
	int bound;

	listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (listener->fd < 0)
		return problem_set(problem, ERR_IO, listener->path, "%s", strerror(errno));
	/* The mode must be right from the first moment on */
	mask = umask(0177);
	bound = bind(listener->fd, (const struct sockaddr *)address, sizeof(*address));
	umask(mask);
	if (bound != 0 || listen(listener->fd, BACKLOG) != 0)
		return problem_set(problem, ERR_IO, listener->path, "%s", strerror(errno));
	return OK;
}

enum err listen_open(struct listener *listener, const char *address, struct problem *problem)
{
	struct sockaddr_un name;
	enum err err;

	*listener = (struct listener){ .fd = -1, .lock_fd = -1 };
	if (strncmp(address, PREFIX, strlen(PREFIX)) != 0) {
		problem_set(problem, ERR_FORMAT, NULL, "'%s' is no address to listen on", address);
		problem_remedy(problem, "write --listen unix:PATH");
		return ERR_FORMAT;
	}
	listener->path = address + strlen(PREFIX);
	err = make_address(listener->path, &name, problem);
	if (err == OK)
		err = take_lock(listener, problem);
	if (err == OK)
		err = remove_stale(listener->path, problem);
	if (err == OK)
		err = bind_and_listen(listener, &name, problem);
	if (err != OK) {
		if (listener->fd >= 0)
			close(listener->fd);
		if (listener->lock_fd >= 0)
			close(listener->lock_fd);
	}
	return err;
}

void listen_close(struct listener *listener)
{
	close(listener->fd);
	unlink(listener->path);
	close(listener->lock_fd);
}

int listen_connect(const char *address)
{
	const char *path =
		strncmp(address, PREFIX, strlen(PREFIX)) == 0 ? address + strlen(PREFIX) : address;
	struct sockaddr_un name;
	struct problem problem;
	int saved;
	int fd;

	if (make_address(path, &name, &problem) != OK) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (connect(fd, (const struct sockaddr *)&name, sizeof(name)) == 0 &&
	    fcntl(fd, F_SETFL, O_NONBLOCK) == 0)
		return fd;
	saved = errno;
	close(fd);
	errno = saved;
	return -1;
}
