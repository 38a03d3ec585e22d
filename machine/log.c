/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The debug console and the few conversions that the machine's messages use. */
#include "log.h"

#include <stdbool.h>

#include "abi/machine.h"
#include "x86.h"

#define LOG_LINE 512

static bool quiet;

void log_quiet(void)
{
	quiet = true;
}

struct sink {
	char *out;
	size_t size;
	size_t len;
};

static void put(struct sink *sink, char c)
{
	if (sink->len + 1 < sink->size)
		sink->out[sink->len++] = c;
}

static void put_number(struct sink *sink, uint64_t value, uint32_t base, uint32_t width, char pad)
{
	char digits[24];
	uint32_t n = 0;

	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	for (uint32_t i = n; i < width; i++)
		put(sink, pad);
	while (n)
		put(sink, digits[--n]);
}

struct conversion {
	char pad;
	uint32_t width;
	bool is_long;
};

static const char *parse(const char *format, struct conversion *conversion)
{
	*conversion = (struct conversion){ .pad = ' ' };
	if (*format == '0') {
		conversion->pad = '0';
		format++;
	}
	for (; *format >= '0' && *format <= '9'; format++)
		conversion->width = conversion->width * 10 + (uint32_t)(*format - '0');
	for (; *format == 'l' || *format == 'z'; format++)
		conversion->is_long = true;
	return format;
}

static void put_string(struct sink *sink, const char *s)
{
	while (*s)
		put(sink, *s++);
}

void log_format(char *out, size_t size, const char *format, va_list args)
{
	struct sink sink = { out, size, 0 };
	struct conversion conversion;

	for (; *format; format++) {
		if (*format != '%') {
			put(&sink, *format);
			continue;
		}
		format = parse(format + 1, &conversion);
		if (*format == 's')
			put_string(&sink, va_arg(args, const char *));
		else if (*format == 'c')
			put(&sink, (char)va_arg(args, int));
		else if (*format == 'u' || *format == 'x')
			put_number(&sink,
				   conversion.is_long ? va_arg(args, uint64_t)
						      : va_arg(args, uint32_t),
				   *format == 'u' ? 10 : 16, conversion.width, conversion.pad);
		else
			put(&sink, *format);
	}
	out[sink.len] = 0;
}

static void emit(const char *line)
{
	while (*line)
		x86_out8(MACHINE_LOG_PORT, (uint8_t)*line++);
	x86_out8(MACHINE_LOG_PORT, '\n');
}

void log_line(const char *format, ...)
{
	char line[LOG_LINE];
	va_list args;

	if (quiet)
		return;
	va_start(args, format);
	log_format(line, sizeof(line), format, args);
	va_end(args);
	emit(line);
}

void log_tag(const char *format, ...)
{
	char line[LOG_LINE];
	va_list args;

	va_start(args, format);
	log_format(line, sizeof(line), format, args);
	va_end(args);
	emit(line);
}

void log_hex(const char *tag, const uint8_t *data, size_t len)
{
	char digits[2 * 64 + 1];
	size_t n = 0;

	for (size_t i = 0; i < len && n + 2 < sizeof(digits); i++) {
		digits[n++] = "0123456789abcdef"[data[i] >> 4];
		digits[n++] = "0123456789abcdef"[data[i] & 15];
	}
	digits[n] = 0;
	log_tag("%s %s", tag, digits);
}
