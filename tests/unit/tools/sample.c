/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF files made by hand. */
#include "tests/unit/tools/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "abi/log.h"

#define TEXT_VA BOOT_VA_IMAGE
#define DATA_VA SAMPLE_PARAMS_VA
#define NAMES                                                                                      \
	"\0.note.gnu.build-id\0" IMAGE_SECTION "\0" SCHEMA_SECTION "\0" LOG_SECTION "\0.shstrtab"

struct sample_file {
	Elf64_Ehdr header;
	Elf64_Phdr segments[2];
	uint8_t padding[3800];
	uint8_t text[ABI_PAGE_SIZE];
	struct param params[SAMPLE_PARAMS];
	uint64_t data;
	struct {
		Elf64_Nhdr header;
		char name[4];
		uint8_t id[PROFILE_BUILD_ID_SIZE];
	} note;
	struct image_needs needs;
	struct schema_record schema[SAMPLE_PARAMS];
	struct log_message log[2];
	char names[sizeof(NAMES)];
	Elf64_Shdr sections[6];
};

static const struct log_message messages[2] = {
	{ "core/a.c", 42, LOG_INFO, "started %u vCPUs, map at %p, 100%%" },
	{ "core/b.c", 7, LOG_ERROR, "page 0x%x refused: %d" },
};

static Elf64_Ehdr elf_header(uint64_t entry, uint16_t segments, uint16_t sections)
{
	Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = ET_EXEC,
		.e_machine = EM_X86_64,
		.e_version = EV_CURRENT,
		.e_entry = entry,
		.e_phoff = sizeof(header),
		.e_ehsize = sizeof(header),
		.e_phentsize = sizeof(Elf64_Phdr),
		.e_phnum = segments,
		.e_shentsize = sizeof(Elf64_Shdr),
		.e_shnum = sections,
	};

	return header;
}

#define SECTION(n, kind, member)                                                                   \
	{                                                                                          \
		.sh_name = (n), .sh_type = (kind),                                                 \
		.sh_offset = offsetof(struct sample_file, member),                                 \
		.sh_size = sizeof(((struct sample_file *)NULL)->member)                            \
	}

struct buffer sample_image(uint8_t id)
{
	static const Elf64_Shdr sections[6] = {
		{ 0 },
		SECTION(1, SHT_NOTE, note),
		SECTION(20, SHT_PROGBITS, needs),
		SECTION(20 + sizeof(IMAGE_SECTION), SHT_PROGBITS, schema),
		SECTION(20 + sizeof(IMAGE_SECTION) + sizeof(SCHEMA_SECTION), SHT_PROGBITS, log),
		SECTION(20 + sizeof(IMAGE_SECTION) + sizeof(SCHEMA_SECTION) + sizeof(LOG_SECTION),
			SHT_STRTAB, names),
	};
	struct sample_file *file = calloc(1, sizeof(*file));

	assert_non_null(file);
	file->header = elf_header(TEXT_VA, 2, 6);
	file->header.e_shoff = offsetof(struct sample_file, sections);
	file->header.e_shstrndx = 5;
	file->segments[0] = (Elf64_Phdr){ .p_type = PT_LOAD,
					  .p_flags = PF_R | PF_X,
					  .p_offset = offsetof(struct sample_file, text),
					  .p_vaddr = TEXT_VA,
					  .p_paddr = TEXT_VA,
					  .p_filesz = sizeof(file->text),
					  .p_memsz = sizeof(file->text) };
	file->segments[1] = (Elf64_Phdr){ .p_type = PT_LOAD,
					  .p_flags = PF_R | PF_W,
					  .p_offset = offsetof(struct sample_file, params),
					  .p_vaddr = DATA_VA,
					  .p_paddr = DATA_VA,
					  .p_filesz = sizeof(file->params) + sizeof(file->data),
					  .p_memsz = 5000 };
	memset(file->text, 0x90, sizeof(file->text));
	memcpy(file->params, sample_params, sizeof(sample_params));
	file->note.header = (Elf64_Nhdr){ 4, PROFILE_BUILD_ID_SIZE, NT_GNU_BUILD_ID };
	memcpy(file->note.name, "GNU", 4);
	memset(file->note.id, id, sizeof(file->note.id));
	file->needs = (struct image_needs){ .size = sizeof(struct image_needs),
					    .heap_pages = 600,
					    .stack_pages = 4,
					    .ist_pages = 2,
					    .data_pages = 1,
					    .vcpus_max = 8,
					    .svn = 3,
					    .version = "sample",
					    .params_start = DATA_VA,
					    .params_end = DATA_VA + sizeof(sample_params),
					    .param_size = sizeof(struct param) };
	memcpy(file->needs.magic, IMAGE_MAGIC, sizeof(file->needs.magic));
	memcpy(file->schema, sample_records, sizeof(sample_records));
	memcpy(file->log, messages, sizeof(messages));
	memcpy(file->names, NAMES, sizeof(NAMES));
	memcpy(file->sections, sections, sizeof(sections));
	return (struct buffer){ (uint8_t *)file, sizeof(*file) };
}

struct sample_offsets sample_offsets(void)
{
	return (struct sample_offsets){
		.params = offsetof(struct sample_file, params),
		.needs = offsetof(struct sample_file, needs),
		.schema = offsetof(struct sample_file, schema),
		.log = offsetof(struct sample_file, log),
		.segments = offsetof(struct sample_file, segments),
		.sections = offsetof(struct sample_file, sections),
	};
}

struct buffer sample_payload(uint64_t paddr)
{
	struct payload_file {
		Elf64_Ehdr header;
		Elf64_Phdr segment;
		uint8_t bytes[5000];
	} *file = calloc(1, sizeof(*file));

	assert_non_null(file);
	file->header = elf_header(paddr + 16, 1, 0);
	file->segment = (Elf64_Phdr){ .p_type = PT_LOAD,
				      .p_flags = PF_R | PF_X,
				      .p_offset = offsetof(struct payload_file, bytes),
				      .p_vaddr = paddr,
				      .p_paddr = paddr,
				      .p_filesz = sizeof(file->bytes),
				      .p_memsz = 9000 };
	memset(file->bytes, 0xcc, sizeof(file->bytes));
	return (struct buffer){ (uint8_t *)file, sizeof(*file) };
}

void sample_open(struct image *image, uint8_t id)
{
	struct problem problem = { 0 };

	if (image_open_memory(image, sample_image(id), "sample", &problem) != OK)
		fail_msg("%s", problem.text);
}
