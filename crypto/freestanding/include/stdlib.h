/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the compiler's headers of intrinsics want declared; nothing calls it. */
#ifndef CRYPTO_FREESTANDING_STDLIB_H
#define CRYPTO_FREESTANDING_STDLIB_H

#include <stddef.h>

void *malloc(size_t size);
void free(void *pointer);

#endif
