/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How large RSA keys may be in this configuration. */
#ifndef CRYPTO_RSA_LIMITS_H
#define CRYPTO_RSA_LIMITS_H

#define RSA_SIZE_MAX 512u /* bytes of a modulus, for public operations */

#ifdef CONFIG_CRYPTO_RSA_4096
#define RSA_PRIVATE_SIZE_MAX 512u /* bytes of a modulus, for private operations */
#else
#define RSA_PRIVATE_SIZE_MAX 384u
#endif

#define RSA_PRIME_SIZE_MAX (RSA_PRIVATE_SIZE_MAX / 2)
#define RSA_HALF_LIMBS (RSA_PRIME_SIZE_MAX / 8)

#define RSA_JOB_WORDS (24u * RSA_HALF_LIMBS + 16u)
#define RSA_KEYGEN_WORDS (32u * RSA_HALF_LIMBS + 512u)

#endif
