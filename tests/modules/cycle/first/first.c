/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One half of an order that cannot be kept. */
#include "core/registry/module.h"

MODULE_EXTERN_WEAK(second);

MODULE(first, AFTER(&module_second));
