# SPDX-License-Identifier: GPL-2.0-or-later
# tpm/: the TPM itself, commands/: the action of each command. Both build on any platform.
vtpm-module-src := $(sort $(wildcard modules/vtpm/*.c))
vtpm-tpm-src := $(sort $(wildcard modules/vtpm/tpm/*.c modules/vtpm/commands/*.c))
obj-$(CONFIG_MODULE_VTPM) += $(patsubst modules/vtpm/%,%,$(vtpm-module-src) $(vtpm-tpm-src))
