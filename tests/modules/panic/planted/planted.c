/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A module that holds a key in each place where one may be, and panics. The key is computed, so
 * that it is nowhere in the image; tests/system/test_panic.sh computes the same one.
 */
#include "core/registry/module.h"
#include "core/trace/panic.h"
#include "crypto/secret.h"

static struct secret in_section __attribute__((section(".secret")));

/* The place's number is part of its key, so that a survivor tells where it was */
static void plant(struct secret *secret, uint8_t place)
{
	uint32_t state = 0x9e3779b9u + place;

	for (uint32_t i = 0; i < 32; i++) {
		state = state * 1664525u + 1013904223u;
		secret->bytes[i] = (uint8_t)(state >> 24);
	}
	secret->len = 32;
	/* asm: the stores happen, though nothing here reads them */
	__asm__ volatile("" : : "r"(secret) : "memory");
}

extern const struct module module_planted;

static enum err planted_start(void)
{
	struct secret on_stack;
	struct secret *in_arena = module_alloc(&module_planted, sizeof(*in_arena));

	ASSERT(in_arena != NULL);
	plant(&on_stack, 1);
	plant(in_arena, 2);
	plant(&in_section, 3);
	panic(TERM_PANIC);
}

MODULE(planted, .arena_bytes = 4096, .start = planted_start);
