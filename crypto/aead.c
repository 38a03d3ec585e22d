/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AES-256-GCM over wolfCrypt. Must never release plaintext that did not authenticate. */
#include "crypto/aead.h"

#include <wolfssl/wolfcrypt/aes.h>

#include "abi/check.h"

static_assert(sizeof(Aes) <= sizeof(((struct gcm *)0)->state), "state too small");

static_assert(_Alignof(Aes) <= 16, "state not aligned enough");

static Aes *aes_of(struct gcm *gcm)
{
	return (Aes *)gcm->state;
}

/* wolfCrypt fails here only on null pointers and lengths that the prototypes rule out */
static void must(int result)
{
	if (result != 0)
		__builtin_trap();
}

void gcm_init(struct gcm *gcm, const uint8_t key[GCM_KEY_SIZE])
{
	must(wc_AesInit(aes_of(gcm), NULL, INVALID_DEVID));
	must(wc_AesGcmSetKey(aes_of(gcm), key, GCM_KEY_SIZE));
}

void gcm_wipe(struct gcm *gcm)
{
	crypto_wipe(gcm, sizeof(*gcm));
}

void gcm_seal(struct gcm *gcm, const uint8_t iv[GCM_IV_SIZE], const void *aad, size_t aad_len,
	      const void *in, void *out, size_t len, uint8_t tag[GCM_TAG_SIZE])
{
	must(wc_AesGcmEncrypt(aes_of(gcm), out, in, (word32)len, iv, GCM_IV_SIZE, tag, GCM_TAG_SIZE,
			      aad, (word32)aad_len));
}

enum err gcm_open(struct gcm *gcm, const uint8_t iv[GCM_IV_SIZE], const void *aad, size_t aad_len,
		  const void *in, void *out, size_t len, const uint8_t tag[GCM_TAG_SIZE])
{
	int result = wc_AesGcmDecrypt(aes_of(gcm), out, in, (word32)len, iv, GCM_IV_SIZE, tag,
				      GCM_TAG_SIZE, aad, (word32)aad_len);

	if (result == 0)
		return OK;
	crypto_wipe(out, len);
	return ERR_CRYPTO;
}
