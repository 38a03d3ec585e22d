/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the TPM tells about itself. Each list writes its items in ascending order from a property
 * on, until it has as
 * many as were asked for or as fit. Spec: TPM 2.0 Library Part 2 s6.12, s10.10, Part 3 s30.2.
 */
#ifndef VTPM_TPM_CAPABILITY_H
#define VTPM_TPM_CAPABILITY_H

#include "modules/vtpm/tpm/state.h"
#include "modules/vtpm/tpm/wire.h"

struct capability_list {
	struct wire_writer writer; /* behind the count */
	uint32_t property;         /* first wanted */
	uint32_t max;              /* items that may be given */
	uint32_t count;            /* items given */
	bool has_more;             /* there is one that was not given */
};

/* Whether one more item may be written; if not, has_more is set. */
bool capability_take(struct capability_list *list);

/*
 * Fills list with capability's items. TPM_RC_SUCCESS; TPM_RC_VALUE or _HANDLE numbered as the
 * parameter that is wrong.
 */
uint32_t capability_list(struct tpm *tpm, uint32_t capability, struct capability_list *list);

/* TPM_CAP_TPM_PROPERTIES and TPM_CAP_ALGS. */
void capability_properties(struct tpm *tpm, struct capability_list *list);
void capability_algorithms(struct tpm *tpm, struct capability_list *list);
void capability_curves(struct tpm *tpm, struct capability_list *list);

/* Algorithm numbers that are implemented, ascending, 0..count-1 (the self tests' lists too). */
uint32_t capability_algorithm_count(void);
uint16_t capability_algorithm(uint32_t index);

#endif
