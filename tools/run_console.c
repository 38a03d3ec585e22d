/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The terminal, and bytes on their way to the guest. Reads no more than it could write. */
#include "tools/run_console.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define KEY_ESCAPE '\1' /* Ctrl-A */
#define KEY_END 'x'

bool run_console_is_interactive(void)
{
	/* A program in the background that touches the terminal's mode would be stopped */
	return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 &&
	       tcgetpgrp(STDIN_FILENO) == getpgrp();
}

static void select_ends(struct run_console *console)
{
	bool has_pending = console->start < console->end;

	console->out = has_pending ? console->guest : -1;
	console->in = has_pending || console->is_ended || console->guest < 0 ? -1 : STDIN_FILENO;
}

static void close_guest(struct run_console *console)
{
	if (console->guest >= 0)
		close(console->guest);
	console->guest = -1;
	console->start = console->end = 0;
}

static void make_raw(struct run_console *console)
{
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &console->saved) != 0)
		return;
	raw = console->saved;
	cfmakeraw(&raw);
	raw.c_oflag |= OPOST | ONLCR; /* our own lines have no carriage return */
	if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) != 0)
		return;
	console->is_terminal = true;
	fputs("parapet: Ctrl-A x ends the run\n", stderr);
}

void run_console_open(struct run_console *console, enum run_input input, int guest)
{
	*console = (struct run_console){ .in = -1, .out = -1, .guest = guest };
	if (run_console_is_interactive())
		make_raw(console);
	else if (input != RUN_INPUT_ALWAYS)
		close_guest(console);
	select_ends(console);
}

/* Keeps of keys[0..len) what is for the guest; returns false at the key that ends the run. */
static bool take_keys(struct run_console *console, const char *keys, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool was_escaped = console->is_escaped;

		console->is_escaped = false;
		if (was_escaped && keys[i] == KEY_END)
			return false;
		if (!was_escaped && keys[i] == KEY_ESCAPE)
			console->is_escaped = true;
		else
			console->pending[console->end++] = keys[i];
	}
	return true;
}

/* Only called when nothing is pending */
static bool read_keys(struct run_console *console)
{
	char keys[RUN_CONSOLE_CHUNK];
	ssize_t got = read(STDIN_FILENO, keys, sizeof(keys));

	console->start = console->end = 0;
	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		console->is_ended = true;
	if (got <= 0)
		return true;
	if (console->is_terminal)
		return take_keys(console, keys, (size_t)got);
	memcpy(console->pending, keys, (size_t)got);
	console->end = (size_t)got;
	return true;
}

static void write_keys(struct run_console *console)
{
	ssize_t put = write(console->guest, console->pending + console->start,
			    console->end - console->start);

	if (put > 0)
		console->start += (size_t)put;
	else if (put < 0 && errno != EINTR && errno != EAGAIN)
		close_guest(console);
}

bool run_console_pass(struct run_console *console, bool readable, bool writable)
{
	bool go_on = true;

	if (writable && console->out >= 0)
		write_keys(console);
	if (readable && console->in >= 0)
		go_on = read_keys(console);
	if (console->is_ended && console->start == console->end)
		close_guest(console);
	select_ends(console);
	return go_on;
}

void run_console_close(struct run_console *console)
{
	close_guest(console);
	if (console->is_terminal)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &console->saved);
	console->is_terminal = false;
}
