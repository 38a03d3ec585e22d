#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# manifest.sh FOLDER: prints what the guest in FOLDER was made of: packages with versions and hashes, and the results.
set -euo pipefail
cd "$1"
for set in 7.x 6.12; do
	echo "# linux/$set: fetched packages (name_version) and sources"
	sort -k2 "$set/MANIFEST"
done
echo "# taken from this machine (name version)"
dpkg-query -W -f '${Package} ${Version}\n' busybox-static tpm2-tools libtss2-esys-3.0.2-0 libtss2-tcti-device0 \
	libssl3 libc6 libpython3-stdlib gcc 2>/dev/null | sort
echo "# made"
sha256sum -- */vmlinuz */initrd.img 7.x/tpm_svsm.ko
