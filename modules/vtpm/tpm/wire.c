/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The walk through a type's table, once for reading and once for writing. A stack of frames stands
 * in for recursion; a table nested deeper than it is our bug. Never looks at what a structure
 * means.
 * Spec: TPM 2.0 Library Part 2 revision 1.59; Part 3 s5.7 (order and codes of unmarshalling errors).
 */
#include "modules/vtpm/tpm/wire.h"

#include "core/trace/panic.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/hash.h"

#define DEPTH_MAX 10u

/* A row of fields of one value, or of each item of a list */
struct frame {
	const struct wire_field *fields;
	uint16_t count;
	uint16_t next;
	uint32_t repeat; /* items left, with this one */
	uint16_t stride;
	uint16_t flags;
	uint8_t *base;
	const uint8_t *body; /* WIRE_SIZED: where its bytes begin; else NULL */
	uint16_t body_len;
};

struct walk {
	struct frame frames[DEPTH_MAX];
	uint32_t depth;
};

static struct frame *push(struct walk *walk, const struct wire_field *fields, uint16_t count,
			  uint8_t *base, uint32_t flags)
{
	ASSERT(walk->depth < DEPTH_MAX);
	walk->frames[walk->depth] = (struct frame){ .fields = fields,
						    .count = count,
						    .repeat = 1,
						    .base = base,
						    .flags = (uint16_t)flags };
	return &walk->frames[walk->depth++];
}

static uint64_t load(const void *at, uint32_t width)
{
	uint64_t value = 0;

	__builtin_memcpy(&value, at, width);
	return value;
}

static void store(void *at, uint32_t width, uint64_t value)
{
	__builtin_memcpy(at, &value, width);
}

static uint32_t selector_of(const struct wire_field *field, const uint8_t *base, uint32_t width)
{
	ASSERT(field->selector != WIRE_NO_SELECTOR);
	return (uint32_t)load(base + field->selector, width);
}

/* The case of a selector, or NULL */
static const struct wire_case *case_of(const struct wire_type *type, uint32_t selector)
{
	for (uint32_t i = 0; i < type->count; i++) {
		if (type->cases[i].selector == selector)
			return &type->cases[i];
	}
	return NULL;
}

/* What a field comes to once unions are resolved: type NULL is nothing on the wire */
struct place {
	const struct wire_type *type;
	uint8_t *value;
	uint32_t flags;
	uint32_t selector;
};

static uint32_t place_of(const struct frame *frame, const struct wire_field *field,
			 struct place *place)
{
	uint32_t flags = field->flags & WIRE_NULL_OK;
	const struct wire_case *found;

	if (field->flags & WIRE_INHERIT)
		flags |= frame->flags & WIRE_NULL_OK;
	*place = (struct place){ field->type, frame->base + field->offset, flags, 0 };
	if (field->selector != WIRE_NO_SELECTOR)
		place->selector = selector_of(field, frame->base, field->type->width);
	if (field->type->kind != WIRE_UNION)
		return TPM_RC_SUCCESS;
	found = case_of(field->type, place->selector);
	if (found == NULL)
		return field->type->error;
	place->type = found->type;
	place->value += found->offset;
	place->flags = found->flags;
	return TPM_RC_SUCCESS;
}

bool wire_allows(const struct wire_type *type, uint32_t value, uint32_t flags)
{
	if ((flags & WIRE_NULL_OK) && value == type->null)
		return true;
	for (uint32_t i = 0; i < type->count; i++) {
		if (value >= type->ranges[i].first && value <= type->ranges[i].last)
			return true;
	}
	return type->count == 0;
}

/* --- reading
 * ------------------------------------------------------------------------------------------- */
static uint32_t get(struct wire_reader *reader, uint32_t width, uint64_t *value)
{
	if (reader->left < width)
		return TPM_RC_INSUFFICIENT;
	*value = be_load(reader->at, width);
	reader->at += width;
	reader->left -= width;
	return TPM_RC_SUCCESS;
}

static uint32_t take(struct wire_reader *reader, void *out, uint32_t len)
{
	if (reader->left < len)
		return TPM_RC_INSUFFICIENT;
	__builtin_memcpy(out, reader->at, len);
	reader->at += len;
	reader->left -= len;
	return TPM_RC_SUCCESS;
}

static uint32_t read_uint(struct wire_reader *reader, const struct place *place)
{
	const struct wire_type *type = place->type;
	uint64_t value;
	uint32_t rc = get(reader, type->width, &value);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (type->count != 0 && !wire_allows(type, (uint32_t)value, place->flags))
		return type->error;
	if (value & type->reserved)
		return TPM_RC_RESERVED_BITS;
	store(place->value, type->width, value);
	return TPM_RC_SUCCESS;
}

static uint32_t read_buffer(struct wire_reader *reader, const struct place *place)
{
	uint64_t len;
	uint32_t rc = get(reader, 2, &len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (len > place->type->max)
		return TPM_RC_SIZE;
	store(place->value, 2, len);
	return take(reader, place->value + 2, (uint32_t)len);
}

static uint32_t read_span(struct wire_reader *reader, const struct place *place)
{
	struct tpm_span span = { NULL, 0 };
	uint64_t len;
	uint32_t rc = get(reader, 2, &len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (len > place->type->max)
		return TPM_RC_SIZE;
	if (len > reader->left)
		return TPM_RC_INSUFFICIENT;
	span = (struct tpm_span){ reader->at, (uint16_t)len };
	reader->at += len;
	reader->left -= (uint32_t)len;
	__builtin_memcpy(place->value, &span, sizeof(span));
	return TPM_RC_SUCCESS;
}

static uint32_t read_select(struct wire_reader *reader, const struct place *place)
{
	uint64_t len;
	uint32_t rc = get(reader, 1, &len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (len < place->type->min || len > place->type->max)
		return place->type->error;
	place->value[0] = (uint8_t)len;
	return take(reader, place->value + 1, (uint32_t)len);
}

static uint32_t read_list(struct walk *walk, struct wire_reader *reader, const struct place *place)
{
	const struct wire_type *type = place->type;
	struct frame *frame;
	uint64_t count;
	uint32_t rc = get(reader, 4, &count);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (count > type->max || count < type->min)
		return type->error;
	store(place->value, 4, count);
	if (count == 0)
		return TPM_RC_SUCCESS;
	frame = push(walk, type->fields, 1, place->value + type->item, 0);
	frame->repeat = (uint32_t)count;
	frame->stride = type->fields[0].type->size;
	return TPM_RC_SUCCESS;
}

/* The length does not bound what is inside: Part 4 compares afterwards, so a short one is
 * TPM_RC_SIZE */
static uint32_t read_sized(struct walk *walk, struct wire_reader *reader, const struct place *place)
{
	struct frame *frame;
	uint64_t len;
	uint32_t rc = get(reader, 2, &len);

	if (rc != TPM_RC_SUCCESS)
		return rc;
	if (len == 0)
		return place->type->min != 0 ? TPM_RC_SIZE : TPM_RC_SUCCESS;
	frame = push(walk, place->type->fields, 1, place->value, place->flags);
	frame->body = reader->at;
	frame->body_len = (uint16_t)len;
	return TPM_RC_SUCCESS;
}

static uint32_t read_place(struct walk *walk, struct wire_reader *reader, const struct place *place)
{
	switch ((enum wire_kind)place->type->kind) {
	case WIRE_UINT:
		return read_uint(reader, place);
	case WIRE_BUFFER:
		return read_buffer(reader, place);
	case WIRE_SPAN:
		return read_span(reader, place);
	case WIRE_SELECT:
		return read_select(reader, place);
	case WIRE_DIGEST:
		return take(reader, place->value, hash_size((uint16_t)place->selector));
	case WIRE_STRUCT:
		push(walk, place->type->fields, place->type->count, place->value, place->flags);
		return TPM_RC_SUCCESS;
	case WIRE_LIST:
		return read_list(walk, reader, place);
	case WIRE_SIZED:
		return read_sized(walk, reader, place);
	case WIRE_RAW:
	case WIRE_UNION:
		break;
	}
	panic(TERM_PANIC); /* a table with a union in a union, or raw bytes in a command */
}

/* Ends the top frame, or goes on to its next item. body: what a sized structure must have used */
static uint32_t frame_end(struct walk *walk, const uint8_t *at)
{
	struct frame *frame = &walk->frames[walk->depth - 1];

	if (--frame->repeat != 0) {
		frame->next = 0;
		frame->base += frame->stride;
		return TPM_RC_SUCCESS;
	}
	walk->depth--;
	if (frame->body != NULL && at != frame->body + frame->body_len)
		return TPM_RC_SIZE;
	return TPM_RC_SUCCESS;
}

uint32_t wire_read(struct wire_reader *reader, const struct wire_type *type, void *value,
		   uint32_t flags)
{
	const struct place whole = { type, value, flags & WIRE_NULL_OK, 0 };
	struct walk walk;
	uint32_t rc;

	walk.depth = 0;
	__builtin_memset(value, 0, type->size);
	rc = read_place(&walk, reader, &whole);
	while (walk.depth != 0 && rc == TPM_RC_SUCCESS) {
		struct frame *frame = &walk.frames[walk.depth - 1];
		struct place place;

		if (frame->next == frame->count) {
			rc = frame_end(&walk, reader->at);
			continue;
		}
		rc = place_of(frame, &frame->fields[frame->next++], &place);
		if (rc == TPM_RC_SUCCESS && place.type != NULL)
			rc = read_place(&walk, reader, &place);
	}
	return rc;
}

uint32_t wire_read_all(const void *bytes, size_t len, const struct wire_type *type, void *value)
{
	struct wire_reader reader = { bytes, (uint32_t)len };
	uint32_t rc = wire_read(&reader, type, value, 0);

	return rc == TPM_RC_SUCCESS && reader.left != 0 ? (uint32_t)TPM_RC_SIZE : rc;
}

/* --- writing
 * ------------------------------------------------------------------------------------------- */
static uint8_t *room(struct wire_writer *writer, size_t len)
{
	uint8_t *at = writer->at;

	if (writer->overflow || writer->left < len) {
		writer->overflow = true;
		return NULL;
	}
	writer->at += len;
	writer->left -= (uint32_t)len;
	writer->written += (uint32_t)len;
	return at;
}

static void put(struct wire_writer *writer, uint32_t width, uint64_t value)
{
	uint8_t *at = room(writer, width);

	if (at == NULL)
		return;
	for (uint32_t i = 0; i < width; i++)
		at[i] = (uint8_t)(value >> (8 * (width - 1 - i)));
}

static void write_span(struct wire_writer *writer, const struct place *place)
{
	struct tpm_span span;

	__builtin_memcpy(&span, place->value, sizeof(span));
	if (place->type->kind == WIRE_SPAN)
		put(writer, 2, span.len);
	wire_put_bytes(writer, span.bytes, span.len);
}

static void write_list(struct walk *walk, struct wire_writer *writer, const struct place *place)
{
	const struct wire_type *type = place->type;
	uint32_t count = (uint32_t)load(place->value, 4);
	struct frame *frame;

	ASSERT(count <= type->max);
	put(writer, 4, count);
	if (count == 0)
		return;
	frame = push(walk, type->fields, 1, place->value + type->item, 0);
	frame->repeat = count;
	frame->stride = type->fields[0].type->size;
}

static void write_sized(struct walk *walk, struct wire_writer *writer, const struct place *place)
{
	uint8_t *len = room(writer, 2);
	struct frame *frame;

	if (len == NULL)
		return;
	frame = push(walk, place->type->fields, 1, place->value, 0);
	frame->body = writer->at;
}

static void write_place(struct walk *walk, struct wire_writer *writer, const struct place *place)
{
	switch ((enum wire_kind)place->type->kind) {
	case WIRE_UINT:
		put(writer, place->type->width, load(place->value, place->type->width));
		break;
	case WIRE_BUFFER:
		wire_put_2b(writer, place->value + 2, (uint16_t)load(place->value, 2));
		break;
	case WIRE_SPAN:
	case WIRE_RAW:
		write_span(writer, place);
		break;
	case WIRE_SELECT:
		wire_put_bytes(writer, place->value, 1u + place->value[0]);
		break;
	case WIRE_DIGEST:
		wire_put_bytes(writer, place->value, hash_size((uint16_t)place->selector));
		break;
	case WIRE_STRUCT:
		push(walk, place->type->fields, place->type->count, place->value, 0);
		break;
	case WIRE_LIST:
		write_list(walk, writer, place);
		break;
	case WIRE_SIZED:
		write_sized(walk, writer, place);
		break;
	case WIRE_UNION:
		panic(TERM_PANIC); /* a table with a union in a union */
		break;
	}
}

/* A sized structure's length is known at its end: the two bytes before its body */
static void sized_end(const struct frame *frame, struct wire_writer *writer)
{
	size_t len = (size_t)(writer->at - frame->body);
	uint8_t *at = writer->at - len - 2;

	if (writer->overflow)
		return;
	ASSERT(len <= UINT16_MAX);
	be_store(at, 2, len);
}

static void write_frame_end(struct walk *walk, struct wire_writer *writer)
{
	struct frame *frame = &walk->frames[walk->depth - 1];

	if (--frame->repeat != 0) {
		frame->next = 0;
		frame->base += frame->stride;
		return;
	}
	walk->depth--;
	if (frame->body != NULL)
		sized_end(frame, writer);
}

void wire_write(struct wire_writer *writer, const struct wire_type *type, const void *value)
{
	/* places are shared with reading; writing never changes what value points to */
	const struct place whole = { type, (uint8_t *)(uintptr_t)value, 0, 0 };
	struct walk walk;

	walk.depth = 0;
	write_place(&walk, writer, &whole);
	while (walk.depth != 0) {
		struct frame *frame = &walk.frames[walk.depth - 1];
		struct place place;
		uint32_t rc;

		if (frame->next == frame->count) {
			write_frame_end(&walk, writer);
			continue;
		}
		rc = place_of(frame, &frame->fields[frame->next++], &place);
		ASSERT(rc == TPM_RC_SUCCESS);
		if (place.type != NULL)
			write_place(&walk, writer, &place);
	}
}

size_t wire_pack(const struct wire_type *type, const void *value, uint8_t *out, size_t cap)
{
	struct wire_writer writer = { .at = out, .left = (uint32_t)cap };

	wire_write(&writer, type, value);
	ASSERT(!writer.overflow);
	return writer.written;
}

/* --- plain pieces
 * ----------------------------------------------------------------------------------------- */
void wire_put_u8(struct wire_writer *writer, uint8_t value)
{
	put(writer, 1, value);
}

void wire_put_u16(struct wire_writer *writer, uint16_t value)
{
	put(writer, 2, value);
}

void wire_put_u32(struct wire_writer *writer, uint32_t value)
{
	put(writer, 4, value);
}

void wire_put_u64(struct wire_writer *writer, uint64_t value)
{
	put(writer, 8, value);
}

void wire_put_bytes(struct wire_writer *writer, const void *bytes, size_t len)
{
	uint8_t *at = room(writer, len);

	if (at != NULL && len != 0)
		__builtin_memcpy(at, bytes, len);
}

void wire_put_2b(struct wire_writer *writer, const void *bytes, uint16_t len)
{
	put(writer, 2, len);
	wire_put_bytes(writer, bytes, len);
}

bool wire_get_u8(struct wire_reader *reader, uint8_t *value)
{
	return take(reader, value, 1) == TPM_RC_SUCCESS;
}

bool wire_get_u16(struct wire_reader *reader, uint16_t *value)
{
	uint64_t got;

	if (get(reader, 2, &got) != TPM_RC_SUCCESS)
		return false;
	*value = (uint16_t)got;
	return true;
}

bool wire_get_u32(struct wire_reader *reader, uint32_t *value)
{
	uint64_t got;

	if (get(reader, 4, &got) != TPM_RC_SUCCESS)
		return false;
	*value = (uint32_t)got;
	return true;
}

bool wire_get_u64(struct wire_reader *reader, uint64_t *value)
{
	return get(reader, 8, value) == TPM_RC_SUCCESS;
}

bool wire_get_bytes(struct wire_reader *reader, const uint8_t **bytes, size_t len)
{
	if (reader->left < len)
		return false;
	*bytes = reader->at;
	reader->at += len;
	reader->left -= (uint32_t)len;
	return true;
}
