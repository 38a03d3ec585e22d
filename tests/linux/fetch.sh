#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# fetch.sh SET: puts the packages of SET (a function below) into the user's cache folder and prints that folder.
#
# The packages come from other suites of the machine's own Debian archive, through a private apt configuration: no
# archive is named here, nothing of the system changes and no root is needed. apt authenticates them by the machine's
# keys. Newer suites move, so versions are recorded (the packages' names, SHA256SUMS) instead of pinned; what is in the
# cache stays until `make distclean`.
set -euo pipefail

set=$1
cache=${XDG_CACHE_HOME:-$HOME/.cache}/parapet/$set
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
	echo "fetch.sh: $set: $1" >&2
	exit 1
}

cache_is_whole() {
	[ -f "$cache/SHA256SUMS" ] && (cd "$cache" && sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1
}

# The machine's Debian archives at the suites given. Stanzas of security and of other vendors' archives stay out.
private_sources() {
	local file own='(bookworm|trixie|forky|stable|testing)'
	mkdir -p "$work/sources.list.d" "$work/lists/partial" "$work/cache/archives/partial" "$work/get"
	for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
		[ -f "$file" ] && for suite in "$@"; do
			sed -nE "/security/d; s/^(deb( +\[[^]]*\])? +[^ ]+ +)$own +.*/\1$suite main/p" "$file"
		done >>"$work/sources.list"
	done
	for file in /etc/apt/sources.list.d/*.sources; do
		[ -f "$file" ] && grep -v '^#' "$file" | awk -v suites="$*" -v own="Suites:[^\n]*$own" 'BEGIN { RS = ""; ORS = "\n\n" }
			$0 ~ own && !/security/ {
				sub(/Types:[^\n]*/, "Types: deb")
				sub(/Suites:[^\n]*/, "Suites: " suites)
				sub(/Components:[^\n]*/, "Components: main")
				print
			}' >"$work/sources.list.d/$(basename "$file")"
	done
	touch "$work/sources.list"
}

# private_apt STATUS TARGET SUITE...: apt over the suites given; TARGET is preferred
private_apt() {
	local status=$1 target=$2
	shift 2
	rm -rf "$work/sources.list" "$work/sources.list.d" "$work/lists"
	options=(-o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/sources.list.d"
		-o Dir::State::Lists="$work/lists" -o Dir::State::status="$status" -o Dir::Cache="$work/cache"
		-o Dir::State::extended_states=/dev/null -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
		-o APT::Get::AllowUnauthenticated=false -o APT::Sandbox::User= -o Acquire::Languages=none
		-o APT::Default-Release="$target")
	private_sources "$@"
	apt-get "${options[@]}" -qq update >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "apt-get update failed; is the network there?"
	}
}

# closure FILTER PACKAGE...: what installing the packages would install, NAME=VERSION, names that match FILTER
closure() {
	local filter=$1
	shift
	apt-get "${options[@]}" --simulate --no-install-recommends install "$@" 2>"$work/log" |
		sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1=\2/p' | grep -E "^($filter)=" || true
}

download() {
	(cd "$work/get" && apt-get "${options[@]}" -qq download "$@") >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		fail "could not download: $*"
	}
}

# What a kernel's headers want to run: its compiler and build programs with their libraries
compiler='gcc-[0-9]+-x86-64-linux-gnu|cpp-[0-9]+-x86-64-linux-gnu|libc6|libgmp10|libmpc3|libmpfr6|libisl23|libzstd1|zlib1g'
compiler+='|libelf1[^=]*|libssl3[^=]*|libgcc-s1|libstdc\+\+6'

# The first of the newer suites that has a cloud kernel of at least 7.2, with its headers, compiler and sources
linux-7.x() {
	local suites kernel version
	for suites in "trixie-backports trixie" forky sid experimental\ sid; do
		# shellcheck disable=SC2086
		private_apt /dev/null "${suites%% *}" $suites
		kernel=$(closure "linux-.*|$compiler" linux-image-cloud-amd64 linux-headers-cloud-amd64)
		version=$(sed -n 's/^linux-image-cloud-amd64=//p' <<<"$kernel")
		if dpkg --compare-versions "${version:-0}" ge 7.2~; then
			# shellcheck disable=SC2086
			download $kernel "linux-source-$(sed -E 's/^([0-9]+\.[0-9]+).*/\1/' <<<"$version")=$version"
			return
		fi
	done
	fail "no suite of the machine's archive has a cloud kernel of 7.2 or later"
}

linux-6.12() {
	private_apt /dev/null trixie trixie
	# shellcheck disable=SC2046
	download $(closure 'linux-image-.*' linux-image-cloud-amd64)
}

# QEMU as the machine's own suite's backports have it, with the libraries that the machine has not
qemu-backports() {
	local suite
	suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
	private_apt /var/lib/dpkg/status "$suite-backports" "$suite-backports" "$suite"
	# shellcheck disable=SC2046
	download $(closure '.*' qemu-system-x86)
}

if ! cache_is_whole; then
	echo "  FETCH    $set" >&2
	"$set"
	rm -rf "$cache.new"
	mkdir -p "$(dirname "$cache")"
	cp -r "$work/get" "$cache.new"
	(cd "$cache.new" && sha256sum -- *.deb >"$work/SHA256SUMS" && mv "$work/SHA256SUMS" SHA256SUMS)
	rm -rf "$cache"
	mv "$cache.new" "$cache"
fi
echo "$cache"
