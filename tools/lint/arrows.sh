#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Includes point down: modules → core → crypto → lib → abi; machine, tools, vmm → crypto, lib, abi. Only crypto/
# includes wolfSSL or LibTomMath; a module includes another only if it NEEDS it, but for its protocol.h: numbers and
# structures, which whoever speaks the protocol has.
set -eu
status=0
# $1: files; $2: regular expression of what they may not include
refuse() {
	if git grep -nE "#include *[<\"]($2)" -- $1 | grep -E '^[^:]*\.[chS]:'; then
		status=1
	fi
}
refuse 'abi/*' 'lib/|crypto/|core/|modules/|machine/|tools/|vmm/'
refuse 'lib/*' 'crypto/|core/|modules/|machine/|tools/|vmm/'
refuse 'crypto/*' 'core/|modules/|machine/|tools/|vmm/'
refuse 'core/*' 'modules/|machine/|tools/|vmm/'
refuse 'modules/*' 'machine/|tools/|vmm/|tests/[^gu]'
refuse 'machine/* tools/* vmm/*' 'core/|modules/'
refuse ':!crypto/*' 'wolfssl/|tommath'
for module in modules/*/; do
	name=$(basename "$module")
	git grep -nE '#include *"modules/' -- "$module" | grep -v "\"modules/$name/" |
		grep -v '/protocol\.h"' | while read -r line; do
		other=$(echo "$line" | sed 's,.*"modules/\([^/]*\)/.*,\1,')
		git grep -q "module_$other\b" -- "$module" || echo "$line"
	done
done | grep . && status=1
exit $status
