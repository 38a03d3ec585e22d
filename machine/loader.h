/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The launch: the bundle's IGVM file into guest memory, as QEMU and the firmware do it, with the
 * measurement. What their loaders refuse breaks a rule; a file that is no IGVM file ends the run as
 * bad input. Spec: abi/igvm.h; SNP firmware ABI (56860) 1.55; QEMU's IGVM backend.
 */
#ifndef MACHINE_LOADER_H
#define MACHINE_LOADER_H

#include "lib/igvm.h"
#include "lib/launch.h"

/* Loads, measures, prints `@launch-digest HEX` and gives vCPU 0 its VMSA at VMPL0. */
void loader_run(void);

/* One launch */
struct loader {
	struct igvm_reader reader;
	struct launch launch;
	uint32_t mask; /* of the SNP platform */
	bool has_policy;
	bool has_pages;      /* a PAGE_DATA was seen */
	const uint8_t *vmsa; /* the VP context's page, in the bundle */
	bool has_id_block;
	struct igvm_snp_id_block id_block;
};

/* Takes gpa's page for launch contents: RAM, aligned, not taken before. Returns the machine's view
 * of it. */
void *loader_take_page(uint64_t gpa);

/* Parameter areas: PARAMETER_AREA, the parameters themselves, PARAMETER_INSERT (params.c). */
void params_area(struct loader *loader, const struct igvm_item *item);
void params_value(struct loader *loader, const struct igvm_item *item);
void params_insert(struct loader *loader, const struct igvm_item *item);

/* PAGE_DATA (pages.c). */
void pages_put(struct loader *loader, const struct igvm_item *item);

/* VP_CONTEXT: remembers and checks; later measures and starts (launch_vmsa.c). */
void launch_vmsa_take(struct loader *loader, const struct igvm_item *item);
void launch_vmsa_start(struct loader *loader);

#endif
