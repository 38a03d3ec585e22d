/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module that does not start: whether that ends the boot is the profile's choice. */
#include "core/registry/module.h"

static enum err failing_start(void)
{
	return ERR_IO;
}

MODULE(failing, .start = failing_start);
