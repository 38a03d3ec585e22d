/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bytes for two TPMs at once: what both get alike, and what differs because each TPM made its own.
 * Readers take responses apart and never run over their end. Big-endian throughout.
 */
#ifndef INTEROP_DIFF_WIRE_H
#define INTEROP_DIFF_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_MAX 4096u

enum side { LEFT, RIGHT, SIDES };

struct bytes {
	uint16_t len;
	uint8_t b[WIRE_MAX];
};

/* Short ones: names, digests, nonces, authorisation values */
struct brief {
	uint16_t len;
	uint8_t b[96];
};

struct pair {
	struct bytes side[SIDES];
};

/* Appends; what does not fit is dropped, both sides alike */
void put(struct bytes *out, const void *data, size_t len);
void put_number(struct bytes *out, uint64_t value, unsigned int size);
void put_2b(struct bytes *out, const void *data, size_t len);

/* The same to both sides */
void both(struct pair *out, const void *data, size_t len);
void both_number(struct pair *out, uint64_t value, unsigned int size);
void both_2b(struct pair *out, const void *data, size_t len);
void both_brief(struct pair *out, const struct brief *brief);

/* Makes the part that was appended since mark[] a TPM2B, by moving it two bytes on */
struct mark {
	uint16_t at[SIDES];
};
struct mark mark_2b(struct pair *out);
void end_2b(struct pair *out, struct mark mark);

struct reader {
	const uint8_t *at;
	size_t left;
	bool is_short; /* more was wanted than there was */
};

uint64_t take_number(struct reader *reader, unsigned int size);
/* len bytes, or NULL */
const uint8_t *take(struct reader *reader, size_t len);
/* A TPM2B; *len 0 and a valid pointer where it is empty or missing */
const uint8_t *take_2b(struct reader *reader, uint16_t *len);
void take_brief(struct reader *reader, struct brief *out);

#endif
