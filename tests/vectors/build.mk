# SPDX-License-Identifier: GPL-2.0-or-later
# Golden vectors are committed; this makes them again. They change only when a format does.
channel-vectors-src := tests/vectors/channel/generate.c tests/unit/channel/samples.c lib/tlv.c $(lib-channel-src) lib/report_data.c

$(B)/channel-vectors: $(call obj,host,$(channel-vectors-src)) $(crypto-lib-host)
	$(call say,LD,$@)
	$(Q)$(CC) -o $@ $^

system: $(B)/channel-vectors

.PHONY: vectors
## vectors: write tests/vectors again (they should not change)
vectors: $(B)/channel-vectors
	$(Q)$(B)/channel-vectors >tests/vectors/channel/vectors.txt
