/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The algorithms and curves that this TPM implements. Spec: TPM 2.0 Library Part 2 s6.3, s8.2; TCG Algorithm Registry. */
#include "core/trace/panic.h"
#include "modules/vtpm/tpm/capability.h"

struct algorithm {
	uint16_t number;
	uint16_t attributes; /* TPMA_ALGORITHM */
};

#define ASYMMETRIC TPMA_ALGORITHM_ASYMMETRIC
#define SYMMETRIC TPMA_ALGORITHM_SYMMETRIC
#define HASH TPMA_ALGORITHM_HASH
#define OBJECT TPMA_ALGORITHM_OBJECT
#define SIGNING TPMA_ALGORITHM_SIGNING
#define ENCRYPTING TPMA_ALGORITHM_ENCRYPTING
#define METHOD TPMA_ALGORITHM_METHOD

static const struct algorithm algorithms[] = {
	{ TPM_ALG_RSA, ASYMMETRIC | OBJECT },
	{ TPM_ALG_SHA1, HASH },
	{ TPM_ALG_HMAC, HASH | SIGNING },
	{ TPM_ALG_AES, SYMMETRIC },
	{ TPM_ALG_MGF1, HASH | METHOD },
	{ TPM_ALG_KEYEDHASH, HASH | OBJECT | SIGNING | ENCRYPTING },
	{ TPM_ALG_XOR, HASH | SYMMETRIC },
	{ TPM_ALG_SHA256, HASH },
	{ TPM_ALG_SHA384, HASH },
	{ TPM_ALG_SHA512, HASH },
	{ TPM_ALG_RSASSA, ASYMMETRIC | SIGNING },
	{ TPM_ALG_RSAES, ASYMMETRIC | ENCRYPTING },
	{ TPM_ALG_RSAPSS, ASYMMETRIC | SIGNING },
	{ TPM_ALG_OAEP, ASYMMETRIC | ENCRYPTING },
	{ TPM_ALG_ECDSA, ASYMMETRIC | SIGNING },
	{ TPM_ALG_ECDH, ASYMMETRIC | METHOD },
	{ TPM_ALG_ECDAA, ASYMMETRIC | SIGNING },
	{ TPM_ALG_ECSCHNORR, ASYMMETRIC | SIGNING },
	{ TPM_ALG_KDF1_SP800_56A, HASH | METHOD },
	{ TPM_ALG_KDF1_SP800_108, HASH | METHOD },
	{ TPM_ALG_ECC, ASYMMETRIC | OBJECT },
	{ TPM_ALG_SYMCIPHER, OBJECT },
	{ TPM_ALG_CMAC, SYMMETRIC | SIGNING },
	{ TPM_ALG_CTR, SYMMETRIC | ENCRYPTING },
	{ TPM_ALG_OFB, SYMMETRIC | ENCRYPTING },
	{ TPM_ALG_CBC, SYMMETRIC | ENCRYPTING },
	{ TPM_ALG_CFB, SYMMETRIC | ENCRYPTING },
	{ TPM_ALG_ECB, SYMMETRIC | ENCRYPTING },
};

static const uint16_t curves[] = { TPM_ECC_NIST_P256, TPM_ECC_NIST_P384, TPM_ECC_NIST_P521,
				   TPM_ECC_BN_P256 };

uint32_t capability_algorithm_count(void)
{
	return sizeof(algorithms) / sizeof(algorithms[0]);
}

uint16_t capability_algorithm(uint32_t index)
{
	ASSERT(index < capability_algorithm_count());
	return algorithms[index].number;
}

/* The property is an algorithm's number: its upper half does not count */
void capability_algorithms(struct tpm *tpm, struct capability_list *list)
{
	(void)tpm;
	for (uint32_t i = 0; i < capability_algorithm_count(); i++) {
		if (algorithms[i].number < (uint16_t)list->property)
			continue;
		if (!capability_take(list))
			break;
		wire_put_u16(&list->writer, algorithms[i].number);
		wire_put_u32(&list->writer, algorithms[i].attributes);
	}
}

void capability_curves(struct tpm *tpm, struct capability_list *list)
{
	(void)tpm;
	for (uint32_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++) {
		if (curves[i] < (uint16_t)list->property)
			continue;
		if (!capability_take(list))
			break;
		wire_put_u16(&list->writer, curves[i]);
	}
}
