#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# qemu.sh FOLDER: puts the QEMU of the backports suite into FOLDER and writes FOLDER/qemu-system-x86_64, which runs it.
set -euo pipefail

dir=$1
packages=$("$(dirname "$0")/fetch.sh" qemu-backports)
rm -rf "$dir"
mkdir -p "$dir/root"
for deb in "$packages"/*.deb; do
	dpkg-deb -x "$deb" "$dir/root"
done
rm -rf "$dir/root/usr/share/doc" "$dir/root/usr/share/man"
root=$(cd "$dir/root" && pwd)
libraries=$root/usr/lib/x86_64-linux-gnu
cat >"$dir/qemu-system-x86_64" <<SCRIPT
#!/bin/sh
export LD_LIBRARY_PATH="$libraries" QEMU_MODULE_DIR="$libraries/qemu"
exec "$root/usr/bin/qemu-system-x86_64" -L "$root/usr/share/qemu" -L "$root/usr/share/seabios" "\$@"
SCRIPT
chmod +x "$dir/qemu-system-x86_64"
"$dir/qemu-system-x86_64" --version >"$dir/.version"
