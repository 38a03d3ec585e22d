/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPU and hypervisor: time, randomness, vCPUs. A real process is what the sim's hooks make of it.
 */
#include <sched.h>
#include <stdlib.h>

#include "abi/ghcb.h"
#include "core/platform/host/state.h"
#include "core/svsm/call.h"

static void watch(enum sim_op op)
{
	uint32_t result;

	(void)sim_enter(op, &result);
}

static enum err outcome(enum sim_op op)
{
	uint32_t result;

	return sim_enter(op, &result) ? (enum err)result : OK;
}

uint64_t platform_tsc(void)
{
	static _Atomic uint64_t ticks;

	return atomic_fetch_add(&ticks, 1);
}

void platform_pause(void)
{
	watch(SIM_PAUSE);
	sched_yield();
}

/* Different on each call, the same on each run */
static enum err sample(enum sim_op op, uint64_t *out)
{
	uint32_t result;

	sim.random = sim.random * 6364136223846793005ull + 1442695040888963407ull;
	*out = sim.random ^ sim.random >> 33;
	if (!sim_enter(op, &result))
		return OK;
	/* RMP_UNCHANGED as a result: a source that is stuck at all ones */
	if (result == RMP_UNCHANGED) {
		*out = ~0ull;
		return OK;
	}
	return (enum err)result;
}

enum err platform_rdseed(uint64_t *out)
{
	return sample(SIM_RDSEED, out);
}

enum err platform_rdrand(uint64_t *out)
{
	return sample(SIM_RDRAND, out);
}

void platform_debug_putc(char c)
{
	(void)c;
}

void sim_ports(const struct sim_ports *ports)
{
	sim.ports = ports;
}

enum err platform_port_read8(uint16_t port, uint8_t *out)
{
	enum err err = outcome(SIM_PORT_READ);

	if (err == OK)
		*out = sim.ports != NULL ? sim.ports->read(port) : 0xff;
	return err;
}

enum err platform_port_write8(uint16_t port, uint8_t value)
{
	enum err err = outcome(SIM_PORT_WRITE);

	if (err == OK && sim.ports != NULL)
		sim.ports->write(port, value);
	return err;
}

void platform_flush(void)
{
	watch(SIM_FLUSH);
}

enum err platform_vcpu_start(uint32_t cpu, uint32_t apic_id)
{
	(void)cpu;
	(void)apic_id;
	return outcome(SIM_VCPU_START);
}

enum err platform_register_vmsa(uint32_t apic_id, gpa_t vmsa, uint64_t sev_features)
{
	(void)apic_id;
	(void)vmsa;
	(void)sev_features;
	return outcome(SIM_REGISTER_VMSA);
}

void platform_run_guest(void)
{
	watch(SIM_RUN_GUEST);
}

void platform_wait(void)
{
	watch(SIM_WAIT);
}

uint64_t platform_hypervisor_features(void)
{
	return GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION | GHCB_FEATURE_MULTI_VMPL;
}

uint64_t platform_sev_status(void)
{
	return SEV_STATUS_SEV | SEV_STATUS_ES | SEV_STATUS_SNP;
}

enum termination platform_init(void)
{
	return 0;
}

void platform_wipe(void)
{
}
