/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port I/O as the GHCB carries it. Must never be an instruction: that would raise #VC. */
#include "core/platform/platform.h"
#include "core/platform/snp/ghcb.h"

enum err platform_port_read8(uint16_t port, uint8_t *out)
{
	struct ghcb_request request = {
		.code = SVM_EXIT_IOIO,
		.info1 = GHCB_IOIO_PORT(port) | GHCB_IOIO_SIZE8 | GHCB_IOIO_IN,
		.input = GHCB_INPUT_RAX,
	};
	enum err err = ghcb_request(&request);

	if (err == OK && !request.has_rax)
		err = ERR_IO;
	if (err == OK)
		*out = (uint8_t)request.rax;
	return err;
}

enum err platform_port_write8(uint16_t port, uint8_t value)
{
	struct ghcb_request request = {
		.code = SVM_EXIT_IOIO,
		.info1 = GHCB_IOIO_PORT(port) | GHCB_IOIO_SIZE8,
		.input = GHCB_INPUT_RAX,
		.value = value,
	};

	return ghcb_request(&request);
}
