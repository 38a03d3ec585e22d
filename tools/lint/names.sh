#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A global symbol of core/, lib/, crypto/, modules/ begins with its file's or folder's name, or a header of its folder
# declares it, or one of the core's two interfaces does: boot.h (the steps) and platform.h.
set -eu
B=${B:-build}
status=0
for object in $(find "$B/free/core" "$B/free/lib" "$B/free/crypto" "$B/free/modules" -name '*.o' 2>/dev/null); do
	source=${object#"$B/free/"}
	stem=$(basename "${source%.o}")
	folder=$(basename "$(dirname "$source")")
	nm -g --defined-only "$object" | awk '{ print $3 }' | while read -r symbol; do
		case $symbol in
		"$stem" | "$stem"_* | "$folder"_* | "${folder%s}"_* | module_* | protocol_claimed_* | mem* | strlen) continue ;;
		esac
		# A header of that name declares it: hash.c may define crypto_sha384 because crypto/hash.h does
		if ! grep -qsE "\b$symbol\b" "$(dirname "$source")"/*.h "$(dirname "$source")"/../*.h \
			core/boot/boot.h core/platform/platform.h; then
			echo "$source: $symbol is global, undeclared in its folder and not named after it"
		fi
	done
done | grep . && status=1
exit $status
