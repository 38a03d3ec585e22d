/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tpm_diff: two TPMs, the same commands, and where their answers differ. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/interop/diff/minimise.h"

#define KINDS_MAX 400u

struct settings {
	struct programs programs;
	uint64_t seed;
	uint64_t commands;
	uint32_t length;
	uint32_t kinds_max;
	bool shows;
	bool covers;
	uint32_t tries;
	uint32_t numbers[STREAM_OPERATIONS_MAX]; /* --operations: one stream of these */
	uint32_t number_count;
};

struct kind {
	char key[DIFFERENCE_TEXT];
	uint32_t count;
	uint64_t seed;
	uint32_t operation;
};

static struct kind kinds[KINDS_MAX];
static uint32_t kind_count;

static const char help[] =
	"tpm_diff --left SERVER --right SERVER [options]\n"
	"Sends streams of commands to two TPM servers and compares their answers.\n"
	"  --commands N    go on until N commands were sent (100000)\n"
	"  --seed S        of the first stream (1); the next streams have S + 1 and so on\n"
	"  --length N      operations a stream (300)\n"
	"  --operations L  run one stream, of these operations only: 3,17,42\n"
	"  --show          print every command of it\n"
	"  --kinds N       stop after N kinds of difference (1)\n"
	"  --tries N       runs to spend on making a stream short (120; 0: leave it)\n"
	"  --pass TEXT     do not stop at differences whose description has TEXT; many may be "
	"given\n"
	"  --coverage      print how often each command was sent and succeeded\n"
	"Exit status: 0 no difference, 1 differences, 2 usage, 3 a server does not start.\n";

static struct kind *find_kind(const char *key)
{
	for (uint32_t i = 0; i < kind_count; i++) {
		if (strcmp(kinds[i].key, key) == 0)
			return &kinds[i];
	}
	return NULL;
}

static void print_operations(uint64_t seed, const uint32_t *numbers, uint32_t count)
{
	printf("  again by: --seed %llu --show --operations ", (unsigned long long)seed);
	for (uint32_t i = 0; i < count; i++)
		printf("%s%u", i != 0 ? "," : "", numbers[i]);
	putchar('\n');
}

static void report(const struct settings *settings, uint64_t seed, const uint32_t *all,
		   const struct difference *difference)
{
	uint32_t numbers[STREAM_OPERATIONS_MAX];
	uint32_t count = settings->length;
	struct kind *kind = find_kind(difference->key);
	struct difference again;
	uint64_t commands = 0;

	if (kind != NULL) {
		kind->count++;
		return;
	}
	if (kind_count == KINDS_MAX)
		return;
	kind = &kinds[kind_count++];
	*kind = (struct kind){ .count = 1, .seed = seed, .operation = difference->operation };
	memcpy(kind->key, difference->key, sizeof(kind->key));
	memcpy(numbers, all, count * sizeof(numbers[0]));
	if (settings->tries != 0)
		minimise(&settings->programs, seed, numbers, &count, difference, settings->tries);
	printf("DIFFERENCE %s (seed %llu, operation %u)\n", difference->key,
	       (unsigned long long)seed, difference->operation);
	if (settings->tries != 0) {
		stream_run(&settings->programs, seed, numbers, count, STREAM_SHOW, &again,
			   &commands);
		print_operations(seed, numbers, count);
	}
	fflush(stdout);
}

static int run_one(struct settings *settings)
{
	struct difference difference = { 0 };
	uint64_t commands = 0;
	enum stream_end end = stream_run(
		&settings->programs, settings->seed, settings->numbers, settings->number_count,
		settings->shows ? STREAM_SHOW : STREAM_QUIET, &difference, &commands);

	if (end == STREAM_DIFFERS)
		printf("DIFFERENCE %s (operation %u)\n", difference.key, difference.operation);
	return end == STREAM_EQUAL ? 0 : end == STREAM_DIFFERS ? 1 : 3;
}

static void print_coverage(void)
{
	const struct coverage *coverage = stream_coverage();

	for (uint32_t i = 0; i < grammar_count; i++)
		printf("%-28s %7u sent, %7u succeeded\n", grammar[i].name, coverage[i].tries,
		       coverage[i].successes);
}

static int run_all(const struct settings *settings)
{
	uint32_t numbers[STREAM_OPERATIONS_MAX];
	uint64_t commands = 0;
	uint64_t streams = 0;
	uint64_t differing = 0;

	for (uint32_t i = 0; i < settings->length; i++)
		numbers[i] = i;
	while (commands < settings->commands && kind_count < settings->kinds_max) {
		struct difference difference = { 0 };
		enum stream_end end =
			stream_run(&settings->programs, settings->seed + streams, numbers,
				   settings->length, STREAM_QUIET, &difference, &commands);

		if (end == STREAM_BROKEN)
			return 3;
		if (end == STREAM_DIFFERS) {
			report(settings, settings->seed + streams, numbers, &difference);
			differing++;
		}
		streams++;
	}
	if (settings->covers)
		print_coverage();
	for (uint32_t i = 0; i < kind_count; i++)
		printf("%5u x %s (first: seed %llu, operation %u)\n", kinds[i].count, kinds[i].key,
		       (unsigned long long)kinds[i].seed, kinds[i].operation);
	printf("%llu commands in %llu streams, %u accepted differences\n",
	       (unsigned long long)commands, (unsigned long long)streams, stream_accepted());
	printf("%llu passed, %llu failed\n", (unsigned long long)(streams - differing),
	       (unsigned long long)differing);
	return differing != 0;
}

static void read_numbers(struct settings *settings, char *list)
{
	for (char *word = strtok(list, ","); word != NULL; word = strtok(NULL, ",")) {
		if (settings->number_count < STREAM_OPERATIONS_MAX)
			settings->numbers[settings->number_count++] =
				(uint32_t)strtoul(word, NULL, 10);
	}
}

static bool read_option(struct settings *settings, int option, char *value)
{
	switch (option) {
	case 'l':
		settings->programs.path[LEFT] = value;
		return true;
	case 'r':
		settings->programs.path[RIGHT] = value;
		return true;
	case 'c':
		settings->commands = strtoull(value, NULL, 10);
		return true;
	case 's':
		settings->seed = strtoull(value, NULL, 10);
		return true;
	case 'n':
		settings->length = (uint32_t)strtoul(value, NULL, 10);
		return settings->length <= STREAM_OPERATIONS_MAX;
	case 'o':
		read_numbers(settings, value);
		return true;
	case 'k':
		settings->kinds_max = (uint32_t)strtoul(value, NULL, 10);
		return true;
	case 't':
		settings->tries = (uint32_t)strtoul(value, NULL, 10);
		return true;
	case 'p':
		stream_pass(value);
		return true;
	case 'S':
		settings->shows = true;
		return true;
	case 'C':
		settings->covers = true;
		return true;
	default:
		return false;
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "left", 1, NULL, 'l' },     { "right", 1, NULL, 'r' },
		{ "commands", 1, NULL, 'c' }, { "seed", 1, NULL, 's' },
		{ "length", 1, NULL, 'n' },   { "operations", 1, NULL, 'o' },
		{ "kinds", 1, NULL, 'k' },    { "tries", 1, NULL, 't' },
		{ "show", 0, NULL, 'S' },     { "coverage", 0, NULL, 'C' },
		{ "pass", 1, NULL, 'p' },     { NULL, 0, NULL, 0 },
	};
	static struct settings settings = {
		.seed = 1, .commands = 100000, .length = 300, .kinds_max = 1, .tries = 120
	};
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (!read_option(&settings, option, optarg)) {
			fputs(help, stderr);
			return 2;
		}
	}
	if (settings.programs.path[LEFT] == NULL || settings.programs.path[RIGHT] == NULL) {
		fputs(help, stderr);
		return 2;
	}
	return settings.number_count != 0 ? run_one(&settings) : run_all(&settings);
}
