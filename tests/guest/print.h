/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's console: COM1, a byte an exit. */
#ifndef GUEST_PRINT_H
#define GUEST_PRINT_H

#include <stdarg.h>

/* Conversions: %s %u %x %lu %lx %%. Each call is one piece: CPUs do not mix within it. */
__attribute__((format(printf, 1, 2))) void print(const char *format, ...);
__attribute__((format(printf, 1, 0))) void print_list(const char *format, va_list list);

#endif
