/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A minimal image with the sections that the builder reads: lets the tool's tests run without the
 * monitor. It is never booted.
 */
#include "abi/boot.h"
#include "abi/log.h"
#include "abi/profile.h"

#define SECTION(name) __attribute__((section(name), used))

void sample_entry(void);
void sample_entry(void)
{
	for (;;)
		;
}

SECTION(".params")
static const struct param params[] = {
	{ PARAM_U64, 0, { 0 }, 32, 51 },   { PARAM_ENUM, 2, { 0 }, 0, 1 },
	{ PARAM_STRING, 0, { 0 }, 0, 32 }, { PARAM_BOOL, 0, { 0 }, 0, 0 },
	{ PARAM_BYTES, 0, { 0 }, 0, 16 },  { PARAM_LIST, 3, { 0 }, 1, 3 },
	{ PARAM_U64, 0, { 0 }, 1, 1000 },
};

/* An address in a section that is not loaded: the linker fills it in */
#define RECORD(n, p, c, f, h, fl)                                                                  \
	{                                                                                          \
		(uint64_t) & params[n], p, c, f, h, fl, 0                                          \
	}

SECTION(SCHEMA_SECTION)
static const struct schema_record schema[] = {
	RECORD(1, "platform.restricted_injection", "required|optional", "optional",
	       "Whether it must be on.", 0),
	RECORD(0, "platform.c_bit", "", "39", "Position of the C-bit.", 0),
	RECORD(2, "state.id", "", "", "Names the instance.", 0),
	RECORD(3, "debug", "", "false", "More output.", 0),
	RECORD(4, "broker.key", "", "00ff", "Public key.", 0),
	RECORD(5, "strategies", "none|ephemeral|sealed", "[sealed, none]", "Best first.", 0),
	RECORD(6, "modules.sample.entries", "", "", "How many.", SCHEMA_REQUIRED),
};

SECTION(LOG_SECTION)
static const struct log_message messages[] = {
	{ "core/boot/main.c", 42, LOG_INFO, "started %u vCPUs, map at %p" },
	{ "core/memory/map.c", 7, LOG_ERROR, "page 0x%x refused: %d" },
};

SECTION(IMAGE_SECTION)
static const struct image_needs needs = {
	.magic = IMAGE_MAGIC,
	.size = sizeof(needs),
	.heap_pages = 600,
	.stack_pages = 4,
	.ist_pages = 2,
	.data_pages = 1,
	.vcpus_max = 8,
	.svn = 3,
	.version = "sample",
	.params_start = (uint64_t)&params[0],
	.params_end = (uint64_t)(&params[0] + sizeof(params) / sizeof(params[0])),
	.param_size = sizeof(struct param),
};

SECTION(".data") uint64_t sample_data = 1;
uint64_t sample_bss[1024];
