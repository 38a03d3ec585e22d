/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kinds of payloads: rows of the table in tools/payload.c. */
#ifndef TOOLS_PAYLOAD_KINDS_H
#define TOOLS_PAYLOAD_KINDS_H

#include "tools/payload.h"

/* What payload_load promises, for one kind */
typedef enum err payload_load_fn(const struct payload *payload, struct page_set *set,
				 const struct payload_room *room, struct payload_start *start,
				 struct problem *problem);

payload_load_fn payload_elf_load;   /* a static executable */
payload_load_fn payload_linux_load; /* a bzImage, with an initrd */

#endif
