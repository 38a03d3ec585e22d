# SPDX-License-Identifier: GPL-2.0-or-later
# libparapet-vmm.a, to embed, and the agent parapet-vmm, which shares a few files with the `parapet` command.
vmm-lib-src := vmm/lib/parapet_vmm.c lib/tlv.c $(lib-channel-src)
vmm-agent-src := $(wildcard vmm/agent/*.c)
vmm-tools-src := $(addprefix tools/,alloc.c file.c json.c nearest.c options.c problem.c utf8.c)

$(B)/libparapet-vmm.a: $(call obj,host,$(vmm-lib-src))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(B)/parapet-vmm: $(call obj,host,$(vmm-agent-src) $(vmm-tools-src)) $(B)/libparapet-vmm.a $(crypto-lib-host)
	$(call say,LD,$@)
	$(Q)$(CC) -o $@ $^ -lyaml

all-targets += $(B)/parapet-vmm
