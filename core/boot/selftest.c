/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Known answers of the cryptography, before anything relies on it. CONFIG_CRYPTO_SELFTEST leaves it
 * out. */
#include "core/boot/boot.h"
#include "crypto/selftest.h"
#include "lib/config.h"

enum termination selftest_run(void)
{
	if (IS_ENABLED(CONFIG_CRYPTO_SELFTEST) && crypto_selftest() != OK)
		return TERM_SELFTEST;
	return 0;
}
