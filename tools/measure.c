/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Measuring as firmware would: pages in the file's order, then one VMSA a vCPU. */
#include "tools/measure.h"

#include <stdio.h>
#include <string.h>

#include "crypto/hash.h"
#include "lib/launch.h"
#include "lib/vmsa.h"

static void measure_page(struct launch *launch, struct measurement *out,
			 const struct igvm_file *igvm, const struct igvm_item *item)
{
	uint8_t type = SNP_PAGE_UNMEASURED;

	if ((item->page.flags & IGVM_PAGE_SHARED) != 0)
		return;
	if (item->page.type == IGVM_PAGE_SECRETS)
		type = SNP_PAGE_SECRETS;
	else if (item->page.type == IGVM_PAGE_CPUID || item->page.type == IGVM_PAGE_CPUID_XF)
		type = SNP_PAGE_CPUID;
	else if ((item->page.flags & IGVM_PAGE_UNMEASURED) == 0)
		type = SNP_PAGE_NORMAL;
	if (type == SNP_PAGE_NORMAL)
		out->measured_pages++;
	else
		out->unmeasured_pages++;
	launch_page(launch, type, item->page.gpa,
		    type == SNP_PAGE_NORMAL ? igvm_file_page(igvm, item) : NULL);
}

static void measure_insert(struct launch *launch, struct measurement *out,
			   const struct igvm_file *igvm, const struct igvm_item *item)
{
	uint64_t bytes = igvm_file_area_bytes(igvm, item->insert.index);

	for (uint64_t at = 0; at < bytes; at += ABI_PAGE_SIZE) {
		launch_page(launch, SNP_PAGE_UNMEASURED, item->insert.gpa + at, NULL);
		out->unmeasured_pages++;
	}
}

static void measure_pages(struct launch *launch, struct measurement *out,
			  const struct igvm_file *igvm)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];

		if (item->type == IGVM_PAGE_DATA && (item->page.mask & igvm->mask) != 0)
			measure_page(launch, out, igvm, item);
		else if (item->type == IGVM_PARAMETER_INSERT &&
			 (item->insert.mask & igvm->mask) != 0)
			measure_insert(launch, out, igvm, item);
	}
}

/* The file's VP context of a vCPU, or NULL. */
static const struct igvm_item *find_vp(const struct igvm_file *igvm, uint32_t vp_index)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];

		if (item->type == IGVM_VP_CONTEXT && (item->vp.mask & igvm->mask) != 0 &&
		    item->vp.vp_index == vp_index)
			return item;
	}
	return NULL;
}

static uint64_t first_sev_features(const struct igvm_file *igvm)
{
	const struct igvm_item *first = find_vp(igvm, 0);
	uint64_t features = SEV_FEATURE_SNP;

	if (first != NULL)
		memcpy(&features, igvm_file_page(igvm, first) + offsetof(struct vmsa, sev_features),
		       sizeof(features));
	return features;
}

static void measure_vcpus(struct launch *launch, struct measurement *out,
			  const struct igvm_file *igvm, const struct measure *measure)
{
	struct vmsa reset;

	vmsa_reset(&reset, measure->signature, first_sev_features(igvm));
	for (uint32_t vp = 0; vp < measure->vcpus; vp++) {
		const struct igvm_item *item = find_vp(igvm, vp);

		launch_page(launch, SNP_PAGE_VMSA, SNP_VMSA_GPA,
			    item != NULL ? igvm_file_page(igvm, item) : (const void *)&reset);
		out->vmsas++;
	}
}

static void measure_vp_contexts(struct launch *launch, struct measurement *out,
				const struct igvm_file *igvm)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];

		if (item->type != IGVM_VP_CONTEXT || (item->vp.mask & igvm->mask) == 0)
			continue;
		launch_page(launch, SNP_PAGE_VMSA, SNP_VMSA_GPA, igvm_file_page(igvm, item));
		out->vmsas++;
	}
}

struct measurement measure_file(const struct igvm_file *igvm, const struct measure *measure)
{
	struct measurement out = { 0 };
	struct launch launch;

	launch_init(&launch, crypto_sha384);
	measure_pages(&launch, &out, igvm);
	if (measure->vcpus == 0)
		measure_vp_contexts(&launch, &out, igvm);
	else
		measure_vcpus(&launch, &out, igvm, measure);
	memcpy(out.digest, launch.digest, sizeof(out.digest));
	return out;
}

void measure_print(const struct measurement *measurement, char text[2 * SNP_DIGEST_SIZE + 1])
{
	for (size_t i = 0; i < sizeof(measurement->digest); i++)
		sprintf(text + 2 * i, "%02x", measurement->digest[i]);
}
