#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fetch-suite.sh NAME VERSION SHA256 DIR: unpacks the upstream sources of the Debian source package NAME into DIR.
#
# The package may be of another suite than the machine's own: a private apt configuration asks all of them, and
# nothing of the system changes. The tarball must have this SHA256; it stays in the user's cache folder and is
# verified at each use. Exit status 3: the archive has no such package, or does not hand it out.
set -euo pipefail

name=$1 version=$2 sum=$3 dir=$4
cache=${XDG_CACHE_HOME:-$HOME/.cache}/parapet/suites
tarball=$cache/${name}_$version.orig.tar.gz
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

is_good() {
	[ -f "$1" ] && [ "$(sha256sum "$1" | cut -d' ' -f1)" = "$sum" ]
}

# The machine's Debian archive, at each suite that may have it
sources() {
	local uri key
	uri=$(sed -nE 's/^URIs: *([^ ]*debian)\/?$/\1/p; s/^deb (\[[^]]*\] )?([^ ]*debian)\/? .*/\2/p' \
		/etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | head -1)
	key=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -n "$uri" ] && [ -f "$key" ] || return 0
	for suite in bookworm trixie sid; do
		printf 'Types: deb-src\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n\n' "$uri" "$suite" "$key"
	done
}

download() {
	local options=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/parts"
		-o Dir::State::Lists="$work/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/cache"
		-o APT::Get::AllowUnauthenticated=false -o APT::Sandbox::User=)
	mkdir -p "$work/parts" "$work/lists/partial" "$work/cache/archives/partial" "$work/get" "$cache"
	touch "$work/status"
	sources >"$work/parts/suites.sources"
	echo "  FETCH    $name $version" >&2
	apt-get "${options[@]}" -qq update >"$work/log" 2>&1 || return 1
	full=$(apt-cache "${options[@]}" showsrc "$name" 2>/dev/null | sed -n "s/^Version: \($version-.*\)/\1/p" | head -1)
	[ -n "$full" ] || return 1
	(cd "$work/get" && apt-get "${options[@]}" -qq source --download-only --tar-only "$name=$full") >>"$work/log" 2>&1 ||
		return 1
	is_good "$work/get/$(basename "$tarball")" || {
		echo "fetch-suite.sh: $name: the tarball has another sum than is pinned" >&2
		exit 1
	}
	cp "$work/get/$(basename "$tarball")" "$tarball.new"
	mv "$tarball.new" "$tarball"
}

is_good "$tarball" || download || {
	echo "fetch-suite.sh: $name $version cannot be had from the machine's archive:" >&2
	grep -h '^E:' "$work/log" >&2 || true
	exit 3
}
rm -rf "$dir"
mkdir -p "$dir"
tar -xf "$tarball" -C "$dir" --strip-components=1
echo "$version" >"$dir/.version"
