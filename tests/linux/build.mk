# SPDX-License-Identifier: GPL-2.0-or-later
# The Linux guest: kernels by package, the in-tree TPM driver, an initramfs, a disk. Nothing of it is built by `make`.
linux-scripts := $(wildcard tests/linux/*.sh)
linux-guest-files := $(shell find tests/linux/guest -type f)
linux-programs := $(addprefix $(B)/linux/programs/,observe kexec libcurl-gnutls.so.4)
linux-sets := 7.x 6.12
.SECONDARY: $(linux-programs) $(linux-sets:%=$(B)/linux/%/vmlinuz) $(addprefix $(B)/host/tests/linux/,observe.o kexec.o)

flags-tests/linux/nocurl.c := -fPIC

$(B)/linux/programs/libcurl-gnutls.so.4: $(call obj,host,tests/linux/nocurl.c) tests/linux/nocurl.map
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -shared -Wl,-soname,$(@F) -Wl,--version-script=tests/linux/nocurl.map -o $@ $<
$(B)/linux/programs/%: $(B)/host/tests/linux/%.o
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -o $@ $<

$(B)/linux/%/vmlinuz: tests/linux/kernel.sh tests/linux/driver.sh tests/linux/fetch.sh | $(B)/.packages-test
	$(call say,KERNEL,$(@D))
	$(Q)tests/linux/kernel.sh linux-$* $(@D)

$(B)/linux/7.x/initrd.img: linux-modules = $(B)/linux/7.x/tpm_svsm.ko
$(B)/linux/%/initrd.img: $(B)/linux/%/vmlinuz $(linux-programs) tests/linux/initrd.sh $(linux-guest-files)
	$(call say,INITRD,$@)
	$(Q)tests/linux/initrd.sh $(@D)/modules $(B)/linux/programs $@ $(linux-modules)

$(B)/linux/disk.img: $(B)/linux/7.x/initrd.img tests/linux/disk.sh
	$(call say,DISK,$@)
	$(Q)tests/linux/disk.sh $(<D) $@

$(B)/linux/vmlinuz $(B)/linux/initrd.img: $(B)/linux/%: $(B)/linux/7.x/%
	$(Q)ln -sf 7.x/$* $@

$(B)/linux/MANIFEST: $(linux-sets:%=$(B)/linux/%/initrd.img) $(B)/linux/disk.img tests/linux/manifest.sh
	$(Q)tests/linux/manifest.sh $(B)/linux >$@.new && mv $@.new $@
	$(Q)cat $@

.PHONY: linux-guest
## linux-guest: the Linux guest in build/linux: kernels from newer suites of the machine's mirror, TPM driver, initramfs
linux-guest: $(B)/linux/vmlinuz $(B)/linux/initrd.img $(B)/linux/MANIFEST

$(B)/qemu-backports/.version: tests/linux/qemu.sh tests/linux/fetch.sh | $(B)/.packages-test
	$(call say,QEMU,$(@D))
	$(Q)tests/linux/qemu.sh $(@D)

linux-test-needs := $(B)/parapet $(B)/parapet.elf $(B)/machine.elf $(B)/parapet-vmm linux-guest
.PHONY: linux-test linux-test-all
## linux-test: Linux ≥ 7.2 at VMPL2: its own checks on 4 vCPUs, reboot, kexec
linux-test: $(linux-test-needs)
	$(Q)$(PYTHON) tests/linux/run.py --build $(B)
## linux-test-all: kernels, sizes and QEMUs, 30 boots in a row, 5 minutes of stress (TABLE=docs/linux.md writes the table)
linux-test-all: $(linux-test-needs) $(B)/qemu-backports/.version
	$(Q)$(PYTHON) tests/linux/run.py --build $(B) --all $(if $(TABLE),--table $(TABLE))
