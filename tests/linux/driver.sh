#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# driver.sh PACKAGES FOLDER: builds Linux's own drivers/char/tpm/tpm_svsm.c, unmodified, as FOLDER/tpm_svsm.ko, and
# leaves the kernel's TPM self-tests in FOLDER/tpm2. PACKAGES is the folder of linux-7.x that fetch.sh printed.
#
# No Debian kernel has this driver, but the kernel exports all that it needs. The compiler is the one that the kernel
# was built with; it and the kernel's build programs need a newer C library than the machine's, so each runs by its
# own loader.
set -euo pipefail

packages=$1
out=$(mkdir -p "$2" && cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL

root=$work/root
mkdir "$root"
for deb in "$packages"/*.deb; do
	case $deb in */linux-source* | */linux-modules* | */linux-binary*) ;; *) dpkg-deb -x "$deb" "$root" ;; esac
done
release=$(basename "$root"/usr/src/linux-headers-*-cloud-amd64)
release=${release#linux-headers-}
headers=$root/usr/src/linux-headers-$release
libraries=$root/usr/lib/x86_64-linux-gnu

# own_loader FILE: FILE runs with the libraries that came with it
own_loader() {
	mv "$1" "$1.elf"
	cat >"$1" <<-SCRIPT
		#!/bin/sh
		exec "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries" --argv0 "\$0" "\$0.elf" "\$@"
	SCRIPT
	chmod +x "$1"
}
find -L "$headers/scripts" "$headers/tools" "$root/usr/libexec" -type f -perm -100 -exec sh -c \
	'for f; do head -c4 "$f" | grep -q ELF && readlink -f "$f"; done' _ {} + | sort -u >"$work/programs"
readlink -f "$root"/usr/bin/x86_64-linux-gnu-gcc-[0-9]* >>"$work/programs"
while read -r program; do
	own_loader "$program"
done <"$work/programs"

tarball=$(dpkg-deb --fsys-tarfile "$packages"/linux-source-*.deb | tar -t | grep 'usr/src/.*\.tar\.xz$')
top=$(basename "$tarball" .tar.xz)
mkdir "$work/source"
dpkg-deb --fsys-tarfile "$packages"/linux-source-*.deb | tar -xO "$tarball" |
	tar -C "$work/source" -xJ --strip-components=1 "$top/drivers/char/tpm" "$top/tools/testing/selftests/tpm2" \
		"$top/tools/testing/selftests/kselftest"

mkdir "$work/module"
cp "$work/source/drivers/char/tpm/tpm_svsm.c" "$work/source/drivers/char/tpm"/*.h "$work/module"
echo 'obj-m := tpm_svsm.o' >"$work/module/Kbuild"
# What pahole would read: without it the module has no BTF, which nothing here needs
rm -f "$headers/vmlinux"
make -C "${headers%-cloud-amd64}-common" O="$headers" M="$work/module" KBUILD_MODPOST_WARN= KCFLAGS="-ffile-prefix-map=$work=." modules \
	CC="$(echo "$root"/usr/bin/x86_64-linux-gnu-gcc-[0-9]*[0-9])" CROSS_COMPILE= >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	echo "driver.sh: tpm_svsm.c of $top did not build against $release" >&2
	exit 1
}
rm -rf "$out/tpm2"
cp -r "$work/source/tools/testing/selftests/tpm2" "$out/tpm2"
sha256sum "$work/source/drivers/char/tpm/tpm_svsm.c" | sed "s, .*,  $top/drivers/char/tpm/tpm_svsm.c," >"$out/driver.source"
cp "$work/module/tpm_svsm.ko" "$out/"
