/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What TPM commands cost, seen from the guest: in ticks, and the longest single entry into VMPL0.
 */
#include "modules/vtpm/tests/guest_client.h"
#include "tests/guest/bench.h"
#include "tests/guest/core_calls.h"
#include "tests/guest/pool.h"
#include "tests/guest/print.h"

static void report(const char *what, struct tpm_message *message)
{
	struct svsm_args args = { .rcx = message->page };
	struct bench_cost cost;

	tpm_finish(message);
	cost = bench_cost(SVSM_CALL(SVSM_PROTOCOL_VTPM, 1), &args);
	print("bench: tpm-%s=%lu\n", what, cost.ticks);
	print("bench: tpm-%s-entries=%u\n", what, cost.entries);
	print("bench: tpm-%s-longest=%lu\n", what, cost.longest);
}

static void random_bench(void)
{
	struct tpm_message message = { .page = pool_page() };

	tpm_start(&message, TPM_CC_GET_RANDOM);
	tpm_put(&message, 32, 2);
	report("random", &message);
}

static void primary_bench(const char *what, const uint8_t *template, uint32_t len)
{
	struct tpm_message message = { .page = pool_page() };

	tpm_primary_start(&message, TPM_RH_OWNER, template, len);
	report(what, &message);
	tpm_flush(&message, 0x80000000);
}

/* The first command that names an endorsement key makes it */
static void endorsement_bench(const char *what, uint32_t handle)
{
	struct tpm_message message = { .page = pool_page() };

	tpm_start(&message, TPM_CC_READ_PUBLIC);
	tpm_put(&message, handle, 4);
	report(what, &message);
}

GUEST_BENCH(vtpm)
{
	uint64_t range = 0;

	if (core_query(SVSM_PROTOCOL_VTPM, 1, &range) != SVSM_OK || range == 0)
		return;
	random_bench();
	random_bench();
	primary_bench("primary-p256", tpm_storage_p256, tpm_storage_p256_len);
	primary_bench("primary-rsa2048", tpm_storage_rsa2048, tpm_storage_rsa2048_len);
	endorsement_bench("ek-rsa2048", 0x81010001);
	endorsement_bench("ek-p384", 0x81010016);
	endorsement_bench("ek-p384-again", 0x81010016);
}
