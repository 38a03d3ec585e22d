/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading Linux kernels as boot loaders get them. Believes no field before it has been compared
 * with
 * the file's size. Spec: Linux Documentation/arch/x86/boot.rst, protocol 2.12 and later.
 */
#ifndef TOOLS_BZIMAGE_H
#define TOOLS_BZIMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "abi/linux.h"
#include "tools/problem.h"

struct bzimage {
	struct linux_setup_header header;
	size_t header_len; /* bytes of it that the kernel has, at most sizeof(header); the rest of
			      header is zero */
	const uint8_t *header_bytes; /* the kernel's whole header, which may be longer */
	size_t header_bytes_len;     /* it fits into the zero page */
	const uint8_t *code;         /* the protected-mode part, in the file's bytes */
	size_t code_len;
	uint64_t alignment; /* of the load address, in bytes: a power of two, 4 KiB to 1 GiB */
};

/*
 * Checks data[0..len), which stays the caller's and alive: a 64-bit kernel of protocol 2.12 or
 * later, whole, whose fields agree with each other. Errors, described in *problem under name:
 * ERR_TRUNCATED, ERR_FORMAT, ERR_UNSUPPORTED (protocol, 32-bit, loaded low).
 */
MUST_USE enum err bzimage_open(struct bzimage *image, const uint8_t *data, size_t len,
			       const char *name, struct problem *problem);

/*
 * Where to load it: the address it prefers, or, if it can be moved, the lowest suitable one above
 * that, so that the init_size bytes from there on lie outside [taken_start, taken_end) and below
 * limit. Errors: ERR_OVERLAP (it cannot be moved), ERR_RANGE (no room), described in *problem.
 */
MUST_USE enum err bzimage_place(const struct bzimage *image, uint64_t taken_start,
				uint64_t taken_end, uint64_t limit, uint64_t *address,
				const char *name, struct problem *problem);

#endif
