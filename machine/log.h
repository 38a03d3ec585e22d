/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's own log, a debug console of QEMU's. Lines that begin with '@' are for programs
 * (abi/machine.h). Called with the machine's lock held, or before other CPUs run.
 */
#ifndef MACHINE_LOG_H
#define MACHINE_LOG_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* After this only '@' lines are printed. */
void log_quiet(void);

/*
 * Prints one line. Conversions: %s %c %u %x, %lu %lx, with a width and zero padding (%016lx).
 * log_line is for people, log_tag for lines that begin with '@'.
 */
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_tag(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Formats into out[0..size), size ≥ 1, always NUL-terminated; what does not fit is cut off. */
void log_format(char *out, size_t size, const char *format, va_list args);

/* Prints tag and the hex digits of data[0..len) as one '@' line. */
void log_hex(const char *tag, const uint8_t *data, size_t len);

#endif
