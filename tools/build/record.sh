#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# record.sh BUILD VERSION PROFILE: what one needs to rebuild the same bytes, as JSON on standard output.
set -eu
build=$1 version=$2 profile=$3
package() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || echo unknown; }
digest() { sha256sum "$1" | cut -d' ' -f1; }
line() { "$@" 2>/dev/null | head -1 | tr -d '"\\'; }
cat <<JSON
{
  "parapet": "$version",
  "toolchain": {
    "compiler": "$(line ${CC} --version)",
    "linker": "$(line ${LD} --version)",
    "archiver": "$(line ${AR} --version)"
  },
  "sources": {
    "wolfssl": "$(cat "$build/deps/wolfssl/.version")"
  },
  "packages": {
    "libyaml-dev": "$(package libyaml-dev)",
    "libcmocka-dev": "$(package libcmocka-dev)",
    "python3-kconfiglib": "$(package python3-kconfiglib)",
    "qemu-system-x86": "$(package qemu-system-x86)"
  },
  "sha256": {
    ".config": "$(grep -v '^#' "$build/.config" | sha256sum | cut -d' ' -f1)",
    "profile": "$(digest "$profile")",
    "parapet.elf": "$(digest "$build/parapet.elf")",
    "guest.elf": "$(digest "$build/guest.elf")",
    "machine.elf": "$(digest "$build/machine.elf")",
    "parapet.igvm": "$(digest "$build/parapet.igvm")"
  },
  "launch_digest": "$("$build/parapet" igvm measure "$build/parapet.igvm")"
}
JSON
