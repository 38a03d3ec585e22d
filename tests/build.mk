# SPDX-License-Identifier: GPL-2.0-or-later
# Unit tests and fuzz targets are found by wildcard; each names what it links in a comment on its first lines:
#   /* test-sources: lib/tlv.c lib/igvm.c */      /* test-libs: -lyaml */
#   /* fuzz-sources: lib/igvm.c */
unit-tests := $(sort $(wildcard tests/unit/*/test_*.c modules/*/tests/test_*.c $(MODULES_EXTRA)/*/tests/test_*.c))
fuzz-tests := $(sort $(wildcard tests/fuzz/*.c modules/*/tests/fuzz_*.c $(MODULES_EXTRA)/*/tests/fuzz_*.c))

# $(call comment,FILE,KEY): the words after KEY: in FILE's comments
comment = $(shell sed -n 's,^/\* $(2): *\(.*\)\*/,\1,p' $(1))

define unit-rule
$(B)/unit/$(1): $$(call obj,san,$(1).c $(call comment,$(1).c,test-sources)) $$(crypto-lib-san)
	$$(call say,LINK,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(cc-san) $$(flags-san) -o $$@ $$^ -lcmocka $(call comment,$(1).c,test-libs)
endef

define fuzz-rule
$(B)/fuzz-bin/$(1): $$(call obj,fuzz,$(1).c $(call comment,$(1).c,fuzz-sources)) $$(crypto-lib-fuzz)
	$$(call say,LINK,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(cc-fuzz) $$(flags-fuzz) -fsanitize=fuzzer -o $$@ $$^ $(call comment,$(1).c,fuzz-libs)
endef

ifneq ($(filter-out $(no-config-goals),$(or $(MAKECMDGOALS),all)),)
$(foreach t,$(unit-tests),$(eval $(call unit-rule,$(basename $(t)))))
$(foreach t,$(fuzz-tests),$(eval $(call fuzz-rule,$(basename $(t)))))
endif

unit-binaries := $(patsubst %.c,$(B)/unit/%,$(unit-tests))
fuzz-binaries := $(patsubst %.c,$(B)/fuzz-bin/%,$(fuzz-tests))

.PHONY: unit fuzz fuzz-quick
## unit: unit tests under the address and undefined-behaviour sanitizers
unit: $(unit-binaries) | $(B)/.packages-test
	$(Q)tests/run-units.sh $(unit-binaries)
## fuzz: every fuzz target for FUZZ_SECONDS (60)
FUZZ_SECONDS ?= 60
fuzz: $(fuzz-binaries)
	$(Q)tests/run-fuzz.sh $(FUZZ_SECONDS) $(B)/corpus $(fuzz-binaries)
fuzz-quick: $(fuzz-binaries)
	$(Q)tests/run-fuzz.sh 5 $(B)/corpus $(fuzz-binaries)

$(fuzz-binaries): | $(B)/.packages-test
check-targets += unit lint
test-targets += fuzz-quick

.PHONY: lint
## lint: the rules of tools/lint
lint: $(B)/.packages-test
	$(Q)B=$(B) CC='$(CC)' tools/lint/run.sh

system-tests := $(sort $(wildcard tests/system/test_*.sh))
.PHONY: system
## system: the command, the build and the boots, as a user runs them (TESTS=NAME… picks)
system: all $(B)/.packages-test
	$(Q)tests/run-system.sh $(B) $(if $(TESTS),$(TESTS:%=tests/system/test_%.sh),$(system-tests))
test-targets += system

.PHONY: test-long
## test-long: what takes longer: each fuzz target for a minute, 20 random configurations, the whole guest suite ten times
test-long: all fuzz bench
	$(Q)CONFIG_COUNT=20 CONFIG_SEED=long tests/run-system.sh $(B) tests/system/test_configs.sh
	$(Q)tests/run-system.sh $(B) $(foreach n,1 2 3 4 5 6 7 8 9 10,tests/system/test_guest.sh)
