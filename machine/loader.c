/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The walk through the file: one table row a directive. */
#include "loader.h"

#include "boot.h"
#include "crypto/hash.h"
#include "lib/freestanding/memory.h"
#include "log.h"
#include "mem.h"
#include "psp.h"
#include "report.h"
#include "rmp.h"
#include "rules.h"

#define ID_KEY_SIZE 0x404u
#define POLICY_KNOWN 0x3ffffffull /* bits 25:0 */

void *loader_take_page(uint64_t gpa)
{
	if (gpa % ABI_PAGE_SIZE)
		rules_break(RULE_IGVM_ALIGN, "gpa=%lx", gpa);
	if (!mem_is_ram(gpa, ABI_PAGE_SIZE))
		rules_break(RULE_IGVM_RANGE, "gpa=%lx", gpa);
	if (rmp_find(gpa)->flags & RMP_VALIDATED)
		rules_break(RULE_IGVM_OVERLAP, "gpa=%lx", gpa);
	rmp_assign(gpa, RMP_PAGE_4K);
	rmp_find(gpa)->flags |= RMP_VALIDATED;
	return mem_at(gpa);
}

static void on_platform(struct loader *loader, const struct igvm_item *item)
{
	if (item->platform.platform_type != IGVM_PLATFORM_SNP)
		return;
	if (loader->mask || !item->platform.mask || item->platform.platform_version != 1)
		rules_break(RULE_IGVM_PLATFORM, "mask=%x version=%u", item->platform.mask,
			    (uint32_t)item->platform.platform_version);
	loader->mask = item->platform.mask;
}

static void on_policy(struct loader *loader, const struct igvm_item *item)
{
	uint64_t policy = item->policy.policy;

	if (!(item->policy.mask & loader->mask))
		return;
	if (!(policy & SNP_POLICY_RESERVED_ONE) || policy & ~POLICY_KNOWN || loader->has_policy)
		rules_break(RULE_IGVM_POLICY, "policy=%lx", policy);
	loader->has_policy = true;
	psp_launch.policy = policy;
}

/* QEMU makes required memory private; validating it is the guest's part */
static void on_required(struct loader *loader, const struct igvm_item *item)
{
	if (!(item->required.mask & loader->mask))
		return;
	if (item->required.gpa % ABI_PAGE_SIZE)
		rules_break(RULE_IGVM_ALIGN, "required gpa=%lx", item->required.gpa);
	if (item->required.bytes && !mem_is_ram(item->required.gpa, item->required.bytes))
		rules_break(RULE_IGVM_RANGE, "required gpa=%lx bytes=%x", item->required.gpa,
			    item->required.bytes);
	for (uint64_t at = 0; at < item->required.bytes; at += ABI_PAGE_SIZE)
		if (!(rmp_find(item->required.gpa + at)->flags & RMP_ASSIGNED))
			rmp_assign(item->required.gpa + at, RMP_PAGE_4K);
}

static void on_id_block(struct loader *loader, const struct igvm_item *item)
{
	if (!(item->id_block.mask & loader->mask))
		return;
	loader->id_block = item->id_block;
	loader->has_id_block = true;
}

/* Digest of a key as the ID authentication page would have it */
static void digest_key(const struct igvm_id_key *key, uint8_t out[SNP_DIGEST_SIZE])
{
	/* the rest of it stays zeros */
	static struct {
		uint32_t curve;
		uint8_t qx[sizeof(key->qx)];
		uint8_t qy[sizeof(key->qy)];
		uint8_t reserved[ID_KEY_SIZE - 4 - sizeof(key->qx) - sizeof(key->qy)];
	} page;

	static_assert(sizeof(page) == ID_KEY_SIZE);
	page.curve = key->curve;
	memcpy(page.qx, key->qx, sizeof(page.qx));
	memcpy(page.qy, key->qy, sizeof(page.qy));
	crypto_sha384(&page, sizeof(page), out);
}

/* What reports and keys say of this launch */
static void tell_psp(const struct loader *loader)
{
	const struct igvm_snp_id_block *block = &loader->id_block;

	memcpy(psp_launch.measurement, loader->launch.digest, sizeof(psp_launch.measurement));
	if (!loader->has_id_block)
		return;
	psp_launch.guest_svn = block->guest_svn;
	memcpy(psp_launch.family_id, block->family_id, sizeof(psp_launch.family_id));
	memcpy(psp_launch.image_id, block->image_id, sizeof(psp_launch.image_id));
	digest_key(&block->id_key, psp_launch.id_key_digest);
	psp_launch.has_author_key = block->author_key_enabled;
	if (psp_launch.has_author_key)
		digest_key(&block->author_key, psp_launch.author_key_digest);
}

struct row {
	uint32_t type;
	void (*handle)(struct loader *loader, const struct igvm_item *item);
};

static const struct row rows[] = {
	{ IGVM_SUPPORTED_PLATFORM, on_platform },
	{ IGVM_GUEST_POLICY, on_policy },
	{ IGVM_PARAMETER_AREA, params_area },
	{ IGVM_PAGE_DATA, pages_put },
	{ IGVM_PARAMETER_INSERT, params_insert },
	{ IGVM_VP_CONTEXT, launch_vmsa_take },
	{ IGVM_REQUIRED_MEMORY, on_required },
	{ IGVM_VP_COUNT, params_value },
	{ IGVM_MADT, params_value },
	{ IGVM_MEMORY_MAP, params_value },
	{ IGVM_ENVIRONMENT_INFO, params_value },
	{ IGVM_SNP_ID_BLOCK, on_id_block },
};

static void handle(struct loader *loader, const struct igvm_item *item)
{
	if (item->optional)
		rules_break(RULE_IGVM_OPTIONAL, "type=%x at %lx", item->type, item->offset);
	if (item->type != IGVM_SUPPORTED_PLATFORM && !loader->mask)
		rules_break(RULE_IGVM_PLATFORM, "none before %lx", item->offset);
	for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].type == item->type) {
			rows[i].handle(loader, item);
			return;
		}
	rules_break(RULE_IGVM_DIRECTIVE, "type=%x at %lx", item->type, item->offset);
}

static void read_all(struct loader *loader)
{
	struct igvm_item item;
	enum err err;

	while ((err = igvm_next(&loader->reader, &item)) == OK)
		handle(loader, &item);
	if (err != ERR_NOT_FOUND)
		report_end("input", "the IGVM file is malformed at %lx: error %u",
			   loader->reader.offset, (uint32_t)err);
}

static void finish(struct loader *loader)
{
	if (!loader->mask)
		rules_break(RULE_IGVM_PLATFORM, "%s", "none");
	if (!loader->has_policy)
		rules_break(RULE_IGVM_POLICY, "%s", "none");
	if (!loader->vmsa)
		rules_break(RULE_IGVM_VP, "%s", "none");
	launch_vmsa_start(loader);
	tell_psp(loader);
	log_hex("@launch-digest", loader->launch.digest, sizeof(loader->launch.digest));
	if (loader->has_id_block &&
	    memcmp(loader->id_block.ld, loader->launch.digest, SNP_DIGEST_SIZE) != 0)
		rules_break(RULE_IGVM_ID_BLOCK, "%s", "another digest");
}

void loader_run(void)
{
	static struct loader loader;
	const uint8_t *file = boot_blob(&boot_bundle->igvm);
	enum err err;

	if (!file)
		report_end("input", "the bundle has no IGVM file");
	psp_init();
	launch_init(&loader.launch, crypto_sha384);
	err = igvm_open(&loader.reader, file, boot_bundle->igvm.size);
	if (err != OK)
		report_end("input", "not an IGVM file that this machine can read: error %u",
			   (uint32_t)err);
	read_all(&loader);
	finish(&loader);
}
