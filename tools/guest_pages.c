/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words for the guest's pages. */
#include "tools/guest_pages.h"

#include <ctype.h>
#include <string.h>

#include "abi/linux.h"
#include "tools/boot_pages.h"
#include "tools/page_tables.h"

static const struct {
	uint64_t gpa;
	uint64_t pages;
	const char *role;
} low_pages[] = {
	{ GUEST_BOOT_PARAMS, 1, "boot parameters" },
	{ GUEST_CC_BLOB, 1, "CC blob" },
	{ GUEST_SECRETS, 1, "guest secrets" },
	{ GUEST_CPUID, 1, "guest CPUID" },
	{ GUEST_CAA, 1, "calling area" },
	{ GUEST_CMDLINE, 1, "command line" },
	{ GUEST_ACPI, ACPI_PAGES, "ACPI tables" },
	{ GUEST_TABLES, PAGE_TABLES_GUEST_PAGES, "guest page tables" },
};

static const uint8_t *page_at(const struct igvm_file *igvm, uint64_t gpa)
{
	const struct igvm_item *item = boot_pages_item_at(igvm, gpa, NULL);

	return item != NULL ? igvm_file_page(igvm, item) : NULL;
}

static void read_cmdline(struct guest_pages *guest, const struct igvm_file *igvm)
{
	const uint8_t *text = page_at(igvm, GUEST_CMDLINE);

	if (text == NULL)
		return;
	for (size_t i = 0; i < GUEST_CMDLINE_MAX && text[i] != '\0'; i++)
		guest->cmdline[i] = (char)(isprint(text[i]) ? text[i] : '?');
}

void guest_pages_read(struct guest_pages *guest, const struct igvm_file *igvm,
		      const struct boot_block *block)
{
	const uint8_t *params = page_at(igvm, block->guest_boot_params_gpa);
	struct linux_setup_header header;

	*guest = (struct guest_pages){ 0 };
	read_cmdline(guest, igvm);
	if (params == NULL)
		return;
	memcpy(&header, params + BOOT_PARAMS_SETUP_HEADER, sizeof(header));
	guest->is_linux = header.magic == LINUX_HEADER_MAGIC;
	if (!guest->is_linux)
		return;
	guest->kernel = header.code32_start;
	guest->initrd = header.ramdisk_image;
	guest->initrd_size = header.ramdisk_size;
}

const char *guest_pages_role(const struct guest_pages *guest, uint64_t gpa)
{
	for (size_t i = 0; i < sizeof(low_pages) / sizeof(low_pages[0]); i++) {
		if (gpa >= low_pages[i].gpa &&
		    (gpa - low_pages[i].gpa) / ABI_PAGE_SIZE < low_pages[i].pages)
			return low_pages[i].role;
	}
	if (!guest->is_linux)
		return "payload";
	if (gpa >= guest->initrd && gpa - guest->initrd < guest->initrd_size)
		return "initrd";
	return gpa >= guest->kernel ? "kernel" : "payload";
}
