/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module that needs one which is not there: the image must not link. */
#include "core/registry/module.h"

MODULE_EXTERN(absent);

MODULE(needy, NEEDS(&module_absent));
