/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SHA-256 with the SHA extensions. The state lies in two registers as the instructions want it:
 * a, b, e, f and c, d, g, h. Must never run where the CPU lacks them. Spec: FIPS 180-4 s6.2; AMD64
 * Architecture Programmer's Manual volume 4, SHA256RNDS2, SHA256MSG1, SHA256MSG2.
 */
#include "crypto/sha256_ni.h"

#include "lib/be.h"

#include <immintrin.h>

/* FIPS 180-4 s4.2.2 */
static const uint32_t constants[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

struct halves {
	__m128i abef;
	__m128i cdgh;
};

static __m128i load(const void *at)
{
	return _mm_loadu_si128((const __m128i_u *)at);
}

static void store(void *at, __m128i value)
{
	_mm_storeu_si128((__m128i_u *)at, value);
}

/* Four rounds, with the schedule's four words */
static inline struct halves rounds(struct halves s, __m128i words, const uint32_t *k)
{
	__m128i sum = _mm_add_epi32(words, load(k));

	s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, sum);
	s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, _mm_shuffle_epi32(sum, 0x0e));
	return s;
}

/* The schedule's next four words after these sixteen */
static inline __m128i extend(__m128i w0, __m128i w4, __m128i w8, __m128i w12)
{
	__m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w4), _mm_alignr_epi8(w12, w8, 4));

	return _mm_sha256msg2_epu32(sum, w12);
}

static struct halves compress_one(struct halves s, const uint8_t *block)
{
	const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i w0 = _mm_shuffle_epi8(load(block), order);
	__m128i w4 = _mm_shuffle_epi8(load(block + 16), order);
	__m128i w8 = _mm_shuffle_epi8(load(block + 32), order);
	__m128i w12 = _mm_shuffle_epi8(load(block + 48), order);

	for (const uint32_t *k = constants;; k += 16) {
		s = rounds(s, w0, k);
		s = rounds(s, w4, k + 4);
		s = rounds(s, w8, k + 8);
		s = rounds(s, w12, k + 12);
		if (k == constants + 48)
			return s;
		w0 = extend(w0, w4, w8, w12);
		w4 = extend(w4, w8, w12, w0);
		w8 = extend(w8, w12, w0, w4);
		w12 = extend(w12, w0, w4, w8);
	}
}

static void compress(uint32_t state[8], const uint8_t *blocks, size_t count)
{
	__m128i cdab = _mm_shuffle_epi32(load(state), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(load(state + 4), 0x1b);
	struct halves s = { _mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xf0) };
	__m128i feba;
	__m128i dchg;

	for (; count != 0; count--, blocks += SHA256_NI_BLOCK) {
		struct halves after = compress_one(s, blocks);

		s.abef = _mm_add_epi32(s.abef, after.abef);
		s.cdgh = _mm_add_epi32(s.cdgh, after.cdgh);
	}
	feba = _mm_shuffle_epi32(s.abef, 0x1b);
	dchg = _mm_shuffle_epi32(s.cdgh, 0xb1);
	store(state, _mm_blend_epi16(feba, dchg, 0xf0));
	store(state + 4, _mm_alignr_epi8(dchg, feba, 8));
}

void sha256_ni_init(struct sha256_ni *sha)
{
	*sha = (struct sha256_ni){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

void sha256_ni_update(struct sha256_ni *sha, const uint8_t *data, size_t len)
{
	size_t used = sha->len % SHA256_NI_BLOCK;
	size_t part = SHA256_NI_BLOCK - used;

	sha->len += len;
	if (used != 0) {
		if (len < part)
			part = len;
		__builtin_memcpy(sha->block + used, data, part);
		if (used + part != SHA256_NI_BLOCK)
			return;
		compress(sha->state, sha->block, 1);
		data += part;
		len -= part;
	}
	compress(sha->state, data, len / SHA256_NI_BLOCK);
	__builtin_memcpy(sha->block, data + len - len % SHA256_NI_BLOCK, len % SHA256_NI_BLOCK);
}

void sha256_ni_final(struct sha256_ni *sha, uint8_t *out)
{
	static const uint8_t end[SHA256_NI_BLOCK] = { 0x80 };
	uint64_t bits = sha->len * 8;
	uint8_t length[8];

	/* To eight bytes before the end of a block */
	sha256_ni_update(sha, end, 1 + (SHA256_NI_BLOCK * 2 - 9 - sha->len) % SHA256_NI_BLOCK);
	be_store(length, sizeof(length), bits);
	sha256_ni_update(sha, length, sizeof(length));
	for (size_t i = 0; i < 8; i++)
		be_store(out + 4 * i, 4, sha->state[i]);
}
