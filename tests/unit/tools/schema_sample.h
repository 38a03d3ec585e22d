/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A schema with one parameter of each type. */
#ifndef TESTS_UNIT_TOOLS_SCHEMA_SAMPLE_H
#define TESTS_UNIT_TOOLS_SCHEMA_SAMPLE_H

#include "tools/schema.h"

/* Numbers of the sample's parameters */
enum sample_param {
	SAMPLE_C_BIT,      /* platform.c_bit, 32..51, default 39 */
	SAMPLE_INJECTION,  /* platform.restricted_injection, required|optional, default optional */
	SAMPLE_ID,         /* state.id, 0..32 bytes, default "" */
	SAMPLE_DEBUG,      /* debug, default false */
	SAMPLE_KEY,        /* broker.key, 0..16 bytes, default 00ff */
	SAMPLE_STRATEGIES, /* strategies, 1..3 of none|ephemeral|sealed, default [sealed, none] */
	SAMPLE_ENTRIES,    /* modules.sample.entries, 1..1000, required */
	SAMPLE_PARAMS,
};

/* A profile that says what is required */
#define SAMPLE_PROFILE "modules: {sample: {entries: 12}}\n"

/* Where the image has its table of parameters */
#define SAMPLE_PARAMS_VA 0xffffffff80002000ull

extern const struct param sample_params[SAMPLE_PARAMS];
extern const struct schema_record sample_records[SAMPLE_PARAMS];

/* The decoded schema; the caller ends with schema_free. */
struct schema schema_sample(void);

#endif
