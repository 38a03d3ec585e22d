# SPDX-License-Identifier: GPL-2.0-or-later
# An attestation report through the kernel's own interface (configfs-tsm, sev-guest).
get_report() {
	local entry=/sys/kernel/config/tsm/report/check
	mkdir "$entry" || return
	head -c 64 /dev/urandom >report.nonce
	# By itself the kernel asks for VMPL 0, which the secure processor refuses to VMPL 2's key
	echo 2 >"$entry/privlevel" && cat report.nonce >"$entry/inblob" && cat "$entry/outblob" >report.bin
	local status=$?
	rmdir "$entry"
	[ $status = 0 ] && [ "$(wc -c <report.bin)" -ge 1184 ] || return
	dd if=report.bin bs=1 skip=80 count=64 2>/dev/null | cmp - report.nonce &&
		[ "$(dd if=report.bin bs=1 skip=48 count=1 2>/dev/null | hexdump -e '1/1 "%d"')" = 2 ]
}
if [ -c /dev/sev-guest ]; then
	check "report: the nonce is in it, and VMPL 2" get_report
else
	skip "report" "no /dev/sev-guest"
fi
