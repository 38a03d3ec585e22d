# SPDX-License-Identifier: GPL-2.0-or-later
$(B)/crypto-bench: $(call obj,host,tests/bench/crypto.c) $(crypto-lib-host)
	$(call say,LINK,$@)
	$(Q)$(cc-host) $(flags-host) -o $@ $^

.PHONY: bench-crypto
## bench-crypto: CPU time and instructions of each operation of crypto/
bench-crypto: $(B)/crypto-bench
	$(Q)tests/bench/crypto.sh $(B)/crypto-bench

# tpm_alone: a TPM in a process without sockets, ours and libtpms
$(B)/tpm_alone: $(call obj,host,tests/bench/tpm_alone.c $(filter-out %/main.c,$(tpm-server-src))) $(crypto-lib-host)
	$(call say,LD,$@)
	$(Q)$(CC) -Wl,--gc-sections -o $@ $^
$(B)/interop/libtpms_alone: $(call obj,host,tests/bench/tpm_alone.c tests/interop/libtpms/backend_libtpms.c)
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -o $@ $^ -ltpms

.PHONY: bench-tpm
## bench-tpm: CPU time of TPM operations, in servers and alone, beside libtpms and swtpm
bench-tpm: $(addprefix $(B)/,tpm_server tpm_alone interop/libtpms_server interop/libtpms_alone) | $(B)/.packages-test
	$(Q)$(PYTHON) -B tests/bench/tpm.py --build $(B) -o $(B)/bench-tpm.json
bench: bench-tpm
