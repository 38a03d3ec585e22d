/* SPDX-License-Identifier: MIT */
/*
 * The profile page, and the schema by which the host tool writes it.
 *
 * Everything in a profile is a parameter that some part of the image declared; the tool knows none by
 * name. A declaration emits a loaded `struct param` (numbers only) and a `struct schema_record` (all the
 * text) in a section that is not loaded. A parameter's number is its index in the loaded table, which is
 * why a page holds for one build id only.
 */
#ifndef ABI_PROFILE_H
#define ABI_PROFILE_H

#include "check.h"

#define PROFILE_MAGIC "PARAPROF"
#define PROFILE_VERSION 1u
#define PROFILE_BUILD_ID_SIZE 20u

/* Then TLVs (lib/tlv.h) up to length, every one of them critical, then zeros to the end of the page */
struct profile_header {
	char magic[8];
	uint32_t version;
	uint32_t length; /* header and TLVs, ≤ 4096 */
	uint8_t build_id[PROFILE_BUILD_ID_SIZE];
	uint32_t reserved;
};
ABI_SIZE(struct profile_header, 40);

/* TLV type of parameter n. A page holds every parameter of the image, defaults written out. */
#define PROFILE_TLV_PARAM(n) (0x1000u + (n))
#define PROFILE_PARAM_MAX 1024u

/* Values: BOOL u8 0/1; U64 8 bytes; ENUM u8 index into the choices; STRING bytes without NUL, valid UTF-8;
 * BYTES as they are; LIST one u8 index into the choices an element, in the profile's order, no duplicates. */
enum param_type {
	PARAM_BOOL = 1,
	PARAM_U64 = 2,
	PARAM_ENUM = 3,
	PARAM_STRING = 4,
	PARAM_BYTES = 5,
	PARAM_LIST = 6,
};

/* What the image keeps of a declaration; min and max are the value's (U64), the length's (STRING, BYTES),
 * the count's (LIST); an ENUM has max = choices − 1, a LIST choices = number of choices */
struct param {
	uint8_t type;
	uint8_t choices;
	uint8_t reserved[6];
	uint64_t min;
	uint64_t max;
};
ABI_SIZE(struct param, 24);

#define SCHEMA_SECTION ".parapet.schema"
#define SCHEMA_REQUIRED 0x1u /* no default: the profile must say it */

struct schema_record {
	uint64_t param;     /* virtual address of its struct param */
	char path[64];      /* "platform.c_bit", "modules.observe.log_entries": the keys from the root down */
	char choices[152];  /* ENUM and LIST: names separated by '|' */
	char fallback[64];  /* the default as YAML writes it; a list as [a, b] */
	char help[216];     /* one or two sentences */
	uint32_t flags;
	uint32_t reserved;
};
ABI_SIZE(struct schema_record, 512);

/* Paths the builder itself reads */
#define PROFILE_PATH_C_BIT "platform.c_bit"
#define PROFILE_PATH_INJECTION "platform.restricted_injection"

#endif
