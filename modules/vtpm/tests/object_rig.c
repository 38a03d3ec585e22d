/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See object_rig.h. */
#include "modules/vtpm/tests/object_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct rig_template rig_storage = { TPM_ALG_ECC, TPM_ALG_SHA256, RIG_FIXED | RIG_STORAGE,
					  RIG_ECC_STORAGE, NULL };
const struct rig_template rig_movable_storage = { TPM_ALG_ECC, TPM_ALG_SHA256, RIG_STORAGE,
						  RIG_ECC_STORAGE, NULL };
const struct rig_template rig_signing = { TPM_ALG_ECC, TPM_ALG_SHA256,
					  RIG_FIXED | RIG_ORIGIN | TPMA_OBJECT_USERWITHAUTH |
						  TPMA_OBJECT_SIGN_ENCRYPT,
					  RIG_ECC_PLAIN, NULL };
const struct rig_template rig_sealed = { TPM_ALG_KEYEDHASH, TPM_ALG_SHA256,
					 RIG_FIXED | TPMA_OBJECT_USERWITHAUTH, RIG_NONE, NULL };

struct rig_blob rig_take(const uint8_t **at)
{
	struct rig_blob blob = { .len = (size_t)((*at)[0] << 8 | (*at)[1]) };

	memcpy(blob.bytes, *at + 2, blob.len);
	*at += 2 + blob.len;
	return blob;
}

void rig_put(struct memory_command *command, const struct rig_blob *blob)
{
	put_2b(command, blob->bytes, blob->len);
}

/* Pairs of digits; (00*32) is 32 times the byte 00 */
void rig_put_hex(struct memory_command *command, const char *digits)
{
	while (*digits != 0) {
		bool is_repeated = *digits == '(';
		const char *at = digits + (is_repeated ? 1 : 0);
		const char pair[3] = { at[0], at[1], 0 };
		unsigned long count = 1;
		char *end = NULL;

		digits = at + 2;
		if (is_repeated) {
			count = strtoul(at + 3, &end, 10);
			digits = end + 1;
		}
		while (count-- > 0)
			put8(command, (uint32_t)strtoul(pair, NULL, 16));
	}
}

void rig_put_public(struct memory_command *command, const struct rig_template *template)
{
	const char *policy = template->policy != NULL ? template->policy : "";
	uint32_t unique = template->type == TPM_ALG_ECC ? 4 : 2;

	put16(command, (uint32_t)(10 + strlen(policy) / 2 + strlen(template->parms) / 2) + unique);
	put16(command, template->type);
	put16(command, template->name_alg);
	put32(command, template->attributes);
	put16(command, (uint32_t)strlen(policy) / 2);
	rig_put_hex(command, policy);
	rig_put_hex(command, template->parms);
	for (uint32_t i = 0; i < unique; i++)
		put8(command, 0);
}

struct memory_command rig_begin(uint32_t code, const uint32_t *handles, const char *const *auths,
				uint32_t count)
{
	struct memory_command command = memory_begin(code, NULL, handles, count);
	struct memory_command area = { .len = 0 };

	for (uint32_t i = 0; i < count; i++) {
		if (auths[i] == NULL)
			continue;
		put32(&area, TPM_RS_PW);
		put16(&area, 0);
		put8(&area, 1);
		put_2b(&area, auths[i], strlen(auths[i]));
	}
	if (area.len != 0) {
		command.bytes[1] = TPM_ST_SESSIONS & 0xff;
		put32(&command, (uint32_t)area.len);
		put_bytes(&command, area.bytes, area.len);
	}
	return command;
}

uint32_t rig_run(const struct memory_command *command)
{
	uint32_t rc = memory_run(command, 0);

	return rc == TPM_RC_RETRY ? memory_run(command, 0) : rc;
}

static void put_create(struct memory_command *command, const struct rig_template *template,
		       const char *auth, const char *data)
{
	put16(command, (uint32_t)(4 + strlen(auth) + strlen(data)));
	put_2b(command, auth, strlen(auth));
	put_2b(command, data, strlen(data));
	rig_put_public(command, template);
	put16(command, 0);
	put32(command, 0);
}

uint32_t rig_create_primary(uint32_t hierarchy, const struct rig_template *template,
			    const char *data, uint32_t *handle)
{
	struct memory_command command = memory_begin(TPM_CC_CREATE_PRIMARY, "", &hierarchy, 1);
	uint32_t rc;

	put_create(&command, template, "", data);
	rc = rig_run(&command);
	if (rc == 0)
		*handle = get32(memory.response + TPM_HEADER_SIZE);
	return rc;
}

uint32_t rig_create(uint32_t parent, const struct rig_template *template, const char *auth,
		    const char *data, struct rig_blob *priv, struct rig_blob *pub)
{
	struct memory_command command = memory_begin(TPM_CC_CREATE, "", &parent, 1);
	const uint8_t *at;
	uint32_t rc;

	put_create(&command, template, auth, data);
	rc = rig_run(&command);
	if (rc != 0)
		return rc;
	at = memory_parameters();
	*priv = rig_take(&at);
	*pub = rig_take(&at);
	return 0;
}

uint32_t rig_load(uint32_t parent, const struct rig_blob *priv, const struct rig_blob *pub,
		  uint32_t *handle)
{
	struct memory_command command = memory_begin(TPM_CC_LOAD, "", &parent, 1);
	uint32_t rc;

	rig_put(&command, priv);
	rig_put(&command, pub);
	rc = rig_run(&command);
	if (rc == 0)
		*handle = get32(memory.response + TPM_HEADER_SIZE);
	return rc;
}

uint32_t rig_flush(uint32_t handle)
{
	struct memory_command command = memory_begin(TPM_CC_FLUSH_CONTEXT, NULL, NULL, 0);

	put32(&command, handle);
	return rig_run(&command);
}

uint32_t rig_name(uint32_t handle, struct rig_blob *name)
{
	struct memory_command command = memory_begin(TPM_CC_READ_PUBLIC, NULL, &handle, 1);
	const uint8_t *at;
	uint32_t rc = rig_run(&command);

	if (rc != 0)
		return rc;
	at = memory_parameters();
	(void)rig_take(&at);
	*name = rig_take(&at);
	return 0;
}
