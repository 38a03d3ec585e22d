/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One change at a time, at the same place on both sides; mostly where they are given the same. */
#include "tests/interop/diff/mutate.h"

#include <string.h>

#define PARAMETERS_PERCENT 6
#define COMMAND_PERCENT 4

static void set_byte(struct pair *pair, uint16_t at, uint8_t value)
{
	for (int s = 0; s < SIDES; s++)
		pair->side[s].b[at] = value;
}

static void set_u32(struct pair *pair, uint16_t at, uint32_t value)
{
	for (unsigned int i = 0; i < 4; i++)
		set_byte(pair, (uint16_t)(at + i), (uint8_t)(value >> (24 - 8 * i)));
}

static void cut(struct pair *pair, uint16_t len)
{
	for (int s = 0; s < SIDES; s++)
		pair->side[s].len = len;
}

static uint16_t common_len(const struct pair *pair)
{
	return pair->side[LEFT].len == pair->side[RIGHT].len ? pair->side[LEFT].len : 0;
}

static bool is_same(const struct pair *pair)
{
	return common_len(pair) != 0 &&
	       memcmp(pair->side[LEFT].b, pair->side[RIGHT].b, common_len(pair)) == 0;
}

static bool is_same_at(const struct pair *pair, uint16_t at)
{
	return pair->side[LEFT].b[at] == pair->side[RIGHT].b[at];
}

void mutate_parameters(struct exchange *exchange)
{
	struct rng *rng = &exchange->gen.rng;
	struct pair *in = &exchange->gen.in;
	uint16_t len = common_len(in);
	uint16_t at;

	/* What compares with a clock may be changed into what depends on it */
	if (!rng_chance(rng, PARAMETERS_PERCENT) || !is_same(in) ||
	    exchange->cc == TPM_CC_POLICY_COUNTER_TIMER || exchange->cc == TPM_CC_CLOCK_SET)
		return;
	exchange->is_mutated = true;
	at = (uint16_t)rng_below(rng, rng_chance(rng, 50) && len > 12 ? 12 : len);
	switch (rng_below(rng, 5)) {
	case 0:
		cut(in, at);
		break;
	case 1:
		both_number(in, rng_next(rng), 1 + rng_below(rng, 4));
		break;
	case 2:
		if (is_same_at(in, at))
			set_byte(in, at,
				 (uint8_t)(in->side[LEFT].b[at] ^ (1u << rng_below(rng, 8))));
		break;
	case 3:
		if (is_same_at(in, at))
			set_byte(in, at,
				 (uint8_t)(in->side[LEFT].b[at] + (rng_chance(rng, 50) ? 1 : 255)));
		break;
	default:
		if (is_same_at(in, at))
			set_byte(in, at, rng_chance(rng, 50) ? 0 : 0xff);
	}
}

static void mutate_size(struct exchange *exchange, uint16_t len)
{
	struct rng *rng = &exchange->gen.rng;
	static const int32_t steps[] = { -1, 1, -4, 4, 100, 0x10000 };

	set_u32(&exchange->command, 2, (uint32_t)((int32_t)len + RNG_PICK(rng, steps)));
}

static void mutate_tag(struct exchange *exchange)
{
	static const uint16_t tags[] = { TPM_ST_NO_SESSIONS, TPM_ST_SESSIONS, 0x8000, 0x8003,
					 0x00c1 };
	uint16_t tag = RNG_PICK(&exchange->gen.rng, tags);

	set_byte(&exchange->command, 0, (uint8_t)(tag >> 8));
	set_byte(&exchange->command, 1, (uint8_t)tag);
}

/* Truncated, with a header that says so */
static void mutate_length(struct exchange *exchange, uint16_t len)
{
	uint16_t cut_at = (uint16_t)(TPM_HEADER_SIZE +
				     rng_below(&exchange->gen.rng, len - TPM_HEADER_SIZE + 1u));

	cut(&exchange->command, cut_at);
	set_u32(&exchange->command, 2, cut_at);
}

static void mutate_code(struct exchange *exchange)
{
	static const uint32_t codes[] = { 0x11e, 0x123, 0x12f, 0x141,      0x15a,      0x15f,
					  0x166, 0x194, 0x195, 0x196,      0x198,      0x199,
					  0x19d, 0x1a0, 0,     0x20000000, 0x20000001, 0xffffffff };

	exchange->cc = RNG_PICK(&exchange->gen.rng, codes);
	exchange->row = grammar_find(exchange->cc);
	set_u32(&exchange->command, 6, exchange->cc);
}

static void mutate_handle_or_area(struct exchange *exchange, uint16_t len)
{
	struct rng *rng = &exchange->gen.rng;
	uint16_t most = (uint16_t)(len - TPM_HEADER_SIZE);
	uint16_t at;

	/* A size that is changed must not make a size of what each side drew for itself */
	if (most == 0 || !is_same(&exchange->command))
		return;
	at = (uint16_t)(TPM_HEADER_SIZE + rng_below(rng, most < 40 ? most : 40u));
	if (is_same_at(&exchange->command, at))
		set_byte(&exchange->command, at,
			 (uint8_t)(exchange->command.side[LEFT].b[at] ^ (1u << rng_below(rng, 8))));
}

void mutate_command(struct exchange *exchange)
{
	struct rng *rng = &exchange->gen.rng;
	uint16_t len = common_len(&exchange->command);

	if (!rng_chance(rng, COMMAND_PERCENT) || len < TPM_HEADER_SIZE)
		return;
	exchange->is_mutated = true;
	exchange->gen.is_tainted = true;
	switch (rng_below(rng, 6)) {
	case 0:
		mutate_size(exchange, len);
		break;
	case 1:
		mutate_tag(exchange);
		break;
	case 2:
		mutate_length(exchange, len);
		break;
	case 3:
		mutate_code(exchange);
		break;
	default:
		mutate_handle_or_area(exchange, len);
	}
}
