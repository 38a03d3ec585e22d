/* SPDX-License-Identifier: MIT */
/*
 * The IGVM reader. Every offset and length of the file is compared with the file's size before it
 * is used, and a header is copied before it is looked at. Never follows a file offset except in
 * igvm_page. Spec: IGVM file format 1.0.
 */
#include "igvm.h"

#define SECTION_PLATFORM 0u
#define SECTION_INITIALISATION 1u
#define SECTION_DIRECTIVE 2u

static const struct {
	uint32_t type;
	uint32_t length;
} known_types[] = {
	{ IGVM_SUPPORTED_PLATFORM, sizeof(struct igvm_supported_platform) },
	{ IGVM_GUEST_POLICY, sizeof(struct igvm_guest_policy) },
	{ IGVM_PARAMETER_AREA, sizeof(struct igvm_parameter_area) },
	{ IGVM_PAGE_DATA, sizeof(struct igvm_page_data) },
	{ IGVM_PARAMETER_INSERT, sizeof(struct igvm_parameter_insert) },
	{ IGVM_VP_CONTEXT, IGVM_VP_CONTEXT_LENGTH },
	{ IGVM_REQUIRED_MEMORY, sizeof(struct igvm_required_memory) },
	{ IGVM_VP_COUNT, sizeof(struct igvm_parameter) },
	{ IGVM_SRAT, sizeof(struct igvm_parameter) },
	{ IGVM_MADT, sizeof(struct igvm_parameter) },
	{ IGVM_SNP_ID_BLOCK, sizeof(struct igvm_snp_id_block) },
	{ IGVM_MEMORY_MAP, sizeof(struct igvm_parameter) },
	{ IGVM_COMMAND_LINE, sizeof(struct igvm_parameter) },
	{ IGVM_SLIT, sizeof(struct igvm_parameter) },
	{ IGVM_DEVICE_TREE, sizeof(struct igvm_parameter) },
	{ IGVM_ENVIRONMENT_INFO, sizeof(struct igvm_parameter) },
};

uint32_t igvm_crc32(uint32_t crc, const void *data, size_t len)
{
	const uint8_t *byte = data;

	crc = ~crc;
	for (size_t i = 0; i < len; i++) {
		crc ^= byte[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (crc >> 1) ^ (0xedb88320u & -(crc & 1));
	}
	return ~crc;
}

/* Size of the fixed header of a version, 0 for a version that does not exist. */
static size_t fixed_size(uint32_t version)
{
	switch (version) {
	case IGVM_VERSION_1:
		return sizeof(struct igvm_fixed_header);
	case IGVM_VERSION_2:
		return sizeof(struct igvm_fixed_header) + sizeof(struct igvm_fixed_header_v2_tail);
	default:
		return 0;
	}
}

static enum err check_tail(const uint8_t *file)
{
	struct igvm_fixed_header_v2_tail tail;

	__builtin_memcpy(&tail, file + sizeof(struct igvm_fixed_header), sizeof(tail));
	return tail.architecture == 0 && tail.page_size == ABI_PAGE_SIZE ? OK : ERR_UNSUPPORTED;
}

static enum err check_layout(const struct igvm_fixed_header *header, size_t fixed, size_t size)
{
	if (header->total_size > size)
		return ERR_TRUNCATED;
	if (header->total_size != size || header->variable_offset < fixed ||
	    header->variable_offset % 8 != 0)
		return ERR_FORMAT;
	if (header->variable_offset > size ||
	    header->variable_size > size - header->variable_offset)
		return ERR_FORMAT;
	return OK;
}

static uint32_t file_crc(struct igvm_fixed_header header, size_t fixed, const uint8_t *file)
{
	uint32_t crc;

	header.crc32 = 0;
	crc = igvm_crc32(0, &header, sizeof(header));
	crc = igvm_crc32(crc, file + sizeof(header), fixed - sizeof(header));
	return igvm_crc32(crc, file + header.variable_offset, header.variable_size);
}

enum err igvm_open(struct igvm_reader *reader, const void *file, size_t size)
{
	struct igvm_fixed_header header;
	size_t fixed;
	enum err err;

	if (size < sizeof(header))
		return ERR_TRUNCATED;
	__builtin_memcpy(&header, file, sizeof(header));
	if (header.magic != IGVM_MAGIC)
		return ERR_FORMAT;
	fixed = fixed_size(header.version);
	if (fixed == 0)
		return ERR_UNSUPPORTED;
	if (size < fixed)
		return ERR_TRUNCATED;
	if (header.version == IGVM_VERSION_2) {
		err = check_tail(file);
		if (err != OK)
			return err;
	}
	err = check_layout(&header, fixed, size);
	if (err != OK)
		return err;
	if (file_crc(header, fixed, file) != header.crc32)
		return ERR_FORMAT;

	reader->file = file;
	reader->size = size;
	reader->offset = header.variable_offset;
	reader->end = (size_t)header.variable_offset + header.variable_size;
	reader->section = SECTION_PLATFORM;
	return OK;
}

/* The part of the file that a type belongs to. Types of no part are refused. */
static enum err type_section(uint32_t type, uint32_t *section)
{
	if (type >= 0x1 && type <= 0x100)
		*section = SECTION_PLATFORM;
	else if (type >= 0x101 && type <= 0x200)
		*section = SECTION_INITIALISATION;
	else if (type >= 0x301 && type <= 0x400)
		*section = SECTION_DIRECTIVE;
	else
		return ERR_FORMAT;
	return OK;
}

static enum err check_length(uint32_t type, uint32_t length)
{
	for (size_t i = 0; i < sizeof(known_types) / sizeof(known_types[0]); i++) {
		if (known_types[i].type == type)
			return known_types[i].length == length ? OK : ERR_FORMAT;
	}
	return OK;
}

/* Copies what the union can hold: the whole content of a known type, the beginning of another's. */
static void copy_content(struct igvm_item *item, const uint8_t *content)
{
	size_t len = item->length;

	if (len > sizeof(item->id_block))
		len = sizeof(item->id_block);
	__builtin_memcpy(&item->id_block, content, len);
}

enum err igvm_next(struct igvm_reader *reader, struct igvm_item *item)
{
	size_t left = reader->end - reader->offset;
	struct igvm_variable_header header;
	uint32_t section;
	uint32_t type;
	size_t padded;
	enum err err;

	if (left == 0)
		return ERR_NOT_FOUND;
	if (left < sizeof(header))
		return ERR_TRUNCATED;
	__builtin_memcpy(&header, reader->file + reader->offset, sizeof(header));
	padded = ((size_t)header.length + 7) & ~(size_t)7;
	if (padded > left - sizeof(header))
		return ERR_TRUNCATED;
	type = header.type & ~IGVM_OPTIONAL;
	err = type_section(type, &section);
	if (err == OK)
		err = check_length(type, header.length);
	if (err != OK)
		return err;
	if (section < reader->section)
		return ERR_ORDER;

	__builtin_memset(item, 0, sizeof(*item));
	item->type = type;
	item->optional = (header.type & IGVM_OPTIONAL) != 0;
	item->length = header.length;
	item->offset = reader->offset;
	copy_content(item, reader->file + reader->offset + sizeof(header));
	reader->section = section;
	reader->offset += sizeof(header) + padded;
	return OK;
}

enum err igvm_page(const struct igvm_reader *reader, uint32_t file_offset, const uint8_t **out)
{
	if (file_offset == 0) {
		*out = NULL;
		return OK;
	}
	/* Data lies behind the headers: a page that is also a header would be two things at once */
	if (file_offset < reader->end || reader->size < ABI_PAGE_SIZE ||
	    file_offset > reader->size - ABI_PAGE_SIZE)
		return ERR_RANGE;
	*out = reader->file + file_offset;
	return OK;
}
