#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each lint finds what it is for: a copy of the tree with one planted mistake must fail exactly that rule.
. tests/system/lib.sh

copy=$T/tree
mkdir "$copy"
git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - | tar -xf - -C "$copy"
git -C "$copy" init -q
git -C "$copy" add -A
build=$(realpath "$B")

# plant RULE FILE: standard input becomes FILE in the copy; RULE must refuse it, and accept the copy without it
plant() {
	local rule=$1 file=$2
	mkdir -p "$(dirname "$copy/$file")"
	cat >"$copy/$file"
	git -C "$copy" add -f "$file"
	(cd "$copy" && B=$build tools/lint/"$rule".sh >"$T/out" 2>&1) && {
		echo "FAILED $rule accepts $file"
		failed=$((failed + 1))
		planted=bad
	}
	[ -n "${planted:-}" ] || passed=$((passed + 1))
	planted=
	git -C "$copy" rm -qf --cached "$file"
	rm "$copy/$file"
}

spdx='/* SPDX-License-Identifier: GPL-2.0-or-later */'
plant arrows core/planted.c <<<'#include "modules/observe/protocol.h"'
plant arrows lib/planted.h <<<'#include "core/lock.h"'
plant arrows machine/planted.c <<<'#include "core/lock.h"'
plant arrows tools/planted.c <<<'#include <wolfssl/wolfcrypt/aes.h>'
plant asm core/planted.c <<<'void planted(void) { __asm__ volatile("pause"); }'
plant asm core/planted.c <<<'char *planted(unsigned long x) { return (char *)(uintptr_t)x; }'
plant format core/planted.c <<<'int  planted;'
plant headers core/planted.h <<<'undeclared_type planted(void);'
plant licence core/planted.c <<<'int planted;'
plant licence lib/planted.c <<<"$spdx"
plant shared core/planted.c <<<'void *planted(void __shared *x) { return shared_plain(x); }'
plant shared modules/planted/planted.c <<<'void *planted(void) { return platform_launch_page(BOOT_OFF_MADT); }'
plant size core/planted.c < <(yes "$spdx" | head -601)
plant size core/planted.c < <(echo 'int planted(void) {'; yes ';' | head -60; echo 'return 0; }')
plant words docs/planted.md <<<"this is a TO""DO"
plant words docs/planted.md <<<'see /ho''me/somebody/parapet'
plant kconfig modules/planted/Kconfig < <(printf 'config MODULE_PLANTED\n\tbool "x"\n\tdepends on MODULE_OTHER\n\thelp\n\t  x\n')
plant kconfig modules/planted/Kconfig < <(printf 'config OTHER\n\tbool "x"\n\thelp\n\t  x\n')

echo '2026.13' >"$copy/VERSION"
(cd "$copy" && expect "version refuses 2026.13" 1 tools/lint/version.sh) && passed=$((passed + 1))
echo '2026.01-devel' >"$copy/VERSION"
(cd "$copy" && expect "version compares with the changelog" 1 tools/lint/version.sh) && passed=$((passed + 1))

# An image with a forbidden instruction
mkdir -p "$T/b"
printf '%s\n' '.globl _start' '_start: cpuid' 'out %al, $0x80' | as -o "$T/b/x.o" && ld -o "$T/b/parapet.elf" "$T/b/x.o"
expect "instructions finds cpuid" 1 env B="$T/b" tools/lint/instructions.sh
finish
