/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for parameters that need no object: numbers, digests, selections, NV and PCR values. */
#include <string.h>

#include "tests/interop/diff/crypt.h"
#include "tests/interop/diff/ecc.h"
#include "tests/interop/diff/gen.h"

static void su(struct gen *gen)
{
	static const uint16_t kinds[] = { TPM_SU_CLEAR, TPM_SU_CLEAR, TPM_SU_STATE, 2 };

	gen->note.number = RNG_PICK(&gen->rng, kinds);
	both_number(&gen->in, gen->note.number, 2);
}

static void yesno(struct gen *gen)
{
	both_number(&gen->in, rng_chance(&gen->rng, 98) ? rng_below(&gen->rng, 2) : 2, 1);
}

static void algs(struct gen *gen)
{
	uint32_t count = rng_below(&gen->rng, 4);

	both_number(&gen->in, count, 4);
	for (uint32_t i = 0; i < count; i++)
		both_number(&gen->in, gen_hash(gen), 2);
}

static void hash(struct gen *gen)
{
	gen->note.name_alg = gen_hash(gen);
	both_number(&gen->in, gen->note.name_alg, 2);
}

static void hash_null(struct gen *gen)
{
	gen->note.name_alg = rng_chance(&gen->rng, 20) ? TPM_ALG_NULL : gen_hash(gen);
	both_number(&gen->in, gen->note.name_alg, 2);
}

static void mac_null(struct gen *gen)
{
	if (rng_chance(&gen->rng, 15))
		both_number(&gen->in, TPM_ALG_CMAC, 2);
	else
		hash_null(gen);
}

static void hier_null(struct gen *gen)
{
	static const uint32_t handles[] = { TPM_RH_OWNER, TPM_RH_NULL, TPM_RH_NULL,
					    TPM_RH_ENDORSEMENT, TPM_RH_PLATFORM };

	both_number(&gen->in,
		    rng_chance(&gen->rng, 98) ? RNG_PICK(&gen->rng, handles) : TPM_RH_LOCKOUT, 4);
}

static void data(struct gen *gen)
{
	gen_random_2b(gen, rng_chance(&gen->rng, 90) ? 100 : 1040);
}

static void short_data(struct gen *gen)
{
	gen_random_2b(gen, rng_chance(&gen->rng, 95) ? 34 : 70);
}

static void auth(struct gen *gen)
{
	gen_new_auth(gen, rng_chance(&gen->rng, 95) ? 20 : 66);
}

static void pcrs(struct gen *gen)
{
	if (gen->model->is_pcr_tainted)
		gen->is_tainted = true;
	gen_pcr_selection(gen);
}

static void digest_values(struct gen *gen)
{
	uint32_t count = rng_below(&gen->rng, 4);

	both_number(&gen->in, count, 4);
	for (uint32_t i = 0; i < count; i++) {
		uint16_t alg = gen_hash(gen);
		uint16_t size = crypt_digest_size(alg);

		both_number(&gen->in, alg, 2);
		for (uint16_t n = 0; n < size; n++)
			both_number(&gen->in, rng_next(&gen->rng), 1);
	}
}

static void small_number(struct gen *gen)
{
	both_number(&gen->in, rng_below(&gen->rng, rng_chance(&gen->rng, 95) ? 40 : 65536), 2);
}

static void byte(struct gen *gen)
{
	both_number(&gen->in, rng_next(&gen->rng), 1);
}

static void locality(struct gen *gen)
{
	both_number(&gen->in,
		    rng_chance(&gen->rng, 80) ? 1u << rng_below(&gen->rng, 5) | 1u
					      : rng_below(&gen->rng, 256),
		    1);
}

static void word64(struct gen *gen)
{
	both_number(&gen->in,
		    rng_chance(&gen->rng, 50) ? rng_below(&gen->rng, 64) : rng_next(&gen->rng), 8);
}

/* Far from what the clock says now */
static void clock_value(struct gen *gen)
{
	uint64_t value = (1ull << 40) + ((uint64_t)rng_below(&gen->rng, 1 << 20) << 20);

	both_number(&gen->in, rng_chance(&gen->rng, 20) ? 0xffff000000000000u : value, 8);
}

/* Rates of the clock: slower and faster by three sizes, 0: none */
static void clock_rate(struct gen *gen)
{
	both_number(&gen->in, (uint64_t)((int64_t)rng_below(&gen->rng, 9) - 4), 1);
}

static void capability(struct gen *gen)
{
	static const uint32_t starts[] = { 0,          1,          0x100,      0x10d,
					   0x11e,      0x200,      0x20e,      0x01000000,
					   0x02000000, 0x03000000, 0x40000000, 0x80000000,
					   0x81000000, 0x90000000, 0x11f,      0x17f,
					   0x20000000, 0xffffffff };
	uint32_t kind =
		rng_chance(&gen->rng, 97) ? rng_below(&gen->rng, 10) : rng_below(&gen->rng, 300);

	both_number(&gen->in, kind, 4);
	both_number(&gen->in, RNG_PICK(&gen->rng, starts) + rng_below(&gen->rng, 4), 4);
	both_number(&gen->in, rng_chance(&gen->rng, 80) ? rng_below(&gen->rng, 12) : 1000, 4);
}

static void curve(struct gen *gen)
{
	static const uint16_t curves[] = { TPM_ECC_NIST_P256,
					   TPM_ECC_NIST_P384,
					   TPM_ECC_NIST_P256,
					   TPM_ECC_NIST_P521,
					   TPM_ECC_BN_P256,
					   0,
					   7 };

	both_number(&gen->in, RNG_PICK(&gen->rng, curves), 2);
}

static void cc(struct gen *gen)
{
	both_number(&gen->in,
		    rng_chance(&gen->rng, 90) ? 0x11f + rng_below(&gen->rng, 0x7a)
					      : rng_below(&gen->rng, 0x400),
		    4);
}

static void ccs(struct gen *gen)
{
	uint32_t count = rng_below(&gen->rng, 4);

	both_number(&gen->in, count, 4);
	for (uint32_t i = 0; i < count; i++)
		cc(gen);
}

/* Attributes that are mostly allowed together */
static uint32_t nv_attributes(struct gen *gen)
{
	static const uint32_t kinds[] = { TPM_NT_ORDINARY, TPM_NT_ORDINARY, TPM_NT_ORDINARY,
					  TPM_NT_COUNTER,  TPM_NT_BITS,     TPM_NT_EXTEND,
					  TPM_NT_PIN_FAIL, TPM_NT_PIN_PASS };
	static const uint32_t extras[] = {
		TPMA_NV_PPWRITE,      TPMA_NV_OWNERWRITE,  TPMA_NV_POLICYWRITE,
		TPMA_NV_WRITEALL,     TPMA_NV_WRITEDEFINE, TPMA_NV_WRITE_STCLEAR,
		TPMA_NV_GLOBALLOCK,   TPMA_NV_PPREAD,      TPMA_NV_OWNERREAD,
		TPMA_NV_POLICYREAD,   TPMA_NV_ORDERLY,     TPMA_NV_CLEAR_STCLEAR,
		TPMA_NV_READ_STCLEAR, TPMA_NV_NO_DA,       TPMA_NV_POLICY_DELETE
	};
	uint32_t kind = RNG_PICK(&gen->rng, kinds);
	uint32_t bits = TPMA_NV_AUTHWRITE | TPMA_NV_AUTHREAD | TPMA_NV_OWNERWRITE |
			TPMA_NV_OWNERREAD | kind << TPMA_NV_TPM_NT_SHIFT;

	for (uint32_t i = rng_below(&gen->rng, 4); i != 0; i--)
		bits ^= RNG_PICK(&gen->rng, extras);
	if (kind == TPM_NT_PIN_FAIL)
		bits |= TPMA_NV_NO_DA;
	if (kind == TPM_NT_PIN_FAIL || kind == TPM_NT_PIN_PASS)
		bits &= ~TPMA_NV_AUTHWRITE;
	if (gen->handles[0].value[LEFT] == TPM_RH_PLATFORM)
		bits |= TPMA_NV_PLATFORMCREATE;
	if (rng_chance(&gen->rng, 4))
		bits ^= 1u << rng_below(&gen->rng, 32);
	return bits;
}

static uint16_t nv_size(struct gen *gen, uint32_t attributes, uint16_t name_alg)
{
	if (rng_chance(&gen->rng, 4))
		return (uint16_t)rng_below(&gen->rng, 3000);
	switch (attributes >> TPMA_NV_TPM_NT_SHIFT & 0xf) {
	case TPM_NT_ORDINARY:
		return (uint16_t)rng_below(&gen->rng, 80);
	case TPM_NT_EXTEND:
		return crypt_digest_size(name_alg);
	default:
		return 8;
	}
}

static void nv_public(struct gen *gen)
{
	struct note *note = &gen->note;
	struct mark mark = mark_2b(&gen->in);

	note->handle = 0x01000000 + (rng_chance(&gen->rng, 90) ? 0x10u : 0x00c00002u) +
		       rng_below(&gen->rng, 8);
	note->name_alg = gen_hash(gen);
	note->attributes = nv_attributes(gen);
	note->size = nv_size(gen, note->attributes, note->name_alg);
	both_number(&gen->in, note->handle, 4);
	both_number(&gen->in, note->name_alg, 2);
	both_number(&gen->in, note->attributes, 4);
	gen_auth_policy(gen, note->name_alg);
	both_number(&gen->in, note->size, 2);
	end_2b(&gen->in, mark);
}

static const struct nv_index *index_of(struct gen *gen)
{
	for (uint32_t i = gen->handle_count; i-- > 0;) {
		const struct nv_index *index = model_index(gen->model, gen->handles[i].value[LEFT]);

		if (index != NULL)
			return index;
	}
	return NULL;
}

static void nv_range(struct gen *gen, uint16_t *size, uint16_t *offset)
{
	const struct nv_index *index = index_of(gen);
	uint32_t all = index != NULL ? index->size : 8;

	/* A PIN is written whole: libtpms leaves in the rest what was in its memory */
	if (rng_chance(&gen->rng, 50) ||
	    (index != NULL && (index->attributes >> TPMA_NV_TPM_NT_SHIFT & 8) != 0)) {
		*size = (uint16_t)all;
		*offset = 0;
		return;
	}
	*offset = (uint16_t)rng_below(&gen->rng, all + 2);
	*size = (uint16_t)rng_below(&gen->rng, all + 2);
	if (*offset + *size > all && rng_chance(&gen->rng, 80))
		*size = (uint16_t)(*offset <= all ? all - *offset : 0);
}

static void nv_data(struct gen *gen)
{
	uint8_t bytes[3100];
	uint16_t size;
	uint16_t offset;

	nv_range(gen, &size, &offset);
	for (uint16_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(rng_chance(&gen->rng, 50) ? 0 : rng_next(&gen->rng));
	both_2b(&gen->in, bytes, size);
	both_number(&gen->in, offset, 2);
}

static void nv_size_offset(struct gen *gen)
{
	uint16_t size;
	uint16_t offset;

	nv_range(gen, &size, &offset);
	both_number(&gen->in, size, 2);
	both_number(&gen->in, offset, 2);
}

static void da_parameters(struct gen *gen)
{
	/* Recovery in no time or in none that a test would see */
	both_number(&gen->in, 1 + rng_below(&gen->rng, 40), 4);
	both_number(&gen->in, rng_chance(&gen->rng, 5) ? 0 : 100000, 4);
	both_number(&gen->in, rng_chance(&gen->rng, 5) ? 0 : 100000, 4);
}

static void hierarchies(struct gen *gen)
{
	static const uint32_t handles[] = { TPM_RH_OWNER, TPM_RH_ENDORSEMENT, TPM_RH_PLATFORM,
					    TPM_RH_PLATFORM_NV, TPM_RH_NULL };

	both_number(&gen->in, RNG_PICK(&gen->rng, handles), 4);
	/* Mostly on, or nothing works any more */
	both_number(&gen->in, rng_chance(&gen->rng, 75), 1);
}

static void policy_and_hash(struct gen *gen)
{
	uint16_t alg = rng_chance(&gen->rng, 50) ? TPM_ALG_NULL : gen_hash(gen);
	uint8_t bytes[64];

	memset(bytes, (int)rng_below(&gen->rng, 256), sizeof(bytes));
	both_2b(&gen->in, bytes,
		rng_chance(&gen->rng, 95) ? crypt_digest_size(alg) : rng_below(&gen->rng, 64));
	both_number(&gen->in, alg, 2);
}

static void pcr_number(struct gen *gen)
{
	both_number(&gen->in, rng_below(&gen->rng, 25), 4);
}

static void operand(struct gen *gen)
{
	uint8_t bytes[8];
	uint32_t len = rng_below(&gen->rng, 9);

	for (uint32_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(rng_chance(&gen->rng, 70) ? 0 : rng_next(&gen->rng));
	both_2b(&gen->in, bytes, len);
	both_number(&gen->in, rng_chance(&gen->rng, 80) ? 0 : rng_below(&gen->rng, 12), 2);
	both_number(&gen->in, rng_chance(&gen->rng, 97) ? rng_below(&gen->rng, 12) : 200, 2);
}

/* TPM2_PolicyCounterTimer: nothing that runs on, but resetCount, restartCount and safe */
static void timer_operand(struct gen *gen)
{
	uint32_t offset = 16 + rng_below(&gen->rng, 10);
	uint8_t bytes[9] = { 0 };
	uint32_t len = rng_below(&gen->rng, 10);

	for (uint32_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)(rng_chance(&gen->rng, 80) ? 0 : rng_below(&gen->rng, 3));
	both_2b(&gen->in, bytes, len);
	both_number(&gen->in, offset, 2);
	both_number(&gen->in, rng_below(&gen->rng, 12), 2);
}

static void aes_mode(struct gen *gen)
{
	static const uint16_t modes[] = { TPM_ALG_CFB,  TPM_ALG_CFB,  TPM_ALG_CTR,
					  TPM_ALG_OFB,  TPM_ALG_CBC,  TPM_ALG_ECB,
					  TPM_ALG_NULL, TPM_ALG_NULL, TPM_ALG_CMAC };

	both_number(&gen->in, RNG_PICK(&gen->rng, modes), 2);
}

static void iv(struct gen *gen)
{
	uint8_t bytes[16];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)rng_next(&gen->rng);
	both_2b(&gen->in, bytes, rng_chance(&gen->rng, 92) ? 16 : rng_below(&gen->rng, 17));
}

static void blocks(struct gen *gen)
{
	uint8_t bytes[128];
	uint32_t len = rng_chance(&gen->rng, 80) ? 16 * rng_below(&gen->rng, 8)
						 : rng_below(&gen->rng, 128);

	for (uint32_t i = 0; i < len; i++)
		bytes[i] = (uint8_t)rng_next(&gen->rng);
	both_2b(&gen->in, bytes, len);
}

static void zero32(struct gen *gen)
{
	both_number(&gen->in, rng_chance(&gen->rng, 90) ? 0 : rng_below(&gen->rng, 5), 4);
}

/* clang-format off */
const struct word words_simple[] = {
	{ "su", su }, { "yesno", yesno }, { "algs", algs }, { "hash", hash }, { "hash0", hash_null }, { "mac0", mac_null },
	{ "hier0", hier_null }, { "data", data }, { "short", short_data }, { "auth", auth },
	{ "pcrs", pcrs }, { "digest_values", digest_values }, { "small", small_number },
	{ "byte", byte }, { "locality", locality }, { "u64", word64 }, { "clock", clock_value }, { "clock_rate", clock_rate },
	{ "capability", capability }, { "curve", curve }, { "cc", cc }, { "ccs", ccs },
	{ "nv_public", nv_public }, { "nv_data", nv_data }, { "nv_size_offset", nv_size_offset },
	{ "da_parameters", da_parameters }, { "hierarchies", hierarchies },
	{ "policy_and_hash", policy_and_hash }, { "pcr_number", pcr_number }, { "operand", operand },
	{ "timer_operand", timer_operand }, { "aes_mode", aes_mode }, { "iv", iv },
	{ "blocks", blocks }, { "zero32", zero32 }, { NULL, NULL },
};
/* clang-format on */
