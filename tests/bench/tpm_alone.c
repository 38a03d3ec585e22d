/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A TPM without a server: a command comes on standard input, after its length (u32, big-endian);
 * the CPU time that the TPM itself took for it (ns, u64, big-endian), the response's length and the
 * response go to standard output. Length 0 asks for nothing: what looking at the clock costs. Ends
 * with its input. For measuring only.
 */
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "modules/vtpm/server/backend.h"
#include "modules/vtpm/server/frame.h"

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static bool read_all(uint8_t *to, size_t len)
{
	while (len != 0) {
		ssize_t got = read(STDIN_FILENO, to, len);

		if (got <= 0)
			return false;
		to += got;
		len -= (size_t)got;
	}
	return true;
}

static void store_be(uint8_t *at, size_t size, uint64_t value)
{
	for (size_t i = size; i-- > 0; value >>= 8)
		at[i] = (uint8_t)value;
}

static bool serve_one(void)
{
	static uint8_t command[FRAME_PAYLOAD_MAX];
	static uint8_t reply[12 + BACKEND_RESPONSE_MAX];
	uint8_t head[4];
	uint64_t took;
	size_t len;

	if (!read_all(head, sizeof(head)))
		return false;
	len = (size_t)head[0] << 24 | (size_t)head[1] << 16 | (size_t)head[2] << 8 | head[3];
	if (len > sizeof(command) || !read_all(command, len))
		return false;
	took = cpu_ns();
	if (len != 0)
		len = backend_execute(0, command, len, reply + 12);
	store_be(reply, 8, cpu_ns() - took);
	store_be(reply + 8, 4, len);
	return write(STDOUT_FILENO, reply, 12 + len) == (ssize_t)(12 + len);
}

int main(void)
{
	if (backend_open(NULL, BACKEND_OFF) != OK || backend_power_on() != OK) {
		fputs("tpm_alone: the TPM cannot be started\n", stderr);
		return 1;
	}
	while (serve_one())
		;
	backend_close();
	return 0;
}
