#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A module's Kconfig has a symbol MODULE_NAME with help, and depends on exactly the modules that its code NEEDS.
set -eu
status=0
for folder in modules/*/; do
	name=$(basename "$folder")
	[ -f "$folder/Kconfig" ] || { echo "$folder: no Kconfig"; status=1; continue; }
	symbol=MODULE_$(echo "$name" | tr 'a-z-' 'A-Z_')
	grep -q "^config $symbol\$" "$folder/Kconfig" || { echo "$folder/Kconfig: no config $symbol"; status=1; }
	grep -q '^	help' "$folder/Kconfig" || { echo "$folder/Kconfig: no help"; status=1; }
	depends=$(sed -n 's/^	depends on //p' "$folder/Kconfig" | grep -o 'MODULE_[A-Z_0-9]*' | sort -u)
	needs=$(grep -hoE 'MODULE_EXTERN\([a-z_0-9]+\)' "$folder"*.c 2>/dev/null | sed 's/.*(\(.*\))/MODULE_\1/' |
		tr 'a-z-' 'A-Z_' | sort -u)
	if [ "$depends" != "$needs" ]; then
		echo "$folder/Kconfig: depends on [$(echo $depends)] but the code needs [$(echo $needs)]"
		status=1
	fi
done
exit $status
