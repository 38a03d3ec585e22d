#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# kernel.sh SET FOLDER: fetches the kernel packages of SET (fetch.sh) and leaves in FOLDER vmlinuz, config, the modules
# as packaged, tpm_svsm.ko and the TPM self-tests where the set has the kernel's sources, and MANIFEST: the packages
# by name, version and hash.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
packages=$("$here/fetch.sh" "$1")
out=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -rf "$out"
mkdir -p "$out"
for deb in "$packages"/linux-{image,binary,modules,base}-*.deb; do
	[ -f "$deb" ] && dpkg-deb -x "$deb" "$work"
done
find "$work" -name 'vmlinuz*' -type f -exec cp {} "$out/vmlinuz" \;
find "$work" \( -path '*/boot/config-*' -o -path '*/modules/*/config' \) -type f -exec cp {} "$out/config" \;
cp -r "$(find "$work" -path '*/modules/*/kernel' -prune)" "$out/modules"
if [ -f "$(echo "$packages"/linux-source-*.deb)" ]; then
	"$here/driver.sh" "$packages" "$out"
fi
(cd "$packages" && cat SHA256SUMS) >"$out/MANIFEST"
cat "$out/driver.source" >>"$out/MANIFEST" 2>/dev/null || true
