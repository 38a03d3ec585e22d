/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU's restrictions, as its loader has them: few directives and none optional; a parameter area
 * is filled at its start and inserted before pages that follow; a VMSA may set only the fields that
 * reach KVM.
 */
#include "tools/igvm_check.h"

#include <string.h>

#include "abi/snp.h"

static const uint32_t accepted[] = {
	IGVM_SUPPORTED_PLATFORM, IGVM_GUEST_POLICY,     IGVM_PARAMETER_AREA,
	IGVM_PAGE_DATA,          IGVM_PARAMETER_INSERT, IGVM_VP_CONTEXT,
	IGVM_REQUIRED_MEMORY,    IGVM_VP_COUNT,         IGVM_MADT,
	IGVM_SNP_ID_BLOCK,       IGVM_MEMORY_MAP,       IGVM_ENVIRONMENT_INFO,
};

static enum err refuse(const struct igvm_item *item, const char *name, struct problem *problem,
		       const char *what)
{
	const char *type = igvm_type_name(item->type);

	return problem_set(problem, ERR_UNSUPPORTED, name, "the %s at offset 0x%zx %s",
			   type != NULL ? type : "unknown header", item->offset, what);
}

static enum err check_type(const struct igvm_item *item, const char *name, struct problem *problem)
{
	if (item->optional)
		return refuse(item, name, problem, "is optional, which QEMU refuses");
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		if (accepted[i] == item->type)
			return OK;
	}
	return refuse(item, name, problem, "is of a type that QEMU refuses");
}

/* What the IGVM library that QEMU links demands of headers' fields */
static enum err check_fields(const struct igvm_item *item, const char *name,
			     struct problem *problem)
{
	if (item->type == IGVM_SUPPORTED_PLATFORM) {
		const struct igvm_supported_platform *platform = &item->platform;

		if (__builtin_popcount(platform->mask) != 1)
			return refuse(item, name, problem, "has not one bit in its mask");
		if (platform->highest_vtl != 0 && platform->highest_vtl != 2)
			return refuse(item, name, problem, "has a highest VTL other than 0 and 2");
		if (platform->platform_version != 1)
			return refuse(item, name, problem, "is of another platform version");
	}
	if (item->type == IGVM_GUEST_POLICY && item->policy.reserved != 0)
		return refuse(item, name, problem, "has reserved bits");
	if (item->type == IGVM_PAGE_DATA && item->page.reserved != 0)
		return refuse(item, name, problem, "has reserved bits");
	if (item->type == IGVM_REQUIRED_MEMORY &&
	    (item->required.reserved != 0 || item->required.bytes % ABI_PAGE_SIZE != 0 ||
	     item->required.gpa % ABI_PAGE_SIZE != 0))
		return refuse(item, name, problem, "is not of whole pages");
	return OK;
}

static bool is_parameter(uint32_t type)
{
	return type == IGVM_VP_COUNT || type == IGVM_MADT || type == IGVM_MEMORY_MAP ||
	       type == IGVM_ENVIRONMENT_INFO;
}

/* Each area filled by one parameter at byte 0, and before it is inserted. */
static enum err check_parameter(const struct igvm_file *igvm, size_t at, const char *name,
				struct problem *problem)
{
	const struct igvm_item *item = &igvm->items[at];

	if (item->parameter.byte_offset != 0)
		return refuse(item, name, problem, "is not at byte 0 of its area");
	if (igvm_file_area_bytes(igvm, item->parameter.index) == 0)
		return refuse(item, name, problem, "has no parameter area");
	for (size_t i = 0; i < at; i++) {
		const struct igvm_item *other = &igvm->items[i];

		if (is_parameter(other->type) && other->parameter.index == item->parameter.index)
			return refuse(item, name, problem, "shares its area with another");
		if (other->type == IGVM_PARAMETER_INSERT &&
		    other->insert.index == item->parameter.index)
			return refuse(item, name, problem, "comes after its area was inserted");
	}
	return OK;
}

/* Parts of a VMSA that QEMU passes on; everything else must be zero */
static const struct {
	size_t offset;
	size_t size;
} vmsa_fields[] = {
	{ offsetof(struct vmsa, es), 10 * sizeof(struct vmsa_segment) },
	{ offsetof(struct vmsa, efer), 8 },
	{ offsetof(struct vmsa, cr4), 7 * 8 }, /* cr4, cr3, cr0, dr7, dr6, rflags, rip */
	{ offsetof(struct vmsa, rsp), 8 },
	{ offsetof(struct vmsa, rax), 8 },
	{ offsetof(struct vmsa, g_pat), 8 },
	{ offsetof(struct vmsa, rcx), 3 * 8 },
	{ offsetof(struct vmsa, rbp), 11 * 8 },
	{ offsetof(struct vmsa, sev_features), 8 },
	{ offsetof(struct vmsa, xcr0), 8 },
	{ offsetof(struct vmsa, mxcsr), 4 },
	{ offsetof(struct vmsa, x87_fcw), 2 },
};

static enum err check_vmsa(const struct igvm_file *igvm, const struct igvm_item *item,
			   const char *name, struct problem *problem)
{
	uint8_t rest[ABI_PAGE_SIZE];
	struct vmsa vmsa;

	memcpy(rest, igvm_file_page(igvm, item), sizeof(rest));
	memcpy(&vmsa, rest, sizeof(vmsa));
	if (item->vp.vp_index != 0)
		return refuse(item, name, problem, "is not the first vCPU's");
	if ((vmsa.sev_features & SEV_FEATURE_SNP) == 0)
		return refuse(item, name, problem, "does not have the SNP feature on");
	if (vmsa.tr.base != 0 || vmsa.ldtr.base != 0)
		return refuse(item, name, problem, "has a base in TR or LDTR");
	for (size_t i = 0; i < sizeof(vmsa_fields) / sizeof(vmsa_fields[0]); i++)
		memset(rest + vmsa_fields[i].offset, 0, vmsa_fields[i].size);
	for (size_t i = 0; i < sizeof(rest); i++) {
		if (rest[i] != 0)
			return problem_set(
				problem, ERR_UNSUPPORTED, name,
				"the VMSA sets the byte at 0x%zx, which QEMU does not pass on", i);
	}
	return OK;
}

static enum err check_order(const struct igvm_file *igvm, size_t at, const char *name,
			    struct problem *problem)
{
	const struct igvm_item *item = &igvm->items[at];

	for (size_t i = 0; i < at; i++) {
		uint32_t before = igvm->items[i].type;

		if (item->type == IGVM_PARAMETER_INSERT && before == IGVM_PAGE_DATA)
			return refuse(item, name, problem,
				      "comes after a page, so QEMU measures them otherwise");
		if (before == IGVM_VP_CONTEXT)
			return refuse(item, name, problem, "comes after the VP context");
	}
	return OK;
}

enum err igvm_check_qemu(const struct igvm_file *igvm, const char *name, struct problem *problem)
{
	size_t contexts = 0;

	for (size_t i = 0; i < igvm->count; i++) {
		const struct igvm_item *item = &igvm->items[i];
		enum err err = check_type(item, name, problem);

		if (err == OK)
			err = check_fields(item, name, problem);
		/* Pages are many: what may follow what is decided by the others */
		if (err == OK && item->type != IGVM_PAGE_DATA)
			err = check_order(igvm, i, name, problem);
		if (err == OK && is_parameter(item->type))
			err = check_parameter(igvm, i, name, problem);
		if (err == OK && item->type == IGVM_VP_CONTEXT)
			err = check_vmsa(igvm, item, name, problem);
		if (err != OK)
			return err;
		contexts += item->type == IGVM_VP_CONTEXT;
	}
	if (contexts != 1)
		return problem_set(problem, ERR_FORMAT, name, "it has %zu VP contexts, not one",
				   contexts);
	return OK;
}
