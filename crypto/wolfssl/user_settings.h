/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How wolfCrypt is built: only what the facade uses, no files, no threads, no sockets, no self-made
 * entropy. docs: deps/README.md says why each group is there.
 */
#ifndef WOLFSSL_USER_SETTINGS_H
#define WOLFSSL_USER_SETTINGS_H

/* wolfCrypt alone, in one thread at a time (crypto/ locks where it must) */
#define WOLFCRYPT_ONLY
#define SINGLE_THREADED
#define NO_FILESYSTEM
#define WOLFSSL_USER_IO
#define NO_WRITEV
#define NO_MAIN_DRIVER
#define NO_ERROR_STRINGS
#define NO_ASN_TIME
#define WOLFSSL_IGNORE_FILE_WARN
#define WC_NO_HARDEN_WARNING

/* Algorithms that Parapet has no use for */
#define NO_DES3
#define NO_RC4
#define NO_MD4
#define NO_MD5
#define NO_DSA
#define NO_DH
#define NO_PWDBASED
#define NO_OLD_TLS
#define NO_RSA
#define NO_ASN
#define WC_NO_RNG

/* Algorithms it has */
#define WOLFSSL_SHA384
#define WOLFSSL_SHA512
#define WOLFSSL_NOSHA512_256
#define WOLFSSL_NOSHA512_224
#define HAVE_AESGCM
#define GCM_TABLE_4BIT
#define WOLFSSL_AES_DIRECT
#define WOLFSSL_AES_COUNTER
#define WOLFSSL_AES_CFB

/*
 * Of the curves, only the point arithmetic: keys, signatures and encodings are crypto/'s. Every
 * call of it is made with the lock of scratch.h held, from which it allocates.
 */
#define WOLFSSL_SP_MATH
#define WOLFSSL_HAVE_SP_ECC
#define HAVE_ECC
#ifndef CRYPTO_P256_ONLY
#define WOLFSSL_SP_384
#define WOLFSSL_SP_521
#define HAVE_ECC384
#define HAVE_ECC521
#endif
#define ECC_TIMING_RESISTANT
#define TFM_TIMING_RESISTANT
#define HAVE___UINT128_T 1
#define SP_INT_BITS 521

/* Wipes by words, which hashing does after each block; without assembly it means nothing else */
#define WOLFSSL_X86_64_BUILD

/* AES instructions, and assembly for P-256; cpu.h says what the CPU has */
#ifdef CONFIG_CRYPTO_ASM
#define WOLFSSL_AESNI
#define NO_WOLFSSL_ALLOC_ALIGN
#endif

#define XMALLOC_OVERRIDE
#define XMALLOC(size, heap, type) ((void)(heap), scratch_more(size))
#define XFREE(pointer, heap, type) ((void)(pointer), (void)(heap))
#define XREALLOC(pointer, size, heap, type) ((void)(pointer), (void)(heap), NULL)

#include "crypto/scratch.h"

#ifdef PARAPET_FREESTANDING
#include "crypto/freestanding/wolfssl_shims.h"
#endif

#endif
