/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Written beside, made durable, then renamed over: at every moment the file is the old object or
 * the new one. */
#include "modules/vtpm/server/state_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static int open_folder(const char *path)
{
	char copy[STATE_FILE_PATH_MAX];

	snprintf(copy, sizeof(copy), "%s", path);
	return open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int open_lock(const char *path)
{
	char name[STATE_FILE_PATH_MAX + 8];

	snprintf(name, sizeof(name), "%s.lock", path);
	return open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

enum err state_file_open(struct state_file *file, const char *path)
{
	enum err err = ERR_IO;

	if (strlen(path) >= sizeof(file->path))
		return ERR_RANGE;
	snprintf(file->path, sizeof(file->path), "%s", path);
	snprintf(file->next, sizeof(file->next), "%s.new", path);
	file->folder = open_folder(path);
	if (file->folder < 0)
		return ERR_IO;
	file->lock = open_lock(path);
	if (file->lock < 0)
		goto no_lock;
	if (flock(file->lock, LOCK_EX | LOCK_NB) == 0)
		return OK;
	err = errno == EWOULDBLOCK ? ERR_BUSY : ERR_IO;
	close(file->lock);
no_lock:
	close(file->folder);
	return err;
}

void state_file_close(struct state_file *file)
{
	close(file->lock);
	close(file->folder);
}

static enum err write_whole(int fd, const uint8_t *object, size_t len)
{
	while (len != 0) {
		ssize_t put = write(fd, object, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return ERR_IO;
		object += put;
		len -= (size_t)put;
	}
	return fdatasync(fd) == 0 ? OK : ERR_IO;
}

enum err state_file_save(const struct state_file *file, const uint8_t *object, size_t len)
{
	int fd = open(file->next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum err err;

	if (fd < 0)
		return ERR_IO;
	err = write_whole(fd, object, len);
	if (close(fd) != 0)
		err = ERR_IO;
	if (err == OK && rename(file->next, file->path) != 0)
		err = ERR_IO;
	if (err != OK) {
		unlink(file->next);
		return err;
	}
	return fsync(file->folder) == 0 ? OK : ERR_IO;
}

enum err state_file_load(const struct state_file *file, uint8_t *object, size_t cap, size_t *len)
{
	int fd = open(file->path, O_RDONLY | O_CLOEXEC);
	uint8_t beyond;
	size_t have = 0;
	ssize_t got = 0;

	if (fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
	do {
		got = have < cap ? read(fd, object + have, cap - have) : read(fd, &beyond, 1);
		if (got > 0)
			have += (size_t)got;
	} while ((got > 0 && have <= cap) || (got < 0 && errno == EINTR));
	close(fd);
	if (got < 0)
		return ERR_IO;
	if (have > cap)
		return ERR_NO_SPACE;
	*len = have;
	return OK;
}
