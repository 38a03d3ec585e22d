# SPDX-License-Identifier: GPL-2.0-or-later
$(B)/ct-secrets: $(call obj,host,tests/ct/secrets.c) $(crypto-lib-host)
	$(call say,LINK,$@)
	$(Q)$(cc-host) $(flags-host) -o $@ $^
$(call obj,host,tests/ct/secrets.c): | $(B)/.packages-test

.PHONY: constant-time
## constant-time: no branch and no address in crypto/ depends on a secret, but for tests/ct/accepted.supp
constant-time: $(B)/ct-secrets
	$(Q)valgrind --quiet --error-exitcode=1 --suppressions=tests/ct/accepted.supp $(B)/ct-secrets && \
		echo "constant-time: ok"
test-targets += constant-time
