# SPDX-License-Identifier: GPL-2.0-or-later
# The `parapet` command. $(parapet-parts): what the subcommands are made of, and what unit tests link.
parapet-commands := tools/parapet.c $(sort $(wildcard tools/cmd_*.c))
parapet-parts := $(sort $(filter-out $(parapet-commands),$(wildcard tools/*.c)) $(lib-src))

$(B)/parapet: $(call obj,host,$(parapet-commands) $(parapet-parts)) $(crypto-lib-host)
	$(call say,LD,$@)
	$(Q)$(CC) -o $@ $^ -lyaml

all-targets += $(B)/parapet
