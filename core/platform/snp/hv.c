/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The doorbell page. Parapet asks for no interrupt, so every event is taken and ignored, but for a
 * machine check, real or not: memory is not to be trusted after it. Must not use the GHCB in the
 * handler: the event may have come in the middle of a request.
 */
#include "core/platform/snp/hv.h"

#include "core/platform/platform.h"
#include "core/platform/snp/access.h"
#include "core/platform/snp/ghcb.h"
#include "core/platform/snp/percpu.h"
#include "core/trace/panic.h"

#define EVENT_MACHINE_CHECK (1u << 9)

static struct hv_doorbell __shared *doorbell(void)
{
	/* cast: the doorbell lies at a fixed place of the slot */
	return (struct hv_doorbell __shared *)(percpu_slot() + BOOT_PERCPU_DOORBELL);
}

bool hv_is_used(void)
{
	return (platform_sev_status() & SEV_STATUS_RESTRICTED_INJECTION) != 0;
}

enum err hv_register(void)
{
	struct ghcb_request request = {
		.code = GHCB_EXIT_HV_DOORBELL,
		.info1 = GHCB_HV_DOORBELL_SET,
		.info2 = percpu_page_gpa(platform_cpu(), PERCPU_PAGE_DOORBELL).value,
	};

	if (snp_clear(doorbell(), sizeof(struct hv_doorbell)) != 0)
		return ERR_IO;
	return ghcb_request(&request);
}

void hv_take_event(void)
{
	uint16_t *event = shared_plain(&doorbell()->pending);
	uint16_t pending = __atomic_exchange_n(event, 0, __ATOMIC_ACQ_REL);

	if ((pending & EVENT_MACHINE_CHECK) != 0)
		panic(TERM_INJECTED);
}
