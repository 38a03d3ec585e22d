# SPDX-License-Identifier: GPL-2.0-or-later
# The TPM against software and TPMs that others wrote. libtpms_server: libtpms behind tpm_server's front end.
$(B)/interop/libtpms_server: $(call obj,host,$(tpm-server-front-src) tests/interop/libtpms/backend_libtpms.c)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ -ltpms

# tpm_diff: the same commands to two TPMs
tpm-diff-src := $(wildcard tests/interop/diff/*.c)
$(B)/interop/tpm_diff: $(call obj,host,$(tpm-diff-src))
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ -lcrypto

.PHONY: interop
## interop: the TPM against tpm2-tools, tpm2-tss, systemd and libtpms (PARTS='tools tpm2-tools tss diff' picks)
interop: $(B)/tpm_server $(B)/interop/libtpms_server $(B)/interop/tpm_diff | $(B)/.packages-test
	$(Q)tests/interop/run.sh $(B) $(PARTS)
