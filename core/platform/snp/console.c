/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The debug console: a byte to an I/O port, as the GHCB carries it. Must never be part of a release
 * image.
 */
#include "core/platform/platform.h"
#include "core/platform/snp/ghcb.h"

void platform_debug_putc(char c)
{
	struct ghcb_request request = {
		.code = SVM_EXIT_IOIO,
		.info1 = GHCB_IOIO_PORT(CONFIG_DEBUG_PORT) | GHCB_IOIO_SIZE8,
		.input = GHCB_INPUT_RAX,
		.value = (uint8_t)c,
	};

	/* What cannot be printed is lost: there is nowhere to report it */
	if (ghcb_is_ready() && ghcb_request(&request) != OK)
		return;
}
