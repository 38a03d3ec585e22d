/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The packer's parts: the good file, and what the breakers of the IGVM rules change of it. */
#ifndef TESTS_MACHINE_PACK_H
#define TESTS_MACHINE_PACK_H

#include "abi/snp.h"
#include "lib/igvm.h"

#define PACK_MASK 1u

/* Changes that a case makes; all zero: the good file */
struct pack {
	struct igvm_writer writer;
	uint64_t policy;
	uint32_t platforms;
	uint32_t parameter_type; /* instead of VP_COUNT */
	uint32_t vp_index;
	uint32_t flags;     /* of the bundle */
	uint32_t cpuid_eax; /* claimed of leaf 0, with count 1 */
	struct vmsa vmsa;
	void (*directives)(struct pack *pack); /* puts more, after the pages */
};

/* Puts one PAGE_DATA. bytes NULL: a page of zeros. */
void pack_page(struct pack *pack, uint64_t gpa, uint16_t type, uint32_t flags, const void *bytes);

/* Applies the change that name stands for, if it is a file's and not a guest's. */
void pack_change(struct pack *pack, const char *name);

#endif
