# SPDX-License-Identifier: GPL-2.0-or-later
# Proofs by CBMC. Each file names its sources, bounds and proofs in comments on its first lines; docs/proofs.md says
# what each one covers and what not.
proof-files := $(sort $(wildcard tests/proof/*.c))

$(B)/cbmc/.version: tests/proof/fetch-cbmc.sh
	$(Q)tests/proof/fetch-cbmc.sh $(B)/cbmc

.PHONY: proof
## proof: every proof of docs/proofs.md (ONLY=NAME picks one); gets cbmc from a newer suite of the machine's mirror
proof: $(B)/cbmc/.version
	$(Q)ONLY=$(ONLY) tests/proof/run.sh $(B)/cbmc/cbmc $(B)/proof $(proof-files)
