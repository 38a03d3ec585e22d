# SPDX-License-Identifier: GPL-2.0-or-later
# The `parapet` command, and the list of its sources that tests link (all but main's file).
tools-src := $(filter-out tools/parapet.c,$(wildcard tools/*.c))
parapet-src := tools/parapet.c $(tools-src) lib/tlv.c lib/igvm.c lib/igvm_writer.c lib/launch.c lib/vmsa.c

$(B)/parapet: $(call obj,host,$(parapet-src)) $(crypto-lib-host)
	$(call say,LD,$@)
	$(Q)$(CC) -o $@ $^ -lyaml

all-targets += $(B)/parapet
