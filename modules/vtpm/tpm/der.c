/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DER, written backwards and read forwards. Lengths over 65535 are refused. */
#include "modules/vtpm/tpm/der.h"

void der_put(struct der_writer *writer, const void *bytes, size_t len)
{
	if (writer->overflow || (size_t)(writer->at - writer->start) < len) {
		writer->overflow = true;
		return;
	}
	writer->at -= len;
	__builtin_memcpy(writer->at, bytes, len);
}

void der_wrap(struct der_writer *writer, uint8_t tag, const uint8_t *end)
{
	size_t len = (size_t)(end - writer->at);
	const uint8_t small[] = { tag, (uint8_t)len };
	const uint8_t byte[] = { tag, 0x81, (uint8_t)len };
	const uint8_t word[] = { tag, 0x82, (uint8_t)(len >> 8), (uint8_t)len };

	if (len < 0x80)
		der_put(writer, small, sizeof(small));
	else if (len < 0x100)
		der_put(writer, byte, sizeof(byte));
	else
		der_put(writer, word, sizeof(word));
}

void der_put_integer(struct der_writer *writer, const uint8_t *bytes, size_t len)
{
	static const uint8_t zero;
	const uint8_t *end = writer->at;

	while (len > 1 && bytes[0] == 0) {
		bytes++;
		len--;
	}
	der_put(writer, bytes, len);
	if (bytes[0] & 0x80)
		der_put(writer, &zero, 1);
	der_wrap(writer, DER_INTEGER, end);
}

/* The length octets at bytes[1]; 0: malformed. *head: bytes of tag and length */
static bool length_of(const struct der_reader *reader, size_t *head, size_t *len)
{
	uint8_t first = reader->at[1];

	if (first < 0x80) {
		*head = 2;
		*len = first;
		return true;
	}
	if (first == 0x81 && reader->left >= 3) {
		*head = 3;
		*len = reader->at[2];
		return *len >= 0x80;
	}
	if (first == 0x82 && reader->left >= 4) {
		*head = 4;
		*len = (size_t)reader->at[2] << 8 | reader->at[3];
		return *len >= 0x100;
	}
	return false;
}

bool der_next(struct der_reader *reader, struct der_item *item)
{
	size_t head;
	size_t len;

	if (reader->left < 2 || !length_of(reader, &head, &len) || len > reader->left - head)
		return false;
	*item = (struct der_item){ .tag = reader->at[0],
				   .body = reader->at + head,
				   .len = len,
				   .all = reader->at,
				   .all_len = head + len };
	reader->at += head + len;
	reader->left -= head + len;
	return true;
}

bool der_is_oid(const struct der_item *item, const uint8_t *oid, size_t len)
{
	return item->tag == DER_OID && item->len == len &&
	       __builtin_memcmp(item->body, oid, len) == 0;
}
