#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Installs the Debian packages listed in the files given, if any is missing: as root, or through sudo.
# Without either it prints the command and exits 1. Needs no network when nothing is missing.
set -eu

wanted=$(sed -e 's/#.*//' "$@" | tr '\n' ' ')
missing=
for package in $wanted; do
	status=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
	case $status in
	ii*) ;;
	*) missing="$missing $package" ;;
	esac
done
[ -n "$missing" ] || exit 0

command="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
	as_root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
	as_root=sudo
else
	echo "Missing packages:$missing" >&2
	echo "Install them as root, then run make again:" >&2
	echo "  $command" >&2
	exit 1
fi
echo "  INSTALL$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
if ! $as_root $command >/dev/null 2>&1; then
	$as_root apt-get update >/dev/null
	$as_root $command >/dev/null
fi
