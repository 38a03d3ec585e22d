/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sample's tables. */
#include "tests/unit/tools/schema_sample.h"

#include <stdlib.h>

const struct param sample_params[SAMPLE_PARAMS] = {
	[SAMPLE_C_BIT] = { .type = PARAM_U64, .min = 32, .max = 51 },
	[SAMPLE_INJECTION] = { .type = PARAM_ENUM, .choices = 2, .max = 1 },
	[SAMPLE_ID] = { .type = PARAM_STRING, .max = 32 },
	[SAMPLE_DEBUG] = { .type = PARAM_BOOL },
	[SAMPLE_KEY] = { .type = PARAM_BYTES, .max = 16 },
	[SAMPLE_STRATEGIES] = { .type = PARAM_LIST, .choices = 3, .min = 1, .max = 3 },
	[SAMPLE_ENTRIES] = { .type = PARAM_U64, .min = 1, .max = 1000 },
};

#define VA(n) (SAMPLE_PARAMS_VA + (n) * sizeof(struct param))
/* In another order than the parameters: a linker may do that */
const struct schema_record sample_records[SAMPLE_PARAMS] = {
	{ VA(SAMPLE_INJECTION), PROFILE_PATH_INJECTION, "required|optional", "optional",
	  "Injection.", 0, 0 },
	{ VA(SAMPLE_C_BIT), PROFILE_PATH_C_BIT, "", "39", "Position of the C-bit.", 0, 0 },
	{ VA(SAMPLE_ID), "state.id", "", "", "Names the instance.", 0, 0 },
	{ VA(SAMPLE_DEBUG), "debug", "", "false", "More output.", 0, 0 },
	{ VA(SAMPLE_KEY), "broker.key", "", "00ff", "Public key.", 0, 0 },
	{ VA(SAMPLE_STRATEGIES), "strategies", "none|ephemeral|sealed", "[sealed, none]",
	  "Best first.", 0, 0 },
	{ VA(SAMPLE_ENTRIES), "modules.sample.entries", "", "", "How many.", SCHEMA_REQUIRED, 0 },
};

struct schema schema_sample(void)
{
	const struct schema_params params = { (const uint8_t *)sample_params, SAMPLE_PARAMS_VA,
					      SAMPLE_PARAMS };
	const struct elf_section section = { (const uint8_t *)sample_records,
					     sizeof(sample_records), 0 };
	struct problem problem;
	struct schema schema;

	if (schema_decode(&schema, &params, &section, "sample", &problem) != OK)
		abort();
	return schema;
}
