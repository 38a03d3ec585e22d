/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading x86-64 ELF files that nobody vouches for. elf_open checks every header once; after that
 * the accessors cannot fail. Spec: System V ABI, chapter 4 and 5; x86-64 psABI.
 */
#ifndef TOOLS_ELF_FILE_H
#define TOOLS_ELF_FILE_H

#include <elf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tools/problem.h"

struct elf_file {
	const char *name; /* for messages */
	const uint8_t *data;
	size_t size;
	Elf64_Ehdr header;
	const uint8_t *section_names;
	size_t section_names_len; /* 0: none */
};

/*
 * Checks data[0..size), which stays the caller's and alive: 64-bit, little-endian, x86-64, an
 * executable, with every segment's and section's bytes inside the file. Errors: ERR_TRUNCATED,
 * ERR_FORMAT, ERR_UNSUPPORTED.
 */
MUST_USE enum err elf_open(struct elf_file *elf, const uint8_t *data, size_t size, const char *name,
			   struct problem *problem);

unsigned int elf_segment_count(const struct elf_file *elf);

/* Program header idx, idx < elf_segment_count; *bytes: its p_filesz bytes in the file. */
Elf64_Phdr elf_segment(const struct elf_file *elf, unsigned int idx, const uint8_t **bytes);

struct elf_section {
	const uint8_t *data; /* NULL with len 0 for SHT_NOBITS */
	size_t len;
	uint64_t addr;
};

/* The first section of this name, or ERR_NOT_FOUND. */
MUST_USE enum err elf_section(const struct elf_file *elf, const char *name,
			      struct elf_section *out);

/* The first section of this type (SHT_*) from section *idx on; leaves *idx after it. */
MUST_USE enum err elf_section_by_type(const struct elf_file *elf, uint32_t type, unsigned int *idx,
				      struct elf_section *out);

#endif
