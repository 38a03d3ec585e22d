/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of structures: each agrees with its C type; values survive writing and reading; every
 * error has its code. */
/* test-sources: modules/vtpm/tpm/wire.c modules/vtpm/tpm/hash.c modules/vtpm/tpm/types_attest.c */
/* test-sources: modules/vtpm/tpm/types_buffer.c modules/vtpm/tpm/types_number.c modules/vtpm/tpm/types_public.c */
/* test-sources: modules/vtpm/tpm/types_scheme.c modules/vtpm/tpm/types_struct.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/trace/panic.h"
#include "modules/vtpm/tpm/wire.h"

void panic(enum termination reason)
{
	fail_msg("panic %x", (unsigned)reason);
	abort();
}

struct named {
	const char *name;
	const struct wire_type *type;
};
#define NAMED(name_) { #name_, &name_ },
static const struct named types[] = { WIRE_TYPES(NAMED) };

static void check_fields(const struct named *named)
{
	const struct wire_type *type = named->type;

	for (uint32_t i = 0; i < type->count; i++) {
		const struct wire_field *field = &type->fields[i];

		if (field->type->size != field->size)
			fail_msg("%s, field %u: %u bytes, its type has %u", named->name, i,
				 field->size, field->type->size);
		if (field->type->kind == WIRE_UNION || field->type->kind == WIRE_DIGEST)
			assert_int_not_equal(field->selector, WIRE_NO_SELECTOR);
	}
}

static void tables_agree_with_types(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		uint8_t kind = types[i].type->kind;

		if (kind == WIRE_STRUCT || kind == WIRE_LIST || kind == WIRE_SIZED)
			check_fields(&types[i]);
	}
}

/* TPMT_PUBLIC of an ECC storage key: AES-128-CFB, P-256, no scheme */
static const uint8_t ecc_public[] = {
	0x00, 0x23, 0x00, 0x0b, 0x00, 0x03, 0x00, 0x72, 0x00, 0x00, 0x00, 0x06, 0x00, 0x80, 0x00,
	0x43, 0x00, 0x10, 0x00, 0x03, 0x00, 0x10, 0x00, 0x02, 0xaa, 0xbb, 0x00, 0x01, 0xcc,
};

static uint32_t read_public(const uint8_t *bytes, size_t len, struct tpmt_public *out)
{
	return wire_read_all(bytes, len, &wire_tpmt_public, out);
}

static void public_area_survives(void **state)
{
	struct tpmt_public pub;
	uint8_t again[128];

	(void)state;
	assert_int_equal(read_public(ecc_public, sizeof(ecc_public), &pub), TPM_RC_SUCCESS);
	assert_int_equal(pub.type, TPM_ALG_ECC);
	assert_int_equal(pub.parms.ecc.symmetric.key_bits, 128);
	assert_int_equal(pub.parms.ecc.symmetric.mode, TPM_ALG_CFB);
	assert_int_equal(pub.parms.ecc.curve_id, TPM_ECC_NIST_P256);
	assert_int_equal(pub.unique.ecc.x.len, 2);
	assert_int_equal(pub.unique.ecc.y.bytes[0], 0xcc);
	assert_int_equal(wire_pack(&wire_tpmt_public, &pub, again, sizeof(again)),
			 sizeof(ecc_public));
	assert_memory_equal(again, ecc_public, sizeof(ecc_public));
}

static void every_truncation_is_insufficient(void **state)
{
	struct tpmt_public pub;

	(void)state;
	for (size_t len = 0; len < sizeof(ecc_public); len++)
		assert_int_equal(read_public(ecc_public, len, &pub), TPM_RC_INSUFFICIENT);
}

struct change {
	size_t at;
	uint8_t value;
	uint32_t rc;
};

static void changes_have_their_codes(void **state)
{
	static const struct change changes[] = {
		{ 1, 0x24, TPM_RC_TYPE },          { 3, 0x10, TPM_RC_HASH },
		{ 4, 0x80, TPM_RC_RESERVED_BITS }, { 9, 0xff, TPM_RC_SIZE },
		{ 11, 0x07, TPM_RC_SYMMETRIC },    { 13, 0x81, TPM_RC_VALUE },
		{ 15, 0x45, TPM_RC_MODE },         { 17, 0x11, TPM_RC_SCHEME },
		{ 19, 0x01, TPM_RC_CURVE },        { 21, 0x01, TPM_RC_KDF },
		{ 23, 0xff, TPM_RC_SIZE },
	};
	uint8_t bytes[sizeof(ecc_public)];
	struct tpmt_public pub;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		memcpy(bytes, ecc_public, sizeof(bytes));
		bytes[changes[i].at] = changes[i].value;
		if (read_public(bytes, sizeof(bytes), &pub) != changes[i].rc)
			fail_msg("byte %zu: %x", changes[i].at,
				 read_public(bytes, sizeof(bytes), &pub));
	}
}

/* TPM_ALG_NULL as the name's hash: only where the command's table has a '+' */
static void plus_reaches_the_selector(void **state)
{
	uint8_t bytes[2 + sizeof(ecc_public)] = { 0, sizeof(ecc_public) };
	struct wire_reader reader = { bytes, sizeof(bytes) };
	struct tpmt_public pub;

	(void)state;
	memcpy(bytes + 2, ecc_public, sizeof(ecc_public));
	bytes[5] = 0x10;
	assert_int_equal(wire_read(&reader, &wire_tpm2b_public, &pub, 0), TPM_RC_HASH);
	reader = (struct wire_reader){ bytes, sizeof(bytes) };
	assert_int_equal(wire_read(&reader, &wire_tpm2b_public, &pub, WIRE_NULL_OK),
			 TPM_RC_SUCCESS);
	assert_int_equal(reader.left, 0);
}

static void sized_structures_fit_exactly(void **state)
{
	uint8_t bytes[3 + sizeof(ecc_public)] = { 0, sizeof(ecc_public) };
	struct wire_reader reader = { bytes, sizeof(bytes) };
	struct tpmt_public pub;

	(void)state;
	memcpy(bytes + 2, ecc_public, sizeof(ecc_public));
	assert_int_equal(wire_read(&reader, &wire_tpm2b_public, &pub, 0), TPM_RC_SUCCESS);
	assert_int_equal(reader.left, 1);
	for (int by = -1; by <= 1; by += 2) {
		bytes[1] = (uint8_t)(sizeof(ecc_public) + (size_t)by);
		reader = (struct wire_reader){ bytes, sizeof(bytes) };
		assert_int_equal(wire_read(&reader, &wire_tpm2b_public, &pub, 0), TPM_RC_SIZE);
	}
	bytes[1] = 0;
	reader = (struct wire_reader){ bytes, 2 };
	assert_int_equal(wire_read(&reader, &wire_tpm2b_public, &pub, 0), TPM_RC_SIZE);
}

static void lists_are_bounded(void **state)
{
	static const uint8_t pcrs[] = { 0, 0, 0, 2, 0, 4, 3, 1, 0, 0, 0, 0x0c, 3, 0xff, 0, 1 };
	static const uint8_t too_many[] = { 0, 0, 0, 5 };
	static const uint8_t wide[] = { 0, 0, 0, 1, 0, 4, 4, 1, 0, 0, 0 };
	static const uint8_t one_digest[] = { 0, 0, 0, 1, 0, 1, 7 };
	struct tpml_pcr_selection list;
	struct tpml_digest digests;
	uint8_t again[32];

	(void)state;
	assert_int_equal(wire_read_all(pcrs, sizeof(pcrs), &wire_tpml_pcr_selection, &list),
			 TPM_RC_SUCCESS);
	assert_int_equal(list.selections[1].select[2], 1);
	assert_int_equal(wire_pack(&wire_tpml_pcr_selection, &list, again, sizeof(again)),
			 sizeof(pcrs));
	assert_memory_equal(again, pcrs, sizeof(pcrs));
	assert_int_equal(wire_read_all(too_many, 4, &wire_tpml_pcr_selection, &list), TPM_RC_SIZE);
	assert_int_equal(wire_read_all(wide, sizeof(wide), &wire_tpml_pcr_selection, &list),
			 TPM_RC_VALUE);
	assert_int_equal(wire_read_all(one_digest, sizeof(one_digest), &wire_tpml_digest, &digests),
			 TPM_RC_SIZE);
}

static void unknown_selectors_and_tags(void **state)
{
	static const uint8_t ticket[] = { 0x80, 0x24, 0x40, 0, 0, 7, 0, 0 };
	static const uint8_t signature[] = { 0, 0x18, 0, 0x0b, 0, 1, 1, 0, 1, 2 };
	struct tpmt_signature out;
	struct tpmt_tk tk;

	(void)state;
	assert_int_equal(wire_read_all(ticket, sizeof(ticket), &wire_tpmt_tk_hashcheck, &tk),
			 TPM_RC_SUCCESS);
	assert_int_equal(wire_read_all(ticket, sizeof(ticket), &wire_tpmt_tk_verified, &tk),
			 TPM_RC_TAG);
	assert_int_equal(wire_read_all(signature, sizeof(signature), &wire_tpmt_signature, &out),
			 TPM_RC_SUCCESS);
	assert_int_equal(out.signature.ecc.s.bytes[0], 2);
	assert_int_equal(wire_read_all(signature, 1, &wire_tpmt_signature, &out),
			 TPM_RC_INSUFFICIENT);
}

static void handles_have_their_ranges(void **state)
{
	(void)state;
	assert_true(wire_allows(&wire_tpmi_dh_object, 0x80000002, 0));
	assert_false(wire_allows(&wire_tpmi_dh_object, 0x80000003, 0));
	assert_true(wire_allows(&wire_tpmi_dh_object, 0x81ffffff, 0));
	assert_false(wire_allows(&wire_tpmi_dh_object, TPM_RH_NULL, 0));
	assert_true(wire_allows(&wire_tpmi_dh_object, TPM_RH_NULL, WIRE_NULL_OK));
	assert_true(wire_allows(&wire_tpmi_sh_auth_session, TPM_RS_PW, WIRE_NULL_OK));
	assert_false(wire_allows(&wire_tpmi_dh_pcr, 24, 0));
}

static void writing_stops_where_it_is_full(void **state)
{
	uint8_t out[3] = { 9, 9, 9 };
	struct wire_writer writer = { .at = out, .left = 2 };

	(void)state;
	wire_put_u32(&writer, 1);
	assert_true(writer.overflow);
	wire_put_u8(&writer, 1);
	assert_int_equal(writer.written, 0);
	assert_int_equal(out[0], 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_agree_with_types),
		cmocka_unit_test(public_area_survives),
		cmocka_unit_test(every_truncation_is_insufficient),
		cmocka_unit_test(changes_have_their_codes),
		cmocka_unit_test(plus_reaches_the_selector),
		cmocka_unit_test(sized_structures_fit_exactly),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(unknown_selectors_and_tags),
		cmocka_unit_test(handles_have_their_ranges),
		cmocka_unit_test(writing_stops_where_it_is_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
