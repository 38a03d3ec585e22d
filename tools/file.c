/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole files in and out. Never leaves a temporary or partial file behind, unless killed with
 * SIGKILL. */
#include "tools/file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/alloc.h"

#define READ_STEP ((size_t)1 << 16)

static enum err read_all(int fd, size_t max, struct buffer *out)
{
	size_t room = 0;
	ssize_t got;

	for (;;) {
		if (out->len == room) {
			room = room == 0 ? READ_STEP : room * 2;
			out->data = alloc_resize(out->data, room, 1);
		}
		got = read(fd, out->data + out->len, room - out->len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return ERR_IO;
		if (got == 0)
			return OK;
		out->len += (size_t)got;
		if (out->len > max)
			return ERR_RANGE;
	}
}

enum err file_read(const char *path, size_t max, struct buffer *out, struct problem *problem)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	enum err err;

	*out = (struct buffer){ 0 };
	if (fd < 0)
		return problem_set(problem, ERR_IO, path, "%s", strerror(errno));
	err = read_all(fd, max, out);
	if (err == ERR_IO)
		problem_set(problem, err, path, "%s", strerror(errno));
	else if (err != OK)
		problem_set(problem, err, path, "larger than %zu bytes", max);
	if (err != OK)
		buffer_free(out);
	if (!standard)
		close(fd);
	return err;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}

static enum err write_all(int fd, const uint8_t *data, size_t len)
{
	while (len > 0) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return ERR_IO;
		data += put;
		len -= (size_t)put;
	}
	return OK;
}

static enum err write_direct(const char *path, const void *data, size_t len)
{
	bool standard = strcmp(path, "-") == 0;
	int fd = standard ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC);
	enum err err;

	if (fd < 0)
		return ERR_IO;
	err = write_all(fd, data, len);
	if (!standard && close(fd) != 0)
		err = ERR_IO;
	return err;
}

/* Writes beside path and renames; temporary ends in XXXXXX. */
static enum err write_renamed(const char *path, char *temporary, const void *data, size_t len)
{
	mode_t mask = umask(0);
	int fd = mkostemp(temporary, O_CLOEXEC);
	int saved;

	umask(mask);
	if (fd < 0)
		return ERR_IO;
	if (write_all(fd, data, len) == OK && fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0 &&
	    rename(temporary, path) == 0) {
		close(fd);
		return OK;
	}
	saved = errno;
	close(fd);
	unlink(temporary);
	errno = saved;
	return ERR_IO;
}

static bool is_written_directly(const char *path)
{
	struct stat st;

	return strcmp(path, "-") == 0 || (stat(path, &st) == 0 && !S_ISREG(st.st_mode));
}

enum err file_write(const char *path, const void *data, size_t len, struct problem *problem)
{
	sigset_t ending;
	sigset_t before;
	char *temporary;
	size_t size;
	enum err err;

	if (is_written_directly(path)) {
		err = write_direct(path, data, len);
		return err == OK ? OK : problem_set(problem, err, path, "%s", strerror(errno));
	}
	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGHUP);
	sigprocmask(SIG_BLOCK, &ending, &before);
	size = strlen(path) + sizeof(".XXXXXX");
	temporary = alloc_zeroed(size, 1);
	snprintf(temporary, size, "%s.XXXXXX", path);
	err = write_renamed(path, temporary, data, len);
	if (err != OK)
		problem_set(problem, err, path, "%s", strerror(errno));
	free(temporary);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}
