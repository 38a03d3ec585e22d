/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparing IGVM files: everything that enters the launch digest, and the headers that do not. */
#include "tools/igvm_diff.h"

#include <inttypes.h>
#include <string.h>

#include "abi/snp.h"
#include "tools/boot_pages.h"
#include "tools/profile_print.h"

struct side {
	const struct igvm_file *igvm;
	struct boot_pages pages;
	bool is_parapet;
};

/* The next header at or after *at that is no page, or NULL. */
static const struct igvm_item *next_header(const struct igvm_file *igvm, size_t *at)
{
	while (*at < igvm->count) {
		const struct igvm_item *item = &igvm->items[(*at)++];

		if (item->type != IGVM_PAGE_DATA)
			return item;
	}
	return NULL;
}

static const char *name_of(const struct igvm_item *item)
{
	const char *name = igvm_type_name(item->type);

	return name != NULL ? name : "unknown header";
}

static size_t diff_vmsa(FILE *out, const struct igvm_file *a, const struct igvm_item *in_a,
			const struct igvm_file *b, const struct igvm_item *in_b)
{
	static const struct {
		const char *name;
		size_t offset;
	} fields[] = {
		{ "efer", offsetof(struct vmsa, efer) },
		{ "cr4", offsetof(struct vmsa, cr4) },
		{ "cr3", offsetof(struct vmsa, cr3) },
		{ "cr0", offsetof(struct vmsa, cr0) },
		{ "rip", offsetof(struct vmsa, rip) },
		{ "rsp", offsetof(struct vmsa, rsp) },
		{ "sev_features", offsetof(struct vmsa, sev_features) },
	};
	const uint8_t *page_a = igvm_file_page(a, in_a);
	const uint8_t *page_b = igvm_file_page(b, in_b);
	size_t lines = 0;

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		uint64_t value_a;
		uint64_t value_b;

		memcpy(&value_a, page_a + fields[i].offset, sizeof(value_a));
		memcpy(&value_b, page_b + fields[i].offset, sizeof(value_b));
		if (value_a == value_b)
			continue;
		fprintf(out, "VP_CONTEXT %s: 0x%" PRIx64 " → 0x%" PRIx64 "\n", fields[i].name,
			value_a, value_b);
		lines++;
	}
	if (lines == 0 && memcmp(page_a, page_b, ABI_PAGE_SIZE) != 0) {
		fputs("VP_CONTEXT: the VMSA differs\n", out);
		lines++;
	}
	return lines;
}

/* Headers that are in both at the same place; file offsets are no difference. */
static size_t diff_header(FILE *out, const struct igvm_file *a, const struct igvm_item *in_a,
			  const struct igvm_file *b, const struct igvm_item *in_b)
{
	if (in_a->type == IGVM_VP_CONTEXT)
		return diff_vmsa(out, a, in_a, b, in_b);
	if (memcmp(&in_a->id_block, &in_b->id_block, sizeof(in_a->id_block)) == 0)
		return 0;
	if (in_a->type == IGVM_GUEST_POLICY)
		fprintf(out,
			"GUEST_POLICY: 0x%" PRIx64 " → 0x%" PRIx64
			" (not in the digest, but in the report)\n",
			in_a->policy.policy, in_b->policy.policy);
	else if (in_a->type == IGVM_PARAMETER_INSERT)
		fprintf(out, "PARAMETER_INSERT of area %u: 0x%" PRIx64 " → 0x%" PRIx64 "\n",
			in_a->insert.index, in_a->insert.gpa, in_b->insert.gpa);
	else if (in_a->type == IGVM_REQUIRED_MEMORY)
		fprintf(out, "REQUIRED_MEMORY: 0x%" PRIx64 ", %u bytes → 0x%" PRIx64 ", %u bytes\n",
			in_a->required.gpa, in_a->required.bytes, in_b->required.gpa,
			in_b->required.bytes);
	else
		fprintf(out, "%s: its content differs\n", name_of(in_a));
	return 1;
}

static size_t diff_headers(FILE *out, const struct igvm_file *a, const struct igvm_file *b)
{
	size_t at_a = 0;
	size_t at_b = 0;
	size_t lines = 0;

	for (;;) {
		const struct igvm_item *in_a = next_header(a, &at_a);
		const struct igvm_item *in_b = next_header(b, &at_b);

		if (in_a == NULL && in_b == NULL)
			return lines;
		if (in_a == NULL || in_b == NULL || in_a->type != in_b->type) {
			fprintf(out, "headers: %s → %s\n", in_a != NULL ? name_of(in_a) : "none",
				in_b != NULL ? name_of(in_b) : "none");
			return lines + 1;
		}
		lines += diff_header(out, a, in_a, b, in_b);
	}
}

static bool is_same_page(const struct igvm_file *a, const struct igvm_item *in_a,
			 const struct igvm_file *b, const struct igvm_item *in_b)
{
	return in_a->page.type == in_b->page.type && in_a->page.flags == in_b->page.flags &&
	       memcmp(igvm_file_page(a, in_a), igvm_file_page(b, in_b), ABI_PAGE_SIZE) == 0;
}

static const char *role(const struct side *side, uint64_t gpa)
{
	return side->is_parapet ? boot_pages_role(&side->pages, gpa) : "page";
}

/* A run of neighbouring pages with the same verdict and role becomes one line */
struct run {
	uint64_t gpa;
	size_t pages;
	const char *role;
	const char *verdict;
};

static size_t flush_run(FILE *out, struct run *run)
{
	size_t lines = run->pages != 0;

	if (lines != 0)
		fprintf(out, "pages 0x%" PRIx64 " (%zu, %s): %s\n", run->gpa, run->pages, run->role,
			run->verdict);
	run->pages = 0;
	return lines;
}

static size_t extend_run(FILE *out, struct run *run, uint64_t gpa, const char *page_role,
			 const char *verdict)
{
	size_t lines = 0;

	if (run->pages != 0 &&
	    (run->gpa + run->pages * ABI_PAGE_SIZE != gpa || strcmp(run->role, page_role) != 0 ||
	     strcmp(run->verdict, verdict) != 0))
		lines = flush_run(out, run);
	if (run->pages == 0)
		*run = (struct run){ .gpa = gpa, .role = page_role, .verdict = verdict };
	run->pages++;
	return lines;
}

static size_t diff_pages(FILE *out, const struct side *a, const struct side *b)
{
	struct run run = { 0 };
	size_t lines = 0;
	size_t hint = 0;

	for (size_t i = 0; i < a->igvm->count; i++) {
		const struct igvm_item *in_a = &a->igvm->items[i];
		const struct igvm_item *in_b;

		if (in_a->type != IGVM_PAGE_DATA)
			continue;
		in_b = boot_pages_item_at(b->igvm, in_a->page.gpa, &hint);
		if (in_b == NULL)
			lines += extend_run(out, &run, in_a->page.gpa, role(a, in_a->page.gpa),
					    "only in the first");
		else if (!is_same_page(a->igvm, in_a, b->igvm, in_b))
			lines += extend_run(out, &run, in_a->page.gpa, role(a, in_a->page.gpa),
					    "differ");
	}
	lines += flush_run(out, &run);
	hint = 0;
	for (size_t i = 0; i < b->igvm->count; i++) {
		const struct igvm_item *in_b = &b->igvm->items[i];

		if (in_b->type == IGVM_PAGE_DATA &&
		    boot_pages_item_at(a->igvm, in_b->page.gpa, &hint) == NULL)
			lines += extend_run(out, &run, in_b->page.gpa, role(b, in_b->page.gpa),
					    "only in the second");
	}
	return lines + flush_run(out, &run);
}

static size_t diff_blocks(FILE *out, const struct side *a, const struct side *b)
{
	size_t lines = 0;

	for (size_t i = 0; i < boot_field_count; i++) {
		uint64_t value_a = boot_field_value(&boot_fields[i], &a->pages.block);
		uint64_t value_b = boot_field_value(&boot_fields[i], &b->pages.block);

		if (value_a == value_b)
			continue;
		fprintf(out, "boot block %s: 0x%" PRIx64 " → 0x%" PRIx64 "\n", boot_fields[i].name,
			value_a, value_b);
		lines++;
	}
	return lines;
}

static size_t diff_guests(FILE *out, const struct guest_pages *a, const struct guest_pages *b)
{
	size_t lines = 0;

	if (strcmp(a->cmdline, b->cmdline) != 0) {
		fprintf(out, "guest command line: '%s' → '%s'\n", a->cmdline, b->cmdline);
		lines++;
	}
	if (a->initrd_size != b->initrd_size) {
		fprintf(out, "guest initrd: %" PRIu64 " → %" PRIu64 " bytes\n", a->initrd_size,
			b->initrd_size);
		lines++;
	}
	return lines;
}

static size_t diff_profiles(FILE *out, const struct side *a, const struct side *b,
			    const struct image *image)
{
	struct profile profile_a = { 0 };
	struct profile profile_b = { 0 };
	struct problem problem;
	size_t lines = 0;

	if (profile_from_page(&profile_a, &image->schema, image->build_id, "first",
			      igvm_file_page(a->igvm, a->pages.profile_item), ABI_PAGE_SIZE,
			      &problem) == OK &&
	    profile_from_page(&profile_b, &image->schema, image->build_id, "second",
			      igvm_file_page(b->igvm, b->pages.profile_item), ABI_PAGE_SIZE,
			      &problem) == OK)
		lines = profile_print_diff(out, "profile ", &profile_a, &profile_b);
	else
		fprintf(out, "profile: %s\n", problem.text);
	profile_free(&profile_a);
	profile_free(&profile_b);
	return lines;
}

size_t igvm_diff_print(FILE *out, const struct igvm_file *a, const struct igvm_file *b,
		       const struct image *image)
{
	struct side first = { .igvm = a };
	struct side second = { .igvm = b };
	struct problem problem;
	size_t lines;

	first.is_parapet = boot_pages_find(&first.pages, a, "first", &problem) == OK;
	second.is_parapet = boot_pages_find(&second.pages, b, "second", &problem) == OK;
	lines = diff_headers(out, a, b);
	lines += diff_pages(out, &first, &second);
	if (!first.is_parapet || !second.is_parapet)
		return lines;
	lines += diff_blocks(out, &first, &second);
	lines += diff_guests(out, &first.pages.guest, &second.pages.guest);
	if (image != NULL)
		lines += diff_profiles(out, &first, &second, image);
	return lines;
}
