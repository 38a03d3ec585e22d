#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fetch-cbmc.sh DIR: puts the model checker cbmc into DIR, with its own loader and libraries, and writes DIR/cbmc, a
# script that runs it.
#
# Debian bookworm has no cbmc; a newer suite of the same mirror has. A private apt configuration derived from the
# machine's own asks for that suite, so nothing of the system changes and no root is needed. The packages are
# authenticated by apt's keys as always, and stay in the user's cache folder.
set -euo pipefail

dir=$1
suite=${CBMC_SUITE:-trixie}
packages="cbmc minisat libc6 libgcc-s1 libstdc++6 zlib1g"
cache=${XDG_CACHE_HOME:-$HOME/.cache}/parapet/cbmc-$suite
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "fetch-cbmc.sh: $1" >&2
	exit 1
}

cache_is_whole() {
	[ -f "$cache/SHA256SUMS" ] && (cd "$cache" && sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1
}

# The machine's Debian archives, at another suite. Stanzas of security and of other vendors' archives stay out.
private_sources() {
	local file
	mkdir -p "$work/sources.list.d"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$file" ] && sed -nE "/security/d; s/^(deb( +\[[^]]*\])? +[^ ]+ +)(bookworm|stable) +.*/\1$suite main/p" \
			"$file" >>"$work/sources.list"
	done
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -f "$file" ] && grep -v '^#' "$file" | awk -v suite="$suite" 'BEGIN { RS = ""; ORS = "\n\n" }
			/Suites:[^\n]*(bookworm|stable)/ && !/security/ {
				sub(/Types:[^\n]*/, "Types: deb")
				sub(/Suites:[^\n]*/, "Suites: " suite)
				sub(/Components:[^\n]*/, "Components: main")
				print
			}' >"$work/sources.list.d/$(basename "$file")"
	done
	touch "$work/sources.list"
}

download() {
	local options=(-o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/sources.list.d"
		-o Dir::State::Lists="$work/lists" -o Dir::State::status=/dev/null -o Dir::Cache="$work/cache"
		-o APT::Get::AllowUnauthenticated=false -o APT::Sandbox::User=)
	mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/get"
	private_sources
	echo "  FETCH    cbmc ($suite)" >&2
	apt-get "${options[@]}" -qq update >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "apt-get update failed; is the network there?"
	}
	(cd "$work/get" && apt-get "${options[@]}" -qq download $packages) >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "no cbmc in $suite; do the machine's apt sources have a Debian archive?"
	}
	rm -rf "$cache.new"
	mkdir -p "$(dirname "$cache")"
	cp -r "$work/get" "$cache.new"
	(cd "$cache.new" && sha256sum -- *.deb >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" SHA256SUMS)
	rm -rf "$cache"
	mv "$cache.new" "$cache"
}

cache_is_whole || download
rm -rf "$dir"
mkdir -p "$dir/root"
for deb in "$cache"/*.deb; do
	dpkg-deb -x "$deb" "$dir/root"
done
# Programs and libraries only; and make takes what is called *.d in the build folder for dependencies
rm -rf "$dir/root/etc" "$dir/root/var" "$dir/root/usr/share" "$dir/root/usr/include"
find "$dir/root" -name '*.d' -prune -exec rm -rf {} +
root=$(cd "$dir/root" && pwd)
libraries=$root/usr/lib/x86_64-linux-gnu
# The loader is called by name, and the libraries by its option alone: what cbmc runs (the preprocessor) keeps the
# system's
cat >"$dir/cbmc" <<EOF
#!/bin/sh
exec "$libraries/ld-linux-x86-64.so.2" --library-path "$libraries:$root/usr/lib" "$root/usr/bin/cbmc" "\$@"
EOF
chmod +x "$dir/cbmc"
"$dir/cbmc" --version >"$dir/.version" || fail "the unpacked cbmc does not run"
