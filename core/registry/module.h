/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a module is: one descriptor in a linker table. The core walks the table and knows no module
 * by name.
 *
 *   MODULE(observe, .protocol = { SVSM_PROTOCOL_OBSERVE, 1, 1 }, CALLS(observe_calls), .start =
 * observe_start); CLAIM_PROTOCOL(0x80000000);
 *
 * Registration comes last in a module's file. NEEDS is a hard reference: a missing one fails at
 * link; AFTER is order only. Two claims of one protocol number fail at link.
 */
#ifndef CORE_REGISTRY_MODULE_H
#define CORE_REGISTRY_MODULE_H

#include <stddef.h>

#include "core/memory/arena.h"
#include "core/registry/param.h"
#include "core/svsm/call.h"
#include "lib/err.h"

/* LEFT_OUT: what it requires of the VMM was not agreed, or not what it needs requires */
enum module_state {
	MODULE_LOADED,
	MODULE_STARTED,
	MODULE_DEGRADED,
	MODULE_STOPPED,
	MODULE_LEFT_OUT
};

enum on_failure { ON_FAILURE_HALT, ON_FAILURE_DEGRADE };

struct module;

struct protocol {
	uint32_t number;
	uint32_t min; /* versions; 0, 0: no protocol */
	uint32_t max;
};

/*
 * What a service says of itself in evidence: one entry of the SVSM attestation manifest. Spec: SVSM 1.00 s7.
 * make writes it to out[0..cap), as it is at that moment: OK with *len; ERR_BUSY (come again, with
 * the same arguments); ERR_NO_SPACE; others: there is none. Runs on any CPU, without locks held.
 */
struct manifest_entry {
	uint8_t guid[16]; /* as on the wire: its first three parts little-endian */
	uint32_t version;
	enum err (*make)(uint8_t *out, size_t cap, size_t *len);
};

struct module {
	char name[16];
	struct protocol protocol;
	const struct call *calls;
	uint32_t call_count;
	uint32_t arena_bytes;              /* memory set aside before start; 0 = none */
	const struct param *on_failure;    /* modules.NAME.on_failure */
	const struct module *const *needs; /* NEEDS(...) */
	const struct module *const
		*after; /* AFTER(...); an entry is NULL where a module is not compiled in */
	uint32_t need_count;
	uint32_t after_count;
	struct arena *arena;
	/* Any of these may be NULL. start: OK, or why not; it has freed nothing and stopped what it
	 * started. */
	enum err (*start)(void);
	void (*stop)(void);
	/* Features of the channel (abi/channel.h) that the module makes use of: without a required
	 * one it is not started */
	const uint16_t *required_features;
	const uint16_t *optional_features;
	uint32_t required_feature_count;
	uint32_t optional_feature_count;
	const struct manifest_entry *manifest; /* MANIFEST(table) */
	uint64_t manifest_count;
};
static_assert(sizeof(struct module) % 8 == 0, "table entries are packed back to back");

#define CALLS(table) .calls = (table), .call_count = sizeof(table) / sizeof((table)[0])

#define MANIFEST(table) .manifest = (table), .manifest_count = sizeof(table) / sizeof((table)[0])

/* REQUIRES_FEATURES(CHANNEL_FEATURE_BLK), USES_FEATURES(CHANNEL_FEATURE_CERTS): descriptor fields
 */
#define MODULE_NUMBERS_(...)                                                                       \
	(const uint16_t[])                                                                         \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}
#define REQUIRES_FEATURES(...)                                                                     \
	.required_features = MODULE_NUMBERS_(__VA_ARGS__),                                         \
	.required_feature_count = sizeof(MODULE_NUMBERS_(__VA_ARGS__)) / sizeof(uint16_t)
#define USES_FEATURES(...)                                                                         \
	.optional_features = MODULE_NUMBERS_(__VA_ARGS__),                                         \
	.optional_feature_count = sizeof(MODULE_NUMBERS_(__VA_ARGS__)) / sizeof(uint16_t)

#define MODULE(name_, ...)                                                                         \
	PARAM_ENUM(module_##name_##_on_failure, "modules." #name_ ".on_failure", "halt|degrade",   \
		   2, "halt", "What to do when this module does not start.");                      \
	static struct arena module_##name_##_arena;                                                \
	MODULE_EXTERN(name_);                                                                      \
	const struct module module_##name_                                                         \
		__attribute__((section("parapet_module"), used, retain,                            \
			       aligned(8))) = { .name = #name_,                                    \
						.on_failure = &module_##name_##_on_failure,        \
						.arena = &module_##name_##_arena,                  \
						__VA_ARGS__ }

/* A second claim of the same number is a duplicate symbol */
#define CLAIM_PROTOCOL(number) CLAIM_PROTOCOL_(number)
#define CLAIM_PROTOCOL_(number)                                                                    \
	extern const char protocol_claimed_##number;                                               \
	const char protocol_claimed_##number = 1

/*
 * Order, as descriptor fields: NEEDS(&module_keymgmt), AFTER(&module_store, &module_observe). What
 * is named is declared before: MODULE_EXTERN for a need (its absence fails at link),
 * MODULE_EXTERN_WEAK for AFTER.
 */
#define MODULE_EXTERN(name) extern const struct module module_##name
#define MODULE_EXTERN_WEAK(name) extern const struct module module_##name __attribute__((weak))
#define MODULE_LIST_(...)                                                                          \
	(const struct module *const[])                                                             \
	{                                                                                          \
		__VA_ARGS__                                                                        \
	}
#define NEEDS(...)                                                                                 \
	.needs = MODULE_LIST_(__VA_ARGS__),                                                        \
	.need_count = sizeof(MODULE_LIST_(__VA_ARGS__)) / sizeof(void *)
#define AFTER(...)                                                                                 \
	.after = MODULE_LIST_(__VA_ARGS__),                                                        \
	.after_count = sizeof(MODULE_LIST_(__VA_ARGS__)) / sizeof(void *)

/* Bytes from this module's arena, zeroed, 16-aligned; NULL when it is used up. Never freed. */
void *module_alloc(const struct module *module, size_t bytes);

/* How the module stands. */
enum module_state module_state(const struct module *module);

/* The table, in start order once registry_order has run: 0..module_count()-1. */
uint32_t module_count(void);
const struct module *module_at(uint32_t index);

#endif
