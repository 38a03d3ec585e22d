/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stored form by table: one row a field drives writing and reading. What it may hold is checked
 * after reading. */
#include "modules/vtpm/tpm/persist_format.h"

#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/nv_memory.h"

enum field_kind { FIELD_NUMBER, FIELD_BYTES, FIELD_TPM2B };

struct field {
	uint8_t kind;
	uint8_t width;  /* of a number */
	uint16_t count; /* numbers, or bytes; of a TPM2B the capacity */
	uint32_t offset;
};

#define WIDTH(type_, member_) sizeof(((struct type_ *)0)->member_)
#define NUMBER(type_, member_)                                                                     \
	{                                                                                          \
		FIELD_NUMBER, WIDTH(type_, member_), 1, offsetof(struct type_, member_)            \
	}
#define NUMBERS(type_, member_)                                                                    \
	{                                                                                          \
		FIELD_NUMBER, WIDTH(type_, member_[0]),                                            \
			WIDTH(type_, member_) / WIDTH(type_, member_[0]),                          \
			offsetof(struct type_, member_)                                            \
	}
#define BYTES(type_, member_)                                                                      \
	{                                                                                          \
		FIELD_BYTES, 1, WIDTH(type_, member_), offsetof(struct type_, member_)             \
	}
#define DIGEST(type_, member_)                                                                     \
	{                                                                                          \
		FIELD_TPM2B, 1, TPM_DIGEST_MAX, offsetof(struct type_, member_)                    \
	}
#define POLICY(type_, member_) NUMBER(type_, member_.hash_alg), DIGEST(type_, member_.digest)
#define HIERARCHY(member_)                                                                         \
	BYTES(tpm_persistent, member_.seed), BYTES(tpm_persistent, member_.proof),                 \
		DIGEST(tpm_persistent, member_.auth), POLICY(tpm_persistent, member_.policy)

static const struct field permanent_fields[] = {
	HIERARCHY(platform),
	HIERARCHY(owner),
	HIERARCHY(endorsement),
	DIGEST(tpm_persistent, lockout.auth),
	POLICY(tpm_persistent, lockout.policy),
	NUMBER(tpm_persistent, lockout.failed_tries),
	NUMBER(tpm_persistent, lockout.max_tries),
	NUMBER(tpm_persistent, lockout.recovery_time),
	NUMBER(tpm_persistent, lockout.lockout_recovery),
	NUMBER(tpm_persistent, lockout.is_auth_enabled),
	NUMBER(tpm_persistent, lockout.is_nonorderly_da),
	NUMBER(tpm_persistent, audit.hash_alg),
	NUMBER(tpm_persistent, audit.counter),
	BYTES(tpm_persistent, audit.commands),
	BYTES(tpm_persistent, pp_commands),
	NUMBER(tpm_persistent, is_clear_disabled),
	BYTES(tpm_persistent, pcr_allocated),
	NUMBER(tpm_persistent, algorithm_set),
	POLICY(tpm_persistent, pcr_policy),
	NUMBER(tpm_persistent, reset_count),
	NUMBER(tpm_persistent, restart_count),
	NUMBER(tpm_persistent, total_reset_count),
	NUMBER(tpm_persistent, clock),
	NUMBER(tpm_persistent, is_clock_safe),
	NUMBER(tpm_persistent, shutdown),
	NUMBER(tpm_persistent, max_counter),
};

static const struct field pcr_fields[] = {
	BYTES(tpm_pcrs, banks), BYTES(tpm_pcrs, allocated), NUMBER(tpm_pcrs, update_counter),
	DIGEST(tpm_pcrs, auth), NUMBER(tpm_pcrs, is_crtm),  NUMBER(tpm_pcrs, is_locality_3),
};

static const struct field clear_fields[] = {
	NUMBER(tpm_state_clear, is_sh_enabled), NUMBER(tpm_state_clear, is_eh_enabled),
	NUMBER(tpm_state_clear, is_ph_enabled), NUMBER(tpm_state_clear, is_ph_nv_enabled),
	DIGEST(tpm_state_clear, audit_digest),
};

static const struct field reset_fields[] = {
	BYTES(tpm_state_reset, null_seed),          BYTES(tpm_state_reset, null_proof),
	NUMBER(tpm_state_reset, object_context_id), NUMBER(tpm_state_reset, clear_count),
	BYTES(tpm_state_reset, context_key),        BYTES(tpm_state_reset, commit_nonce),
	NUMBER(tpm_state_reset, commit_counter),    BYTES(tpm_state_reset, commit_array),
	NUMBERS(tpm_state_reset, session_contexts), NUMBER(tpm_state_reset, session_context_id),
};

enum section_number {
	SECTION_PERMANENT = 1,
	SECTION_NV,
	SECTION_PCRS,
	SECTION_CLEAR,
	SECTION_RESET
};

struct section {
	const struct field *fields;
	uint32_t count;
	uint32_t live;  /* offset in struct tpm of what is written */
	uint32_t saved; /* and of where it is read to */
};

#define SECTION(fields_, live_, saved_)                                                            \
	{                                                                                          \
		(fields_), sizeof(fields_) / sizeof((fields_)[0]), offsetof(struct tpm, live_),    \
			offsetof(struct tpm, saved_)                                               \
	}
static const struct section sections[] = {
	[SECTION_PERMANENT] = SECTION(permanent_fields, persistent, persistent),
	[SECTION_PCRS] = SECTION(pcr_fields, pcrs, work.startup.pcrs),
	[SECTION_CLEAR] = SECTION(clear_fields, clear, work.startup.clear),
	[SECTION_RESET] = SECTION(reset_fields, reset, work.startup.reset),
};

static uint64_t load_number(const uint8_t *at, uint32_t width)
{
	uint64_t value = 0;

	__builtin_memcpy(&value, at,
			 width); /* little-endian machines only: so are all that run this */
	return value;
}

static void put_number(struct wire_writer *writer, const uint8_t *at, uint32_t width)
{
	uint8_t bytes[sizeof(uint64_t)];

	for (uint32_t i = 0; i < width; i++)
		bytes[i] = at[width - 1 - i];
	wire_put_bytes(writer, bytes, width);
}

static void put_field(struct wire_writer *writer, const struct field *field, const uint8_t *base)
{
	const uint8_t *at = base + field->offset;

	switch ((enum field_kind)field->kind) {
	case FIELD_NUMBER:
		for (uint32_t i = 0; i < field->count; i++)
			put_number(writer, at + i * field->width, field->width);
		break;
	case FIELD_BYTES:
		wire_put_bytes(writer, at, field->count);
		break;
	case FIELD_TPM2B:
		wire_put_2b(writer, at + 2, (uint16_t)load_number(at, 2));
		break;
	}
}

static bool get_number(struct wire_reader *reader, uint8_t *at, uint32_t width)
{
	const uint8_t *bytes;

	if (!wire_get_bytes(reader, &bytes, width))
		return false;
	for (uint32_t i = 0; i < width; i++)
		at[i] = bytes[width - 1 - i];
	return true;
}

static bool get_tpm2b(struct wire_reader *reader, uint8_t *at, uint32_t capacity)
{
	const uint8_t *bytes;
	uint16_t len;

	if (!wire_get_u16(reader, &len) || len > capacity || !wire_get_bytes(reader, &bytes, len))
		return false;
	__builtin_memcpy(at, &len, sizeof(len));
	__builtin_memcpy(at + 2, bytes, len);
	return true;
}

static bool get_field(struct wire_reader *reader, const struct field *field, uint8_t *base)
{
	uint8_t *at = base + field->offset;
	const uint8_t *bytes;
	bool is_complete = true;

	switch ((enum field_kind)field->kind) {
	case FIELD_NUMBER:
		for (uint32_t i = 0; is_complete && i < field->count; i++)
			is_complete = get_number(reader, at + i * field->width, field->width);
		return is_complete;
	case FIELD_BYTES:
		if (!wire_get_bytes(reader, &bytes, field->count))
			return false;
		__builtin_memcpy(at, bytes, field->count);
		return true;
	case FIELD_TPM2B:
		return get_tpm2b(reader, at, field->count);
	}
	return false;
}

static void put_section(struct tpm *tpm, struct wire_writer *writer, uint16_t number)
{
	const struct section *section = &sections[number];
	struct wire_writer header = *writer;
	uint32_t before;

	wire_put_u16(writer, number);
	wire_put_u32(writer, 0);
	before = writer->written;
	if (number == SECTION_NV)
		wire_put_bytes(writer, tpm->persistent.nv, tpm->persistent.nv_used);
	for (uint32_t i = 0; i < section->count; i++)
		put_field(writer, &section->fields[i], (const uint8_t *)tpm + section->live);
	wire_put_u16(&header, number);
	wire_put_u32(&header, writer->written - before);
}

size_t persist_encode(struct tpm *tpm)
{
	struct wire_writer writer = { .at = tpm->object, .left = sizeof(tpm->object) };
	uint16_t last = tpm->persistent.shutdown == TPM_SU_STATE ? SECTION_RESET : SECTION_NV;

	wire_put_u32(&writer, PERSIST_MAGIC);
	wire_put_u16(&writer, PERSIST_VERSION);
	wire_put_u16(&writer, 0);
	for (uint16_t number = SECTION_PERMANENT; number <= last; number++)
		put_section(tpm, &writer, number);
	ASSERT(!writer.overflow);
	return writer.written;
}

static bool get_nv(struct tpm *tpm, struct wire_reader *reader)
{
	if (reader->left > TPM_NV_MEMORY)
		return false;
	__builtin_memcpy(tpm->persistent.nv, reader->at, reader->left);
	tpm->persistent.nv_used = reader->left;
	return true;
}

static bool get_section(struct tpm *tpm, uint16_t number, struct wire_reader *body)
{
	const struct section *section = &sections[number];

	if (number == SECTION_NV)
		return get_nv(tpm, body);
	for (uint32_t i = 0; i < section->count && body->left > 0; i++) {
		if (!get_field(body, &section->fields[i], (uint8_t *)tpm + section->saved))
			return false;
	}
	return body->left == 0;
}

static bool get_sections(struct tpm *tpm, struct wire_reader *reader, uint16_t *last)
{
	struct wire_reader body;
	uint16_t number;

	*last = 0;
	while (reader->left > 0) {
		if (!wire_get_u16(reader, &number) || !wire_get_u32(reader, &body.left) ||
		    number != *last + 1 || number > SECTION_RESET ||
		    !wire_get_bytes(reader, &body.at, body.left) ||
		    !get_section(tpm, number, &body))
			return false;
		*last = number;
	}
	return *last >= SECTION_NV;
}

static bool is_policy_valid(const struct tpm_auth_policy *policy)
{
	if (policy->hash_alg == TPM_ALG_NULL)
		return policy->digest.len == 0;
	return hash_index(policy->hash_alg) >= 0 &&
	       (policy->digest.len == 0 || policy->digest.len == hash_size(policy->hash_alg));
}

static bool is_permanent_valid(const struct tpm_persistent *persistent)
{
	const struct tpm_auth_policy *const policies[] = { &persistent->platform.policy,
							   &persistent->owner.policy,
							   &persistent->endorsement.policy,
							   &persistent->lockout.policy,
							   &persistent->pcr_policy };

	for (uint32_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
		if (!is_policy_valid(policies[i]))
			return false;
	}
	return hash_index(persistent->audit.hash_alg) >= 0;
}

/* Whether the sections are those that the last shutdown calls for */
static bool is_complete(const struct tpm *tpm, uint16_t last)
{
	switch (tpm->persistent.shutdown) {
	case TPM_SU_STATE:
		return last == SECTION_RESET;
	case TPM_SU_CLEAR:
	case TPM_SHUTDOWN_NONE:
		return last == SECTION_NV;
	default:
		return false;
	}
}

bool persist_decode(struct tpm *tpm, size_t len)
{
	struct wire_reader reader = { tpm->object, (uint32_t)len };
	uint32_t magic = 0;
	uint16_t version = 0;
	uint16_t reserved = 0;
	uint16_t last = 0;

	crypto_wipe(&tpm->persistent, sizeof(tpm->persistent));
	crypto_wipe(&tpm_work(tpm)->startup, sizeof(tpm_work(tpm)->startup));
	if (len <= sizeof(tpm->object) && wire_get_u32(&reader, &magic) &&
	    wire_get_u16(&reader, &version) && wire_get_u16(&reader, &reserved) &&
	    magic == PERSIST_MAGIC && version == PERSIST_VERSION && reserved == 0 &&
	    get_sections(tpm, &reader, &last) && is_complete(tpm, last) &&
	    is_permanent_valid(&tpm->persistent) && nv_memory_is_valid(tpm))
		return true;
	crypto_wipe(&tpm->persistent, sizeof(tpm->persistent));
	crypto_wipe(&tpm_work(tpm)->startup, sizeof(tpm_work(tpm)->startup));
	return false;
}
