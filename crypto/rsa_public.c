/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RSA public keys. Everything here is public: only the exponent decides what is multiplied. */
#include "crypto/mont.h"
#include "crypto/rsa_internal.h"
#include "crypto/scratch.h"

enum err rsa_public_set(struct rsa_public *pub, const void *modulus, size_t size, uint32_t exponent)
{
	const uint8_t *bytes = modulus;

	if (size != 128 && size != 256 && size != 384 && size != 512)
		return ERR_UNSUPPORTED;
	if (!(bytes[0] & 0x80) || !(bytes[size - 1] & 1) || exponent < 3 || !(exponent & 1))
		return ERR_FORMAT;
	*pub = (struct rsa_public){ .size = (uint16_t)size, .exponent = exponent };
	for (size_t i = 0; i < size; i++)
		pub->modulus[i] = bytes[i];
	return OK;
}

bool rsa_power_load(struct rsa_power *work, const struct rsa_public *pub, const void *in,
		    size_t len)
{
	size_t n = pub->size / 8;

	return limbs_load(work->modulus, n, pub->modulus, pub->size) &&
	       limbs_load(work->base, n, in, len) && limbs_is_less(work->base, work->modulus, n);
}

void rsa_power_run(struct rsa_power *work, const struct rsa_public *pub)
{
	size_t n = pub->size / 8;
	struct mont modulus;
	int bit = 31 - __builtin_clz(pub->exponent);

	mont_init(&modulus, work->rr, work->modulus, n, 64 * n);
	mont_enter(&modulus, work->base, work->base);
	limbs_copy(work->result, work->base, n);
	while (bit-- > 0) {
		mont_mul(&modulus, work->result, work->result, work->result);
		if (pub->exponent >> bit & 1)
			mont_mul(&modulus, work->result, work->result, work->base);
	}
	mont_leave(&modulus, work->result, work->result);
}

enum err rsa_public_op(const struct rsa_public *pub, const void *in, size_t len, uint8_t *out)
{
	struct rsa_power *work = scratch_take(sizeof(*work));
	enum err err = ERR_RANGE;

	if (rsa_power_load(work, pub, in, len)) {
		rsa_power_run(work, pub);
		limbs_store(work->result, pub->size / 8, out, pub->size);
		err = OK;
	}
	scratch_drop();
	return err;
}
