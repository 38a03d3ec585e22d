/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registries of abi/channel.h as words. */
#include "vmm/agent/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "abi/channel.h"

#define ROW(number, symbol, name, owner, help) { number, name, help, 0 },
static const struct name_row feature_rows[] = { CHANNEL_FEATURE_TABLE(ROW) };
static const struct name_row strategy_rows[] = { CHANNEL_STRATEGY_TABLE(ROW) };
#undef ROW

#define ROW(number, symbol, name, feature, help) { number, name, help, CHANNEL_FEATURE_##feature },
static const struct name_row device_rows[] = { CHANNEL_DEVICE_TABLE(ROW) };
#undef ROW

#define ROW(number, symbol, name, help) { number, name, help, 0 },
static const struct name_row freshness_rows[] = { CHANNEL_FRESHNESS_TABLE(ROW) };
#undef ROW

#define ROW(x, number, symbol, cause, remedy) { number, #symbol, cause, 0 },
static const struct name_row abort_rows[] = { CHANNEL_ABORT_TABLE(ROW, 0) };
#undef ROW

#define TABLE(what, rows)                                                                          \
	{                                                                                          \
		what, rows, sizeof(rows) / sizeof((rows)[0])                                       \
	}
const struct name_table names_features = TABLE("feature", feature_rows);
const struct name_table names_strategies = TABLE("strategy", strategy_rows);
const struct name_table names_devices = TABLE("device kind", device_rows);
const struct name_table names_freshness = TABLE("freshness mode", freshness_rows);
const struct name_table names_aborts = TABLE("abort code", abort_rows);

const struct name_row *names_find(const struct name_table *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++) {
		if (strcmp(table->rows[i].name, name) == 0)
			return &table->rows[i];
	}
	return NULL;
}

const struct name_row *names_of(const struct name_table *table, uint32_t number)
{
	for (size_t i = 0; i < table->count; i++) {
		if (table->rows[i].number == number)
			return &table->rows[i];
	}
	return NULL;
}

void names_write(const struct name_table *table, uint32_t number, char *out, size_t size)
{
	const struct name_row *row = names_of(table, number);

	if (row != NULL)
		snprintf(out, size, "%s", row->name);
	else
		snprintf(out, size, "%" PRIu32, number);
}
