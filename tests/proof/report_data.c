/* SPDX-License-Identifier: GPL-2.0-or-later */
/* proof-sources: lib/report_data.c */
/* proof-flags: --unwind 340 */
/* proof-functions: report_data_is_injective report_data_is_safe */
/* The report-data encoding, at its real sizes: no two inputs have one encoding. */
#include "tests/proof/proof.h"

#include "lib/report_data.h"

struct report_data nondet_report_data(void);

void proof_report_data_is_safe(void)
{
	struct report_data in = nondet_report_data();
	uint8_t out[REPORT_DATA_ENCODED_MAX];
	size_t len = 0;
	enum err err = report_data_encode(&in, out, &len);

	PROVE(err == OK || err == ERR_RANGE, "an answer for every input");
	PROVE(err == OK || len == 0, "a refusal writes nothing");
	PROVE(err != OK || (len >= REPORT_DATA_FIXED_SIZE && len <= sizeof(out)),
	      "the length is in bounds");
}

void proof_report_data_is_injective(void)
{
	struct report_data a = nondet_report_data();
	struct report_data b = nondet_report_data();
	uint8_t of_a[REPORT_DATA_ENCODED_MAX];
	uint8_t of_b[REPORT_DATA_ENCODED_MAX];
	size_t len_a = 0;
	size_t len_b = 0;
	size_t i = nondet_size();

	ASSUME(report_data_encode(&a, of_a, &len_a) == OK);
	ASSUME(report_data_encode(&b, of_b, &len_b) == OK);
	ASSUME(len_a == len_b);
	for (size_t k = 0; k < REPORT_DATA_ENCODED_MAX; k++)
		ASSUME(k >= len_a || of_a[k] == of_b[k]);
	PROVE(a.purpose == b.purpose, "one purpose");
	PROVE(a.nonce_len == b.nonce_len, "one nonce length");
	if (i < a.nonce_len)
		PROVE(a.nonce[i] == b.nonce[i], "one nonce");
	if (i < SHA384_SIZE) {
		PROVE(a.th[i] == b.th[i], "one transcript hash");
		PROVE(a.events[i] == b.events[i], "one event register");
		PROVE(a.profile[i] == b.profile[i], "one profile");
		PROVE(a.public_key[i] == b.public_key[i], "one key");
	}
}
