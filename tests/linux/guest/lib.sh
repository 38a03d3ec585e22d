# SPDX-License-Identifier: GPL-2.0-or-later
# For the guest's scripts: `check` prints one line a check, `finish` the count.
number=0
bad=0
cd /tmp || exit

# check NAME COMMAND...: the command must succeed; what it printed is shown if it does not
check() {
	local name=$1
	shift
	number=$((number + 1))
	if "$@" >/tmp/check.out 2>&1; then
		echo "ok $number $name"
	else
		bad=$((bad + 1))
		echo "not ok $number $name"
		tail -n 15 /tmp/check.out | sed 's/^/# /'
	fi
}

skip() {
	number=$((number + 1))
	echo "ok $number $1 # SKIP $2"
}

finish() {
	echo "parapet-guest: $((number - bad)) passed, $bad failed"
}
