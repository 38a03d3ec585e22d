/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the TPM finds a fault of its own, the server ends; what it held goes with the process. */
#include "core/trace/panic.h"

#include <stdio.h>
#include <stdlib.h>

void panic(enum termination reason)
{
	fprintf(stderr, "tpm_server: internal fault (reason %u)\n", (unsigned int)reason);
	abort();
}
