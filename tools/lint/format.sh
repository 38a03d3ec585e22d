#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Sources are as clang-format lays them out; abi/ and the table of the machine's rules are laid out by hand.
set -eu
git ls-files '*.c' '*.h' ':!abi/*' ':!machine/rules.h' | xargs clang-format --dry-run -Werror 2>&1 |
	grep -E '^[^ ].*: (error|warning):' | sed 's/code should be clang-formatted.*/run clang-format -i on it/' | grep . && exit 1
exit 0
