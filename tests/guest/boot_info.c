/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Finding the boot information. What is found here was measured or checked by Parapet: it is not
 * re-checked.
 */
#include "tests/guest/boot_info.h"

#include "abi/acpi.h"
#include "lib/freestanding/memory.h"
#include "tests/guest/x86.h"

#define CPUID_SEV 0x8000001fu
#define CPUID_SEV_CBIT 0x3fu

static struct boot_info info;

const struct boot_info *boot_info(void)
{
	return &info;
}

static uint64_t param_u64(uint32_t offset)
{
	uint64_t value;

	memcpy(&value, info.params + offset, sizeof(value));
	return value;
}

static const struct cc_blob *cc_blob_find(void)
{
	uint64_t node = param_u64(BOOT_PARAMS_SETUP_DATA);

	while (node != 0) {
		const struct setup_data_cc_blob *data = at(node);

		if (data->type == SETUP_CC_BLOB)
			return at(data->cc_blob_address);
		node = data->next;
	}
	return NULL;
}

const struct snp_cpuid_entry *boot_info_cpuid(uint32_t leaf, uint32_t subleaf)
{
	for (uint32_t i = 0; i < info.cpuid->count && i < SNP_CPUID_MAX; i++) {
		const struct snp_cpuid_entry *entry = &info.cpuid->entries[i];

		if (entry->eax_in == leaf && entry->ecx_in == subleaf)
			return entry;
	}
	return NULL;
}

static void cpu_add(uint32_t apic_id, uint32_t flags)
{
	if ((flags & MADT_ENABLED) == 0 || info.cpu_count == MACHINE_VCPUS_MAX)
		return;
	info.apic_id[info.cpu_count++] = apic_id;
}

static void madt_read(const uint8_t *madt, uint32_t length)
{
	uint32_t offset = sizeof(struct acpi_madt);

	while (offset + 2 <= length && madt[offset + 1] >= 2) {
		struct madt_local_apic lapic;
		struct madt_local_x2apic x2apic;

		if (madt[offset] == MADT_LOCAL_APIC && offset + sizeof(lapic) <= length) {
			memcpy(&lapic, madt + offset, sizeof(lapic));
			cpu_add(lapic.apic_id, lapic.flags);
		} else if (madt[offset] == MADT_LOCAL_X2APIC && offset + sizeof(x2apic) <= length) {
			memcpy(&x2apic, madt + offset, sizeof(x2apic));
			cpu_add(x2apic.x2apic_id, x2apic.flags);
		}
		offset += madt[offset + 1];
	}
}

static enum err acpi_read(void)
{
	const struct acpi_rsdp *rsdp = at(param_u64(BOOT_PARAMS_ACPI_RSDP));
	const uint8_t *xsdt;
	struct acpi_header header;

	if (rsdp == NULL || memcmp(rsdp->signature, "RSD PTR ", 8) != 0)
		return ERR_NOT_FOUND;
	xsdt = at(rsdp->xsdt);
	memcpy(&header, xsdt, sizeof(header));
	for (uint32_t offset = sizeof(header); offset + 8 <= header.length; offset += 8) {
		uint64_t table;
		struct acpi_header found;

		memcpy(&table, xsdt + offset, sizeof(table));
		memcpy(&found, at(table), sizeof(found));
		if (memcmp(found.signature, "APIC", 4) == 0)
			madt_read(at(table), found.length);
	}
	return info.cpu_count == 0 ? ERR_NOT_FOUND : OK;
}

enum err boot_info_init(uint64_t params)
{
	const struct cc_blob *blob;
	const struct snp_cpuid_entry *sev;
	uint32_t cmdline;

	info.params = at(params);
	blob = cc_blob_find();
	if (blob == NULL || blob->magic != CC_BLOB_MAGIC)
		return ERR_NOT_FOUND;
	info.secrets = at(blob->secrets_gpa);
	info.cpuid = at(blob->cpuid_gpa);
	sev = boot_info_cpuid(CPUID_SEV, 0);
	if (sev == NULL)
		return ERR_NOT_FOUND;
	info.c_mask = 1ull << (sev->ebx & CPUID_SEV_CBIT);
	memcpy(&cmdline, info.params + BOOT_PARAMS_CMD_LINE_PTR, sizeof(cmdline));
	info.cmdline = cmdline == 0 ? "" : at(cmdline);
	return acpi_read();
}

enum err boot_info_e820(uint32_t index, struct e820_entry *out)
{
	if (index >= info.params[BOOT_PARAMS_E820_ENTRIES] || index >= BOOT_PARAMS_E820_MAX)
		return ERR_NOT_FOUND;
	memcpy(out, info.params + BOOT_PARAMS_E820_TABLE + (size_t)index * E820_ENTRY_SIZE,
	       E820_ENTRY_SIZE);
	return OK;
}

/* Length of the word at s */
static size_t word_length(const char *s)
{
	size_t len = 0;

	while (s[len] != '\0' && s[len] != ' ' && s[len] != '\n')
		len++;
	return len;
}

/* The first word that begins with prefix, or NULL */
static const char *word_find(const char *prefix)
{
	const char *s = info.cmdline;

	while (*s != '\0') {
		size_t len = word_length(s);

		if (len >= strlen(prefix) && memcmp(s, prefix, strlen(prefix)) == 0)
			return s;
		s += len == 0 ? 1 : len;
	}
	return NULL;
}

int boot_info_has_word(const char *word)
{
	const char *found = word_find(word);

	return found != NULL && word_length(found) == strlen(word);
}

uint32_t boot_info_value(const char *prefix, char *out, uint32_t size)
{
	const char *found = word_find(prefix);
	size_t skip = strlen(prefix);
	size_t len;

	if (found == NULL)
		return 0;
	len = word_length(found) - skip;
	if (len >= size)
		len = size - 1;
	memcpy(out, found + skip, len);
	out[len] = '\0';
	return (uint32_t)len;
}
