/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Objects for tests on memory_tpm.h: templates, and the commands that make and move them. */
#ifndef VTPM_TESTS_OBJECT_RIG_H
#define VTPM_TESTS_OBJECT_RIG_H

#include "modules/vtpm/tests/memory_tpm.h"

/* Parameters as hexadecimal digits, as they are on the wire; unique is what the type has, empty */
struct rig_template {
	uint16_t type;
	uint16_t name_alg;
	uint32_t attributes;
	const char *parms;
	const char *policy; /* hexadecimal digits; NULL: none */
};

#define RIG_AES128 "000600800043"
#define RIG_NONE "0010"
#define RIG_P256 "0003"
#define RIG_ECC_STORAGE RIG_AES128 RIG_NONE RIG_P256 RIG_NONE
#define RIG_ECC_PLAIN RIG_NONE RIG_NONE RIG_P256 RIG_NONE
#define RIG_FIXED (TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT)
#define RIG_ORIGIN TPMA_OBJECT_SENSITIVEDATAORIGIN
#define RIG_STORAGE                                                                                \
	(RIG_ORIGIN | TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT)

extern const struct rig_template rig_storage;         /* ECC, fixed */
extern const struct rig_template rig_movable_storage; /* ECC, not fixed */
extern const struct rig_template rig_signing;         /* ECC, fixed */
extern const struct rig_template rig_sealed;          /* fixed */

/* A TPM2B of a response, kept */
struct rig_blob {
	uint8_t bytes[1024];
	size_t len;
};
/* Takes the TPM2B at *at, and moves behind it. */
struct rig_blob rig_take(const uint8_t **at);
void rig_put(struct memory_command *command, const struct rig_blob *blob);
/* Hexadecimal digits; (5a*32) is 32 bytes of 5a */
void rig_put_hex(struct memory_command *command, const char *digits);
/* TPM2B_PUBLIC, and without its length */
void rig_put_public(struct memory_command *command, const struct rig_template *template);

/* Any number of handles, each with its password session; NULL for one without */
struct memory_command rig_begin(uint32_t code, const uint32_t *handles, const char *const *auths,
				uint32_t count);

/* Sends it, again where a first use of an authorisation that is counted was recorded first */
uint32_t rig_run(const struct memory_command *command);

/* Response codes; *handle and blobs unchanged on error. data: the sensitive data */
uint32_t rig_create_primary(uint32_t hierarchy, const struct rig_template *template,
			    const char *data, uint32_t *handle);
uint32_t rig_create(uint32_t parent, const struct rig_template *template, const char *auth,
		    const char *data, struct rig_blob *priv, struct rig_blob *pub);
uint32_t rig_load(uint32_t parent, const struct rig_blob *priv, const struct rig_blob *pub,
		  uint32_t *handle);
uint32_t rig_flush(uint32_t handle);
/* The Name, by ReadPublic. */
uint32_t rig_name(uint32_t handle, struct rig_blob *name);

#endif
