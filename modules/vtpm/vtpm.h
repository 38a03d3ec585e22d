/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The one TPM of this VM and who may touch it. One vCPU at a time is inside it; others are told to
 * come again.
 */
#ifndef VTPM_VTPM_H
#define VTPM_VTPM_H

#include <stdbool.h>

#include "core/registry/module.h"
#include "modules/vtpm/tpm/tpm.h"

MODULE_EXTERN(vtpm);

/* A little-endian number, of a request or the event log. */
static inline uint32_t vtpm_load32(const uint8_t *bytes)
{
	return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
	       (uint32_t)bytes[3] << 24;
}

/* The TPM if nobody is inside, which the caller then is until vtpm_leave; NULL: another vCPU is,
 * answer BUSY. */
struct tpm *vtpm_enter(void);
void vtpm_leave(void);

/*
 * Extends PCR 0, in every bank, by what the event log has gained since the last call, in its order.
 * The caller is inside the TPM. Returns OK, or ERR_FORMAT: the log is not one (our bug).
 */
MUST_USE enum err vtpm_measure(struct tpm *tpm);
/* The TPM's PCRs were reset: the next call begins at the log's first event. */
void vtpm_measure_afresh(void);

/* tpm_platform's observe: a request of the observe protocol (modules/vtpm/README.md). */
enum err vtpm_observe(void *context, bool is_owner, const uint8_t *in, size_t in_len, uint8_t *out,
		      size_t cap, size_t *out_len);

/* Whether a vCPU's command is in progress and its vCPU away. The caller is inside the TPM. */
bool vtpm_is_waiting(void);

/* The module's entries of the attestation manifest. */
#define VTPM_MANIFEST_COUNT 2u
extern const struct manifest_entry vtpm_manifest[VTPM_MANIFEST_COUNT];

/* SVSM protocol 2: the rows of the module's descriptor. */
#define VTPM_CALL_QUERY 0u
#define VTPM_CALL_SEND 1u
uint64_t vtpm_query(struct call_args *args);
uint64_t vtpm_send(struct call_args *args);

#endif
