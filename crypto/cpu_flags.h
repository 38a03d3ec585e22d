/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What wolfCrypt asks for the CPU's features by, in place of its own cpuid.c. Internal to crypto/.
 */
#ifndef CRYPTO_CPU_FLAGS_H
#define CRYPTO_CPU_FLAGS_H

unsigned int cpuid_get_flags(void);

#endif
