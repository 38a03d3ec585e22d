/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function a word. Numbers that a TPM draws or counts by its own clock are compared in length
 * alone. */
#include "tests/interop/diff/compare.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/interop/diff/crypt.h"

enum strictness { LENGTH, VALUE };

static bool compare_bytes(struct compare *compare, size_t len, enum strictness strictness)
{
	const uint8_t *left = take(&compare->out[LEFT], len);
	const uint8_t *right = take(&compare->out[RIGHT], len);

	if (left == NULL || right == NULL)
		return left == right;
	return strictness == LENGTH || memcmp(left, right, len) == 0;
}

static bool compare_2b(struct compare *compare, enum strictness strictness)
{
	uint16_t len[SIDES];
	const uint8_t *left = take_2b(&compare->out[LEFT], &len[LEFT]);
	const uint8_t *right = take_2b(&compare->out[RIGHT], &len[RIGHT]);

	if (len[LEFT] != len[RIGHT])
		return false;
	return strictness == LENGTH || memcmp(left, right, len[LEFT]) == 0;
}

static bool number(struct compare *compare, unsigned int size, uint64_t *out)
{
	uint64_t left = take_number(&compare->out[LEFT], size);
	uint64_t right = take_number(&compare->out[RIGHT], size);

	*out = left;
	return left == right;
}

static bool equal_2b(struct compare *compare)
{
	return compare_2b(compare, compare->is_tainted ? LENGTH : VALUE);
}

/* A qualified name */
static bool qualified(struct compare *compare)
{
	return compare_2b(compare, compare->is_tainted || compare->has_child ? LENGTH : VALUE);
}

static bool random_2b(struct compare *compare)
{
	return compare_2b(compare, LENGTH);
}

static bool u8(struct compare *compare)
{
	uint64_t value;

	return number(compare, 1, &value);
}

static bool u16(struct compare *compare)
{
	uint64_t value;

	return number(compare, 2, &value);
}

static bool u32(struct compare *compare)
{
	uint64_t value;

	return compare->is_tainted ? compare_bytes(compare, 4, LENGTH) : number(compare, 4, &value);
}

static bool skip4(struct compare *compare)
{
	return compare_bytes(compare, 4, LENGTH);
}

static bool rest(struct compare *compare)
{
	if (compare->out[LEFT].left != compare->out[RIGHT].left)
		return false;
	return compare_bytes(compare, compare->out[LEFT].left,
			     compare->is_tainted ? LENGTH : VALUE);
}

static bool rest_random(struct compare *compare)
{
	if (compare->out[LEFT].left != compare->out[RIGHT].left)
		return false;
	return compare_bytes(compare, compare->out[LEFT].left, LENGTH);
}

/* A TPM2B_PUBLIC of a new key: all but what is its very own */
static bool public_random(struct compare *compare)
{
	struct compare inner = *compare;
	uint16_t len[SIDES];
	uint16_t unique;
	bool is_equal;

	for (int s = 0; s < SIDES; s++) {
		inner.out[s].at = take_2b(&compare->out[s], &len[s]);
		inner.out[s].left = len[s];
	}
	if (len[LEFT] != len[RIGHT] || len[LEFT] < 10)
		return len[LEFT] == len[RIGHT];
	switch (inner.out[LEFT].at[0] << 8 | inner.out[LEFT].at[1]) {
	case TPM_ALG_RSA: {
		struct reader head = { inner.out[LEFT].at + 8, inner.out[LEFT].left - 8, false };

		take_2b(&head, &unique); /* authPolicy */
		if (take_number(&head, 2) != TPM_ALG_NULL)
			take_number(&head, 4);
		if ((unique = (uint16_t)take_number(&head, 2)) != TPM_ALG_NULL &&
		    unique != TPM_ALG_RSAES)
			take_number(&head, 2);
		take_number(&head, 6);
		is_equal = compare_bytes(&inner, len[LEFT] - head.left, VALUE);
		return is_equal && compare_2b(&inner, LENGTH);
	}
	case TPM_ALG_ECC: {
		struct reader head = { inner.out[LEFT].at + 8, inner.out[LEFT].left - 8, false };
		uint16_t scheme;

		take_2b(&head, &unique);
		if (take_number(&head, 2) != TPM_ALG_NULL)
			take_number(&head, 4);
		scheme = (uint16_t)take_number(&head, 2);
		if (scheme != TPM_ALG_NULL)
			take_number(&head, scheme == TPM_ALG_ECDAA ? 4 : 2);
		take_number(&head, 2);
		if (take_number(&head, 2) != TPM_ALG_NULL)
			take_number(&head, 2);
		is_equal = compare_bytes(&inner, len[LEFT] - head.left, VALUE);
		return is_equal && compare_2b(&inner, LENGTH) && compare_2b(&inner, LENGTH);
	}
	default: {
		uint16_t tail = crypt_digest_size(
			(uint16_t)(inner.out[LEFT].at[2] << 8 | inner.out[LEFT].at[3]));

		return tail <= len[LEFT] &&
		       compare_bytes(&inner, (size_t)(len[LEFT] - tail), VALUE);
	}
	}
}

static bool public(struct compare *compare)
{
	return compare->is_tainted ? public_random(compare) : compare_2b(compare, VALUE);
}

/* A TPM2B_CREATION_DATA: names of parents may differ */
static bool creation(struct compare *compare)
{
	return equal_2b(compare);
}

static bool ticket(struct compare *compare)
{
	uint64_t value;

	return number(compare, 2, &value) && number(compare, 4, &value) &&
	       compare_2b(compare, LENGTH);
}

/* magic, type, signer, extra data; then clock, firmware version; then what it attests */
static bool attest(struct compare *compare)
{
	struct compare inner = *compare;
	uint16_t len[SIDES];
	uint64_t type;
	uint64_t magic;

	for (int s = 0; s < SIDES; s++) {
		inner.out[s].at = take_2b(&compare->out[s], &len[s]);
		inner.out[s].left = len[s];
	}
	inner.is_tainted = inner.is_tainted || inner.has_child;
	if (len[LEFT] != len[RIGHT] || !number(&inner, 4, &magic) || !number(&inner, 2, &type) ||
	    !equal_2b(&inner) || !compare_2b(&inner, VALUE) || !compare_bytes(&inner, 25, LENGTH))
		return false;
	if (type == TPM_ST_ATTEST_TIME || type == TPM_ST_ATTEST_SESSION_AUDIT ||
	    type == TPM_ST_ATTEST_COMMAND_AUDIT)
		return rest_random(&inner);
	return rest(&inner);
}

static bool signature_as(struct compare *compare, enum strictness strictness)
{
	uint64_t scheme;
	uint64_t hash;

	if (!number(compare, 2, &scheme))
		return false;
	if (scheme == TPM_ALG_NULL)
		return true;
	if (!number(compare, 2, &hash))
		return false;
	if (scheme == TPM_ALG_HMAC)
		return compare_bytes(compare, crypt_digest_size((uint16_t)hash), strictness);
	if (scheme == TPM_ALG_RSASSA || scheme == TPM_ALG_RSAPSS)
		return compare_2b(compare, scheme == TPM_ALG_RSASSA ? strictness : LENGTH);
	return compare_2b(compare, LENGTH) && compare_2b(compare, LENGTH);
}

static bool signature(struct compare *compare)
{
	return signature_as(compare, compare->is_tainted ? LENGTH : VALUE);
}

static bool signature_random(struct compare *compare)
{
	return signature_as(compare, LENGTH);
}

/* TPML_DIGEST_VALUES */
static bool digests(struct compare *compare)
{
	return rest(compare);
}

/* A context's blob is each TPM's own; what is around it is not */
static bool context(struct compare *compare)
{
	uint64_t value;
	bool is_equal = compare_bytes(compare, 8, LENGTH) &&
			(compare->is_tainted ? compare_bytes(compare, 4, LENGTH)
					     : number(compare, 4, &value)) &&
			number(compare, 4, &value);

	for (int s = 0; s < SIDES; s++)
		take(&compare->out[s], compare->out[s].left);
	return is_equal;
}

/* TPMS_TIME_INFO: time, clock, resetCount, restartCount, safe */
static bool time_info(struct compare *compare)
{
	return compare_bytes(compare, 16, LENGTH) && compare_bytes(compare, 9, VALUE);
}

/* Properties that say what a TPM is, and how much of it is free: each its own */
static bool is_own_property(uint32_t property)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} own[] = {
		{ TPM_PT_LEVEL, TPM_PT_FIRMWARE_VERSION_2 },
		{ TPM_PT_HR_TRANSIENT_MIN, TPM_PT_HR_LOADED_MIN },
		{ TPM_PT_CONTEXT_GAP_MAX, TPM_PT_ORDERLY_COUNT },
		{ TPM_PT_MAX_COMMAND_SIZE, TPM_PT_MAX_RESPONSE_SIZE },
		{ TPM_PT_MAX_OBJECT_CONTEXT, TPM_PT_MODES },
		{ TPM_PT_HR_LOADED_AVAIL, TPM_PT_HR_LOADED_AVAIL },
		{ TPM_PT_HR_TRANSIENT_AVAIL, TPM_PT_HR_TRANSIENT_AVAIL },
		{ TPM_PT_HR_PERSISTENT_AVAIL, TPM_PT_HR_PERSISTENT_AVAIL },
		{ TPM_PT_NV_COUNTERS_AVAIL, TPM_PT_NV_COUNTERS_AVAIL },
		{ TPM_PT_LOADED_CURVES, TPM_PT_LOADED_CURVES },
		{ TPM_PT_PERMANENT, TPM_PT_PERMANENT },
	};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		if (property >= own[i].first && property <= own[i].last)
			return true;
	}
	return false;
}

static uint64_t at(const struct reader *list, uint64_t i, unsigned int size)
{
	struct reader item = { list->at + i * size, size, false };

	return take_number(&item, size);
}

/* Lists of what a TPM knows: of what both list, they must say the same. An entry begins with its
 * number. */
static bool common_entries(struct compare *compare, unsigned int size, uint64_t number_mask)
{
	uint64_t count[SIDES];

	for (int s = 0; s < SIDES; s++) {
		count[s] = take_number(&compare->out[s], 4);
		if (count[s] * size != compare->out[s].left)
			return false;
	}
	for (uint64_t i = 0; i < count[LEFT]; i++) {
		uint64_t left = at(&compare->out[LEFT], i, size);

		for (uint64_t k = 0; k < count[RIGHT]; k++) {
			uint64_t right = at(&compare->out[RIGHT], k, size);

			if ((left & number_mask) == (right & number_mask) && left != right)
				return false;
		}
	}
	for (int s = 0; s < SIDES; s++)
		take(&compare->out[s], compare->out[s].left);
	return true;
}

static bool properties(struct compare *compare)
{
	uint64_t count;

	if (!number(compare, 4, &count))
		return false;
	for (uint64_t i = 0; i < count; i++) {
		uint64_t property;

		if (!number(compare, 4, &property) ||
		    !compare_bytes(compare, 4,
				   is_own_property((uint32_t)property) ? LENGTH : VALUE))
			return false;
	}
	return true;
}

static bool anything(struct compare *compare)
{
	for (int s = 0; s < SIDES; s++)
		take(&compare->out[s], compare->out[s].left);
	return true;
}

/* moreData, capability, data */
static bool capability(struct compare *compare)
{
	uint64_t kind;

	if (!compare_bytes(compare, 1, LENGTH) || !number(compare, 4, &kind))
		return false;
	switch (kind) {
	case TPM_CAP_TPM_PROPERTIES:
		return properties(compare);
	case TPM_CAP_ALGS:
		return common_entries(compare, 6, 0xffff00000000);
	case TPM_CAP_COMMANDS:
		return common_entries(compare, 4, 0x2000ffff);
	case TPM_CAP_PP_COMMANDS:
	case TPM_CAP_AUDIT_COMMANDS:
		return common_entries(compare, 4, 0xffffffff);
	case TPM_CAP_ECC_CURVES:
		return common_entries(compare, 2, 0xffff);
	default:
		return rest(compare);
	}
}

static const struct {
	const char *name;
	bool (*is_equal)(struct compare *compare);
} words[] = {
	{ "b", equal_2b },
	{ "n", equal_2b },
	{ "r", random_2b },
	{ "n~", random_2b },
	{ "qn", qualified },
	{ "u8", u8 },
	{ "u16", u16 },
	{ "u32", u32 },
	{ "skip4", skip4 },
	{ "rest", rest },
	{ "any", anything },
	{ "rest~", rest_random },
	{ "pub", public },
	{ "pubr", public_random },
	{ "creation", creation },
	{ "ticket", ticket },
	{ "attest", attest },
	{ "sig", signature },
	{ "sig~", signature_random },
	{ "digests", digests },
	{ "context", context },
	{ "time", time_info },
	{ "capability", capability },
};

static void compare_word(void *context_, const char *word)
{
	struct compare *compare = context_;

	if (compare->differs != NULL || strcmp(word, "H") == 0)
		return;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].name, word) != 0)
			continue;
		if (!words[i].is_equal(compare))
			compare->differs = words[i].name;
		return;
	}
	fprintf(stderr, "tpm_diff: the grammar has no word %s for responses\n", word);
	abort();
}

const char *compare_response(const struct exchange *exchange)
{
	struct compare compare = { .is_tainted = exchange->gen.is_tainted,
				   .has_child = exchange->gen.has_child };

	compare.out[LEFT] = exchange->out[LEFT];
	compare.out[RIGHT] = exchange->out[RIGHT];
	grammar_words(exchange->row->out, compare_word, &compare);
	if (compare.differs == NULL &&
	    (compare.out[LEFT].left != 0 || compare.out[RIGHT].left != 0 ||
	     compare.out[LEFT].is_short || compare.out[RIGHT].is_short))
		return "end";
	return compare.differs;
}
