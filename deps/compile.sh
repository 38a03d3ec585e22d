#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# deps/compile.sh OUT DIR COMMAND…: makes OUT with `COMMAND… -o OUT`, or takes what the same command has made of
# the same inputs before, in whichever build folder. DIR, the folder of third-party sources, may be anywhere: the
# command must map it (-ffile-prefix-map). INPUTS names the files that decide what DIR and the settings are.
#
# Objects are kept in the user's cache folder under the hash of compiler, command and inputs; OBJECT_CACHE=no
# compiles without looking there or leaving anything. Two builds at once are safe: files appear by rename.
set -euo pipefail

out=$1
dir=$2
shift 2
mkdir -p "$(dirname "$out")"

compile() {
	"$@" -o "$out.new"
	mv "$out.new" "$out"
}

# -fcallgraph-info leaves a second file: such builds compile for themselves
case "${OBJECT_CACHE:-yes} $*" in
no\ * | *-fcallgraph-info*)
	"$@" -o "$out"
	exit
	;;
esac

cache=${XDG_CACHE_HOME:-$HOME/.cache}/parapet/objects
inputs_hash() {
	# shellcheck disable=SC2086
	cat $INPUTS | sha256sum
}
command_text=$(printf '%s\n' "$@")
command_text=${command_text//"$dir"/DIR}
command_text=${command_text//"$PWD"/HERE}
key=$(printf '%s\n' "$command_text" "$("$1" --version)" "$(inputs_hash)" | sha256sum | cut -d' ' -f1)

if [ ! -f "$cache/$key.o" ]; then
	compile "$@"
	if mkdir -p "$cache" 2>/dev/null && fresh=$(mktemp "$cache/new.XXXXXX" 2>/dev/null); then
		cp "$out" "$fresh"
		chmod 644 "$fresh"
		mv "$fresh" "$cache/$key.o"
	fi
	exit
fi
cp "$cache/$key.o" "$out.new"
mv "$out.new" "$out"
