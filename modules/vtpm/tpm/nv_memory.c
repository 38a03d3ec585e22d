/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NV memory as a list of entries in persistent.nv. Trusts the list once nv_memory_is_valid has seen
 * it. */
#include "modules/vtpm/tpm/nv_memory.h"

#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "lib/be.h"

static bool read_entry(const struct tpm *tpm, uint32_t position, struct nv_entry *entry)
{
	const struct tpm_persistent *persistent = &tpm->persistent;

	if (persistent->nv_used - position < NV_ENTRY_HEADER)
		return false;
	entry->position = position;
	entry->len = (uint32_t)be_load(persistent->nv + position, 4);
	entry->handle = (uint32_t)be_load(persistent->nv + position + 4, 4);
	return true;
}

bool nv_memory_first(const struct tpm *tpm, struct nv_entry *entry)
{
	return read_entry(tpm, 0, entry);
}

bool nv_memory_next(const struct tpm *tpm, struct nv_entry *entry)
{
	return read_entry(tpm, entry->position + entry->len, entry);
}

bool nv_memory_find(const struct tpm *tpm, uint32_t handle, struct nv_entry *entry)
{
	for (bool more = nv_memory_first(tpm, entry); more; more = nv_memory_next(tpm, entry)) {
		if (entry->handle == handle)
			return true;
	}
	return false;
}

struct wire_reader nv_memory_body(const struct tpm *tpm, const struct nv_entry *entry)
{
	return (struct wire_reader){ tpm->persistent.nv + entry->position + NV_ENTRY_HEADER,
				     entry->len - NV_ENTRY_HEADER };
}

struct wire_writer nv_memory_add_begin(struct tpm *tpm)
{
	struct wire_writer writer = { .at = tpm->persistent.nv + tpm->persistent.nv_used,
				      .left = TPM_NV_MEMORY - tpm->persistent.nv_used };

	wire_put_u64(&writer, 0); /* the header's place */
	return writer;
}

uint32_t nv_memory_add_end(struct tpm *tpm, uint32_t handle, const struct wire_writer *writer)
{
	uint8_t *entry = tpm->persistent.nv + tpm->persistent.nv_used;

	if (writer->overflow) {
		crypto_wipe(entry, writer->written);
		return TPM_RC_NV_SPACE;
	}
	be_store(entry, 4, writer->written);
	be_store(entry + 4, 4, handle);
	tpm->persistent.nv_used += writer->written;
	tpm_persist_mark(tpm);
	return TPM_RC_SUCCESS;
}

void nv_memory_remove(struct tpm *tpm, const struct nv_entry *entry)
{
	struct tpm_persistent *persistent = &tpm->persistent;
	uint32_t end = entry->position + entry->len;

	ASSERT(end <= persistent->nv_used);
	__builtin_memmove(persistent->nv + entry->position, persistent->nv + end,
			  persistent->nv_used - end);
	persistent->nv_used -= entry->len;
	crypto_wipe(persistent->nv + persistent->nv_used, entry->len);
	tpm_persist_mark(tpm);
}

static bool is_first_of_handle(const struct tpm *tpm, const struct nv_entry *entry)
{
	struct nv_entry found;

	return nv_memory_find(tpm, entry->handle, &found) && found.position == entry->position;
}

static bool is_entry_valid(struct tpm *tpm, const struct nv_entry *entry)
{
	if (entry->len < NV_ENTRY_HEADER ||
	    entry->len > tpm->persistent.nv_used - entry->position ||
	    !is_first_of_handle(tpm, entry))
		return false;
	switch (entry->handle >> TPM_HT_SHIFT) {
	case TPM_HT_NV_INDEX:
		return nv_index_is_valid(tpm, entry);
	case TPM_HT_PERSISTENT:
		return nv_evict_is_valid(tpm, entry);
	default:
		return false;
	}
}

bool nv_memory_is_valid(struct tpm *tpm)
{
	struct nv_entry entry;
	uint32_t end = 0;

	if (tpm->persistent.nv_used > TPM_NV_MEMORY)
		return false;
	while (read_entry(tpm, end, &entry)) {
		if (!is_entry_valid(tpm, &entry))
			return false;
		end += entry.len;
	}
	return end == tpm->persistent.nv_used;
}
