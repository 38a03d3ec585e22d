#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# disk.sh KERNEL OUT: makes OUT, an ext4 disk for the guest: Python with what the kernel's TPM self-tests import, those
# tests, a file with its hash to check reads by, and the kernel with its initramfs, for kexec.
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
# Only what the tests import, found by importing it
(cd "$kernel/tpm2" && PYTHONDONTWRITEBYTECODE=1 "$python" -IS -c '
import sys
sys.path.insert(0, ".")
import runpy, importlib.util, unittest.main, tpm2, tpm2_tests, encodings.ascii, traceback, warnings, difflib, pprint
for module in list(sys.modules.values()):
    if getattr(module, "__file__", None) and module.__file__.startswith("/usr/lib/"):
        print(module.__file__)
') | sort -u | while read -r file; do
	install -D -m644 "$file" "$root${file#/usr}"
	case $file in
	*.so) ldd "$file" | sed -nE 's,^.* => (/[^ ]+) .*,\1,p' | xargs -rI{} cp -L {} "$root/lib/x86_64-linux-gnu/" ;;
	esac
done
cat >"$root/bin/python3" <<-SCRIPT
	#!/bin/sh
	here=\$(readlink -f "\$0")
	here=\${here%/bin/*}
	exec env PYTHONHOME=\$here:\$here PYTHONDONTWRITEBYTECODE=1 LD_LIBRARY_PATH=\$here/lib/x86_64-linux-gnu \\
		"\$here/lib/python3" "\$@"
SCRIPT
chmod +x "$root/bin/python3"
[ -d "$root/lib/$version" ]
seq 200000 >"$root/numbers"
(cd "$root" && sha256sum numbers vmlinuz >SHA256SUMS)
find "$root" -exec touch -h -d @0 {} +
rm -f "$out"
truncate -s 96M "$out"
E2FSPROGS_FAKE_TIME=1 /sbin/mke2fs -q -t ext4 -O ^has_journal -U 00000000-0000-4000-8000-000000000001 \
	-E hash_seed=00000000-0000-4000-8000-000000000002,root_owner=0:0,lazy_itable_init=0 -d "$root" "$out"
