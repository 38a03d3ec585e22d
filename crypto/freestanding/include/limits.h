/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gcc's own limits.h includes the C library's: the compiler's built-in numbers do. */
#ifndef CRYPTO_FREESTANDING_LIMITS_H
#define CRYPTO_FREESTANDING_LIMITS_H

#define CHAR_BIT __CHAR_BIT__
#define INT_MAX __INT_MAX__
#define UINT_MAX (INT_MAX * 2u + 1u)
#define LONG_MAX __LONG_MAX__
#define ULONG_MAX (LONG_MAX * 2ul + 1ul)

#endif
