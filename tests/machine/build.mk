# SPDX-License-Identifier: GPL-2.0-or-later
# Guests that break the machine's rules, the packer that makes IGVM files of them, and their runner.
machine-guest-src := $(addprefix tests/machine/,start.S guest.c vmpl2.c break_memory.c break_vmsa.c break_ghcb.c pass.c pass_cpus.c pass_events.c \
	pass_psp.c pass_apic.c pass_pc.c) \
	lib/freestanding/memory.c
machine-guest-objs := $(call obj,free,$(machine-guest-src))
machine-pack-objs := $(call obj,host,tests/machine/pack.c tests/machine/pack_change.c lib/igvm.c lib/igvm_writer.c)

$(B)/tests/machine/guest.bin: $(machine-guest-objs) $(crypto-lib-free) tests/machine/guest.lds
	$(call say,LD,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(LD) -nostdlib -static --build-id=none -z noexecstack -T tests/machine/guest.lds -o $@ $(machine-guest-objs) $(crypto-lib-free)

$(B)/tests/machine/pack: $(machine-pack-objs)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(flags-host) -o $@ $(machine-pack-objs)

.PHONY: machine-test
## machine-test: every rule of the software SNP machine is broken by a guest
machine-test: $(B)/machine.elf $(B)/tests/machine/guest.bin $(B)/tests/machine/pack
	$(Q)tests/machine/run.sh $(B)
test-targets += machine-test
