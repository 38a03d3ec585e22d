/* SPDX-License-Identifier: MIT */
/*
 * The 64 bytes of report data in an attestation report: the one builder of all three forms.
 *   own      SHA-512(encoding below): what Parapet itself asks a report for
 *   service  SHA-512(nonce ‖ manifest): the SVSM attestation calls, where the guest picks the nonce
 *   broker   SHA-384(JSON), then 16 zero bytes: a Trustee key broker's
 * A guest that picks the label as its nonce must not be able to make a service report pass as
 * Parapet's own: an encoding has a purpose from byte 64 on, where the other has a manifest, and no
 * manifest begins like a purpose.
 * Spec: docs/channel.md s7; SVSM specification 1.00 s7.
 */
#ifndef LIB_REPORT_DATA_H
#define LIB_REPORT_DATA_H

#include "err.h"
#include "hash.h"

#define REPORT_DATA_SIZE 64u
#define REPORT_DATA_LABEL "parapet report data 1"
#define REPORT_DATA_LABEL_SIZE 64u   /* ASCII, padded with zeros */
#define REPORT_DATA_PURPOSE_SIZE 16u /* ASCII, padded with zeros */
#define REPORT_DATA_NONCE_MAX 64u
#define REPORT_DATA_SERVICE_NONCE_SIZE 64u

/* What an own report is for. X(NAME, "text"): the texts differ, and none is 16 bytes or longer */
#define REPORT_DATA_PURPOSE_TABLE(X)                                                               \
	X(KEY_RELEASE, "key-release")                                                              \
	X(ATTESTATION_KEY, "attestation-key")                                                      \
	X(ANCHOR, "anchor")

enum report_purpose {
#define REPORT_DATA_PURPOSE_ENUM(name, text) REPORT_PURPOSE_##name,
	REPORT_DATA_PURPOSE_TABLE(REPORT_DATA_PURPOSE_ENUM)
#undef REPORT_DATA_PURPOSE_ENUM
		REPORT_PURPOSE_COUNT
};

struct report_data {
	enum report_purpose purpose;
	uint8_t th[SHA384_SIZE];         /* the channel's transcript hash */
	uint8_t events[SHA384_SIZE];     /* the event register */
	uint8_t profile[SHA384_SIZE];    /* digest of the profile page */
	uint8_t public_key[SHA384_SIZE]; /* digest of the key that the report vouches for */
	uint16_t nonce_len;              /* ≤ REPORT_DATA_NONCE_MAX */
	uint8_t nonce[REPORT_DATA_NONCE_MAX];
};

/* label, purpose, th, events, profile, public_key, u16 nonce_len, nonce */
#define REPORT_DATA_FIXED_SIZE                                                                     \
	(REPORT_DATA_LABEL_SIZE + REPORT_DATA_PURPOSE_SIZE + 4 * SHA384_SIZE + 2)
#define REPORT_DATA_ENCODED_MAX (REPORT_DATA_FIXED_SIZE + REPORT_DATA_NONCE_MAX)

/*
 * Writes the encoding that an own report hashes, and its length to *len. Two different inputs
 * (bytes of nonce beyond nonce_len do not count) never have the same encoding. Returns OK, or
 * ERR_RANGE with nothing written.
 */
MUST_USE enum err report_data_encode(const struct report_data *in,
				     uint8_t out[REPORT_DATA_ENCODED_MAX], size_t *len);

/* The report data of each form. Own: errors as report_data_encode. out is written on success only.
 */
MUST_USE enum err report_data_own(const struct report_data *in, sha512_parts_fn *sha512,
				  uint8_t out[REPORT_DATA_SIZE]);

/*
 * manifest[0..len), from the caller's private memory. Returns OK, or ERR_PERMISSION when the
 * manifest begins with a purpose: no service's may.
 */
MUST_USE enum err report_data_service(const uint8_t nonce[REPORT_DATA_SERVICE_NONCE_SIZE],
				      const uint8_t *manifest, size_t len, sha512_parts_fn *sha512,
				      uint8_t out[REPORT_DATA_SIZE]);

/* json[0..len): the canonical text that the broker hashes too. */
void report_data_broker(const char *json, size_t len, sha384_fn *sha384,
			uint8_t out[REPORT_DATA_SIZE]);

#endif
