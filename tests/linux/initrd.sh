#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# initrd.sh KERNEL PROGRAMS OUT [MODULE.ko]...: packs an initramfs for the kernel in KERNEL (an unpacked package) as OUT:
# busybox, the kernel's modules that a confidential guest wants, tpm2-tools with their libraries, the scripts of
# guest/, and the PROGRAMS folder's own programs. The same inputs give the same bytes.
set -euo pipefail

kernel=$1 programs=$(cd "$2" && pwd) out=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
# gcm and what it is made of: 6.12's sev-guest asks for it by name
wanted="virtio_mmio virtio_blk configfs tsm_report tsm ctr ghash-generic gcm sev-guest"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,dev,etc,lib/modules,lib/x86_64-linux-gnu,lib64,mnt,proc,sys,tmp,usr/bin,run.d}

# --- busybox and the scripts ---
install -m755 "$(command -v busybox)" "$root/bin/busybox"
ln -s busybox "$root/bin/sh"
install -m755 "$here/guest/init" "$root/init"
install -m644 "$here/guest/lib.sh" "$root/lib.sh"
cp -r "$here/guest/checks" "$root/checks"
for script in "$here"/guest/*; do
	case $(basename "$script") in
	init | lib.sh | checks | *.md) ;;
	*) install -m755 "$script" "$root/run.d/" ;;
	esac
done

# --- the kernel's modules, each after those that it depends on ---
declare -A placed=()
module_file() {
	find "$kernel" -name "${1//[-_]/[-_]}.ko.xz" -o -name "${1//[-_]/[-_]}.ko" | head -1
}
# place_file FILE NAME: unpacks a module, strips it and lists it, after what it depends on
place_file() {
	local file=$1 name=$2 need
	placed[${name//-/_}]=1
	case $file in
	*.xz) xz -dc "$file" >"$root/module" ;;
	*) cp "$file" "$root/module" ;;
	esac
	for need in $(objcopy -O binary -j .modinfo "$root/module" /dev/stdout | tr '\0' '\n' | sed -n 's/^depends=//p' | tr , ' '); do
		mv "$root/module" "$root/module.$name"
		place "$need"
		mv "$root/module.$name" "$root/module"
	done
	strip --strip-debug -R .note.gnu.build-id -R .comment "$root/module"
	mv "$root/module" "$root/lib/modules/$name.ko"
	echo "$name.ko" >>"$root/lib/modules/order"
}
# place NAME: the kernel's module of that name; what is built in, or is not there in this version, needs no file
place() {
	local file
	[ -z "${placed[${1//-/_}]:-}" ] || return 0
	file=$(module_file "$1")
	[ -z "$file" ] || place_file "$file" "$(basename "${file%.xz}" .ko)"
}
for module in $wanted; do
	place "$module"
done
for file in "$@"; do
	place_file "$file" "$(basename "$file" .ko)"
done

# --- programs with their libraries, and the loader where programs look for it ---
# add_libraries FILE: what the file needs, from PROGRAMS first: there is a libcurl without a network
add_libraries() {
	local library
	LD_LIBRARY_PATH=$programs ldd "$1" | sed -nE 's,^.* => (/[^ ]+) .*,\1,p' | while read -r library; do
		install -m755 "$library" "$root/lib/x86_64-linux-gnu/"
	done
}
tcti=$(find /usr/lib/x86_64-linux-gnu -name 'libtss2-tcti-device.so.0' | head -1)
install -m755 "$(command -v tpm2)" "$root/bin/tpm2"
install -m755 "$tcti" "$root/lib/x86_64-linux-gnu/"
add_libraries "$(command -v tpm2)"
add_libraries "$tcti"
for name in $(dpkg -L tpm2-tools | sed -n 's,^/usr/bin/\(tpm2_.*\),\1,p'); do
	ln -s tpm2 "$root/bin/$name"
done
install -m755 /lib64/ld-linux-x86-64.so.2 "$root/lib64/"
for program in "$programs"/*; do
	case $program in
	*.so.*) ;;
	*)
		install -m755 "$program" "$root/bin/"
		add_libraries "$program"
		;;
	esac
done
find "$root/lib/x86_64-linux-gnu" "$root/bin" -type f -exec strip --strip-unneeded {} +

find "$root" -exec touch -h -d @0 {} +
mkdir -p "$(dirname "$out")"
(cd "$root" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
	cpio --quiet --null -o -H newc --reproducible -R 0:0) | zstd -q -19 -T1 -c >"$out.new"
mv "$out.new" "$out"
