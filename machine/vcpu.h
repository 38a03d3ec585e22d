/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A virtual CPU: one VMSA at each VMPL, and which of them is to run. Everything here is under the
 * machine's lock.
 *
 * A vCPU has one active VMPL. RUN_VMPL moves it; the VMPL that asked is SWITCHED until someone asks
 * for it again. The active VMPL waits if it has no VMSA, or its VMSA's EFER.SVME is clear, or it is
 * halted.
 */
#ifndef MACHINE_VCPU_H
#define MACHINE_VCPU_H

#include <stdbool.h>

#include "cpu.h"
#include "vmcb.h"

enum level_state {
	LEVEL_ABSENT, /* no VMSA */
	LEVEL_READY,  /* a VMSA that was registered, but not started */
	LEVEL_RUNNABLE,
	LEVEL_HALTED,   /* until an interrupt */
	LEVEL_SWITCHED, /* it asked for another VMPL */
};

/* Where a VMSA lies: a page of the guest's, or the launch VMSA that no guest can reach */
enum vmsa_home { VMSA_IN_GUEST, VMSA_IN_MACHINE };

/* How a level that was SWITCHED is answered */
enum level_answer { ANSWER_NONE, ANSWER_MSR, ANSWER_GHCB };

struct level {
	enum level_state state;
	enum level_answer answer;
	uint32_t vmpl;
	enum vmsa_home home;
	uint64_t generation; /* of the VMSA: it was given or taken away so often */
	uint64_t vmsa_hpa;
	struct vmsa *vmsa;
	uint64_t vmcb_hpa;
	struct vmcb *vmcb;
	uint64_t event;  /* to inject at the next entry: VMCB_EVENT_* */
	bool hv_pending; /* #HV to inject */
	uint64_t ghcb_msr;
	uint64_t ghcb_gpa; /* registered; 0: none */
	uint64_t doorbell_gpa;
	bool wrote_cr3;         /* without the C-bit, while it last ran */
	uint64_t hv_vectors[4]; /* sent to the doorbell, and not yet written there */
};

enum apic_mode { APIC_MODE_X1, APIC_MODE_X2 };

#define VCPU_NOT_RUNNING (~0ull)

struct vcpu {
	struct cpu *cpu;
	uint32_t active;      /* a VMPL */
	uint64_t running_hpa; /* the VMSA that the CPU executes on, or VCPU_NOT_RUNNING */
	uint32_t fpu;         /* the VMPL whose x87 and SSE state the CPU holds; VMPL_COUNT: none */
	uint64_t entry_ticks; /* that VMPL0 ran since a lower VMPL asked for it */
	uint64_t entry_ticks_all; /* when that was */
	bool entry_counts;
	bool nmi_pending; /* for the VMPL below 0 that is active */
	bool nmi_blocked; /* until NMI_COMPLETE */
	enum apic_mode apic_mode;
	uint32_t apic_icr_high;
	uint32_t apic_timer;      /* the LVT entry as the guest wrote it */
	uint32_t apic_divide;     /* the same of the timer's divider */
	uint32_t apic_divide_now; /* and what the CPU has */
	uint64_t apic_deadline;   /* 0: none was set */
	struct level levels[VMPL_COUNT];
};

extern struct vcpu vcpus[MACHINE_VCPUS_MAX];

/* Control blocks for all vCPUs. */
void vcpu_init(void);

/* The level that is active. */
struct level *vcpu_level(struct vcpu *vcpu);

/* Gives (vcpu, vmpl) a VMSA. */
void vcpu_set_vmsa(struct vcpu *vcpu, uint32_t vmpl, uint64_t vmsa_hpa, enum vmsa_home home);

/* Takes it away. */
void vcpu_clear_vmsa(struct vcpu *vcpu, uint32_t vmpl);

/* Lets (vcpu, vmpl) run as soon as nothing above it does, and wakes the CPU. */
void vcpu_start(struct vcpu *vcpu, uint32_t vmpl);

/* Lets (vcpu, vmpl) run when the vCPU is asked to run it; if it is being asked now, it starts. */
void vcpu_await(struct vcpu *vcpu, uint32_t vmpl);

/* The active level asked for vmpl (another one). answer: how it is answered when it runs again. */
void vcpu_switch(struct vcpu *vcpu, uint32_t vmpl, enum level_answer answer);

/* Whether some CPU is executing with the VMSA at gpa right now. */
bool vcpu_is_in_use(uint64_t gpa);

/* Moves RIP past an instruction of len bytes. */
void vcpu_skip(struct level *level, uint64_t len);

/* Makes an exception pend for level: vector, and an error code or VCPU_NO_ERROR. */
#define VCPU_NO_ERROR (~0ull)
void vcpu_inject(struct level *level, uint32_t vector, uint64_t error);

#endif
