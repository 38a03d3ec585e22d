# SPDX-License-Identifier: GPL-2.0-or-later
# $(crypto-lib-FLAVOUR): the facade and what it needs of wolfCrypt, as a static library.
crypto-src := $(addprefix crypto/,hash.c secret.c hkdf.c kdf.c aead.c cipher.c drbg.c random.c selftest.c)
# RSA and curves: in the image and the machine only where something selects them
crypto-src-asymmetric := $(addprefix crypto/,limbs.c mont.c mont_rows.c mont_exp.c inverse.c scratch.c prime_sieve.c \
	prime_test.c rsa_public.c rsa_key.c rsa_private.c rsa_keygen.c rsa_pad_ct.c rsa_pad_encrypt.c rsa_pad_sign.c \
	ecc_curves.c ecc_modulus.c ecc_scalar.c ecc_points.c ecc_window.c ecc.c ecc_job.c ecc_nonce.c \
	ecdsa.c ecschnorr.c selftest_asymmetric.c)
wolfcrypt := sha sha256 sha512 aes wc_port memory
wolfcrypt-asymmetric := sp_int sp_c64
ifeq ($(CONFIG_CRYPTO_ASM),y)
crypto-src += crypto/sha256_ni.c
crypto-src-free := crypto/cpu_flags.c crypto/cpu_image.c
crypto-src-host := crypto/cpu_flags.c crypto/cpu_host.c
crypto-src-san := $(crypto-src-host)
crypto-src-fuzz := $(crypto-src-host)
wolfcrypt += aes_asm aes_gcm_asm
wolfcrypt-asymmetric += sp_x86_64 sp_x86_64_asm
else
crypto-src += crypto/cpu_none.c
endif

wolfssl-dir := $(B)/deps/wolfssl
$(wolfssl-dir)/.version: deps/fetch.sh deps/sources | $(B)/.packages
	$(Q)deps/fetch.sh wolfssl $(wolfssl-dir)

crypto-flags := -isystem $(wolfssl-dir) -Icrypto/wolfssl -DWOLFSSL_USER_SETTINGS
crypto-flags-free := -isystem crypto/freestanding/include
crypto-src-all := $(sort $(crypto-src) $(crypto-src-asymmetric) $(addprefix crypto/,cpu_none.c cpu_flags.c cpu_image.c cpu_host.c sha256_ni.c))
$(foreach s,$(crypto-src-all),$(eval flags-$(s) := $(crypto-flags)))
asymmetric-in = $(if $(filter-out free,$(1))$(CONFIG_CRYPTO_ASYMMETRIC),$(2))

# Third-party code: its warnings are its own (-w), sanitizers stay out of it, and no configuration is in it
# but what stands here, so that build folders can share its objects (deps/compile.sh).
OBJECT_CACHE ?= yes
# The temporaries of points come from scratch.h, not from the stack
wolfcrypt-flags-sp_c64 := -DWOLFSSL_SMALL_STACK
# With assembly for P-256 alone: the other curves' tables would take a megabyte. Assembly cannot read the settings.
ifeq ($(CONFIG_CRYPTO_ASM),y)
wolfcrypt-flags-all := -DCONFIG_CRYPTO_ASM
wolfcrypt-flags-sp_c64 += -DWOLFSSL_SP_NO_256
wolfcrypt-flags-sp_x86_64 := -DWOLFSSL_SMALL_STACK -DWOLFSSL_SP_X86_64_ASM -DCRYPTO_P256_ONLY
wolfcrypt-flags-sp_x86_64_asm := -UWOLFSSL_USER_SETTINGS -DWOLFSSL_SP_X86_64_ASM -DWOLFSSL_SP_NO_2048 \
	-DWOLFSSL_SP_NO_3072
# Intrinsics; elsewhere in the file nothing may depend on these
wolfcrypt-not-aes := -mgeneral-regs-only
wolfcrypt-flags-aes := -maes -mpclmul -msse4.1 -fno-tree-vectorize
wolfcrypt-flags-aes_asm := -UWOLFSSL_USER_SETTINGS -DWOLFSSL_X86_64_BUILD -DWOLFSSL_AESNI
wolfcrypt-flags-aes_gcm_asm := $(wolfcrypt-flags-aes_asm)
endif
wolfcrypt-inputs := $(wolfssl-dir)/.version crypto/wolfssl/user_settings.h crypto/freestanding/wolfssl_shims.h \
	crypto/scratch.h lib/freestanding/memory.h
wolfcrypt-flags = $(filter-out -include $(B)/include/autoconf.h -DPARAPET_VERSION=%,$(flags-$(1))) $(crypto-flags) \
	$(crypto-flags-$(1)) -w -fno-sanitize=all -ffile-prefix-map=$(wolfssl-dir)=wolfssl

define crypto-rules
crypto-objs-$(1) := $$(call obj,$(1),$$(crypto-src) $$(crypto-src-$(1)) $$(call asymmetric-in,$(1),$$(crypto-src-asymmetric))) \
	$$(patsubst %,$(B)/$(1)/wolfcrypt/%.o,$$(wolfcrypt) $$(call asymmetric-in,$(1),$$(wolfcrypt-asymmetric)))
crypto-lib-$(1) := $(B)/$(1)/libcrypto.a
$$(call obj,$(1),$$(crypto-src-all)): private flags-$(1) += $$(crypto-flags-$(1))
$$(call obj,$(1),$$(crypto-src-all)): | $$(wolfssl-dir)/.version
$(B)/$(1)/wolfcrypt/%.o: $$(wolfcrypt-inputs)
	$$(call say,CC,$$@)
	$(Q)OBJECT_CACHE=$(OBJECT_CACHE) INPUTS='$$(wolfcrypt-inputs)' deps/compile.sh $$@ $(wolfssl-dir) \
		$$(cc-$(1)) $$(filter-out $$(wolfcrypt-not-$$*),$$(call wolfcrypt-flags,$(1))) $$(wolfcrypt-flags-all) $$(wolfcrypt-flags-$$*) \
		-c $$(firstword $$(wildcard $(wolfssl-dir)/wolfcrypt/src/$$*.c $(wolfssl-dir)/wolfcrypt/src/$$*.S))
$(B)/$(1)/libcrypto.a: $$(crypto-objs-$(1)) $(if $(filter free,$(1)),$$(call obj,free,lib/freestanding/memory.c))
	$$(call say,AR,$$@)
	$(Q)rm -f $$@ && $(AR) rcsD $$@ $$^
endef
$(foreach f,free host san fuzz,$(eval $(call crypto-rules,$(f))))
# Limbs are written one by one: vector loads of them just after would wait
flags-crypto/limbs.c += -fno-tree-vectorize
flags-crypto/mont.c += -fno-tree-vectorize
# Intrinsics: the one source of ours that works on vector registers
flags-crypto/sha256_ni.c += -msha -mssse3 -msse4.1
$(call obj,free,crypto/sha256_ni.c): private flags-free := $(filter-out -mgeneral-regs-only,$(flags-free)) $(crypto-flags-free)
