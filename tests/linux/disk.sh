#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# disk.sh KERNEL OUT: makes OUT, an ext4 disk for the guest: Python for the kernel's TPM self-tests, those tests, a file
# with its hash to check reads by, and the kernel with its initramfs, for kexec.
set -euo pipefail

kernel=$1 out=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root/bin" "$root/lib" "$root/tpm2"
cp "$kernel"/tpm2/*.sh "$kernel"/tpm2/*.py "$root/tpm2/"
cp "$kernel/vmlinuz" "$kernel/initrd.img" "$root/"
python=$(readlink -f /usr/bin/python3)
version=$(basename "$python")
install -m755 "$python" "$root/lib/python3"
mkdir -p "$root/lib/x86_64-linux-gnu"
ldd "$python" | sed -nE 's,^.* => (/[^ ]+) .*,\1,p' | xargs -I{} cp -L {} "$root/lib/x86_64-linux-gnu/"
cp -a "/usr/lib/$version" "$root/lib/"
rm -rf "$root/lib/$version"/{config-*,ensurepip,idlelib,lib2to3,test,tkinter,turtledemo,sitecustomize.py}
find "$root/lib/$version/lib-dynload" -name '*.so' -exec ldd {} + |
	sed -nE 's,^.* => (/[^ ]+) .*,\1,p' | sort -u | xargs -I{} cp -L {} "$root/lib/x86_64-linux-gnu/"
cat >"$root/bin/python3" <<-SCRIPT
	#!/bin/sh
	here=\$(readlink -f "\$0")
	here=\${here%/bin/*}
	exec env PYTHONHOME=\$here:\$here PYTHONDONTWRITEBYTECODE=1 LD_LIBRARY_PATH=\$here/lib/x86_64-linux-gnu \\
		"\$here/lib/python3" "\$@"
SCRIPT
chmod +x "$root/bin/python3"
seq 200000 >"$root/numbers"
(cd "$root" && sha256sum numbers vmlinuz >SHA256SUMS)
rm -f "$out"
truncate -s 96M "$out"
E2FSPROGS_FAKE_TIME=1 /sbin/mke2fs -q -t ext4 -O ^has_journal -U 00000000-0000-4000-8000-000000000001 \
	-E hash_seed=00000000-0000-4000-8000-000000000002,root_owner=0:0,lazy_itable_init=0 -d "$root" "$out"
