/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One known answer of each primitive, as a power-on test. */
#ifndef CRYPTO_SELFTEST_H
#define CRYPTO_SELFTEST_H

#include "lib/err.h"

/* Returns OK or ERR_CRYPTO. About 100,000 instructions. */
MUST_USE enum err crypto_selftest(void);

#endif
