/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A payload that the builder can lay out. It is never booted. */
void _start(void);
static char bss[3 * 4096];

void _start(void)
{
	for (;;)
		bss[0]++;
}
