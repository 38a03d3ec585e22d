/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The encoder. Package lengths always take two bytes, so that nothing has to move when one is
 * known.
 */
#include "tools/aml.h"

#include <assert.h>
#include <string.h>

#define OP_ZERO 0x00u
#define OP_ONE 0x01u
#define OP_NAME 0x08u
#define OP_BYTE 0x0au
#define OP_WORD 0x0bu
#define OP_DWORD 0x0cu
#define OP_STRING 0x0du
#define OP_QWORD 0x0eu
#define OP_SCOPE 0x10u
#define OP_BUFFER 0x11u
#define OP_PACKAGE 0x12u
#define OP_EXTENDED 0x5bu
#define OP_EXTENDED_DEVICE 0x82u
#define ROOT 0x5cu

#define LENGTH_BYTES 2u
#define LENGTH_MAX 0xfffu

#define RESOURCE_IO 0x47u
#define RESOURCE_MEMORY32_FIXED 0x86u
#define RESOURCE_INTERRUPT 0x89u
#define RESOURCE_END 0x79u

#define IO_DECODE16 0x01u
#define MEMORY_WRITABLE 0x01u
#define INTERRUPT_CONSUMER 0x01u
#define INTERRUPT_EDGE 0x02u

static void put(struct aml *aml, uint64_t byte)
{
	if (aml->len < aml->size)
		aml->bytes[aml->len] = (uint8_t)byte;
	aml->len++;
}

/* value in its lowest count bytes, little-endian */
static void put_number(struct aml *aml, uint64_t value, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++)
		put(aml, value >> 8 * i & 0xff);
}

static void put_segment(struct aml *aml, const char *segment)
{
	assert(strlen(segment) == 4);
	for (unsigned int i = 0; i < 4; i++)
		put(aml, (uint8_t)segment[i]);
}

/* Room for a package length; returns where it is. */
static size_t begin(struct aml *aml)
{
	size_t start = aml->len;

	put_number(aml, 0, LENGTH_BYTES);
	return start;
}

void aml_end(struct aml *aml, size_t start)
{
	size_t len = aml->len - start;

	assert(len <= LENGTH_MAX);
	if (start + LENGTH_BYTES > aml->size)
		return;
	/* One further byte; the low four bits of the length in the first */
	aml->bytes[start] = (uint8_t)(1u << 6 | (len & 0xf));
	aml->bytes[start + 1] = (uint8_t)(len >> 4);
}

size_t aml_scope(struct aml *aml, const char *segment)
{
	size_t start;

	put(aml, OP_SCOPE);
	start = begin(aml);
	put(aml, ROOT);
	put_segment(aml, segment);
	return start;
}

size_t aml_device(struct aml *aml, const char *segment)
{
	size_t start;

	put(aml, OP_EXTENDED);
	put(aml, OP_EXTENDED_DEVICE);
	start = begin(aml);
	put_segment(aml, segment);
	return start;
}

size_t aml_package(struct aml *aml, uint8_t elements)
{
	size_t start;

	put(aml, OP_PACKAGE);
	start = begin(aml);
	put(aml, elements);
	return start;
}

void aml_name(struct aml *aml, const char *segment)
{
	put(aml, OP_NAME);
	put_segment(aml, segment);
}

void aml_integer(struct aml *aml, uint64_t value)
{
	static const struct {
		uint64_t max;
		uint8_t op;
		uint8_t bytes;
	} forms[] = {
		{ UINT8_MAX, OP_BYTE, 1 },
		{ UINT16_MAX, OP_WORD, 2 },
		{ UINT32_MAX, OP_DWORD, 4 },
		{ UINT64_MAX, OP_QWORD, 8 },
	};
	size_t form = 0;

	if (value <= 1) {
		put(aml, value == 0 ? OP_ZERO : OP_ONE);
		return;
	}
	while (value > forms[form].max)
		form++;
	put(aml, forms[form].op);
	put_number(aml, value, forms[form].bytes);
}

void aml_string(struct aml *aml, const char *text)
{
	put(aml, OP_STRING);
	for (size_t i = 0; i <= strlen(text); i++)
		put(aml, (uint8_t)text[i]);
}

static uint32_t hex_digit(char c)
{
	return (uint32_t)(c <= '9' ? c - '0' : c - 'A' + 10);
}

void aml_eisa_id(struct aml *aml, const char *id)
{
	uint32_t maker;
	uint32_t product;

	assert(strlen(id) == 7);
	/* Three letters of five bits, four hex digits, most significant first */
	maker = (uint32_t)(id[0] - '@') << 10 | (uint32_t)(id[1] - '@') << 5 |
		(uint32_t)(id[2] - '@');
	product = hex_digit(id[3]) << 12 | hex_digit(id[4]) << 8 | hex_digit(id[5]) << 4 |
		  hex_digit(id[6]);
	put(aml, OP_DWORD);
	put(aml, maker >> 8);
	put(aml, maker & 0xff);
	put(aml, product >> 8);
	put(aml, product & 0xff);
}

/* The buffer's own size follows its package length; a word is room enough for any. */
size_t aml_resources(struct aml *aml)
{
	size_t start;

	put(aml, OP_BUFFER);
	start = begin(aml);
	put(aml, OP_WORD);
	put_number(aml, 0, 2);
	return start;
}

void aml_resources_end(struct aml *aml, size_t start)
{
	size_t size_at = start + LENGTH_BYTES + 1;
	size_t size;

	put(aml, RESOURCE_END);
	put(aml, 0); /* no checksum */
	size = aml->len - (size_at + 2);
	if (size_at + 2 <= aml->size) {
		aml->bytes[size_at] = (uint8_t)size;
		aml->bytes[size_at + 1] = (uint8_t)(size >> 8);
	}
	aml_end(aml, start);
}

void aml_io(struct aml *aml, uint16_t port, uint8_t ports)
{
	put(aml, RESOURCE_IO);
	put(aml, IO_DECODE16);
	put_number(aml, port, 2); /* lowest and highest base */
	put_number(aml, port, 2);
	put(aml, 1); /* alignment */
	put(aml, ports);
}

void aml_memory(struct aml *aml, uint32_t address, uint32_t bytes)
{
	put(aml, RESOURCE_MEMORY32_FIXED);
	put_number(aml, 9, 2);
	put(aml, MEMORY_WRITABLE);
	put_number(aml, address, 4);
	put_number(aml, bytes, 4);
}

void aml_interrupt(struct aml *aml, uint32_t gsi, enum aml_trigger trigger)
{
	put(aml, RESOURCE_INTERRUPT);
	put_number(aml, 6, 2);
	put(aml, INTERRUPT_CONSUMER | (trigger == AML_EDGE ? INTERRUPT_EDGE : 0));
	put(aml, 1); /* interrupts */
	put_number(aml, gsi, 4);
}
