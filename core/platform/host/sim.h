/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test's side of the simulated platform: what the VM looks like, what fails, what happens
 * meanwhile. One VM at a time; sim_reset starts a new one. platform_cpu() is per thread.
 */
#ifndef CORE_PLATFORM_HOST_SIM_H
#define CORE_PLATFORM_HOST_SIM_H

#include <setjmp.h>

#include "core/platform/platform.h"

#define SIM_REGION_GPA 0x1000000ull /* 16 MiB */
#define SIM_REGION_SIZE 0x800000ull
#define SIM_GUEST_GPA 0x200000ull /* the populated guest pages: SIM_PAGE_* from here */
#define SIM_C_BIT 51u
#define SIM_GUEST_VMPL 2u

/* Guest pages populated at launch, in page numbers from SIM_GUEST_GPA */
enum sim_guest_page {
	SIM_PAGE_CODE,     /* BOOT_RANGE_GUEST, 4 pages */
	SIM_PAGE_ZERO = 4, /* boot_params, BOOT_RANGE_GUEST */
	SIM_PAGE_ACPI = 5, /* BOOT_RANGE_GUEST_ACPI: MADT template */
	SIM_PAGE_CAA = 6,  /* from here on BOOT_RANGE_GUEST_RESERVED */
	SIM_PAGE_SECRETS = 7,
	SIM_PAGE_CPUID = 8,
	SIM_PAGE_COUNT = 9,
};

struct sim_page {
	bool is_private;
	bool is_validated;
	bool is_large; /* head or part of a 2 MiB RMP entry */
	bool is_vmsa;
	bool is_in_use;             /* a CPU runs on this VMSA */
	uint8_t rights[VMPL_COUNT]; /* RMP_* >> 8 */
};

/* What can fail or be watched */
enum sim_op {
	SIM_PVALIDATE,
	SIM_RMPADJUST,
	SIM_PAGE_STATE,
	SIM_COPY_IN,
	SIM_COPY_OUT,
	SIM_EXCHANGE,
	SIM_CLEAR,
	SIM_FLUSH,
	SIM_RDSEED,
	SIM_RDRAND,
	SIM_VCPU_START,
	SIM_REGISTER_VMSA,
	SIM_RUN_GUEST,
	SIM_WAIT,
	SIM_PAUSE,
	SIM_PORT_READ,
	SIM_PORT_WRITE,
	SIM_OP_COUNT,
};

/*
 * A VM of ram bytes (≥ 32 MiB, a multiple of 2 MiB) from GPA 0 and vcpus vCPUs with APIC ids 0, 2,
 * 4 …; consistent launch pages; large: the hypervisor backs what it can by 2 MiB. The profile page
 * is left empty.
 */
enum sim_backing { SIM_BACKING_4K, SIM_BACKING_2M };
void sim_reset(uint64_t ram, uint32_t vcpus, enum sim_backing backing);

/* The boot block, writable. */
struct boot_block *sim_block(void);
/* The RMP entry of the page that holds address, and memory at address, which must be RAM. */
struct sim_page *sim_page(uint64_t address);
void *sim_memory(uint64_t address);

/* Appends entry i of the host's memory map / the MADT with vcpus processors / the VP count. */
void sim_write_memory_map(uint32_t i, uint64_t start, uint64_t size, uint16_t type);
void sim_write_madt(void *at, uint32_t vcpus, uint32_t enabled);
void sim_write_vp_count(uint32_t count);

/* A profile page that says the least: false, 0th choice, shortest. */
void sim_write_profile(void);

/* The nth call of op from now (1 is the next) gives result: RMP_* or enum err; 0 turns it off.
 * lasting: all after it too. */
enum sim_duration { SIM_ONCE, SIM_LASTING };
void sim_fail(enum sim_op op, uint32_t nth, uint32_t result, enum sim_duration duration);
/* Calls of op since sim_reset. */
uint32_t sim_count(enum sim_op op);
/* hook runs at the start of every op, on the caller's thread; NULL: none. */
void sim_hook(void (*hook)(enum sim_op op));

/* What answers at I/O ports; NULL: reads are all ones, writes are lost. */
struct sim_ports {
	uint8_t (*read)(uint16_t port);
	void (*write)(uint16_t port, uint8_t value);
};
void sim_ports(const struct sim_ports *ports);

/* This thread is CPU cpu. */
void sim_set_cpu(uint32_t cpu);

/* Where platform_terminate goes: sim_ended holds the reason. Without a landing place it aborts the
 * process. */
extern jmp_buf *sim_landing;
extern enum termination sim_ended;

#endif
