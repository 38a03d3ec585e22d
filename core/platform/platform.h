/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the monitor needs of the machine it runs on. One implementation per image, chosen at link:
 * platform/snp (VMPL0 of an SNP guest) or platform/host (a Linux process with simulated guest
 * memory and RMP, for unit tests and fuzzing). Nothing above this header knows which.
 */
#ifndef CORE_PLATFORM_PLATFORM_H
#define CORE_PLATFORM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/boot.h"
#include "abi/snp.h"
#include "abi/termination.h"
#include "core/memory/addr.h"
#include "lib/err.h"

/* --- this CPU
 * ------------------------------------------------------------------------------------- */

/* Index of this CPU, 0 for the first, < CONFIG_VCPUS_MAX. Not the APIC id. */
uint32_t platform_cpu(void);

/* Time-stamp counter: the host's to scale; for statistics and ring order only. */
uint64_t platform_tsc(void);

/* To be called in every busy-wait loop. */
void platform_pause(void);

/* Requests termination with a reason of abi/termination.h; wipes nothing (panic does). Does not
 * return. */
__attribute__((noreturn)) void platform_terminate(enum termination reason);

/* One 64-bit sample of the CPU's generators. Returns OK, ERR_UNSUPPORTED (not there), ERR_IO (kept
 * failing). */
MUST_USE enum err platform_rdseed(uint64_t *out);
MUST_USE enum err platform_rdrand(uint64_t *out);

/* Prints one byte on a debug build's console. Exists in debug builds only. Reentrant, but for mixed
 * output. */
void platform_debug_putc(char c);

/*
 * One byte from or to an I/O port of the hypervisor's; what is read is the host's word. Returns OK,
 * or ERR_IO where the
 * hypervisor refused or gave no value (*out untouched). Never in exception handlers. Spec: GHCB 2.04 s4.1.2 IOIO.
 */
MUST_USE enum err platform_port_read8(uint16_t port, uint8_t *out);
MUST_USE enum err platform_port_write8(uint16_t port, uint8_t value);

/* --- launch pages
 * ---------------------------------------------------------------------------------- */

/* The page at BOOT_VA_BLOCK + offset (BOOT_OFF_*): measured, or the secure processor's. */
void *platform_launch_page(uint64_t offset);

/* The parameter area at BOOT_VA_BLOCK + offset, which the host filled: read once, then checked. */
const void __shared *platform_host_area(uint64_t offset);

/* The image's build id (PROFILE_BUILD_ID_SIZE bytes). */
const uint8_t *platform_build_id(void);

/*
 * First byte of CPU cpu's slot (0 ≤ cpu < the boot block's vcpus_max); its parts lie at
 * BOOT_PERCPU_* from there. GPAs: percpu_gpa + (cpu * percpu_pages + n) * 4096, n counting pages in
 * BOOT_PERCPU_PAGES's order. Before platform_vcpu_start the caller makes stack, ist, data and vmsa
 * private, validates and clears them, and makes ghcb and doorbell shared.
 */
void *platform_percpu(uint32_t cpu);

/* First byte of the page pool: BootBlock.heap_pages pages, mapped; validated once memory_own_init
 * has run. */
void *platform_heap(void);

/* --- page state
 * ------------------------------------------------------------------------------------- */

/*
 * PVALIDATE at a mapped address. size: page size of the operation; validate: new state.
 * Returns RMP_OK, RMP_UNCHANGED (carry flag), RMP_FAIL_INPUT, RMP_FAIL_SIZEMISMATCH, or
 * RMP_FAIL_PERMISSION
 * where the access itself faulted. Spec: APM volume 3, PVALIDATE.
 */
uint32_t platform_pvalidate(void __shared *address, enum page_size size, bool validate);

/*
 * RMPADJUST at a mapped address; attributes: RMP_* of abi/snp.h with the target VMPL.
 * Returns RMP_OK or RMP_FAIL_*. Spec: APM volume 3, RMPADJUST.
 */
uint32_t platform_rmpadjust(void __shared *address, enum page_size size, uint64_t attributes);

/* INVLPGB (this ASID, global) and TLBSYNC: no vCPU holds an older right to a page when this
 * returns. */
void platform_flush(void);

enum page_state { PAGE_STATE_PRIVATE = 1, PAGE_STATE_SHARED = 2 };

/*
 * Asks the hypervisor to change the state of pages at start (aligned to size), count units of size.
 * Returns OK, or ERR_IO if it refused or answered nonsense. The caller does PVALIDATE.
 * Spec: GHCB 2.04 s4.1.6 SNP Page State Change.
 */
MUST_USE enum err platform_page_state(gpa_t start, enum page_size size, uint64_t count,
				      enum page_state state);

/* --- windows
 * ----------------------------------------------------------------------------------------- */

/*
 * Per-CPU windows onto guest memory, mapped private, RW, no-execute. A slot keeps its mapping until
 * it is mapped again or closed; no other CPU can use it, so there is no shootdown. Interrupt
 * handlers use none.
 */
enum window {
	WINDOW_CAA,   /* this vCPU's calling area, kept mapped */
	WINDOW_VMSA,  /* this vCPU's guest VMSA, kept mapped */
	WINDOW_COPY,  /* shared.c */
	WINDOW_PAGE,  /* one page under work: validation, clearing, RMPADJUST */
	WINDOW_OTHER, /* another vCPU's VMSA or calling area */
	WINDOW_4K_COUNT,
};

/* Maps the 4 KiB page (page-aligned) and returns its address. */
void __shared *platform_window(enum window slot, gpa_t page);
void platform_window_close(enum window slot);

/* The same for one 2 MiB piece (2M-aligned); one slot a CPU. */
void __shared *platform_window_2m(gpa_t page);
void platform_window_2m_close(void);

/* Maps count pages at start, for good, for the validity map; 4K pages up to 512, else 2M-aligned
 * pieces. */
void *platform_map_validity(gpa_t start, uint64_t pages);

/* --- accesses that may fault
 * -------------------------------------------------------------------------- */

/*
 * Copies between private memory and a window or parameter area; the guest or host may take the page
 * away at any moment, and then these return ERR_FAULT with an unspecified part copied. Byte order
 * of the accesses is unspecified: what is read is read exactly once. Only core/memory/shared.c
 * calls them.
 */
MUST_USE enum err platform_copy_in(void *to, const void __shared *window, size_t len);
MUST_USE enum err platform_copy_out(void __shared *window, const void *from, size_t len);
/* Atomic exchange of one byte in a window; *old: its value before. */
MUST_USE enum err platform_exchange_u8(uint8_t __shared *window, uint8_t value, uint8_t *old);
/* Fills with zeros. */
MUST_USE enum err platform_clear(void __shared *window, size_t len);

/* --- vCPUs
 * --------------------------------------------------------------------------------------------- */

/*
 * Starts CPU index cpu (1 ≤ cpu < boot block's vcpus_max) with the given APIC id at VMPL0; it calls
 * vcpu_main(cpu) on its own stack. Its per-CPU pages must be validated before. Returns OK, ERR_IO
 * (hypervisor refused). Called on the first CPU only.
 */
MUST_USE enum err platform_vcpu_start(uint32_t cpu, uint32_t apic_id);

/* Registers a guest VMSA with the hypervisor without running it (AP creation, event 0). Returns OK
 * or ERR_IO. */
MUST_USE enum err platform_register_vmsa(uint32_t apic_id, gpa_t vmsa, uint64_t sev_features);

/* Asks the hypervisor to run this vCPU at the guest's VMPL; returns when VMPL0 is entered again. */
void platform_run_guest(void);

/* Waits for any event: the hypervisor enters VMPL0 again when this vCPU's guest asks. */
void platform_wait(void);

/* GPA of this image's per-CPU pages and everything else is in the boot block. */
const struct boot_block *platform_boot_block(void);

/* Features of the hypervisor (GHCB_FEATURE_*), as read once at boot. */
uint64_t platform_hypervisor_features(void);

/* SEV_STATUS as read once at boot. */
uint64_t platform_sev_status(void);

/* First steps of the first CPU: descriptor tables, GHCB protocol version, features, GHCB
 * registered; own heap and other CPUs' pages are not touched. Returns OK or the reason to end. */
enum termination platform_init(void);

/* Overwrites everything a key may have been in: pool, per-CPU stacks (this CPU's from its stack
 * pointer down), secrets page, the .secret section. For panic; nothing that was allocated may be
 * used afterwards. */
void platform_wipe(void);

#endif
