/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formatting for the console. */
#include "tests/guest/print.h"

#include <stdatomic.h>
#include <stdint.h>

#include "abi/machine.h"
#include "tests/guest/ghcb.h"
#include "tests/guest/x86.h"

#define DIGITS_MAX 20u

static atomic_flag console_lock = ATOMIC_FLAG_INIT;

static void put(char c)
{
	ghcb_out(MACHINE_COM1, (uint8_t)c, 1);
}

static void put_string(const char *s)
{
	while (*s != '\0')
		put(*s++);
}

static void put_number(uint64_t value, uint32_t base)
{
	char digits[DIGITS_MAX];
	uint32_t count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (count > 0)
		put(digits[--count]);
}

/* The conversion at format, behind its '%'. Returns where it ends. */
static const char *put_conversion(const char *format, va_list *list)
{
	uint64_t value;

	if (*format == '%') {
		put('%');
		return format + 1;
	}
	if (*format == 's') {
		put_string(va_arg(*list, const char *));
		return format + 1;
	}
	if (*format == 'l') {
		format++;
		value = va_arg(*list, uint64_t);
	} else {
		value = va_arg(*list, uint32_t);
	}
	put_number(value, *format == 'x' ? 16 : 10);
	return format + 1;
}

void print_list(const char *format, va_list list)
{
	va_list rest;

	va_copy(rest, list);
	while (atomic_flag_test_and_set_explicit(&console_lock, memory_order_acquire))
		pause();
	while (*format != '\0') {
		if (*format == '%')
			format = put_conversion(format + 1, &rest);
		else
			put(*format++);
	}
	atomic_flag_clear_explicit(&console_lock, memory_order_release);
	va_end(rest);
}

void print(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	print_list(format, list);
	va_end(list);
}
