/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making the bundle. It never has a name in a file system, so nothing is left behind however we
 * end. */
#include "tools/run_bundle.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tools/igvm_file.h"

/* A lie must at least be a blob: an empty file would read as "none" */
static enum err put_blob(int fd, const struct buffer *file, uint64_t *end,
			 struct machine_blob *blob)
{
	uint64_t offset = (*end + ABI_PAGE_SIZE - 1) / ABI_PAGE_SIZE * ABI_PAGE_SIZE;

	if (pwrite(fd, file->data, file->len, (off_t)offset) != (ssize_t)file->len)
		return ERR_IO;
	blob->offset = offset;
	blob->size = file->len;
	*end = offset + file->len;
	return OK;
}

static enum err put_file(int fd, const char *path, uint64_t *end, struct machine_blob *blob,
			 struct problem *problem)
{
	struct buffer file;
	enum err err;

	if (path == NULL)
		return OK;
	err = file_read(path, FILE_SIZE_MAX, &file, problem);
	if (err != OK)
		return err;
	if (file.len == 0)
		err = problem_set(problem, ERR_TRUNCATED, path, "the file is empty");
	else if (put_blob(fd, &file, end, blob) != OK)
		err = problem_set(problem, ERR_IO, path, "into the bundle: %s", strerror(errno));
	buffer_free(&file);
	return err;
}

static enum err put_all(int fd, const struct run_bundle *bundle, struct machine_bundle *header,
			uint64_t *size, struct problem *problem)
{
	const struct {
		const char *path;
		struct machine_blob *blob;
	} blobs[] = {
		{ bundle->igvm, &header->igvm },
		{ bundle->memory_map, &header->memory_map },
		{ bundle->madt, &header->madt },
		{ bundle->vp_count, &header->vp_count },
		{ bundle->environment, &header->environment },
	};

	*size = sizeof(*header);
	for (size_t i = 0; i < sizeof(blobs) / sizeof(blobs[0]); i++) {
		enum err err = put_file(fd, blobs[i].path, size, blobs[i].blob, problem);

		if (err != OK)
			return err;
	}
	if (pwrite(fd, header, sizeof(*header), 0) != (ssize_t)sizeof(*header))
		return problem_set(problem, ERR_IO, NULL, "the bundle: %s", strerror(errno));
	return OK;
}

enum err run_bundle_make(const struct run_bundle *bundle, int *fd, uint64_t *size,
			 struct problem *problem)
{
	struct machine_bundle header = {
		.size = sizeof(header),
		.vcpus = bundle->vcpus,
		.memory = bundle->memory,
		.flags = bundle->flags,
		.offer_features = bundle->offer_features,
	};
	int memory = memfd_create("parapet-bundle", 0);
	enum err err;

	if (memory < 0)
		return problem_set(problem, ERR_IO, NULL, "memfd_create: %s", strerror(errno));
	memcpy(header.magic, MACHINE_BUNDLE_MAGIC, sizeof(header.magic));
	memcpy(header.chip_seed, bundle->chip_seed, sizeof(header.chip_seed));
	memcpy(header.host_data, bundle->host_data, sizeof(header.host_data));
	err = put_all(memory, bundle, &header, size, problem);
	if (err != OK) {
		close(memory);
		return err;
	}
	*fd = memory;
	return OK;
}
