# SPDX-License-Identifier: GPL-2.0-or-later
$(B)/crypto-bench: $(call obj,host,tests/bench/crypto.c) $(crypto-lib-host)
	$(call say,LINK,$@)
	$(Q)$(cc-host) $(flags-host) -o $@ $^

.PHONY: bench-crypto
## bench-crypto: CPU time and instructions of each operation of crypto/
bench-crypto: $(B)/crypto-bench
	$(Q)tests/bench/crypto.sh $(B)/crypto-bench

.PHONY: bench-tpm
## bench-tpm: server CPU time of TPM operations, beside libtpms and swtpm
bench-tpm: $(B)/tpm_server $(B)/interop/libtpms_server | $(B)/.packages-test
	$(Q)$(PYTHON) -B tests/bench/tpm.py --build $(B) -o $(B)/bench-tpm.json
bench: bench-tpm
