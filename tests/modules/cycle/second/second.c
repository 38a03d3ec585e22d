/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The other half of an order that cannot be kept. */
#include "core/registry/module.h"

MODULE_EXTERN_WEAK(first);

MODULE(second, AFTER(&module_first));
