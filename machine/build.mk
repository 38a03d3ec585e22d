# SPDX-License-Identifier: GPL-2.0-or-later
machine-src := $(wildcard machine/*.c machine/*.S) vmm/lib/parapet_vmm.c
# The secure processor signs reports, whatever is compiled into the image
machine-crypto := $(call obj,free,$(crypto-src-asymmetric)) $(patsubst %,$(B)/free/wolfcrypt/%.o,$(wolfcrypt-asymmetric))
machine-obj := $(call obj,free,$(machine-src) $(lib-src)) $(machine-crypto)
all-targets += $(B)/machine.elf

$(B)/machine.elf: $(machine-obj) $(crypto-lib-free) machine/machine.lds
	$(call say,LD,$@)
	$(Q)$(LD) -nostdlib -static --build-id=none -z noexecstack -z max-page-size=4096 --gc-sections -T machine/machine.lds -o $@ \
		$(machine-obj) $(crypto-lib-free)
