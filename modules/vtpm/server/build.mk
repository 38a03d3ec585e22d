# SPDX-License-Identifier: GPL-2.0-or-later
# tpm_server: the TPM as a process. Everything but backend_tpm.c is a front end for any TPM.
tpm-server-front-src := $(filter-out %/backend_tpm.c %/panic.c,$(wildcard modules/vtpm/server/*.c))
tpm-server-src := $(tpm-server-front-src) $(addprefix modules/vtpm/server/,backend_tpm.c panic.c) $(vtpm-tpm-src)

$(B)/tpm_server: $(call obj,host,$(tpm-server-src)) $(crypto-lib-host)
	$(call say,LD,$@)
	$(Q)$(CC) -Wl,--gc-sections -o $@ $^


ifeq ($(CONFIG_MODULE_VTPM),y)
all-targets += $(B)/tpm_server
endif
