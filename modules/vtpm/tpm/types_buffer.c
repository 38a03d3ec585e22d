/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The TPM2B types of bytes. Spec: TPM 2.0 Library Part 2 revision 1.59 s10.4, s11. */
#include "modules/vtpm/tpm/wire.h"

#define BUFFER(name_)                                                                              \
	const struct wire_type wire_##name_ = { .kind = WIRE_BUFFER,                               \
						.size = sizeof(struct name_),                      \
						.max = sizeof(((struct name_ *)0)->bytes) }
#define SPAN(name_, kind_, max_)                                                                   \
	const struct wire_type wire_##name_ = { .kind = (kind_),                                   \
						.size = sizeof(struct tpm_span),                   \
						.max = (max_) }

BUFFER(tpm2b_digest);
BUFFER(tpm2b_data);
BUFFER(tpm2b_name);
BUFFER(tpm2b_label);
BUFFER(tpm2b_iv);
BUFFER(tpm2b_ecc_parameter);
BUFFER(tpm2b_public_key_rsa);
BUFFER(tpm2b_private_key_rsa);
BUFFER(tpm2b_sym_key);
BUFFER(tpm2b_sensitive_data);
BUFFER(tpm2b_encrypted_secret);
BUFFER(tpm2b_attest);
BUFFER(tpm2b_private);

SPAN(span_max_buffer, WIRE_SPAN, TPM_BUFFER_MAX);
SPAN(span_max_nv_buffer, WIRE_SPAN, TPM_NV_BUFFER_MAX);
SPAN(span_event, WIRE_SPAN, 1024);
SPAN(span_any, WIRE_SPAN, TPM_COMMAND_MAX);
SPAN(raw, WIRE_RAW, TPM_COMMAND_MAX);
