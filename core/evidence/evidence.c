/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The event log in the page pool. Never drops an event: what does not fit ends the boot. */
#include "core/evidence/evidence.h"

#include "core/boot/boot.h"
#include "core/lock.h"
#include "core/memory/pool.h"
#include "core/trace/log.h"
#include "crypto/hash.h"
#include "lib/config.h"
#include "lib/eventlog.h"

static struct eventlog events;
static bool is_full;
static struct lock lock; /* a leaf: nothing is taken while it is held */

static enum termination image_record(void)
{
	struct eventlog_image image = {
		.flags = IS_ENABLED(CONFIG_DEBUG) ? EVENTLOG_IMAGE_DEBUG : 0,
		.svn = platform_boot_block()->svn,
	};

	__builtin_memcpy(image.build_id, platform_build_id(), sizeof(image.build_id));
	return evidence_record(EVENTLOG_TAG_IMAGE, &image, sizeof(image));
}

static enum termination platform_record(void)
{
	const struct eventlog_platform platform = { platform_hypervisor_features(),
						    platform_sev_status() };

	return evidence_record(EVENTLOG_TAG_PLATFORM, &platform, sizeof(platform));
}

/* The host proposed it and the secure processor let it pass; that leaves the host a choice of
 * features. */
static enum termination cpuid_record(void)
{
	const struct snp_cpuid_page *page = platform_launch_page(BOOT_OFF_CPUID);
	uint32_t count = page->count;

	if (count > SNP_CPUID_MAX)
		return TERM_CPUID;
	return evidence_record(EVENTLOG_TAG_CPUID, page->entries, count * sizeof(page->entries[0]));
}

enum termination evidence_init(void)
{
	void *memory = pool_alloc(CONFIG_EVENT_LOG_PAGES);
	enum termination reason;

	if (memory == NULL ||
	    eventlog_init(&events, memory, CONFIG_EVENT_LOG_PAGES * PAGE_SIZE, crypto_sha384) != OK)
		return TERM_OWN_MEMORY;
	is_full = false;
	reason = image_record();
	if (reason == 0)
		reason = platform_record();
	return reason == 0 ? cpuid_record() : reason;
}

enum termination evidence_separate(void)
{
	static const uint8_t boot_is_over[4];
	enum err err;

	lock_take(&lock);
	err = eventlog_append(&events, 0, EV_SEPARATOR, boot_is_over, sizeof(boot_is_over));
	is_full = is_full || err != OK;
	lock_drop(&lock);
	return err == OK ? 0 : TERM_EVENT_LOG;
}

enum termination evidence_record(enum eventlog_tag tag, const void *data, size_t len)
{
	enum err err;

	lock_take(&lock);
	err = eventlog_append_tagged(&events, 0, tag, data, len);
	is_full = is_full || err != OK;
	lock_drop(&lock);
	if (err == OK)
		return 0;
	LOG(LOG_ERROR, "event %x of %u bytes was not recorded, error %u", (uint64_t)tag,
	    (uint64_t)len, (uint64_t)err);
	return TERM_EVENT_LOG;
}

struct evidence_state evidence_state(void)
{
	struct evidence_state state;

	lock_take(&lock);
	state = (struct evidence_state){ .len = (uint32_t)events.len,
					 .count = events.count,
					 .is_full = is_full };
	__builtin_memcpy(state.reg, events.reg, sizeof(state.reg));
	lock_drop(&lock);
	return state;
}

uint32_t evidence_read(uint32_t offset, void *out, uint32_t len)
{
	uint32_t left;

	lock_take(&lock);
	left = offset < events.len ? (uint32_t)events.len - offset : 0;
	if (len > left)
		len = left;
	if (len != 0)
		__builtin_memcpy(out, events.data + offset, len);
	lock_drop(&lock);
	return len;
}
