/* SPDX-License-Identifier: MIT */
/* Report data. Never lets one purpose, or one form, have the bytes of another. */
#include "report_data.h"

#define PURPOSE_FITS(name, text) static_assert(sizeof(text) <= REPORT_DATA_PURPOSE_SIZE, text);
#ifndef static_assert
#define static_assert _Static_assert
#endif
REPORT_DATA_PURPOSE_TABLE(PURPOSE_FITS)

static const char purposes[REPORT_PURPOSE_COUNT][REPORT_DATA_PURPOSE_SIZE] = {
#define PURPOSE_TEXT(name, text) [REPORT_PURPOSE_##name] = text,
	REPORT_DATA_PURPOSE_TABLE(PURPOSE_TEXT)
};

static const char label[REPORT_DATA_LABEL_SIZE] = REPORT_DATA_LABEL;

static uint8_t *put(uint8_t *to, const void *from, size_t len)
{
	__builtin_memcpy(to, from, len);
	return to + len;
}

enum err report_data_encode(const struct report_data *in, uint8_t out[REPORT_DATA_ENCODED_MAX],
			    size_t *len)
{
	uint8_t *at = out;

	if ((unsigned int)in->purpose >= REPORT_PURPOSE_COUNT ||
	    in->nonce_len > REPORT_DATA_NONCE_MAX)
		return ERR_RANGE;
	at = put(at, label, REPORT_DATA_LABEL_SIZE);
	at = put(at, purposes[in->purpose], REPORT_DATA_PURPOSE_SIZE);
	at = put(at, in->th, SHA384_SIZE);
	at = put(at, in->events, SHA384_SIZE);
	at = put(at, in->profile, SHA384_SIZE);
	at = put(at, in->public_key, SHA384_SIZE);
	*at++ = (uint8_t)in->nonce_len;
	*at++ = (uint8_t)(in->nonce_len >> 8);
	at = put(at, in->nonce, in->nonce_len);
	*len = (size_t)(at - out);
	return OK;
}

enum err report_data_own(const struct report_data *in, sha512_parts_fn *sha512,
			 uint8_t out[REPORT_DATA_SIZE])
{
	uint8_t encoded[REPORT_DATA_ENCODED_MAX];
	struct hash_part part = { encoded, 0 };
	enum err err = report_data_encode(in, encoded, &part.len);

	if (err != OK)
		return err;
	sha512(&part, 1, out);
	return OK;
}

static int is_purpose(const uint8_t *at)
{
	for (uint32_t i = 0; i < REPORT_PURPOSE_COUNT; i++) {
		if (__builtin_memcmp(at, purposes[i], REPORT_DATA_PURPOSE_SIZE) == 0)
			return 1;
	}
	return 0;
}

enum err report_data_service(const uint8_t nonce[REPORT_DATA_SERVICE_NONCE_SIZE],
			     const uint8_t *manifest, size_t len, sha512_parts_fn *sha512,
			     uint8_t out[REPORT_DATA_SIZE])
{
	const struct hash_part parts[] = { { nonce, REPORT_DATA_SERVICE_NONCE_SIZE },
					   { manifest, len } };

	if (len >= REPORT_DATA_PURPOSE_SIZE && is_purpose(manifest))
		return ERR_PERMISSION;
	sha512(parts, 2, out);
	return OK;
}

void report_data_broker(const char *json, size_t len, sha384_fn *sha384,
			uint8_t out[REPORT_DATA_SIZE])
{
	__builtin_memset(out, 0, REPORT_DATA_SIZE);
	sha384(json, len, out);
}
