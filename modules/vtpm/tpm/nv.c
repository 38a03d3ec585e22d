/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NV indices. An index's body in NV memory: its TPMS_NV_PUBLIC, u16 length of authValue in room for
 * a digest of its name's hash, the data. An orderly index is written through with the next thing
 * that persists, not at once.
 * Spec: TPM 2.0 Library Part 1 s37, Part 2 s13, Part 3 s31.
 */
#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv_memory.h"
#include "modules/vtpm/tpm/persist.h"

#define NUMBER_SIZE 8u /* of counters, bit fields and PIN indices */
#define ORDERLY_STEP_MASK                                                                          \
	255u           /* MAX_ORDERLY_COUNT: an orderly counter is stored each 256 counts          \
			*/
#define ERASED 0xffu   /* what unwritten parts of an index that is partly written read as */
#define PUBLIC_MAX 80u /* TPMS_NV_PUBLIC: 4 + 2 + 4 + 2 + 64 + 2 */

/* Where the parts of an index lie in persistent.nv */
struct layout {
	uint32_t auth;
	uint32_t data;
};

static bool parse(struct tpm *tpm, const struct nv_entry *entry, struct nv_index *index,
		  struct layout *layout)
{
	struct wire_reader reader = nv_memory_body(tpm, entry);
	uint32_t end = entry->position + entry->len;
	uint32_t room;

	if (wire_read(&reader, &wire_tpms_nv_public, &index->pub, 0) != TPM_RC_SUCCESS ||
	    index->pub.nv_index != entry->handle)
		return false;
	room = hash_size(index->pub.name_alg);
	if (reader.left != 2 + room + index->pub.data_size)
		return false;
	layout->auth = end - reader.left;
	layout->data = layout->auth + 2 + room;
	index->position = entry->position;
	index->data = tpm->persistent.nv + layout->data;
	index->auth = (struct tpm2b_digest){ 0 };
	wire_get_u16(&reader, &index->auth.len);
	if (index->auth.len > room) {
		index->auth.len = 0;
		return false;
	}
	__builtin_memcpy(index->auth.bytes, reader.at, index->auth.len);
	return true;
}

bool nv_index_is_valid(struct tpm *tpm, const struct nv_entry *entry)
{
	struct nv_index index;
	struct layout layout;
	uint32_t type;
	bool is_valid = parse(tpm, entry, &index, &layout);

	if (!is_valid)
		return false;
	crypto_wipe(&index.auth, sizeof(index.auth));
	type = nv_type(&index);
	if (type == TPM_NT_EXTEND)
		return index.pub.data_size == hash_size(index.pub.name_alg);
	return type == TPM_NT_ORDINARY || index.pub.data_size == NUMBER_SIZE;
}

bool nv_find(struct tpm *tpm, uint32_t handle, struct nv_index *index)
{
	struct nv_entry entry;
	struct layout layout;

	if (handle >> TPM_HT_SHIFT != TPM_HT_NV_INDEX || !nv_memory_find(tpm, handle, &entry))
		return false;
	ASSERT(parse(tpm, &entry, index, &layout));
	return true;
}

static void put_auth(struct tpm *tpm, const struct layout *layout, const struct tpm2b_digest *auth)
{
	uint8_t *at = tpm->persistent.nv + layout->auth;
	uint32_t room = layout->data - layout->auth - 2;

	ASSERT(auth->len <= room);
	crypto_wipe(at, 2 + room);
	be_store(at, 2, auth->len);
	__builtin_memcpy(at + 2, auth->bytes, auth->len);
}

void nv_update(struct tpm *tpm, const struct nv_index *index)
{
	struct nv_index old;
	struct layout layout;
	struct nv_entry entry;
	struct wire_writer writer;

	ASSERT(nv_memory_find(tpm, index->pub.nv_index, &entry));
	ASSERT(parse(tpm, &entry, &old, &layout));
	if ((index->pub.attributes & TPMA_NV_ORDERLY) != 0)
		persist_disorder(tpm);
	else
		tpm_persist_mark(tpm);
	if (old.auth.len != index->auth.len ||
	    !crypto_equal(old.auth.bytes, index->auth.bytes, old.auth.len)) {
		put_auth(tpm, &layout, &index->auth);
		tpm_persist_mark(tpm);
	}
	writer = (struct wire_writer){ .at = tpm->persistent.nv + entry.position + NV_ENTRY_HEADER,
				       .left = layout.auth - entry.position - NV_ENTRY_HEADER };
	wire_write(&writer, &wire_tpms_nv_public, &index->pub);
	ASSERT(!writer.overflow && writer.left == 0);
	crypto_wipe(&old.auth, sizeof(old.auth));
}

static void set_written(struct tpm *tpm, struct nv_index *index, uint32_t len)
{
	/* Half of a PIN's count or limit that was never written must not read as the highest there
	 * is (the reference leaves there what NV memory happened to hold) */
	bool is_pin = nv_type(index) == TPM_NT_PIN_FAIL || nv_type(index) == TPM_NT_PIN_PASS;
	uint8_t fill = is_pin || (index->pub.attributes & TPMA_NV_ORDERLY) != 0 ? 0 : ERASED;

	if ((index->pub.attributes & TPMA_NV_WRITTEN) != 0)
		return;
	index->pub.attributes |= TPMA_NV_WRITTEN;
	nv_update(tpm, index);
	if (len < index->pub.data_size)
		__builtin_memset(index->data, fill, index->pub.data_size);
	if (nv_type(index) == TPM_NT_COUNTER)
		tpm_persist_mark(tpm);
}

void nv_write(struct tpm *tpm, struct nv_index *index, uint32_t offset, const void *bytes,
	      uint32_t len)
{
	ASSERT(offset <= index->pub.data_size && len <= index->pub.data_size - offset);
	set_written(tpm, index, len);
	if (len == 0 || __builtin_memcmp(index->data + offset, bytes, len) == 0)
		return;
	__builtin_memcpy(index->data + offset, bytes, len);
	if ((index->pub.attributes & TPMA_NV_ORDERLY) != 0)
		persist_disorder(tpm);
	else
		tpm_persist_mark(tpm);
}

uint64_t nv_number(const struct nv_index *index)
{
	struct wire_reader reader = { index->data, index->pub.data_size };
	uint64_t value = 0;

	ASSERT(wire_get_u64(&reader, &value));
	return value;
}

void nv_write_number(struct tpm *tpm, struct nv_index *index, uint64_t value)
{
	uint8_t bytes[NUMBER_SIZE];
	struct wire_writer writer = { .at = bytes, .left = sizeof(bytes) };

	wire_put_u64(&writer, value);
	nv_write(tpm, index, 0, bytes, sizeof(bytes));
	if (nv_type(index) == TPM_NT_COUNTER && (value & ORDERLY_STEP_MASK) == 0)
		tpm_persist_mark(tpm);
}

void nv_name(const struct tpms_nv_public *pub, struct tpm2b_name *name)
{
	uint8_t bytes[PUBLIC_MAX];
	size_t len = wire_pack(&wire_tpms_nv_public, pub, bytes, sizeof(bytes));
	struct crypto_hash hash;

	be_store(name->bytes, 2, pub->name_alg);
	hash_start(&hash, pub->name_alg);
	crypto_hash_update(&hash, bytes, len);
	crypto_hash_final(&hash, name->bytes + 2);
	name->len = (uint16_t)(2 + hash_size(pub->name_alg));
}

uint32_t nv_define(struct tpm *tpm, const struct tpms_nv_public *pub,
		   const struct tpm2b_digest *auth)
{
	struct wire_writer writer = nv_memory_add_begin(tpm);
	uint32_t room = hash_size(pub->name_alg);
	uint32_t rest = room - auth->len + pub->data_size;

	ASSERT(auth->len <= room);
	wire_write(&writer, &wire_tpms_nv_public, pub);
	wire_put_2b(&writer, auth->bytes, auth->len);
	while (rest-- > 0)
		wire_put_u8(&writer, 0);
	return nv_memory_add_end(tpm, pub->nv_index, &writer);
}

void nv_delete(struct tpm *tpm, const struct nv_index *index)
{
	struct nv_entry entry;

	if (nv_type(index) == TPM_NT_COUNTER && (index->pub.attributes & TPMA_NV_WRITTEN) != 0 &&
	    nv_number(index) > tpm->persistent.max_counter)
		tpm->persistent.max_counter = nv_number(index);
	ASSERT(nv_memory_find(tpm, index->pub.nv_index, &entry));
	nv_memory_remove(tpm, &entry);
}

/* stack-calls: nv_for_each \.text ^(count_counter|start_index|lock_globally|add_orderly)$ */
void nv_for_each(struct tpm *tpm,
		 void (*action)(struct tpm *tpm, struct nv_index *index, void *context),
		 void *context)
{
	struct nv_entry entry;
	struct layout layout;
	struct nv_index index;

	for (bool more = nv_memory_first(tpm, &entry); more; more = nv_memory_next(tpm, &entry)) {
		if (entry.handle >> TPM_HT_SHIFT != TPM_HT_NV_INDEX)
			continue;
		ASSERT(parse(tpm, &entry, &index, &layout));
		action(tpm, &index, context);
	}
	crypto_wipe(&index.auth, sizeof(index.auth));
}
