/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How deep the CPUs' stacks were used. */
#ifndef CORE_BOOT_STACK_H
#define CORE_BOOT_STACK_H

#include <stdint.h>

/*
 * Deepest use of CPU cpu's stack so far, in bytes, cpu < boot block's vcpus_max. Stacks begin as
 * zeros; what lies below the lowest word that is not zero counts as unused.
 */
uint32_t stack_high_water(uint32_t cpu);

#endif
