/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One command: header, handles, sessions, parameters, action, response. The order of checks is the
 * specification's.
 * Never leaves a temporary behind, whatever the outcome. Spec: TPM 2.0 Library Part 1 revision 1.59 s18; Part 3 s5.
 */
#include "modules/vtpm/tpm/dispatch.h"

#include "core/trace/panic.h"
#include "crypto/secret.h"
#include "modules/vtpm/tpm/audit.h"
#include "modules/vtpm/tpm/auth.h"
#include "modules/vtpm/tpm/clock.h"
#include "modules/vtpm/tpm/command.h"
#include "modules/vtpm/tpm/entity.h"
#include "modules/vtpm/tpm/ek.h"
#include "modules/vtpm/tpm/object.h"
#include "modules/vtpm/tpm/persist.h"

#define SESSION_AREA_MIN 9u /* handle, empty nonce, attributes, empty password */

/* --- reading ---------------------------------------------------------------------------------- */
static uint32_t read_header(struct tpm *tpm, struct wire_reader *reader)
{
	uint32_t size;
	uint32_t code;

	if (!wire_get_u16(reader, &tpm->call.tag))
		return TPM_RC_INSUFFICIENT;
	if (tpm->call.tag != TPM_ST_SESSIONS && tpm->call.tag != TPM_ST_NO_SESSIONS)
		return TPM_RC_BAD_TAG;
	if (!wire_get_u32(reader, &size))
		return TPM_RC_INSUFFICIENT;
	if (size != tpm->command_len)
		return TPM_RC_COMMAND_SIZE;
	if (!wire_get_u32(reader, &code))
		return TPM_RC_INSUFFICIENT;
	tpm->call.command = command_lookup(tpm, code);
	return tpm->call.command == NULL ? TPM_RC_COMMAND_CODE : TPM_RC_SUCCESS;
}

/* Whether the TPM is in a state to take the command */
static uint32_t check_phase(const struct tpm *tpm)
{
	const struct tpm_command *command = tpm->call.command;

	if (tpm->is_failed)
		return (command->flags & COMMAND_IN_FAILURE) != 0 ? TPM_RC_SUCCESS : TPM_RC_FAILURE;
	if (!tpm->is_started && (command->flags & COMMAND_BEFORE_STARTUP) == 0)
		return TPM_RC_INITIALIZE;
	return tpm->is_started && command->code == TPM_CC_STARTUP ? TPM_RC_INITIALIZE
								  : TPM_RC_SUCCESS;
}

static uint32_t read_handles(struct tpm *tpm, struct wire_reader *reader)
{
	struct tpm_call *call = &tpm->call;
	const struct tpm_command *command = call->command;
	uint32_t rc = TPM_RC_SUCCESS;

	for (uint32_t i = 0; i < command->handle_count && rc == TPM_RC_SUCCESS; i++) {
		const struct tpm_handle_row *row = &command->handles[i];

		rc = command_handle(wire_read(reader, row->type, &call->handles[i], row->flags),
				    i + 1);
		call->handle_count++;
	}
	for (uint32_t i = 0; i < command->handle_count && rc == TPM_RC_SUCCESS; i++) {
		rc = entity_check(tpm, i);
		rc = rc == TPM_RC_PENDING ? ek_provide(tpm, call->handles[i])
					  : command_handle(rc, i + 1);
	}
	return rc;
}

/* Cuts the authorisation area off the front of reader */
static uint32_t cut_area(struct wire_reader *reader, struct wire_reader *area)
{
	uint32_t size;

	if (!wire_get_u32(reader, &size))
		return TPM_RC_INSUFFICIENT;
	if (size < SESSION_AREA_MIN || size > reader->left)
		return TPM_RC_SIZE;
	area->left = size;
	return wire_get_bytes(reader, &area->at, size) ? TPM_RC_SUCCESS : TPM_RC_SIZE;
}

static uint32_t authorise_none(const struct tpm_command *command)
{
	for (uint32_t i = 0; i < command->handle_count; i++) {
		if (command->handles[i].role != ROLE_NONE)
			return TPM_RC_AUTH_MISSING;
	}
	return TPM_RC_SUCCESS;
}

static uint32_t authorise(struct tpm *tpm, struct wire_reader *reader)
{
	struct tpm_call *call = &tpm->call;
	struct wire_reader area;
	uint32_t rc;

	if (call->tag == TPM_ST_NO_SESSIONS) {
		call->parameters = (struct tpm_span){ reader->at, (uint16_t)reader->left };
		return authorise_none(call->command);
	}
	rc = cut_area(reader, &area);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	if ((call->command->flags & COMMAND_NO_SESSIONS) != 0)
		return TPM_RC_AUTH_CONTEXT;
	call->parameters = (struct tpm_span){ reader->at, (uint16_t)reader->left };
	rc = auth_read(tpm, &area);
	return rc == TPM_RC_SUCCESS ? auth_check(tpm) : rc;
}

static uint32_t read_parameters(struct tpm *tpm)
{
	struct tpm_call *call = &tpm->call;
	const struct tpm_command *command = call->command;
	struct wire_reader reader = { call->parameters.bytes, call->parameters.len };

	ASSERT(command->in_size <= sizeof(tpm->in) && command->out_size <= sizeof(tpm->out));
	for (uint32_t i = 0; i < command->in_count; i++) {
		const struct wire_field *field = &command->in[i];
		uint32_t rc =
			wire_read(&reader, field->type, tpm->in + field->offset, field->flags);

		if (rc != TPM_RC_SUCCESS)
			return command_param(rc, i + 1);
	}
	return reader.left == 0 ? TPM_RC_SUCCESS : TPM_RC_SIZE;
}

/*
 * Everything before the action. TPM_RC_PENDING, before the command has changed anything: a handle
 * stands for a key that is being made; it is called again, and reads the command from its start.
 */
static uint32_t begin(struct tpm *tpm)
{
	struct wire_reader reader = { tpm->command, tpm->command_len };
	uint32_t rc;

	clock_update(tpm);
	rc = read_header(tpm, &reader);
	if (rc == TPM_RC_SUCCESS)
		rc = check_phase(tpm);
	if (rc == TPM_RC_SUCCESS)
		rc = read_handles(tpm, &reader);
	if (rc == TPM_RC_SUCCESS)
		rc = authorise(tpm, &reader);
	if (rc != TPM_RC_SUCCESS)
		return rc;
	audit_prepare(tpm);
	rc = auth_decrypt(tpm, tpm->command + (tpm->command_len - tpm->call.parameters.len),
			  tpm->call.parameters.len);
	return rc == TPM_RC_SUCCESS ? read_parameters(tpm) : rc;
}

/* --- writing ---------------------------------------------------------------------------------- */
static void write_header(struct tpm *tpm, uint16_t tag, uint32_t len, uint32_t code)
{
	struct wire_writer writer = { .at = tpm->response, .left = TPM_HEADER_SIZE };

	wire_put_u16(&writer, tag);
	wire_put_u32(&writer, len);
	wire_put_u32(&writer, code);
	tpm->response_len = len;
}

static void write_parameters(struct wire_writer *writer, const struct tpm *tpm)
{
	const struct tpm_command *command = tpm->call.command;

	for (uint32_t i = 0; i < command->out_count; i++)
		wire_write(writer, command->out[i].type, tpm->out + command->out[i].offset);
}

static void write_size(uint8_t *at, uint32_t size)
{
	struct wire_writer writer = { .at = at, .left = sizeof(size) };

	wire_put_u32(&writer, size);
}

/* Sessions, audit: over the parameters, len bytes that end where writer is */
static uint32_t finish_sessions(struct tpm *tpm, struct wire_writer *writer, uint32_t len)
{
	uint8_t *parameters = writer->at - len;
	const struct tpm_span span = { parameters, (uint16_t)len };
	bool has_sessions = tpm->call.tag == TPM_ST_SESSIONS;
	uint32_t rc = has_sessions ? auth_encrypt(tpm, parameters, len) : TPM_RC_SUCCESS;

	if (rc != TPM_RC_SUCCESS)
		return rc;
	audit_extend(tpm, &span);
	if (has_sessions)
		auth_respond(tpm, &span, writer);
	return TPM_RC_SUCCESS;
}

static uint32_t respond(struct tpm *tpm)
{
	struct tpm_call *call = &tpm->call;
	struct wire_writer writer = { .at = tpm->response + TPM_HEADER_SIZE,
				      .left = sizeof(tpm->response) - TPM_HEADER_SIZE };
	uint8_t *size_at;
	uint32_t before;
	uint32_t rc;

	if ((call->command->flags & COMMAND_RHANDLE) != 0)
		wire_put_u32(&writer, call->out_handle);
	size_at = writer.at;
	if (call->tag == TPM_ST_SESSIONS)
		wire_put_u32(&writer, 0);
	before = writer.written;
	write_parameters(&writer, tpm);
	if (writer.overflow)
		return TPM_RC_FAILURE;
	if (call->tag == TPM_ST_SESSIONS)
		write_size(size_at, writer.written - before);
	rc = finish_sessions(tpm, &writer, writer.written - before);
	if (rc != TPM_RC_SUCCESS || writer.overflow)
		return TPM_RC_FAILURE;
	write_header(tpm, call->tag, TPM_HEADER_SIZE + writer.written, TPM_RC_SUCCESS);
	return TPM_RC_SUCCESS;
}

/* --- between steps ---------------------------------------------------------------------------- */
static uint32_t go_on(const struct tpm *tpm)
{
	return tpm->call.is_canceled ? TPM_RC_CANCELED : TPM_RC_PENDING;
}

static uint32_t read_again(struct tpm *tpm)
{
	struct tpm_call *call = &tpm->call;

	object_release_persistent(tpm);
	__builtin_memset(call->slots, 0, sizeof(call->slots));
	call->handle_count = 0;
	return go_on(tpm);
}

/* --- the end ---------------------------------------------------------------------------------- */
static void free_slots(struct tpm *tpm, uint32_t rc)
{
	for (uint32_t i = 0; i < 3; i++) {
		if (rc == TPM_RC_SUCCESS && (tpm->call.flush_slots & 1u << i) != 0 &&
		    tpm->call.slots[i] != NULL)
			object_slot_free(tpm->call.slots[i]);
	}
	object_release_persistent(tpm);
}

static void wipe(struct tpm *tpm)
{
	const struct tpm_command *command = tpm->call.command;

	if (tpm->is_work_used)
		crypto_wipe(&tpm->work, sizeof(tpm->work));
	tpm->is_work_used = 0;
	crypto_wipe(&tpm->frame, sizeof(tpm->frame));
	/* Nothing but the row's structs is ever in these */
	if (command != NULL) {
		crypto_wipe(tpm->in, command->in_size);
		crypto_wipe(tpm->out, command->out_size);
	}
	crypto_wipe(tpm->command, tpm->command_len);
	crypto_wipe(&tpm->call, sizeof(tpm->call));
}

static void end(struct tpm *tpm, uint32_t rc)
{
	uint16_t tag = rc == TPM_RC_BAD_TAG ? TPM_ST_RSP_COMMAND : TPM_ST_NO_SESSIONS;

	free_slots(tpm, rc);
	if (tpm->call.must_persist && persist_save(tpm) != TPM_RC_SUCCESS)
		rc = TPM_RC_FAILURE;
	if (rc != TPM_RC_SUCCESS) {
		crypto_wipe(tpm->response, sizeof(tpm->response));
		write_header(tpm, tag, TPM_HEADER_SIZE, rc);
	}
	wipe(tpm);
	tpm->call.phase = CALL_DONE;
}

/* stack-calls: act parapet_tpm_command$ . */
/* stack-calls: dispatch_step parapet_tpm_command$ . */
static uint32_t act(struct tpm *tpm)
{
	struct tpm_call *call = &tpm->call;
	uint32_t rc = call->command->run(tpm, call);

	if (rc == TPM_RC_PENDING)
		return go_on(tpm);
	return rc == TPM_RC_SUCCESS ? respond(tpm) : rc;
}

enum tpm_progress dispatch_step(struct tpm *tpm)
{
	uint32_t rc = TPM_RC_SUCCESS;

	if (tpm->call.phase == CALL_READ) {
		tpm->call.in = tpm->in;
		tpm->call.out = tpm->out;
		rc = begin(tpm);
		if (rc == TPM_RC_PENDING)
			rc = read_again(tpm);
		else
			tpm->call.phase = CALL_RUN;
	}
	if (rc == TPM_RC_SUCCESS)
		rc = act(tpm);
	if (rc == TPM_RC_PENDING)
		return TPM_PENDING;
	end(tpm, rc);
	return TPM_DONE;
}
