# SPDX-License-Identifier: GPL-2.0-or-later
# The bare-metal test guest: every file of this folder, and the guest tests of modules (tests/guest_*.c).
guest-src := $(sort $(wildcard tests/guest/*.c tests/guest/*.S modules/*/tests/guest_*.c \
	$(MODULES_EXTRA)/*/tests/guest_*.c)) lib/freestanding/memory.c
guest-objs := $(call obj,free,$(guest-src))

$(B)/guest.elf: $(guest-objs) tests/guest/guest.lds
	$(call say,LINK,$@)
	$(Q)$(LD) -nostdlib -static --build-id=none -z max-page-size=4096 -z noexecstack \
		-T tests/guest/guest.lds -o $@ $(guest-objs)

all-targets += $(B)/guest.elf
