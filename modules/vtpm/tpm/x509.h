/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Certificates that a key signs about another: parts of a TBSCertificate. Spec: RFC 5280 s4.1; Part 3 r1.59 s18.8. */
#ifndef VTPM_TPM_X509_H
#define VTPM_TPM_X509_H

#include "modules/vtpm/tpm/der.h"
#include "modules/vtpm/tpm/types.h"

/* What a caller gives: elements as they are, len 0 where one is left out */
struct x509_partial {
	struct tpm_span algorithm; /* optional */
	struct tpm_span issuer;
	struct tpm_span validity;
	struct tpm_span subject;
	struct tpm_span rest; /* unique ids, where there are any, and extensions */
};

/*
 * Takes a partial certificate apart and checks its extensions against the certified object's
 * attributes: key usage is required, and must be one that the attributes allow. TPM_RC_SUCCESS,
 * TPM_RC_SIZE, TPM_RC_VALUE.
 */
uint32_t x509_partial_read(const struct tpm_span *in, uint32_t attributes,
			   struct x509_partial *out);

/* Writes SubjectPublicKeyInfo. false: this kind of key has none. */
bool x509_put_key(struct der_writer *writer, const struct tpmt_public *pub);
/* Writes the AlgorithmIdentifier of a signature. false: this scheme has none. */
bool x509_put_algorithm(struct der_writer *writer, const struct tpmt_scheme *scheme);

#endif
