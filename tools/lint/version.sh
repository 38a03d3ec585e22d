#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# VERSION: YYYY.MM-devel, YYYY.MM-devel.N (N ≥ 2) or YYYY.MM.NN; CHANGELOG's first heading is the same.
set -eu
version=$(cat VERSION)
echo "$version" | grep -qE '^20[0-9]{2}\.(0[1-9]|1[0-2])(-devel(\.([2-9]|[1-9][0-9]))?|\.[0-9]{2})$' || {
	echo "VERSION:1: $version is neither YYYY.MM-devel[.N] nor YYYY.MM.NN"
	exit 1
}
first=$(sed -n 's/^## \([^ ]*\).*/\1/p' CHANGELOG.md | head -1)
[ "$first" = "$version" ] || {
	echo "CHANGELOG.md:1: the first heading is '$first', VERSION says '$version'"
	exit 1
}
