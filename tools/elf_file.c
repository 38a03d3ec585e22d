/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF by hand, every offset compared with the file's size before use. Never reads outside the file.
 */
#include "tools/elf_file.h"

#include <string.h>

#define SEGMENTS_MAX 64u
#define SECTIONS_MAX 4096u

static bool is_inside(const struct elf_file *elf, uint64_t offset, uint64_t len)
{
	return offset <= elf->size && len <= elf->size - offset;
}

static enum err check_identity(const struct elf_file *elf, struct problem *problem)
{
	const Elf64_Ehdr *header = &elf->header;

	if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
		return problem_set(problem, ERR_FORMAT, elf->name, "not an ELF file");
	if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB ||
	    header->e_machine != EM_X86_64)
		return problem_set(problem, ERR_UNSUPPORTED, elf->name,
				   "not a 64-bit x86-64 ELF file");
	if (header->e_type != ET_EXEC)
		return problem_set(problem, ERR_UNSUPPORTED, elf->name,
				   "not a static executable (ELF type %u, not ET_EXEC)",
				   header->e_type);
	return OK;
}

static enum err check_tables(const struct elf_file *elf, struct problem *problem)
{
	const Elf64_Ehdr *header = &elf->header;

	if (header->e_phnum > SEGMENTS_MAX || header->e_shnum > SECTIONS_MAX)
		return problem_set(problem, ERR_RANGE, elf->name,
				   "%u segments and %u sections are too many", header->e_phnum,
				   header->e_shnum);
	if (header->e_phnum != 0 && header->e_phentsize != sizeof(Elf64_Phdr))
		return problem_set(problem, ERR_FORMAT, elf->name, "program headers of %u bytes",
				   header->e_phentsize);
	if (header->e_shnum != 0 && header->e_shentsize != sizeof(Elf64_Shdr))
		return problem_set(problem, ERR_FORMAT, elf->name, "section headers of %u bytes",
				   header->e_shentsize);
	if (!is_inside(elf, header->e_phoff, (uint64_t)header->e_phnum * sizeof(Elf64_Phdr)) ||
	    !is_inside(elf, header->e_shoff, (uint64_t)header->e_shnum * sizeof(Elf64_Shdr)))
		return problem_set(problem, ERR_TRUNCATED, elf->name,
				   "its header tables lie outside the file");
	return OK;
}

static Elf64_Shdr section_header(const struct elf_file *elf, unsigned int idx)
{
	Elf64_Shdr header;

	memcpy(&header, elf->data + elf->header.e_shoff + idx * sizeof(header), sizeof(header));
	return header;
}

Elf64_Phdr elf_segment(const struct elf_file *elf, unsigned int idx, const uint8_t **bytes)
{
	Elf64_Phdr header;

	memcpy(&header, elf->data + elf->header.e_phoff + idx * sizeof(header), sizeof(header));
	*bytes = elf->data + header.p_offset;
	return header;
}

unsigned int elf_segment_count(const struct elf_file *elf)
{
	return elf->header.e_phnum;
}

static enum err check_segments(const struct elf_file *elf, struct problem *problem)
{
	for (unsigned int i = 0; i < elf->header.e_phnum; i++) {
		Elf64_Phdr header;

		memcpy(&header, elf->data + elf->header.e_phoff + i * sizeof(header),
		       sizeof(header));
		if (!is_inside(elf, header.p_offset, header.p_filesz))
			return problem_set(problem, ERR_TRUNCATED, elf->name,
					   "segment %u lies outside the file", i);
		if (header.p_type == PT_LOAD && (header.p_memsz < header.p_filesz ||
						 header.p_vaddr + header.p_memsz < header.p_vaddr ||
						 header.p_paddr + header.p_memsz < header.p_paddr))
			return problem_set(problem, ERR_FORMAT, elf->name,
					   "segment %u has an impossible size", i);
		if (header.p_type == PT_INTERP || header.p_type == PT_DYNAMIC)
			return problem_set(problem, ERR_UNSUPPORTED, elf->name,
					   "it is dynamically linked; link it statically");
	}
	return OK;
}

static enum err check_sections(struct elf_file *elf, struct problem *problem)
{
	for (unsigned int i = 0; i < elf->header.e_shnum; i++) {
		Elf64_Shdr header = section_header(elf, i);

		if (header.sh_type != SHT_NOBITS && header.sh_type != SHT_NULL &&
		    !is_inside(elf, header.sh_offset, header.sh_size))
			return problem_set(problem, ERR_TRUNCATED, elf->name,
					   "section %u lies outside the file", i);
		if (i == elf->header.e_shstrndx && header.sh_type == SHT_STRTAB) {
			elf->section_names = elf->data + header.sh_offset;
			elf->section_names_len = header.sh_size;
		}
	}
	/* A NUL at the end bounds every name that starts inside */
	if (elf->section_names_len != 0 && elf->section_names[elf->section_names_len - 1] != '\0')
		return problem_set(problem, ERR_FORMAT, elf->name, "its section names do not end");
	return OK;
}

enum err elf_open(struct elf_file *elf, const uint8_t *data, size_t size, const char *name,
		  struct problem *problem)
{
	enum err err;

	*elf = (struct elf_file){ .name = name, .data = data, .size = size };
	if (size < sizeof(elf->header))
		return problem_set(problem, ERR_TRUNCATED, name, "too short for an ELF file");
	memcpy(&elf->header, data, sizeof(elf->header));
	err = check_identity(elf, problem);
	if (err == OK)
		err = check_tables(elf, problem);
	if (err == OK)
		err = check_segments(elf, problem);
	if (err == OK)
		err = check_sections(elf, problem);
	return err;
}

static struct elf_section section_of(const struct elf_file *elf, Elf64_Shdr header)
{
	if (header.sh_type == SHT_NOBITS || header.sh_type == SHT_NULL)
		return (struct elf_section){ .addr = header.sh_addr };
	return (struct elf_section){ elf->data + header.sh_offset, header.sh_size, header.sh_addr };
}

enum err elf_section(const struct elf_file *elf, const char *name, struct elf_section *out)
{
	for (unsigned int i = 0; i < elf->header.e_shnum; i++) {
		Elf64_Shdr header = section_header(elf, i);

		if (header.sh_name < elf->section_names_len &&
		    strcmp((const char *)elf->section_names + header.sh_name, name) == 0) {
			*out = section_of(elf, header);
			return OK;
		}
	}
	return ERR_NOT_FOUND;
}

enum err elf_section_by_type(const struct elf_file *elf, uint32_t type, unsigned int *idx,
			     struct elf_section *out)
{
	for (; *idx < elf->header.e_shnum; (*idx)++) {
		Elf64_Shdr header = section_header(elf, *idx);

		if (header.sh_type != type)
			continue;
		*out = section_of(elf, header);
		(*idx)++;
		return OK;
	}
	return ERR_NOT_FOUND;
}
