/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Declaring what a profile may say. A declaration at file scope puts numbers into the image and
 * text into the schema section, from which the host tool validates a profile (abi/profile.h).
 *
 *   PARAM_U64(observe_log_batch, "modules.observe.log_batch", 1, 64, "16", "Records returned by one
 * call.");
 *   ... param_u64(&observe_log_batch) ...
 */
#ifndef CORE_REGISTRY_PARAM_H
#define CORE_REGISTRY_PARAM_H

#include <stdbool.h>
#include <stddef.h>

#include "abi/profile.h"
#include "lib/err.h"

#define PARAM_DECLARE(name_, type_, choices_, min_, max_, path_, names_, fallback_, flags_, help_) \
	extern const struct param name_;                                                           \
	const struct param name_                                                                   \
		__attribute__((section("parapet_param"), used, retain, aligned(8))) = {            \
			.type = (type_), .choices = (choices_), .min = (min_), .max = (max_)       \
		};                                                                                 \
	static const struct schema_record name_##_schema                                           \
		__attribute__((section(SCHEMA_SECTION), used)) = { .param = (uint64_t) & (name_),  \
								   .path = path_,                  \
								   .choices = names_,              \
								   .fallback = fallback_,          \
								   .help = help_,                  \
								   .flags = (flags_) }

/* fallback: the default as text; min..max inclusive */
#define PARAM_BOOL(name, path, fallback, help)                                                     \
	PARAM_DECLARE(name, PARAM_BOOL, 0, 0, 1, path, "", fallback, 0, help)
#define PARAM_U64(name, path, min, max, fallback, help)                                            \
	PARAM_DECLARE(name, PARAM_U64, 0, min, max, path, "", fallback, 0, help)
/* names: "a|b|c"; count: how many; the value is the index */
#define PARAM_ENUM(name, path, names, count, fallback, help)                                       \
	PARAM_DECLARE(name, PARAM_ENUM, count, 0, (count)-1, path, names, fallback, 0, help)
/* min..max: length in bytes; a required one has no default */
#define PARAM_STRING(name, path, min, max, fallback, help)                                         \
	PARAM_DECLARE(name, PARAM_STRING, 0, min, max, path, "", fallback, 0, help)
/* min..max: number of elements, best first where order matters */
#define PARAM_LIST(name, path, names, count, min, max, fallback, help)                             \
	PARAM_DECLARE(name, PARAM_LIST, count, min, max, path, names, fallback, 0, help)

/* Values, valid once the profile is decoded; the declared type must match (asserted). */
bool param_bool(const struct param *param);
uint64_t param_u64(const struct param *param);
uint8_t param_enum(const struct param *param);
/* STRING, BYTES, LIST: *len bytes, owned by the registry, unchanged for ever */
const uint8_t *param_bytes(const struct param *param, size_t *len);

/*
 * Decodes page[0..ABI_PAGE_SIZE), which must not change meanwhile: header, build id, every
 * parameter of the image exactly once and in range, zeros after; re-encodes what it decoded and
 * compares. Stores the values. Returns OK, ERR_FORMAT, ERR_RANGE, ERR_NOT_FOUND (a parameter
 * missing), ERR_STATE (another image's).
 */
MUST_USE enum err param_load(const uint8_t *page);

#endif
