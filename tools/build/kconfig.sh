#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Brings $1/.config up to date and derives $1/include/autoconf.h and $1/config.mk from it. The header is
# rewritten only when it changes, so that a configuration touched but not changed rebuilds nothing.
set -eu
build=$1
python=/usr/bin/python3
mkdir -p "$build/include"
$python -m olddefconfig Kconfig >/dev/null
$python -m genconfig --header-path "$build/include/autoconf.h.new" Kconfig
if cmp -s "$build/include/autoconf.h.new" "$build/include/autoconf.h"; then
	rm "$build/include/autoconf.h.new"
else
	mv "$build/include/autoconf.h.new" "$build/include/autoconf.h"
fi
{
	echo '# from .config; do not edit'
	cat "$KCONFIG_CONFIG"
} >"$build/config.mk"
