#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What sparse cannot tell: only accessors drop the mark __shared (core/memory/addr.h), and the areas that the host
# fills are had with it.
set -eu
found=$(git ls-files 'core/*.[ch]' 'modules/*.[ch]' | grep -vE '^core/memory/addr.h$|/tests/' | xargs grep -nE \
	'\bshared_plain\(|platform_launch_page\(BOOT_OFF_(MEMORY_MAP|VP_COUNT|MADT|ENVIRONMENT)' |
	grep -vE '^core/platform/host/|^core/platform/snp/(host_page.h|hv.c):|^core/boot/stack.c:' || true)
[ -z "$found" ] || { echo "$found: not an accessor of shared memory"; exit 1; }
