/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VCEK and what it signs. The key depends on the chip and its TCB alone. */
#include "crypto/ecdsa.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "lib/freestanding/memory.h"
#include "psp.h"
#include "report.h"
#include "x86.h"

static struct ecc_num vcek;

static void seed_random(void)
{
	struct {
		uint8_t chip[PSP_SEED_SIZE];
		uint64_t moment;
	} seed = { .moment = x86_rdtsc() };

	psp_chip_seed("random", seed.chip);
	if (crypto_random_seed(&seed, sizeof(seed)) != OK)
		report_end("input", "bug of the machine's: no random numbers");
}

static void make_key(void)
{
	static bool is_made;
	uint8_t seed[PSP_SEED_SIZE];
	struct drbg drbg;

	if (is_made)
		return;
	seed_random();
	psp_chip_seed("vcek", seed);
	drbg_init(&drbg, seed, sizeof(seed));
	if (ecc_key_from_drbg(ECC_P384, &drbg, &vcek, NULL) != OK)
		report_end("input", "bug of the machine's: no VCEK");
	is_made = true;
}

/* A report has its numbers little-endian */
static void put_number(uint8_t *out, const struct ecc_num *number)
{
	size_t size = ecc_size(ECC_P384);

	for (size_t i = 0; i < size; i++)
		out[i] = number->bytes[size - 1 - i];
}

void psp_sign(struct snp_report *report)
{
	uint8_t digest[CRYPTO_SHA384_SIZE];
	struct ecc_num r, s;

	make_key();
	report->signature_algorithm = SNP_SIGNATURE_ECDSA_P384;
	crypto_sha384(report, offsetof(struct snp_report, signature), digest);
	if (ecdsa_sign(ECC_P384, &vcek, digest, sizeof(digest), &r, &s) != OK)
		report_end("input", "bug of the machine's: a report could not be signed");
	put_number(report->signature, &r);
	put_number(report->signature + SNP_SIGNATURE_NUMBER, &s);
}
