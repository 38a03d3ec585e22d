/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a key strategy is: where the key that state is kept under comes from. One descriptor in a
 * linker table; the channel offers what the table has, modules/keymgmt runs the one that was
 * agreed.
 *
 *   KEY_STRATEGY(ephemeral, .number = CHANNEL_STRATEGY_EPHEMERAL, .needs = KEY_NEEDS_NOTHING, .step
 * = ephemeral_step);
 *
 * A strategy works in steps, so that one may wait: for the VMM to carry a message to a broker and
 * its answer back (relay), or for a device to give the blob of an earlier boot. Whoever runs it
 * bounds the time. It leaves a root secret, or none.
 */
#ifndef CORE_REGISTRY_KEY_STRATEGY_H
#define CORE_REGISTRY_KEY_STRATEGY_H

#include "abi/check.h"
#include "crypto/secret.h"

/* What it needs of the host; without that, only those that need nothing are available */
enum key_needs { KEY_NEEDS_NOTHING, KEY_NEEDS_HOST };

enum key_progress {
	KEY_DONE,   /* the secret is there, or stays empty for a strategy without state */
	KEY_AGAIN,  /* call again: an answer is still out */
	KEY_FAILED, /* for good */
};

/*
 * Carries messages to the key broker and back, through the VMM: ciphertext or signed, never
 * believed. NULL in a run whose channel has not agreed on the feature. send: 0..max_len bytes;
 * receive: OK with *len bytes, or ERR_BUSY while there is none. Other errors end the strategy.
 */
struct key_relay {
	size_t max_len;
	enum err (*send)(const void *message, size_t len);
	enum err (*receive)(void *message, size_t size, size_t *len);
};

#define KEY_BLOB_MAX 4096u

/* What a strategy wants kept until the next boot, or had kept by the last one: its own format,
 * authenticated by it */
struct key_blob {
	uint32_t len; /* 0: none */
	uint8_t bytes[KEY_BLOB_MAX];
};

struct key_run {
	uint8_t freshness; /* enum channel_freshness, agreed */
	const struct key_relay *relay;
	struct key_blob *blob; /* NULL: there is nowhere to keep one */
	struct secret *root;   /* out; in the .secret section, wiped by the owner */
	uint8_t achieved;      /* out: enum channel_freshness */
	void *state; /* the strategy's own between steps; it frees and wipes it when done or failed
		      */
};

struct key_strategy {
	uint16_t number;     /* enum channel_strategy */
	uint16_t needs;      /* enum key_needs */
	uint32_t gives_root; /* 1: it must leave a secret; 0: none */
	enum key_progress (*step)(struct key_run *run);
};
static_assert(sizeof(struct key_strategy) % 8 == 0, "table entries are packed back to back");

#define KEY_STRATEGY(name_, ...)                                                                   \
	static const struct key_strategy key_strategy_##name_ __attribute__((                      \
		section("parapet_key_strategy"), used, retain, aligned(8))) = { __VA_ARGS__ }

/* Provided by the linker; weak, so that an image without strategies links */
extern const struct key_strategy __start_parapet_key_strategy[] __attribute__((weak));
extern const struct key_strategy __stop_parapet_key_strategy[] __attribute__((weak));

#endif
