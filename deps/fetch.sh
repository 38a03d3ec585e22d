#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# deps/fetch.sh NAME DIR: unpacks the Debian source package NAME into DIR, patched, and writes DIR/.version.
#
# The package comes from the machine's own apt sources through a private apt configuration, so nothing of
# the system changes and no root is needed. The upstream tarball must have one of the sha256 sums pinned in
# deps/sources. Downloads stay in the user's cache folder and are verified at each use.
set -euo pipefail

name=$1
dir=$2
here=$(cd "$(dirname "$0")" && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/parapet/sources/$name
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "deps/fetch.sh: $name: $1" >&2
	exit 1
}

# The version whose pinned tarball is in folder $1, or nothing
verified_version() {
	local orig sum
	for orig in "$1"/"${name}"_*.orig.tar.*; do
		case $orig in *.asc) continue ;; esac
		[ -f "$orig" ] || return 0
		sum=$(sha256sum "$orig" | cut -d' ' -f1)
		awk -v n="$name" -v s="$sum" '$1 == n && $3 == s { print $2 }' "$here/sources"
	done
}

cache_is_whole() {
	[ -f "$cache/SHA256SUMS" ] && (cd "$cache" && sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1 &&
		[ -n "$(verified_version "$cache")" ]
}

# The machine's apt sources, asking for sources instead of binaries
private_sources() {
	local file
	mkdir -p "$work/sources.list.d"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$file" ] && sed -n 's/^deb /deb-src /p' "$file" >>"$work/sources.list"
	done
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -f "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" >"$work/sources.list.d/$(basename "$file")"
	done
	touch "$work/sources.list"
	# Other vendors' archives carry no Debian sources: leave them out rather than let one that fails stop us
	for file in "$work"/sources.list.d/*.sources; do
		[ -f "$file" ] && ! grep -q '^Suites:.*\(bookworm\|trixie\|stable\|testing\|sid\)' "$file" && rm "$file"
	done
	sed -i '/ main/!d' "$work/sources.list"
}

download() {
	local options=(-o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/sources.list.d"
		-o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache"
		-o APT::Get::AllowUnauthenticated=false -o APT::Sandbox::User=)
	mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/get"
	private_sources
	echo "  FETCH    $name" >&2
	apt-get "${options[@]}" -qq update >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "apt-get update failed; is the network there?"
	}
	(cd "$work/get" && apt-get "${options[@]}" -qq source --download-only "$name") >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "no source package; do the machine's apt sources have one?"
	}
	[ -n "$(verified_version "$work/get")" ] ||
		fail "the upstream tarball has none of the sums in deps/sources: $(sha256sum "$work"/get/*.orig.tar.*)"
	rm -rf "$cache.new"
	mkdir -p "$(dirname "$cache")"
	cp -r "$work/get" "$cache.new"
	(cd "$cache.new" && sha256sum -- * >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" SHA256SUMS)
	rm -rf "$cache"
	mv "$cache.new" "$cache"
}

cache_is_whole || download
rm -rf "$dir"
mkdir -p "$(dirname "$dir")"
dpkg-source --no-check -x "$cache"/*.dsc "$dir" >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	fail "dpkg-source could not unpack it"
}
basename "$cache"/*.dsc .dsc | sed 's/^[^_]*_//' >"$dir/.version"
