/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The directives of an IGVM file, in the order that QEMU's loader needs. */
#include "tools/igvm_emit.h"

#include <stdlib.h>

#include "tools/alloc.h"
#include "tools/igvm_build.h"

/* Parameters: one area each, because QEMU writes some at byte 0 whatever the file says. */
static const struct {
	uint32_t type;
	uint32_t pages;
	uint64_t offset; /* from BOOT_VA_BLOCK */
} parameters[] = {
	{ IGVM_MEMORY_MAP, BOOT_MEMORY_MAP_PAGES, BOOT_OFF_MEMORY_MAP },
	{ IGVM_VP_COUNT, 1, BOOT_OFF_VP_COUNT },
	{ IGVM_ENVIRONMENT_INFO, 1, BOOT_OFF_ENVIRONMENT },
	{ IGVM_MADT, BOOT_MADT_PAGES, BOOT_OFF_MADT },
};
#define PARAMETER_COUNT (sizeof(parameters) / sizeof(parameters[0]))

/* More than all headers but the pages' take */
#define OTHER_HEADERS_SIZE 1024u

static void put_platform(struct igvm_writer *writer, uint64_t policy)
{
	const struct igvm_supported_platform platform = {
		.mask = IGVM_BUILD_MASK,
		.highest_vtl = 2,
		.platform_type = IGVM_PLATFORM_SNP,
		.platform_version = 1,
	};
	const struct igvm_guest_policy guest_policy = { .policy = policy, .mask = IGVM_BUILD_MASK };

	igvm_put(writer, IGVM_SUPPORTED_PLATFORM, &platform, sizeof(platform));
	igvm_put(writer, IGVM_GUEST_POLICY, &guest_policy, sizeof(guest_policy));
}

static void put_parameters(struct igvm_writer *writer, const struct layout *layout)
{
	for (uint32_t i = 0; i < PARAMETER_COUNT; i++) {
		const struct igvm_parameter_area area = {
			.bytes = parameters[i].pages * (uint64_t)ABI_PAGE_SIZE, .index = i
		};

		igvm_put(writer, IGVM_PARAMETER_AREA, &area, sizeof(area));
	}
	for (uint32_t i = 0; i < PARAMETER_COUNT; i++) {
		const struct igvm_parameter parameter = { .index = i };

		igvm_put(writer, parameters[i].type, &parameter, sizeof(parameter));
	}
	for (uint32_t i = 0; i < PARAMETER_COUNT; i++) {
		const struct igvm_parameter_insert insert = { .gpa = layout->launch_gpa +
								     parameters[i].offset,
							      .mask = IGVM_BUILD_MASK,
							      .index = i };

		igvm_put(writer, IGVM_PARAMETER_INSERT, &insert, sizeof(insert));
	}
}

static void put_pages(struct igvm_writer *writer, const struct page_set *set,
		      const struct layout *layout)
{
	const struct igvm_required_memory required = { .gpa = layout->base,
						       .mask = IGVM_BUILD_MASK,
						       .bytes = (uint32_t)layout->size };

	igvm_put(writer, IGVM_REQUIRED_MEMORY, &required, sizeof(required));
	for (size_t i = 0; i < set->count; i++) {
		const struct page *page = set->pages[i];
		const struct igvm_page_data data = {
			.gpa = page->gpa,
			.mask = IGVM_BUILD_MASK,
			.file_offset = igvm_put_page(writer, page->bytes),
			.type = page->type,
		};

		igvm_put(writer, IGVM_PAGE_DATA, &data, sizeof(data));
	}
}

static void put_vp_context(struct igvm_writer *writer, const struct vmsa *vmsa)
{
	const struct igvm_vp_context context = {
		.gpa = SNP_VMSA_GPA,
		.mask = IGVM_BUILD_MASK,
		.file_offset = igvm_put_page(writer, (const uint8_t *)vmsa),
	};

	igvm_put(writer, IGVM_VP_CONTEXT, &context, IGVM_VP_CONTEXT_LENGTH);
}

enum err igvm_emit(const struct page_set *set, const struct layout *layout, const struct vmsa *vmsa,
		   uint64_t policy, struct buffer *out)
{
	size_t headers_size =
		OTHER_HEADERS_SIZE +
		set->count * (sizeof(struct igvm_variable_header) + sizeof(struct igvm_page_data));
	size_t data_size = (set->count + 1) * ABI_PAGE_SIZE;
	size_t size = sizeof(struct igvm_fixed_header) + headers_size + data_size;
	uint8_t *headers = alloc_zeroed(headers_size, 1);
	uint8_t *data = alloc_zeroed(data_size, 1);
	struct igvm_writer writer;
	enum err err;

	out->data = alloc_zeroed(size, 1);
	igvm_writer_init(&writer, headers, headers_size, data, data_size);
	put_platform(&writer, policy);
	put_parameters(&writer, layout);
	put_pages(&writer, set, layout);
	put_vp_context(&writer, vmsa);
	err = igvm_writer_finish(&writer, out->data, size, &out->len);
	free(headers);
	free(data);
	if (err != OK)
		buffer_free(out);
	return err;
}
