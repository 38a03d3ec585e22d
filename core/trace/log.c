/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ring of log records, written by any CPU without a lock. A record's sequence says what state
 * its slot is in: 0 never written, with BUSY set being written, else complete. A writer that the
 * host stopped half way owns its slot until it goes on; others that come round to it drop their
 * record, which readers see as a gap. Must never carry message text into the image, nor wait.
 */
#include "core/trace/log.h"

#include <stdatomic.h>

#include "core/platform/platform.h"
#include "lib/freestanding/memory.h"

#define BUSY (1ull << 63)

static struct log_record *ring;
static uint32_t ring_entries;
static _Atomic uint64_t newest; /* sequence handed out last */
static _Atomic uint32_t level_kept = LOG_INFO;

void log_init_take(struct log_record *records, uint32_t entries)
{
	memset(records, 0, entries * sizeof(records[0]));
	ring_entries = entries;
	ring = records;
}

void log_set_level(enum log_level level)
{
	atomic_store_explicit(&level_kept, level, memory_order_relaxed);
}

static struct log_record *slot_of(uint64_t sequence)
{
	return &ring[(sequence - 1) % ring_entries];
}

/* Takes the slot for this writer; false if another still writes there, or has written something
 * newer. */
static bool slot_claim(struct log_record *slot, uint64_t sequence)
{
	uint64_t seen = __atomic_load_n(&slot->sequence, __ATOMIC_RELAXED);

	if (seen >= sequence)
		return false;
	return __atomic_compare_exchange_n(&slot->sequence, &seen, sequence | BUSY, false,
					   __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

void log_write(const struct log_message *message, enum log_level level, const uint64_t *args,
	       uint64_t count)
{
	if (ring == NULL || level > atomic_load_explicit(&level_kept, memory_order_relaxed))
		return;

	uint64_t sequence = atomic_fetch_add_explicit(&newest, 1, memory_order_relaxed) + 1;
	struct log_record *slot = slot_of(sequence);

	if (!slot_claim(slot, sequence))
		return;
	slot->tsc = platform_tsc();
	/* cast: the section starts at address 0, so a message's address is its offset there, the
	 * token */
	slot->token = (uint32_t)(uintptr_t)message;
	slot->cpu = (uint16_t)platform_cpu();
	slot->level = (uint8_t)level;
	slot->args = (uint8_t)count;
	for (uint32_t i = 0; i < LOG_ARGS_MAX; i++)
		slot->arg[i] = i < count ? args[i] : 0;
	__atomic_store_n(&slot->sequence, sequence, __ATOMIC_RELEASE);
}

enum slot_read { SLOT_COPIED, SLOT_GONE, SLOT_UNFINISHED };

static enum slot_read slot_read(uint64_t sequence, struct log_record *out)
{
	const struct log_record *slot = slot_of(sequence);
	uint64_t before = __atomic_load_n(&slot->sequence, __ATOMIC_ACQUIRE);

	if (before != sequence)
		return (before & ~BUSY) > sequence ? SLOT_GONE : SLOT_UNFINISHED;
	memcpy(out, slot, sizeof(*out));
	atomic_thread_fence(memory_order_acquire);
	return __atomic_load_n(&slot->sequence, __ATOMIC_RELAXED) == sequence ? SLOT_COPIED
									      : SLOT_GONE;
}

uint32_t log_read(uint64_t from, struct log_record *out, uint32_t max, uint64_t *next,
		  uint64_t *lost)
{
	uint64_t last = atomic_load_explicit(&newest, memory_order_acquire);
	uint64_t oldest = ring != NULL && last > ring_entries ? last - ring_entries + 1 : 1;
	uint64_t sequence = from > oldest ? from : oldest;
	uint64_t missing = from != 0 && from < oldest ? oldest - from : 0;
	uint32_t copied = 0;

	for (; ring != NULL && copied < max && sequence <= last; sequence++) {
		enum slot_read result = slot_read(sequence, &out[copied]);

		/* No more writers than CPUs are under way: what is older than that was dropped, not
		 * delayed */
		if (result == SLOT_UNFINISHED && last - sequence < CONFIG_VCPUS_MAX)
			break;
		if (result == SLOT_COPIED)
			copied++;
		else
			missing++;
	}
	*next = sequence;
	*lost = missing;
	return copied;
}
