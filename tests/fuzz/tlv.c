/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz-sources: lib/tlv.c */
/* The TLV reader: elements lie within the input, in order, and write back to the same bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/tlv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t copy[8192];
	struct tlv_reader reader;
	struct tlv_writer writer;
	struct tlv tlv;
	enum err err;
	int32_t last = -1;

	if (size > sizeof(copy))
		return 0;
	tlv_reader_init(&reader, data, size);
	tlv_writer_init(&writer, copy, sizeof(copy));
	while ((err = tlv_next(&reader, &tlv)) == OK) {
		uint16_t raw = tlv.critical ? tlv.type | TLV_CRITICAL : tlv.type;

		must(tlv.value >= data && tlv.value + tlv.len <= data + size);
		must(tlv.type > last);
		last = tlv.type;
		must(tlv_put(&writer, raw, tlv.value, tlv.len) == OK);
	}
	must(err == ERR_NOT_FOUND || err == ERR_TRUNCATED || err == ERR_ORDER);
	must(writer.len <= size && memcmp(copy, data, writer.len) == 0);
	must(err != ERR_NOT_FOUND || writer.len == size);
	return 0;
}
