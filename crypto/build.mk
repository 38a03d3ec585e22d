# SPDX-License-Identifier: GPL-2.0-or-later
# $(crypto-lib-FLAVOUR): the facade and what it needs of wolfCrypt, as a static library.
crypto-src := $(addprefix crypto/,hash.c secret.c hkdf.c kdf.c aead.c cipher.c drbg.c random.c selftest.c)
wolfcrypt := sha sha256 sha512 hash hmac aes wc_port memory

wolfssl-dir := $(B)/deps/wolfssl
$(wolfssl-dir)/.version: deps/fetch.sh deps/sources | $(B)/.packages
	$(Q)deps/fetch.sh wolfssl $(wolfssl-dir)

crypto-flags := -isystem $(wolfssl-dir) -Icrypto/wolfssl -DWOLFSSL_USER_SETTINGS
crypto-flags-free := -isystem crypto/freestanding/include
$(foreach s,$(crypto-src),$(eval flags-$(s) := $(crypto-flags)))

define crypto-rules
crypto-objs-$(1) := $$(call obj,$(1),$$(crypto-src)) $$(patsubst %,$(B)/$(1)/wolfcrypt/%.o,$$(wolfcrypt))
crypto-lib-$(1) := $(B)/$(1)/libcrypto.a
$$(call obj,$(1),$$(crypto-src)): private flags-$(1) += $$(crypto-flags-$(1))
$$(call obj,$(1),$$(crypto-src)): | $$(wolfssl-dir)/.version
# Third-party code: its warnings are its own (-w), and sanitizers stay out of it
$(B)/$(1)/wolfcrypt/%.o: $(wolfssl-dir)/.version crypto/wolfssl/user_settings.h $(B)/include/autoconf.h
	$$(call say,CC,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(cc-$(1)) $$(flags-$(1)) $$(crypto-flags) $$(crypto-flags-$(1)) -w -fno-sanitize=all \
		-ffile-prefix-map=$$(wolfssl-dir)=wolfssl -c -o $$@ $(wolfssl-dir)/wolfcrypt/src/$$*.c
$(B)/$(1)/libcrypto.a: $$(crypto-objs-$(1)) $(if $(filter free,$(1)),$$(call obj,free,lib/freestanding/memory.c))
	$$(call say,AR,$$@)
	$(Q)rm -f $$@ && $(AR) rcsD $$@ $$^
endef
$(foreach f,free host san fuzz,$(eval $(call crypto-rules,$(f))))
