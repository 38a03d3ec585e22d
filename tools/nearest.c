/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edit distance (Levenshtein), on words of bounded length. */
#include "tools/nearest.h"

#include <string.h>

#define WORD_MAX 64u

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t row[WORD_MAX + 1];

	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t changed = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = smaller(changed, smaller(row[j], row[j - 1]) + 1);
		}
	}
	return row[b_len];
}

static size_t common_beginning(const char *a, const char *b)
{
	size_t len = 0;

	while (a[len] != '\0' && a[len] == b[len])
		len++;
	return len;
}

void nearest_init(struct nearest *nearest, const char *word)
{
	nearest->word = word;
	nearest->best = NULL;
	nearest->shared = 0;
	/* More than half of it wrong is another word */
	nearest->distance = strlen(word) / 2 + 1;
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
	size_t len = strlen(nearest->word);
	size_t candidate_len = strlen(candidate);
	size_t distance;
	size_t shared;

	if (len > WORD_MAX || candidate_len > WORD_MAX)
		return;
	distance = edit_distance(nearest->word, len, candidate, candidate_len);
	shared = common_beginning(nearest->word, candidate);
	if (distance >= candidate_len || distance > nearest->distance ||
	    (distance == nearest->distance && shared <= nearest->shared))
		return;
	nearest->best = candidate;
	nearest->distance = distance;
	nearest->shared = shared;
}
