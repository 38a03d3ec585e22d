/* SPDX-License-Identifier: MIT */
/* The C library functions that compilers call on their own, for programs without a C library. */
#ifndef LIB_FREESTANDING_MEMORY_H
#define LIB_FREESTANDING_MEMORY_H

#include <stddef.h>

/* As in ISO C. */
void *memcpy(void *restrict to, const void *restrict from, size_t len);
void *memmove(void *to, const void *from, size_t len);
void *memset(void *to, int byte, size_t len);
int memcmp(const void *a, const void *b, size_t len);
size_t strlen(const char *s);

#endif
