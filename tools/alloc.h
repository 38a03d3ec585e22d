/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory for the host tool: there is nothing to do without it, so running out ends the program. */
#ifndef TOOLS_ALLOC_H
#define TOOLS_ALLOC_H

#include <stddef.h>

/* count × size zeroed bytes, never NULL; the caller frees. Ends the program (status 1) when there
 * are none. */
void *alloc_zeroed(size_t count, size_t size);

/* A NUL-terminated copy of text[0..len), never NULL; the caller frees. */
char *alloc_text(const char *text, size_t len);

/* old, moved to hold count × size bytes, the new ones undefined; never NULL; old is gone. */
void *alloc_resize(void *old, size_t count, size_t size);

#endif
