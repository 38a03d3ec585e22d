/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet igvm inspect: what an IGVM file holds. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tools/boot_pages.h"
#include "tools/commands.h"
#include "tools/igvm_check.h"
#include "tools/json.h"
#include "tools/measure.h"

static const char *page_kind(const struct igvm_item *item)
{
	static const char *const kinds[] = { "normal", "secrets", "CPUID", "CPUID XF" };

	if (item->page.type == IGVM_PAGE_NORMAL && (item->page.flags & IGVM_PAGE_UNMEASURED) != 0)
		return "unmeasured";
	return item->page.type < sizeof(kinds) / sizeof(kinds[0]) ? kinds[item->page.type]
								  : "unknown";
}

static const char *page_role(const struct boot_pages *pages, bool is_parapet, uint64_t gpa)
{
	return is_parapet ? boot_pages_role(pages, gpa) : "page";
}

/* Neighbouring pages of one kind and role are one line; returns the index after them. */
static size_t print_pages(const struct igvm_file *igvm, size_t at, const struct boot_pages *pages,
			  bool is_parapet)
{
	const struct igvm_item *first = &igvm->items[at];
	const char *role = page_role(pages, is_parapet, first->page.gpa);
	size_t end = at + 1;

	while (end < igvm->count && igvm->items[end].type == IGVM_PAGE_DATA &&
	       igvm->items[end].page.gpa == first->page.gpa + (end - at) * ABI_PAGE_SIZE &&
	       strcmp(page_kind(&igvm->items[end]), page_kind(first)) == 0 &&
	       strcmp(page_role(pages, is_parapet, igvm->items[end].page.gpa), role) == 0)
		end++;
	printf("  PAGE_DATA           0x%010" PRIx64 "  %5zu pages  %-10s  %s\n", first->page.gpa,
	       end - at, page_kind(first), role);
	return end;
}

static void print_item(const struct igvm_file *igvm, const struct igvm_item *item)
{
	const char *name = igvm_type_name(item->type);

	printf("  %-18s  ", name != NULL ? name : "unknown");
	if (item->type == IGVM_SUPPORTED_PLATFORM)
		printf("type %u, version %u, highest VTL %u, shared boundary 0x%" PRIx64,
		       item->platform.platform_type, item->platform.platform_version,
		       item->platform.highest_vtl, item->platform.shared_gpa_boundary);
	else if (item->type == IGVM_GUEST_POLICY)
		printf("0x%" PRIx64, item->policy.policy);
	else if (item->type == IGVM_PARAMETER_AREA)
		printf("area %u, %" PRIu64 " bytes", item->area.index, item->area.bytes);
	else if (item->type == IGVM_PARAMETER_INSERT)
		printf("0x%010" PRIx64 "  %5" PRIu64 " pages  unmeasured  area %u",
		       item->insert.gpa,
		       igvm_file_area_bytes(igvm, item->insert.index) / ABI_PAGE_SIZE,
		       item->insert.index);
	else if (item->type == IGVM_REQUIRED_MEMORY)
		printf("0x%010" PRIx64 "  %5u pages", item->required.gpa,
		       item->required.bytes / ABI_PAGE_SIZE);
	else if (item->type == IGVM_VP_CONTEXT)
		printf("vCPU %u", item->vp.vp_index);
	else if (item->length == sizeof(item->parameter))
		printf("area %u, byte %u", item->parameter.index, item->parameter.byte_offset);
	else
		printf("%u bytes", item->length);
	putchar('\n');
}

static void print_guest(const struct guest_pages *guest)
{
	puts("guest:");
	printf("  %-22s %s\n", "command line", guest->cmdline);
	if (guest->is_linux)
		printf("  %-22s 0x%" PRIx64 "\n", "kernel", guest->kernel);
	if (guest->initrd_size != 0)
		printf("  %-22s 0x%" PRIx64 ", %" PRIu64 " bytes\n", "initrd", guest->initrd,
		       guest->initrd_size);
}

static void print_text(const struct igvm_file *igvm, const struct boot_pages *pages,
		       bool is_parapet)
{
	for (size_t i = 0; i < igvm->count;) {
		if (igvm->items[i].type == IGVM_PAGE_DATA) {
			i = print_pages(igvm, i, pages, is_parapet);
		} else {
			print_item(igvm, &igvm->items[i]);
			i++;
		}
	}
	if (!is_parapet)
		return;
	puts("boot block:");
	for (size_t i = 0; i < boot_field_count; i++)
		printf("  %-22s 0x%" PRIx64 "\n", boot_fields[i].name,
		       boot_field_value(&boot_fields[i], &pages->block));
	print_guest(&pages->guest);
}

static void print_json_guest(const struct guest_pages *guest)
{
	fputs(", \"guest\": {\"command_line\": ", stdout);
	json_string(stdout, guest->cmdline);
	if (guest->is_linux)
		printf(", \"kernel\": %" PRIu64 ", \"initrd\": %" PRIu64
		       ", \"initrd_size\": %" PRIu64,
		       guest->kernel, guest->initrd, guest->initrd_size);
	putchar('}');
}

static void print_json_items(const struct igvm_file *igvm)
{
	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];
		const char *name = igvm_type_name(item->type);

		printf("%s{\"type\": %u, \"name\": \"%s\", \"offset\": %zu", i != 0 ? ",\n " : "",
		       item->type, name != NULL ? name : "", item->offset);
		if (item->type == IGVM_PAGE_DATA)
			printf(", \"gpa\": %" PRIu64 ", \"page_type\": %u, \"flags\": %u",
			       item->page.gpa, item->page.type, item->page.flags);
		else if (item->type == IGVM_PARAMETER_INSERT)
			printf(", \"gpa\": %" PRIu64 ", \"area\": %u", item->insert.gpa,
			       item->insert.index);
		else if (item->type == IGVM_REQUIRED_MEMORY)
			printf(", \"gpa\": %" PRIu64 ", \"bytes\": %u", item->required.gpa,
			       item->required.bytes);
		else if (item->type == IGVM_GUEST_POLICY)
			printf(", \"policy\": %" PRIu64, item->policy.policy);
		putchar('}');
	}
}

static void print_json(const struct igvm_file *igvm, const struct boot_pages *pages,
		       bool is_parapet)
{
	const struct measurement measurement = measure_file(igvm, &(struct measure){ 0 });
	char digest[2 * SNP_DIGEST_SIZE + 1];

	measure_print(&measurement, digest);
	printf("{\"launch_digest\": \"%s\", \"headers\": [", digest);
	print_json_items(igvm);
	putchar(']');
	for (size_t i = 0; is_parapet && i < boot_field_count; i++)
		printf("%s\"%s\": %" PRIu64, i == 0 ? ", \"boot_block\": {" : ", ",
		       boot_fields[i].name, boot_field_value(&boot_fields[i], &pages->block));
	if (is_parapet) {
		putchar('}');
		print_json_guest(&pages->guest);
	}
	puts("}");
}

static int inspect(const char *path, const char *check, bool json)
{
	struct problem problem = { 0 };
	struct boot_pages pages;
	struct igvm_file igvm;
	bool is_parapet;
	int status = EXIT_OK;

	if (igvm_file_open(&igvm, path, &problem) != OK)
		return command_failed(&problem);
	is_parapet = boot_pages_find(&pages, &igvm, path, &problem) == OK;
	if (json)
		print_json(&igvm, &pages, is_parapet);
	else
		print_text(&igvm, &pages, is_parapet);
	if (check != NULL && igvm_check_qemu(&igvm, path, &problem) != OK)
		status = command_failed(&problem);
	else if (check != NULL && !json)
		puts("QEMU's loader takes it");
	igvm_file_close(&igvm);
	return status;
}

int command_igvm_inspect(int argc, char **argv)
{
	const char *check = NULL;
	bool json = false;
	const char *path;
	const struct option_row rows[] = {
		{ "check", 0, false, "LOADER",
		  "qemu: say whether QEMU's loader would take the file", NULL, &check, NULL },
		{ "json", 0, false, NULL, "print a JSON object", &json, NULL, NULL },
	};
	const struct options options = {
		.command = "igvm inspect",
		.about =
			"Lists what an IGVM file tells its loader to do, and Parapet's boot block.",
		.operands = "FILE",
		OPTIONS_ROWS(rows),
		.operands_min = 1,
		.operands_max = 1,
		.operand = &path,
	};
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (check != NULL && strcmp(check, "qemu") != 0)
		return options_usage_error(&options, "--check: no loader '%s'", check);
	return inspect(path, check, json);
}
