/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as a JSON string. */
#ifndef TOOLS_JSON_H
#define TOOLS_JSON_H

#include <stdio.h>

/* Writes text as a JSON string with its quotes; bytes that are no UTF-8 become '?'. */
void json_string(FILE *out, const char *text);

#endif
