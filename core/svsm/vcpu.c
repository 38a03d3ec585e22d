/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The table of vCPUs and VMSAs, and the two boot steps that fill it. The host may enter VMPL0
 * whenever it likes: what an entry finds is decided by this table and the VMSA, never by the fact
 * of the entry.
 */
#include "core/svsm/vcpu.h"

#include "core/lock.h"
#include "core/memory/nospec.h"
#include "core/memory/pinned.h"
#include "core/memory/pool.h"
#include "core/memory/rmp.h"
#include "core/memory/validity.h"
#include "core/svsm/stats.h"
#include "core/svsm/vmsa.h"
#include "core/trace/log.h"
#include "core/trace/panic.h"

#define VMSAS_MAX (2u * CONFIG_VCPUS_MAX)

static struct lock vcpus_lock;
static struct guest_vcpu vcpus[CONFIG_VCPUS_MAX];
static struct guest_vmsa vmsas[VMSAS_MAX];
static uint32_t vcpus_used;

uint32_t vcpu_count(void)
{
	return vcpus_used;
}

struct guest_vcpu *vcpu_at(uint32_t cpu)
{
	ASSERT(cpu < vcpus_used);
	return &vcpus[cpu & nospec_mask(cpu, vcpus_used)];
}

struct guest_vcpu *vcpu_by_apic(uint32_t apic_id)
{
	for (uint32_t i = 0; i < vcpus_used; i++) {
		if (vcpus[i].apic_id == apic_id)
			return &vcpus[i];
	}
	return NULL;
}

void vcpus_lock_take(void)
{
	lock_take(&vcpus_lock);
}

void vcpus_lock_drop(void)
{
	lock_drop(&vcpus_lock);
}

struct guest_vmsa *vmsa_find(gpa_t page)
{
	for (uint32_t i = 0; i < VMSAS_MAX; i++) {
		if (vmsas[i].is_used && vmsas[i].page.value == page.value)
			return &vmsas[i];
	}
	return NULL;
}

struct guest_vmsa *vmsa_find_free(void)
{
	for (uint32_t i = 0; i < VMSAS_MAX; i++) {
		if (!vmsas[i].is_used)
			return &vmsas[i];
	}
	return NULL;
}

bool caa_is_of_other(gpa_t page, uint32_t cpu)
{
	for (uint32_t i = 0; i < VMSAS_MAX; i++) {
		if (vmsas[i].is_used && vmsas[i].cpu != cpu && vmsas[i].caa.value == page.value)
			return true;
	}
	return false;
}

/* Maps what active names; done at each entry, since other vCPUs may have changed the table. */
static void vcpu_map(struct guest_vcpu *vcpu)
{
	vcpu->vmsa_window = platform_window(WINDOW_VMSA, vcpu->active->page);
	vcpu->caa_window = platform_window(WINDOW_CAA, vcpu->active->caa);
}

bool vcpu_enter(struct guest_vcpu *vcpu)
{
	bool is_there = false;

	vcpus_lock_take();
	vcpu->active = vcpu->current;
	if (vcpu->active != NULL) {
		vcpu_map(vcpu);
		is_there = vmsa_quiet(vcpu->vmsa_window) == OK;
		vcpu->active->is_serving = is_there;
	}
	vcpus_lock_drop();
	return is_there;
}

void vcpu_leave(struct guest_vcpu *vcpu)
{
	vcpus_lock_take();
	vcpu->active->is_serving = false;
	if (vmsa_release(vcpu->vmsa_window) != OK)
		LOG(LOG_WARN, "vCPU %u: its VMSA is gone", (uint64_t)vcpu->cpu);
	vcpus_lock_drop();
	vcpu->active = NULL;
}

static enum err vcpus_fill(const struct host_params *params)
{
	__builtin_memset(vmsas, 0, sizeof(vmsas));
	vcpus_used = params->vcpu_count;
	for (uint32_t cpu = 0; cpu < vcpus_used; cpu++) {
		vcpus[cpu] = (struct guest_vcpu){ .cpu = cpu, .apic_id = params->apic_id[cpu] };
		vcpus[cpu].buffer = pool_alloc(CALL_BUFFER_MAX / PAGE_SIZE);
		if (vcpus[cpu].buffer == NULL)
			return ERR_NO_SPACE;
	}
	return stats_init();
}

enum termination vcpus_start(void)
{
	if (vcpus_fill(host_params()) != OK)
		return TERM_OWN_MEMORY;
	for (uint32_t cpu = 1; cpu < vcpus_used; cpu++) {
		if (platform_vcpu_start(cpu, vcpus[cpu].apic_id) != OK)
			return TERM_VCPU_START;
	}
	return 0;
}

/* Features of the first guest VMSA: VMPL0's, but events go to the guest unrestricted. */
static enum err first_vmsa_prepare(const struct boot_block *block, uint64_t *features)
{
	uint8_t __shared *window = platform_window(WINDOW_OTHER, gpa(block->guest_vmsa_gpa));
	struct vmsa_identity identity;
	enum err err = vmsa_load_identity(window, &identity);

	*features = block->sev_features &
		    ~(SEV_FEATURE_RESTRICTED_INJECTION | SEV_FEATURE_ALTERNATE_INJECTION);
	if (err == OK && (identity.vmpl != block->guest_vmpl || (identity.efer & EFER_SVME) == 0))
		err = ERR_FORMAT;
	if (err == OK)
		err = vmsa_store_features(window, *features);
	platform_window_close(WINDOW_OTHER);
	return err;
}

static enum err first_vmsa_enter(const struct boot_block *block)
{
	enum err err = pinned_add(gpa(block->guest_caa_gpa), PIN_CAA);

	if (err != OK)
		return err;
	vcpus_lock_take();
	vmsas[0] = (struct guest_vmsa){ .is_used = true,
					.page = gpa(block->guest_vmsa_gpa),
					.caa = gpa(block->guest_caa_gpa) };
	vcpus[0].current = &vmsas[0];
	vcpus_lock_drop();
	return OK;
}

enum termination guest_vmsa_init(void)
{
	const struct boot_block *block = platform_boot_block();
	uint64_t features;

	if (block->guest_vmsa_gpa == 0 || !validity_covers(gpa(block->guest_caa_gpa), PAGE_SIZE))
		return TERM_GUEST_VMSA;
	if (first_vmsa_prepare(block, &features) != OK ||
	    rmp_set_vmsa(gpa(block->guest_vmsa_gpa)) != RMP_OK)
		return TERM_GUEST_VMSA;
	if (first_vmsa_enter(block) != OK)
		return TERM_GUEST_VMSA;
	if (platform_register_vmsa(vcpus[0].apic_id, gpa(block->guest_vmsa_gpa), features) != OK)
		return TERM_GUEST_VMSA;
	return 0;
}
