#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The image, the memory it reserves and its deepest stack path stay within their budgets; what a choice costs is told.
. tests/system/lib.sh
unset KCONFIG_CONFIG
expect "make size" 0 make B="$B" size
expect_text "the image fits" "$T/out" '^loaded image .* ok$'
expect "make stack" 0 make B="$B" stack
expect_text "the stack fits" "$T/out" '^boot_main: .* ok$'
cp configs/minimal_defconfig "$T/old.config"
expect "make size DIFF" 0 make B="$B" size DIFF="$T/old.config"
expect_text "the difference is told" "$T/out" '^loaded image, against'
finish
