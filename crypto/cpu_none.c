/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Without assembly nobody asks what the CPU has. */
#include "crypto/cpu.h"

void crypto_cpu_set(uint32_t features)
{
	(void)features;
}

uint32_t crypto_cpu_get(void)
{
	return 0;
}
