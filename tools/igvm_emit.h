/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Turning populated pages and a start state into an IGVM file. Spec: IGVM file format 1.0. */
#ifndef TOOLS_IGVM_EMIT_H
#define TOOLS_IGVM_EMIT_H

#include "abi/snp.h"
#include "lib/igvm.h"
#include "tools/file.h"
#include "tools/layout.h"
#include "tools/page_set.h"

/*
 * Writes the file into *out, which the caller frees: platform, policy, parameter areas, what fills
 * them and where they go, the region as required memory, the pages ascending, the VP context.
 * Errors: ERR_NO_SPACE.
 */
MUST_USE enum err igvm_emit(const struct page_set *set, const struct layout *layout,
			    const struct vmsa *vmsa, uint64_t policy, struct buffer *out);

#endif
