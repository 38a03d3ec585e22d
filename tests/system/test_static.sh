#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# clang-tidy and sparse find what they are for: a source of the image with one planted mistake fails, without it passes.
. tests/system/lib.sh
expect "the commands" 0 make static-commands || finish
sed "s,\"core/boot/stack\\.c\",\"$T/planted.c\"," "$B/static/compile_commands.json" >"$T/compile_commands.json"

# planted CHECKER STATUS WHAT: standard input, after a few declarations, is the source
planted() {
	local checker=$1 status=$2 what=$3
	{
		echo '#include "core/memory/shared.h"'
		echo '#include "core/platform/platform.h"'
		echo '#include "core/platform/snp/ghcb.h"'
		echo 'uint64_t planted(uint8_t *to, uint8_t *from);'
		echo 'uint64_t planted(uint8_t *to, uint8_t *from) {'
		cat
		echo '}'
	} >"$T/planted.c"
	expect "$checker: $what" "$status" /usr/bin/python3 tests/static/each.py "$checker" "$T" "$T/planted.c"
	[ "$status" = 0 ] || expect_text "$checker: says where" "$T/out" 'planted\.c:[0-9]+'
}

map='(void)from; uint8_t __shared *page = platform_window(WINDOW_OTHER, gpa((uint64_t)to));'
planted sparse 1 "a guest's page followed" <<<"$map return page[1];"
planted sparse 1 "the mark cast away" <<<"$map return ((uint8_t *)page)[1];"
planted sparse 1 "the mark lost" <<<"$map __builtin_memcpy(to, page, 8); return 0;"
planted sparse 1 "a VMSA's field" <<<"$map return ((struct vmsa __shared *)page)->rax;"
planted sparse 1 "the GHCB" <<<'(void)to; (void)from; return ghcb_buffer()[0];'
planted sparse 1 "a parameter area" <<<'(void)from; __builtin_memcpy(to, platform_host_area(BOOT_OFF_MADT), 4); return 0;'
planted sparse 0 "an accessor" <<<"$map return shared_window_in(to, page, 8) == OK;"

planted tidy 1 "a comparison taken for a truth value" <<<'if (__builtin_memcmp(to, from, 8)) return 1; return 0;'
planted tidy 1 "a pointer to nothing" <<<'uint8_t *none = NULL; return (uint64_t)to == (uint64_t)from ? *none : 0;'
planted tidy 1 "a function too long" < <(yes '(void)to;' | head -61; echo 'return *from;')
planted tidy 0 "a comparison" <<<'return __builtin_memcmp(to, from, 8) != 0;'
finish
