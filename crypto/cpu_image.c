/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CPU's features where the platform reports them. Must never execute CPUID. */
#include "crypto/cpu.h"

static uint32_t reported;

void crypto_cpu_set(uint32_t features)
{
	reported = features;
}

uint32_t crypto_cpu_get(void)
{
	return reported;
}
