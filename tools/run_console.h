/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Typing to the guest: standard input becomes the input of its COM1. A terminal is put into raw
 * mode meanwhile, and Ctrl-A is the key that is ours: Ctrl-A x ends the run, Ctrl-A Ctrl-A is one
 * Ctrl-A.
 */
#ifndef TOOLS_RUN_CONSOLE_H
#define TOOLS_RUN_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

#define RUN_CONSOLE_CHUNK 256

enum run_input {
	RUN_INPUT_TERMINAL, /* only if standard input and output are a terminal */
	RUN_INPUT_ALWAYS,
};

struct run_console {
	int in;    /* what to poll for reading; -1: nothing to read, or not now */
	int out;   /* what to poll for writing; -1: nothing to write */
	int guest; /* its end, ours to close; -1: there is no input (any more) */
	bool is_terminal;
	bool is_ended;   /* standard input has nothing more */
	bool is_escaped; /* Ctrl-A was the last key */
	struct termios saved;
	char pending[RUN_CONSOLE_CHUNK]; /* [start, end) are still to be written */
	size_t start;
	size_t end;
};

/* Whether there will be a terminal to type at. */
bool run_console_is_interactive(void);

/* Begins; takes the descriptor guest over. The caller ends with run_console_close. */
void run_console_open(struct run_console *console, enum run_input input, int guest);

/* Moves what can be moved after poll; returns false when the user asked to end the run. */
bool run_console_pass(struct run_console *console, bool readable, bool writable);

/* Gives the terminal its old mode back. */
void run_console_close(struct run_console *console);

#endif
