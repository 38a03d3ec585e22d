/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparisons as rows: an order between the operands, and which outcomes of it hold. Nothing here
 * is secret. */
#include "modules/vtpm/tpm/policy_compare.h"

#include "abi/tpm.h"

/* Outcomes, as bits */
#define LESS 1u
#define EQUAL 2u
#define GREATER 4u

static uint32_t compare_unsigned(const uint8_t *a, const uint8_t *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (a[i] != b[i])
			return a[i] < b[i] ? LESS : GREATER;
	}
	return EQUAL;
}

/* Two's complement: where the signs differ, the negative one is less */
static uint32_t compare_signed(const uint8_t *a, const uint8_t *b, size_t len)
{
	if (len != 0 && ((a[0] ^ b[0]) & 0x80u) != 0)
		return (a[0] & 0x80u) != 0 ? LESS : GREATER;
	return compare_unsigned(a, b, len);
}

/* EQUAL: every bit of b is set in a; of ~a */
static uint32_t compare_set(const uint8_t *a, const uint8_t *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((a[i] & b[i]) != b[i])
			return LESS;
	}
	return EQUAL;
}

static uint32_t compare_clear(const uint8_t *a, const uint8_t *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((a[i] & b[i]) != 0)
			return LESS;
	}
	return EQUAL;
}

struct comparison {
	uint32_t (*order)(const uint8_t *a, const uint8_t *b, size_t len);
	uint32_t holds;
};

static const struct comparison comparisons[] = {
	[TPM_EO_EQ] = { compare_unsigned, EQUAL },
	[TPM_EO_NEQ] = { compare_unsigned, LESS | GREATER },
	[TPM_EO_SIGNED_GT] = { compare_signed, GREATER },
	[TPM_EO_UNSIGNED_GT] = { compare_unsigned, GREATER },
	[TPM_EO_SIGNED_LT] = { compare_signed, LESS },
	[TPM_EO_UNSIGNED_LT] = { compare_unsigned, LESS },
	[TPM_EO_SIGNED_GE] = { compare_signed, EQUAL | GREATER },
	[TPM_EO_UNSIGNED_GE] = { compare_unsigned, EQUAL | GREATER },
	[TPM_EO_SIGNED_LE] = { compare_signed, LESS | EQUAL },
	[TPM_EO_UNSIGNED_LE] = { compare_unsigned, LESS | EQUAL },
	[TPM_EO_BITSET] = { compare_set, EQUAL },
	[TPM_EO_BITCLEAR] = { compare_clear, EQUAL },
};

/* stack-calls: policy_compare \.comparisons$ . */
bool policy_compare(uint16_t operation, const uint8_t *a, const uint8_t *b, size_t len)
{
	if (operation >= sizeof(comparisons) / sizeof(comparisons[0]))
		return false;
	return (comparisons[operation].order(a, b, len) & comparisons[operation].holds) != 0;
}
