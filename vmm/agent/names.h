/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registries of abi/channel.h as words. */
#ifndef VMM_AGENT_NAMES_H
#define VMM_AGENT_NAMES_H

#include <stddef.h>
#include <stdint.h>

struct name_row {
	uint16_t number;
	const char *name;
	const char *help;
	uint16_t feature; /* of a device kind: the feature it belongs to; else 0 */
};

struct name_table {
	const char *what; /* "feature" */
	const struct name_row *rows;
	size_t count;
};

extern const struct name_table names_features;
extern const struct name_table names_strategies;
extern const struct name_table names_devices;
extern const struct name_table names_freshness;
extern const struct name_table names_aborts;

/* The row of a name or a number; NULL: there is none. */
const struct name_row *names_find(const struct name_table *table, const char *name);
const struct name_row *names_of(const struct name_table *table, uint32_t number);

/* Writes the name of number, or the number where it has none, to out[0..size). */
void names_write(const struct name_table *table, uint32_t number, char *out, size_t size);

#endif
