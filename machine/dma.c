/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A shadow of the rings' registers, and the walk over what was made available since the last
 * notification. Never anything that the device would see. */
#include "dma.h"

#include "abi/machine.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "rmp.h"
#include "rules.h"

#define REG_FEATURES 0x20u
#define REG_FEATURES_SELECT 0x24u
#define REG_QUEUE_SELECT 0x30u
#define REG_QUEUE_SIZE 0x38u
#define REG_QUEUE_PFN 0x40u
#define REG_QUEUE_READY 0x44u
#define REG_NOTIFY 0x50u
#define REG_STATUS 0x70u
#define REG_DESC 0x80u
#define REG_AVAIL 0x90u
#define REG_USED 0xa0u

#define FEATURE_PACKED (1u << 2) /* of the second word */
#define DESC_NEXT 1u
#define DESC_INDIRECT 4u
#define QUEUES 16u
#define QUEUE_SIZE_MAX 1024u
#define AVAIL_HEAD 4u /* flags, index */

struct descriptor {
	uint64_t gpa;
	uint32_t len;
	uint16_t flags;
	uint16_t next;
};

struct queue {
	uint64_t desc;
	uint64_t avail;
	uint64_t used;
	uint32_t size;
	uint16_t seen; /* of the available ring */
	bool ready;
};

static struct {
	uint32_t features_select;
	uint32_t selected;
	struct queue queues[QUEUES];
} transports[MACHINE_VIRTIO_COUNT];

static void check_shared(uint32_t transport, uint64_t gpa, uint64_t len)
{
	uint64_t end = gpa + len;

	if (!len)
		return;
	if (!mem_is_ram(gpa, len))
		rules_break(RULE_DMA, "transport=%u gpa=%lx len=%lx is not RAM", transport, gpa,
			    len);
	for (gpa &= ~(uint64_t)(ABI_PAGE_SIZE - 1); gpa < end; gpa += ABI_PAGE_SIZE)
		if (rmp_find(gpa)->flags & RMP_ASSIGNED)
			rules_break(RULE_DMA, "transport=%u gpa=%lx is private", transport, gpa);
}

static struct descriptor descriptor_at(uint64_t table, uint64_t idx)
{
	struct descriptor d;

	memcpy(&d, mem_at(table + idx * sizeof(d)), sizeof(d));
	return d;
}

/* Follows one chain in a table of count; the table itself was checked */
static void check_chain(uint32_t transport, uint64_t table, uint32_t count, uint16_t head)
{
	uint32_t idx = head;

	for (uint32_t i = 0; i < count && idx < count; i++) {
		struct descriptor d = descriptor_at(table, idx);

		check_shared(transport, d.gpa, d.len);
		if (d.flags & DESC_INDIRECT && d.len / sizeof(d) <= QUEUE_SIZE_MAX)
			for (uint32_t n = 0; n < d.len / sizeof(d); n++) {
				struct descriptor inner = descriptor_at(d.gpa, n);

				check_shared(transport, inner.gpa, inner.len);
			}
		if (!(d.flags & DESC_NEXT))
			return;
		idx = d.next;
	}
}

static uint16_t avail_word(const struct queue *queue, uint64_t offset)
{
	uint16_t word;

	memcpy(&word, mem_at(queue->avail + offset), sizeof(word));
	return word;
}

static void check_available(uint32_t transport, struct queue *queue)
{
	uint16_t end;

	if (!queue->ready)
		return;
	end = avail_word(queue, 2);
	for (; queue->seen != end; queue->seen++) {
		uint64_t slot = queue->seen % queue->size;

		check_chain(transport, queue->desc, queue->size,
			    avail_word(queue, AVAIL_HEAD + 2 * slot));
	}
}

static void start(uint32_t transport, struct queue *queue, uint32_t value)
{
	queue->ready = value & 1;
	queue->seen = 0;
	if (!queue->ready)
		return;
	if (!queue->size || queue->size > QUEUE_SIZE_MAX)
		rules_break(RULE_DMA, "transport=%u: a ring of %u", transport, queue->size);
	check_shared(transport, queue->desc, queue->size * sizeof(struct descriptor));
	check_shared(transport, queue->avail, AVAIL_HEAD + 2ull * queue->size + 2);
	check_shared(transport, queue->used, 4 + 8ull * queue->size + 2);
}

static void set_half(uint64_t *address, uint32_t offset, uint32_t value)
{
	uint32_t shift = offset & 4 ? 32 : 0;

	*address = (*address & ~(0xffffffffull << shift)) | (uint64_t)value << shift;
}

static void set_address(struct queue *queue, uint32_t offset, uint32_t value)
{
	switch (offset & ~4u) {
	case REG_DESC:
		set_half(&queue->desc, offset, value);
		break;
	case REG_AVAIL:
		set_half(&queue->avail, offset, value);
		break;
	case REG_USED:
		set_half(&queue->used, offset, value);
		break;
	default:
		break;
	}
}

/* Rings of another form are not looked at, and so not allowed */
static void refuse_other_forms(uint32_t transport, uint32_t offset, uint32_t value)
{
	if ((offset == REG_QUEUE_PFN && value) ||
	    (offset == REG_FEATURES && transports[transport].features_select == 1 &&
	     value & FEATURE_PACKED))
		rules_break(RULE_UNMODELLED, "transport=%u: a legacy or packed ring", transport);
}

void dma_register(uint32_t transport, uint32_t offset, uint32_t value)
{
	struct queue *queues = transports[transport].queues;
	struct queue *queue = &queues[transports[transport].selected];

	refuse_other_forms(transport, offset, value);
	switch (offset) {
	case REG_FEATURES_SELECT:
		transports[transport].features_select = value;
		break;
	case REG_QUEUE_SELECT:
		if (value >= QUEUES)
			rules_break(RULE_UNMODELLED, "transport=%u queue=%u", transport, value);
		transports[transport].selected = value;
		break;
	case REG_QUEUE_SIZE:
		queue->size = value;
		break;
	case REG_QUEUE_READY:
		start(transport, queue, value);
		break;
	case REG_NOTIFY:
		if (value < QUEUES)
			check_available(transport, &queues[value]);
		break;
	case REG_STATUS:
		if (!value)
			memset(queues, 0, QUEUES * sizeof(*queues));
		break;
	default:
		set_address(queue, offset, value);
	}
}
