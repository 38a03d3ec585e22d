# SPDX-License-Identifier: GPL-2.0-or-later
machine-src := $(wildcard machine/*.c machine/*.S) vmm/lib/parapet_vmm.c
machine-obj := $(call obj,free,$(machine-src) $(lib-src))
all-targets += $(B)/machine.elf

$(B)/machine.elf: $(machine-obj) $(crypto-lib-free) machine/machine.lds
	$(call say,LD,$@)
	$(Q)$(LD) -nostdlib -static --build-id=none -z noexecstack -z max-page-size=4096 --gc-sections -T machine/machine.lds -o $@ \
		$(machine-obj) $(crypto-lib-free)
