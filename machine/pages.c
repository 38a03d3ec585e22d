/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Launch pages: contents, secrets and CPUID, and what each adds to the measurement. */
#include "cpuid.h"
#include "lib/freestanding/memory.h"
#include "loader.h"
#include "psp.h"
#include "report.h"
#include "rules.h"
#include "x86.h"

#define SECRETS_VERSION 3u

static void fill_secrets(void *page)
{
	struct snp_secrets *secrets = page;

	memset(secrets, 0, sizeof(*secrets));
	secrets->version = SECRETS_VERSION;
	secrets->fms = x86_cpuid(1, 0).eax;
	for (uint32_t i = 0; i < VMPL_COUNT; i++)
		memcpy(secrets->vmpck[i], psp_vmpck(i), sizeof(secrets->vmpck[i]));
}

static const uint8_t *contents(struct loader *loader, const struct igvm_item *item)
{
	const uint8_t *data;

	if (igvm_page(&loader->reader, item->page.file_offset, &data) != OK)
		report_end("input", "the IGVM file ends before a page of its own at %lx",
			   item->offset);
	return data;
}

static void check(const struct igvm_item *item)
{
	const struct igvm_page_data *page = &item->page;

	/* large and shared pages, and flags on pages that are never measured by contents */
	if (page->type > IGVM_PAGE_CPUID || page->flags & ~IGVM_PAGE_UNMEASURED || page->reserved ||
	    (page->type != IGVM_PAGE_NORMAL && page->flags))
		rules_break(RULE_IGVM_PAGE, "gpa=%lx type=%u flags=%x", page->gpa,
			    (uint32_t)page->type, page->flags);
}

static uint8_t measured_type(const struct igvm_page_data *page)
{
	if (page->type == IGVM_PAGE_SECRETS)
		return SNP_PAGE_SECRETS;
	if (page->type == IGVM_PAGE_CPUID)
		return SNP_PAGE_CPUID;
	return page->flags & IGVM_PAGE_UNMEASURED ? SNP_PAGE_UNMEASURED : SNP_PAGE_NORMAL;
}

void pages_put(struct loader *loader, const struct igvm_item *item)
{
	const uint8_t *data = contents(loader, item);
	uint8_t type = measured_type(&item->page);
	void *page;

	if (!(item->page.mask & loader->mask))
		return;
	check(item);
	loader->has_pages = true;
	page = loader_take_page(item->page.gpa);
	if (data)
		memcpy(page, data, ABI_PAGE_SIZE);
	else
		memset(page, 0, ABI_PAGE_SIZE);
	if (type == SNP_PAGE_SECRETS)
		fill_secrets(page);
	if (type == SNP_PAGE_CPUID)
		cpuid_fill_page(page);
	launch_page(&loader->launch, type, item->page.gpa, type == SNP_PAGE_NORMAL ? page : NULL);
}
