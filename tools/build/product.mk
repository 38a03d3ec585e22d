# SPDX-License-Identifier: GPL-2.0-or-later
# What the build is for: the IGVM file, the record of how it was made, running and measuring it.
# The default profile names every module of the default configuration; an image that has fewer takes the minimal one
profile-modules := $(shell sed -n '/^modules:/,$$s/^  \([a-z_]*\):$$/\1/p' configs/profiles/default.yaml | tr a-z A-Z)
profile-is-complete := $(if $(strip $(foreach m,$(profile-modules),$(if $(CONFIG_MODULE_$(m)),,$(m)))),,yes)
PROFILE ?= $(firstword $(wildcard configs/profiles/$(filter-out default,$(DEFCONFIG)).yaml) \
	$(if $(profile-is-complete),configs/profiles/default.yaml,configs/profiles/minimal.yaml))
VCPUS ?= 4
OFFERS ?= configs/offers/default.yaml
GUEST_APPEND ?= quick
# What `make run` boots: the test guest, or linux (see `make linux-guest`)
GUEST ?= test
MEMORY ?= 512M
LINUX_KERNEL ?= $(B)/linux/vmlinuz
LINUX_INITRD ?= $(B)/linux/initrd.img
LINUX_APPEND ?= console=ttyS0 quiet
DISK ?=

$(B)/parapet.igvm: $(B)/parapet $(B)/parapet.elf $(B)/guest.elf $(PROFILE)
	$(call say,IGVM,$@)
	$(Q)$(B)/parapet igvm build --image $(B)/parapet.elf --profile $(PROFILE) \
		--payload elf:$(B)/guest.elf,append=$(GUEST_APPEND) -o $@

$(B)/parapet.json: $(B)/parapet.igvm $(B)/machine.elf $(B)/.config tools/build/record.sh
	$(call say,RECORD,$@)
	$(Q)CC='$(CC)' LD='$(LD)' AR='$(AR)' tools/build/record.sh $(B) $(VERSION) $(PROFILE) >$@

all-targets += $(B)/parapet.igvm $(B)/parapet.json $(B)/machine.elf

# A command line in make's hands is no file: the image is built anew when it is another
$(B)/.linux-append: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(LINUX_APPEND)' | cmp -s - $@ || echo '$(LINUX_APPEND)' >$@

$(B)/linux.igvm: $(B)/parapet $(B)/parapet.elf $(PROFILE) $(LINUX_KERNEL) $(LINUX_INITRD) $(B)/.linux-append
	$(call say,IGVM,$@)
	$(Q)$(B)/parapet igvm build --image $(B)/parapet.elf --profile $(PROFILE) \
		--payload 'linux:$(LINUX_KERNEL),initrd=$(LINUX_INITRD),append=$(LINUX_APPEND)' -o $@

.PHONY: run run-test run-linux size stack bench module
## run: build everything, boot it on the software machine, show the main job; GUEST=linux: a Linux with a shell instead
run: run-$(GUEST)
run-test: all
	$(Q)tools/build/run.sh $(B) $(VCPUS) $(OFFERS)
run-linux: all $(B)/linux.igvm
	$(Q)$(B)/parapet run --igvm $(B)/linux.igvm --vcpus $(VCPUS) --memory $(MEMORY) --offers $(OFFERS) $(DISK:%=--disk %)
## size: loaded bytes by folder and object against the budgets; DIFF=FILE compares with another .config
size: $(B)/parapet.elf $(B)/parapet.igvm
	$(Q)$(PYTHON) tools/build/size.py --build $(B) $(if $(DIFF),--diff $(DIFF))
## stack: the deepest call path of the image against its budget
stack:
	$(Q)$(MAKE) B=$(B)/stack KCONFIG_CONFIG=$(KCONFIG_CONFIG) CC=gcc EXTRA_FLAGS=-fcallgraph-info=su $(B)/stack/parapet.elf
	$(Q)$(PYTHON) tools/build/stack.py $(B)/stack
## bench: exact instruction counts under -icount, written to build/bench.json
bench: all
	$(Q)$(PYTHON) tests/bench/bench.py --build $(B) -o $(B)/bench.json
## module: NAME=x makes modules/x, a module that builds, with its tests (DIR=folder: there, for MODULES_EXTRA)
module:
	$(Q)tools/build/new-module.sh "$(NAME)" $(DIR)
## compile_commands: compile_commands.json for editors and clang-tidy
COMPILE_COMMANDS ?= compile_commands.json
.PHONY: compile_commands
compile_commands: $(B)/config.mk
	$(Q)$(MAKE) --always-make --dry-run V=1 CC='$(CLANG)' all unit fuzz machine-test | \
		$(PYTHON) tools/build/compile_commands.py >$(COMPILE_COMMANDS)
