# SPDX-License-Identifier: GPL-2.0-or-later
# One non-recursive Makefile. Each folder's build.mk names its sources and outputs; modules are found by
# wildcard. `make help` lists the targets.
#
#   B=DIR            where everything is built (default build)
#   DEFCONFIG=NAME   configs/NAME_defconfig for a B that has no .config yet (default default)
#   MODULES_EXTRA=DIR  further modules, one a folder
#   V=1              print the commands
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:
SHELL := /bin/sh

B ?= build
DEFCONFIG ?= default
export KCONFIG_CONFIG := $(B)/.config
MODULES_EXTRA ?= modules/none
export MODULES_EXTRA
V ?= 0
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),@:,@printf '  %-8s %s\n' '$(1)' '$(patsubst $(B)/%,%,$(2))')
VERSION := $(file <VERSION)
PYTHON := /usr/bin/python3

.PHONY: all
all:

# --- configuration ------------------------------------------------------------------------------------
no-config-goals := help clean distclean packages
ifneq ($(filter-out $(no-config-goals),$(or $(MAKECMDGOALS),all)),)
include $(B)/config.mk
endif

kconfig-files := Kconfig $(wildcard */Kconfig modules/*/Kconfig $(MODULES_EXTRA)/*/Kconfig)

$(B)/.packages: deps/packages tools/build/packages.sh
	$(Q)tools/build/packages.sh deps/packages
	$(Q)mkdir -p $(@D) && touch $@

$(B)/.packages-test: deps/packages-test tools/build/packages.sh
	$(Q)tools/build/packages.sh deps/packages-test
	$(Q)mkdir -p $(@D) && touch $@

$(B)/.config: | $(B)/.packages
	$(Q)mkdir -p $(@D)
	$(Q)cp configs/$(DEFCONFIG)_defconfig $@

# Which modules there are: another list is another configuration, though no file in it is newer
.PHONY: FORCE
$(B)/.modules: FORCE
	$(Q)mkdir -p $(@D)
	$(Q)echo '$(kconfig-files)' | cmp -s - $@ || echo '$(kconfig-files)' >$@

$(B)/config.mk: $(B)/.config $(B)/.modules $(kconfig-files) tools/build/kconfig.sh | $(B)/.packages
	$(Q)tools/build/kconfig.sh $(B)

.PHONY: menuconfig olddefconfig savedefconfig %_defconfig packages
menuconfig: $(B)/.packages
	$(Q)$(PYTHON) -m menuconfig Kconfig
olddefconfig: $(B)/.packages
	$(Q)$(PYTHON) -m olddefconfig Kconfig
savedefconfig: $(B)/.packages
	$(Q)$(PYTHON) -m savedefconfig --kconfig Kconfig --out $(B)/defconfig
	@echo "written to $(B)/defconfig"
%_defconfig: $(B)/.packages
	$(Q)mkdir -p $(B) && cp configs/$@ $(B)/.config
	$(Q)$(PYTHON) -m olddefconfig Kconfig
packages: $(B)/.packages $(B)/.packages-test

# --- tools and flags ----------------------------------------------------------------------------------
unquote = $(subst ",,$(1))
ifneq ($(filter default undefined,$(origin CC)),)
CC := $(or $(call unquote,$(CONFIG_CC)),gcc)
endif
ifneq ($(filter default undefined,$(origin LD)),)
LD := $(or $(call unquote,$(CONFIG_LD)),ld)
endif
ifneq ($(filter default undefined,$(origin AR)),)
AR := $(or $(call unquote,$(CONFIG_AR)),ar)
endif
CLANG ?= clang

warnings := -Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wvla -Wswitch-enum \
	-Wmissing-prototypes -Wstrict-prototypes -Wundef -Werror
common := -std=gnu2x -I. -include $(B)/include/autoconf.h -DPARAPET_VERSION='"$(VERSION)"' \
	-ffile-prefix-map=$(CURDIR)=. -fno-common -ffunction-sections -fdata-sections
# Our code gets every warning; third-party sources are compiled with -w (crypto/build.mk).
# free: freestanding, for the image, the machine and bare-metal guests: no SSE, no red zone, top 2 GiB or low 2 GiB
flags-free = $(common) -O2 -g -ffreestanding -nostdinc -isystem $(shell $(CC) -print-file-name=include) \
	-mcmodel=kernel -fno-pic -fno-pie -mno-red-zone -mgeneral-regs-only -fno-stack-protector -fcf-protection=none \
	-fno-asynchronous-unwind-tables -fno-omit-frame-pointer -fno-strict-aliasing -Wframe-larger-than=1024 -DPARAPET_FREESTANDING $(EXTRA_FLAGS)
flags-host := $(common) -O2 -g -D_GNU_SOURCE
flags-san := $(common) -O1 -g -D_GNU_SOURCE -DPARAPET_TEST -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
flags-fuzz := $(common) -O1 -g -D_GNU_SOURCE -DPARAPET_TEST -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
cc-free = $(CC)
cc-host = $(CC)
cc-san = $(CC)
cc-fuzz = $(CLANG)

# $(call obj,FLAVOUR,SOURCES): the objects of sources (.c, .S) in one of the flavours above
obj = $(patsubst %,$(B)/$(1)/%.o,$(basename $(2)))

define flavour-rules
$(B)/$(1)/%.o: %.c $(B)/include/autoconf.h
	$$(call say,CC,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(cc-$(1)) $$(flags-$(1)) $(warnings) $$(flags-$$<) -MMD -MP -c -o $$@ $$<
$(B)/$(1)/%.o: %.S $(B)/include/autoconf.h
	$$(call say,AS,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(cc-$(1)) $$(flags-$(1)) -D__ASSEMBLY__ -MMD -MP -c -o $$@ $$<
endef
$(foreach f,free host san fuzz,$(eval $(call flavour-rules,$(f))))

# --- folders --------------------------------------------------------------------------------------------
# A folder's build.mk adds to: all-targets (built by `make`), check-targets, test-targets, help text in
# comments of the form `## target: text`.
all-targets :=
check-targets :=
test-targets :=

include $(wildcard lib/build.mk crypto/build.mk)

# Modules: each build.mk adds sources, relative to its folder, to obj-y / obj-$(CONFIG_X)
module-dirs := $(patsubst %/build.mk,%,$(sort $(wildcard modules/*/build.mk $(MODULES_EXTRA)/*/build.mk)))
modules-src :=
define include-module
obj-y :=
include $(1)/build.mk
modules-src += $$(addprefix $(1)/,$$(obj-y))
endef
$(foreach m,$(module-dirs),$(eval $(call include-module,$(m))))

include $(wildcard core/build.mk tools/build.mk machine/build.mk vmm/build.mk modules/*/server/build.mk tests/build.mk tests/*/build.mk)

include tools/build/product.mk

all: $(all-targets)

test-targets := $(check-targets) $(test-targets)

.PHONY: check test clean distclean help
## check: quick checks: units and lints (≤ 2 min)
check: $(check-targets)
## test: every test but the long ones (≤ 15 min)
test: $(test-targets)
## clean: remove the build folder
clean:
	$(Q)rm -rf $(B)
## distclean: also remove what is kept in the user's cache folder
distclean: clean
	$(Q)rm -rf "$${XDG_CACHE_HOME:-$$HOME/.cache}/parapet"
## help: this list
help:
	@sed -n 's/^## \([a-z_-]*\): \(.*\)/  \1|\2/p' Makefile tools/build/product.mk $(wildcard */build.mk tests/*/build.mk) | \
		awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'
	@echo "  menuconfig     choose what is compiled in (also olddefconfig, savedefconfig, NAME_defconfig)"

-include $(shell find $(B) -type f -name '*.d' 2>/dev/null)
