/* SPDX-License-Identifier: MIT */
/* A whole user of libparapet-vmm: serves one negotiation on a connected socket. Never returns
 * before it is over. */
#include "example.h"

#include <errno.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>

struct channel {
	struct parapet_vmm_io io; /* first, so that the callbacks find the rest */
	int fd;
};

static long channel_read(struct parapet_vmm_io *io, void *data, size_t len)
{
	ssize_t got = recv(((struct channel *)io)->fd, data, len, MSG_DONTWAIT);

	return got > 0 ? got : got < 0 && errno == EAGAIN ? 0 : -1;
}

static long channel_write(struct parapet_vmm_io *io, const void *data, size_t len)
{
	ssize_t put = send(((struct channel *)io)->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);

	return put >= 0 ? put : errno == EAGAIN ? 0 : -1;
}

static uint64_t channel_now(struct parapet_vmm_io *io)
{
	struct timespec now;

	(void)io;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static int channel_random(struct parapet_vmm_io *io, void *out, size_t len)
{
	(void)io;
	return getrandom(out, len, 0) == (ssize_t)len ? 0 : -1;
}

enum parapet_vmm_status example_serve(int fd, const struct channel_offer *offer, sha384_fn *sha384,
				      struct parapet_vmm *vmm)
{
	struct channel channel = {
		{ channel_read, channel_write, channel_now, channel_random, sha384 }, fd
	};

	if (parapet_vmm_init(vmm, &channel.io, offer, PARAPET_VMM_DEADLINE_MS) != OK)
		return PARAPET_VMM_REFUSED;
	while (parapet_vmm_step(vmm) <= PARAPET_VMM_NEGOTIATING) {
		struct pollfd wait = { fd, POLLIN | (parapet_vmm_wants_write(vmm) ? POLLOUT : 0),
				       0 };

		poll(&wait, 1, parapet_vmm_deadline(vmm) == UINT64_MAX ? -1 : 100);
	}
	return vmm->status;
}
