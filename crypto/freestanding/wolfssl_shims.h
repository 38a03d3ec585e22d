/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What wolfCrypt wants from a C library, where there is none. */
#ifndef CRYPTO_FREESTANDING_WOLFSSL_SHIMS_H
#define CRYPTO_FREESTANDING_WOLFSSL_SHIMS_H

#include "lib/freestanding/memory.h"

#define STRING_USER
#define CTYPE_USER

#define XMEMCPY memcpy
#define XMEMSET memset
#define XMEMCMP memcmp
#define XMEMMOVE memmove
#define XSTRLEN strlen

#endif
