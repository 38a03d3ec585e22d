# SPDX-License-Identifier: GPL-2.0-or-later
# For the scripts of this folder: each runs in an empty folder of its own against a fresh TPM that has had its
# Startup, with TPM2TOOLS_TCTI set. A script that cannot be run says why and exits 77.
set -euo pipefail

# There is no resource manager: every tool's objects go when it has ended. Sessions are in their context files.
for tool in $(compgen -c tpm2_ | sort -u); do
	[ "$tool" = tpm2_flushcontext ] && continue
	eval "$tool() {
		local status=0
		command $tool \"\$@\" || status=\$?
		command tpm2_flushcontext --transient-object
		return \$status
	}"
done

# The command must fail
refuse() {
	if "$@" >refused.log 2>&1; then
		echo "not refused: $*" >&2
		exit 1
	fi
}

# Both files hold the same
same() {
	cmp "$1" "$2" >&2
}

# No session stays either
clean() {
	tpm2_flushcontext --transient-object
	tpm2_flushcontext --loaded-session
	tpm2_flushcontext --saved-session
}
