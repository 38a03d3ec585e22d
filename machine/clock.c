/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's APIC timer runs at 1 GHz, and its time stamp, the same on all CPUs, at the rate of the
 * host's. The structures are written once: with a stable time stamp nothing in them changes.
 */
#include "clock.h"

#include "apic.h"
#include "lib/freestanding/memory.h"
#include "mem.h"
#include "rmp.h"
#include "rules.h"
#include "x86.h"

#define MEASURE_NS 10000000u
#define TRIES 8u
#define MASKED (1u << 16)
#define DIVIDE_1 0xbu
#define SYSTEM_TIME_ENABLE 1u
#define TSC_STABLE 1u
#define NS_PER_S 1000000000ull
/* Time in front of a deadline that measuring and QEMU's host may have got wrong: a part of it */
#define MARGIN_SHIFT 12u

struct wall_clock {
	uint32_t version;
	uint32_t seconds;
	uint32_t nanoseconds;
};

struct system_time {
	uint32_t version;
	uint32_t reserved_04;
	uint64_t tsc_timestamp;
	uint64_t system_time;
	uint32_t tsc_to_system_mul;
	int8_t tsc_shift;
	uint8_t flags;
	uint8_t reserved_1e[2];
};
ABI_SIZE(struct system_time, 32);

static uint64_t start_ticks;
static uint64_t ticks_per_measure; /* in MEASURE_NS */

struct moment {
	uint64_t tsc;
	uint32_t count; /* of the APIC timer, downwards */
};

/* The pair that was read fastest: QEMU's host may have interrupted the others */
static struct moment read_moment(void)
{
	struct moment best = { 0 };
	uint64_t best_gap = ~0ull;

	for (uint32_t i = 0; i < TRIES; i++) {
		uint64_t before = x86_rdtsc();
		uint32_t count = apic_read(APIC_TIMER_CURRENT);
		uint64_t gap = x86_rdtsc() - before;

		if (gap < best_gap)
			best = (struct moment){ before + gap / 2, count };
		if (gap < best_gap)
			best_gap = gap;
	}
	return best;
}

void clock_init(void)
{
	struct moment first, last;

	apic_write(APIC_TIMER, MASKED);
	apic_write(APIC_TIMER_DIVIDE, DIVIDE_1);
	apic_write(APIC_TIMER_COUNT, ~0u);
	first = read_moment();
	while (first.count - apic_read(APIC_TIMER_CURRENT) < MEASURE_NS)
		x86_pause();
	last = read_moment();
	apic_write(APIC_TIMER_COUNT, 0);
	start_ticks = first.tsc;
	ticks_per_measure = (last.tsc - first.tsc) * MEASURE_NS / (first.count - last.count);
}

uint64_t clock_nanoseconds(uint64_t ticks)
{
	uint64_t whole = ticks / ticks_per_measure * MEASURE_NS;
	uint64_t rest = ticks % ticks_per_measure * MEASURE_NS / ticks_per_measure;

	return whole + rest + ((whole + rest) >> MARGIN_SHIFT);
}

/* nanoseconds = (ticks << shift or >> -shift) * mul >> 32 */
static void set_rate(struct system_time *time)
{
	uint64_t hertz = ticks_per_measure * (NS_PER_S / MEASURE_NS);

	while (hertz <= NS_PER_S) {
		hertz *= 2;
		time->tsc_shift++;
	}
	while (hertz > 2 * NS_PER_S) {
		hertz /= 2;
		time->tsc_shift--;
	}
	/* a tick is less than one nanosecond here, so that the factor has 32 bits */
	time->tsc_to_system_mul = (uint32_t)((NS_PER_S << 32) / hertz);
}

static void *target(uint64_t gpa, uint64_t len)
{
	if (gpa % 4 || !mem_is_ram(gpa, len) || rmp_find(gpa)->flags & RMP_ASSIGNED ||
	    rmp_find(gpa + len - 1)->flags & RMP_ASSIGNED)
		rules_break(RULE_KVM_CLOCK, "gpa=%lx", gpa);
	return mem_at(gpa);
}

bool clock_msr_write(uint32_t msr, uint64_t value)
{
	struct system_time time = { .version = 2,
				    .tsc_timestamp = start_ticks,
				    .flags = TSC_STABLE };
	const struct wall_clock wall = { .version = 2 };

	if (msr == MSR_KVM_WALL_CLOCK) {
		memcpy(target(value, sizeof(wall)), &wall, sizeof(wall));
		return true;
	}
	if (!(value & SYSTEM_TIME_ENABLE))
		return true;
	set_rate(&time);
	memcpy(target(value & ~(uint64_t)SYSTEM_TIME_ENABLE, sizeof(time)), &time, sizeof(time));
	return true;
}
