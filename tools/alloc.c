/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory that is there or ends the program. */
#include "tools/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void out_of_memory(void)
{
	fputs("parapet: out of memory\n", stderr);
	exit(1);
}

void *alloc_zeroed(size_t count, size_t size)
{
	void *memory = calloc(count != 0 ? count : 1, size != 0 ? size : 1);

	if (memory == NULL)
		out_of_memory();
	return memory;
}

char *alloc_text(const char *text, size_t len)
{
	char *copy = alloc_zeroed(len + 1, 1);

	memcpy(copy, text, len);
	return copy;
}

void *alloc_resize(void *old, size_t count, size_t size)
{
	void *memory = reallocarray(old, count, size);

	if (memory == NULL)
		out_of_memory();
	return memory;
}
