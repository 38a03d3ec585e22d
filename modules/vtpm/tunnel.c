/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The observability tunnel: a vendor command of the TPM carries a call of the observe protocol, so
 * that any OS with a TPM driver can read what Parapet shows. The request is the call's number (u32,
 * little-endian) and the beginning of its structure; the answer is the whole structure. Logs and
 * the transcript are for the owner alone.
 */
#include "abi/svsm.h"
#include "core/svsm/dispatch.h"
#include "modules/observe/protocol.h"
#include "modules/vtpm/vtpm.h"

static bool is_private(uint32_t number)
{
	return number == OBSERVE_LOG || number == OBSERVE_EVENTS || number == OBSERVE_CHANNEL;
}

static const struct call *row_find(const struct module *module, uint32_t number)
{
	for (uint32_t i = 0; module != NULL && i < module->call_count; i++) {
		if (module->calls[i].number == number && module->calls[i].shape == CALL_BUFFER)
			return &module->calls[i];
	}
	return NULL;
}

static uint8_t buffer[CALL_BUFFER_MAX]; /* inside the TPM only */

/* stack-calls: vtpm_observe \.observe_calls$ . */
enum err vtpm_observe(void *context, bool is_owner, const uint8_t *in, size_t in_len, uint8_t *out,
		      size_t cap, size_t *out_len)
{
	struct call_args args = { .buffer = buffer };
	const struct call *row;
	uint32_t number;

	(void)context;
	if (in_len < sizeof(number))
		return ERR_RANGE;
	__builtin_memcpy(&number, in, sizeof(number));
	row = row_find(dispatch_find(SVSM_PROTOCOL_OBSERVE), number);
	if (row == NULL)
		return ERR_UNSUPPORTED;
	if (is_private(number) && !is_owner)
		return ERR_PERMISSION;
	if (in_len - sizeof(number) != row->in)
		return ERR_RANGE;
	__builtin_memset(buffer, 0, sizeof(buffer));
	__builtin_memcpy(buffer, in + sizeof(number), row->in);
	if (row->handler(&args) != SVSM_OK)
		return ERR_RANGE;
	*out_len = row->out < cap ? row->out : cap;
	__builtin_memcpy(out, buffer, *out_len);
	return OK;
}
