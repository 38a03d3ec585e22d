/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Needs carrier, and so what carrier requires. */
#include "core/registry/module.h"

MODULE_EXTERN(carrier);
MODULE(follower, NEEDS(&module_carrier));
