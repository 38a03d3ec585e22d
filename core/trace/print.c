/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The readable console of debug builds. Must never be part of another build: the host reads all of
 * it.
 */
#include <stdatomic.h>
#include <stdbool.h>

#include "abi/log.h"
#include "core/platform/platform.h"
#include "core/trace/debug.h"

/* How long to wait for another CPU's line: one that the host stopped must not silence the rest */
#define TRIES_MAX 1000000u

static atomic_bool is_quiet;
static atomic_flag printing = ATOMIC_FLAG_INIT;

static void print_string(const char *text)
{
	while (*text != '\0')
		platform_debug_putc(*text++);
}

static void print_number(uint64_t value, uint32_t base)
{
	char digits[20];
	uint32_t count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (count > 0)
		platform_debug_putc(digits[--count]);
}

static void print_argument(char conversion, uint64_t value)
{
	if (conversion == 'd' && (int64_t)value < 0) {
		platform_debug_putc('-');
		value = 0 - value;
	}
	if (conversion == 'x' || conversion == 'p')
		print_string("0x");
	print_number(value, conversion == 'x' || conversion == 'p' ? 16 : 10);
}

void debug_print(const char *text, const uint64_t *args)
{
	bool taken = false;
	uint32_t used = 0;

	if (atomic_load(&is_quiet))
		return;
	for (uint32_t tries = 0; !taken && tries < TRIES_MAX; tries++) {
		taken = !atomic_flag_test_and_set(&printing);
		if (!taken)
			platform_pause();
	}
	print_string("parapet ");
	print_number(platform_cpu(), 10);
	print_string(": ");
	for (; *text != '\0'; text++) {
		if (*text == '%' && used < LOG_ARGS_MAX && text[1] != '\0')
			print_argument(*++text, args[used++]);
		else
			platform_debug_putc(*text);
	}
	platform_debug_putc('\n');
	if (taken)
		atomic_flag_clear(&printing);
}

void debug_quiet(void)
{
	atomic_store(&is_quiet, true);
}

void debug_print_line(const char *text)
{
	debug_print(text, NULL);
}
