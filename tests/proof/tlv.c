/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/tlv.c */
/* proof-flags: -DLIST_MAX=24 --unwind 28 */
/* proof-functions: tlv_step tlv_list tlv_put_step */
/* The TLV reader and writer: one step from any state at any size, and whole lists of up to LIST_MAX
 * bytes. */
#include "tests/proof/proof.h"

#include <stdlib.h>

#include "lib/tlv.h"

#define STEP_MAX 4096u

/* A step from any state that the reader can be in keeps it in bounds: by induction, lists of every
 * length do */
void proof_tlv_step(void)
{
	size_t len = nondet_size();
	struct tlv_reader reader;
	struct tlv_reader before;
	struct tlv tlv;
	uint8_t *data;
	enum err err;

	ASSUME(len > 0 && len <= STEP_MAX);
	data = malloc(len);
	ASSUME(data != NULL);
	tlv_reader_init(&reader, data, len);
	reader.offset = nondet_size();
	reader.last = (int32_t)nondet_u32();
	ASSUME(reader.offset <= len && reader.last >= -1 && reader.last <= (int32_t)TLV_TYPE_MASK);
	before = reader;
	err = tlv_next(&reader, &tlv);
	PROVE(reader.offset <= len && reader.last >= -1 && reader.last <= (int32_t)TLV_TYPE_MASK,
	      "the state stays sound");
	if (err == OK) {
		PROVE(tlv.value >= data && tlv.value + tlv.len <= data + len,
		      "an element lies within the list");
		PROVE(reader.offset >= before.offset + TLV_HEADER_SIZE,
		      "every step goes on: reading ends");
		PROVE(tlv.type > before.last && reader.last == tlv.type, "types ascend");
	} else {
		PROVE(reader.offset == before.offset && reader.last == before.last,
		      "an error changes nothing");
		PROVE((err == ERR_NOT_FOUND) == (before.offset == len), "the end is the end");
	}
}

void proof_tlv_list(void)
{
	size_t len = nondet_size();
	struct tlv_reader reader;
	struct tlv tlv;
	uint8_t *data;

	ASSUME(len > 0 && len <= LIST_MAX);
	data = malloc(len);
	ASSUME(data != NULL);
	tlv_reader_init(&reader, data, len);
	while (tlv_next(&reader, &tlv) == OK) {
		uint16_t i = nondet_u16();

		if (i < tlv.len)
			PROVE(tlv.value[i] == tlv.value[i], "each byte of a value can be read");
	}
}

void proof_tlv_put_step(void)
{
	static uint8_t value[STEP_MAX];
	size_t size = nondet_size();
	size_t len = nondet_size();
	struct tlv_writer writer;
	uint8_t *data;
	size_t before;
	enum err err;

	ASSUME(size > 0 && size <= STEP_MAX && len <= STEP_MAX);
	data = malloc(size);
	ASSUME(data != NULL);
	tlv_writer_init(&writer, data, size);
	writer.len = nondet_size();
	writer.last = (int32_t)nondet_u32();
	ASSUME(writer.len <= size && writer.last >= -1 && writer.last <= (int32_t)TLV_TYPE_MASK);
	before = writer.len;
	err = tlv_put(&writer, nondet_u16(), value, len);
	PROVE(writer.len <= size, "the writer stays within its buffer");
	PROVE(writer.len == (err == OK ? before + TLV_HEADER_SIZE + len : before),
	      "all of it or nothing");
}
