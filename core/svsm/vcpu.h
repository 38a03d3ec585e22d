/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The guest's vCPUs: which VMSA and calling area each has, and when the monitor may touch them. A
 * VMSA is quiet (EFER.SVME clear, the CPU cannot run it) whenever the monitor looks at it.
 *
 * Locks: vcpus_lock guards the table; it is taken after a range lock, never before one.
 */
#ifndef CORE_SVSM_VCPU_H
#define CORE_SVSM_VCPU_H

#include "abi/snp.h"
#include "core/boot/boot.h"
#include "core/memory/addr.h"
#include "core/svsm/call.h"

/* One VMSA that the monitor has made or was given. A vCPU may have two for a while: Linux makes the
 * new before it deletes the old one */
struct guest_vmsa {
	bool is_used;
	bool is_serving; /* its vCPU is inside VMPL0, between vcpu_enter and vcpu_leave */
	uint32_t cpu;
	gpa_t page;
	gpa_t caa;
};

struct guest_vcpu {
	uint32_t cpu; /* platform_cpu of it */
	uint32_t apic_id;
	struct guest_vmsa *current;    /* the newest, NULL: none; vcpus_lock */
	struct guest_vmsa *active;     /* being served; this CPU only */
	uint8_t *buffer;               /* CALL_BUFFER_MAX bytes, this CPU only */
	uint8_t __shared *vmsa_window; /* of active */
	uint8_t __shared *caa_window;
	uint64_t entries; /* into VMPL0 */
	uint64_t calls;
	uint64_t longest; /* entry, in ticks */
};

/* vCPUs of this VM, and one of them (cpu < vcpu_count). Valid after vcpus_start. */
uint32_t vcpu_count(void);
struct guest_vcpu *vcpu_at(uint32_t cpu);
/* The one with this APIC id, or NULL. */
struct guest_vcpu *vcpu_by_apic(uint32_t apic_id);

void vcpus_lock_take(void);
void vcpus_lock_drop(void);

/* With vcpus_lock held: the VMSA in page or NULL; a free entry or NULL. */
struct guest_vmsa *vmsa_find(gpa_t page);
struct guest_vmsa *vmsa_find_free(void);

/* With vcpus_lock held: whether page is the calling area of another vCPU than cpu. */
bool caa_is_of_other(gpa_t page, uint32_t cpu);

/*
 * After an entry into VMPL0, on its CPU: quiets this vCPU's VMSA and maps it and its calling area.
 * Returns whether there is one to serve; then vcpu_leave must follow.
 */
bool vcpu_enter(struct guest_vcpu *vcpu);

/* The VMSA may run again; nothing of it may be touched until the next vcpu_enter. */
void vcpu_leave(struct guest_vcpu *vcpu);

#endif
