/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sensitive areas as bytes, and as a child's private area under its parent.
 * Never leaves one in clear behind. Spec: TPM 2.0 Library Part 1 revision 1.59 s24, Part 2 s12.3.
 */
#include "abi/check.h"
#include "crypto/secret.h"
#include "lib/be.h"
#include "modules/vtpm/tpm/hash.h"
#include "modules/vtpm/tpm/object_check.h"
#include "modules/vtpm/tpm/secret.h"
#include "modules/vtpm/tpm/wire.h"

size_t sensitive_pack(const struct tpmt_sensitive *sensitive, uint16_t name_alg, uint8_t *out,
		      size_t cap)
{
	struct tpmt_sensitive padded = *sensitive;
	uint16_t size = hash_size(name_alg);
	size_t len;

	while (padded.auth.len < size)
		padded.auth.bytes[padded.auth.len++] = 0;
	len = wire_pack(&wire_tpm2b_sensitive, &padded, out, cap);
	crypto_wipe(&padded, sizeof(padded));
	return len;
}

uint32_t sensitive_unpack(const uint8_t *bytes, size_t len, struct tpmt_sensitive *sensitive)
{
	struct wire_reader reader = { bytes, (uint32_t)len };
	uint16_t size;

	if (!wire_get_u16(&reader, &size))
		return TPM_RC_INSUFFICIENT;
	if (size != reader.left)
		return TPM_RC_SIZE;
	return wire_read_all(reader.at, reader.left, &wire_tpmt_sensitive, sensitive);
}

static struct secret_wrapping under(const struct tpm_slot *parent, const struct tpm2b_name *name)
{
	const struct tpm2b_digest *seed = &parent->object.sensitive.seed;

	return (struct secret_wrapping){ .protector = &parent->object.pub,
					 .seed = { seed->bytes, seed->len },
					 .name = name,
					 .iv = SECRET_RANDOM_IV };
}

uint32_t sensitive_to_private(struct tpm *tpm, const struct tpm_slot *parent,
			      const struct tpm2b_name *name, const struct tpmt_sensitive *sensitive,
			      struct tpm2b_private *out)
{
	const struct secret_wrapping wrapping = under(parent, name);
	uint16_t name_alg = (uint16_t)be_load(name->bytes, 2);
	uint8_t *plain = tpm_work(tpm)->secret.plain;
	size_t len =
		sensitive_pack(sensitive, name_alg, plain, sizeof(tpm_work(tpm)->secret.plain));
	uint32_t rc = secret_wrap(tpm, &wrapping, plain, len, out);

	crypto_wipe(plain, sizeof(tpm_work(tpm)->secret.plain));
	return rc;
}

uint32_t sensitive_from_private(struct tpm *tpm, const struct tpm_slot *parent,
				const struct tpm2b_name *name, const struct tpm2b_private *in,
				struct tpmt_sensitive *sensitive)
{
	const struct secret_wrapping wrapping = under(parent, name);
	uint8_t *plain = tpm_work(tpm)->secret.plain;
	size_t len;
	uint32_t rc;

	static_assert(sizeof(in->bytes) <= sizeof(tpm_work(tpm)->secret.plain),
		      "what is unwrapped is no longer than what was wrapped");
	rc = secret_unwrap(&wrapping, in, plain, &len);
	if (rc == TPM_RC_SUCCESS)
		rc = sensitive_unpack(plain, len, sensitive);
	/* The padding of sensitive_pack */
	if (rc == TPM_RC_SUCCESS && !object_trim_auth(&sensitive->auth, TPM_ALG_NULL))
		rc = TPM_RC_SIZE;
	crypto_wipe(plain, sizeof(tpm_work(tpm)->secret.plain));
	return rc;
}
