# SPDX-License-Identifier: GPL-2.0-or-later
# The image of the hostile cases has modules that want features of the VMM; it is built in a folder of its own.
hostile-modules := tests/modules/features

.PHONY: hostile
## hostile: Parapet against a VMM that means harm, a boot a case (ONLY=TEXT picks)
hostile: all $(B)/.packages-test
	$(Q)env -u KCONFIG_CONFIG $(MAKE) B=$(B)/hostile DEFCONFIG=default MODULES_EXTRA=$(hostile-modules) \
		$(B)/hostile/parapet.elf
	$(Q)$(PYTHON) -B tests/hostile/run.py --build $(B) --image $(B)/hostile/parapet.elf $(if $(ONLY),--only '$(ONLY)')
test-targets += hostile
