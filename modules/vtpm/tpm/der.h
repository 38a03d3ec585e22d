/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The little DER that TPM2_CertifyX509 needs: written from the end towards the beginning, so that
 * lengths are known
 * when they are due; read one element at a time, definite lengths only. Spec: ITU-T X.690.
 */
#ifndef VTPM_TPM_DER_H
#define VTPM_TPM_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DER_BOOLEAN 0x01u
#define DER_INTEGER 0x02u
#define DER_BIT_STRING 0x03u
#define DER_OCTET_STRING 0x04u
#define DER_NULL 0x05u
#define DER_OID 0x06u
#define DER_SEQUENCE 0x30u
#define DER_CONTEXT(number) (0xa0u + (number))

struct der_writer {
	uint8_t *start;
	uint8_t *at; /* the first byte that is written; begins at the buffer's end */
	bool overflow;
};

void der_put(struct der_writer *writer, const void *bytes, size_t len);
/* Tag and length in front of what lies between writer->at and end */
void der_wrap(struct der_writer *writer, uint8_t tag, const uint8_t *end);
/* A non-negative number, big-endian */
void der_put_integer(struct der_writer *writer, const uint8_t *bytes, size_t len);

struct der_item {
	uint8_t tag;
	const uint8_t *body;
	size_t len;
	const uint8_t *all; /* with tag and length */
	size_t all_len;
};

struct der_reader {
	const uint8_t *at;
	size_t left;
};

/* Takes the next element. false: there is none, or it is malformed. */
bool der_next(struct der_reader *reader, struct der_item *item);
/* Whether item is an OID of these bytes */
bool der_is_oid(const struct der_item *item, const uint8_t *oid, size_t len);

#endif
