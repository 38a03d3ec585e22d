# SPDX-License-Identifier: GPL-2.0-or-later
# CPUs off and on again: DELETE_VCPU and CREATE_VCPU with the same calling area. Once each: Linux parks a CPU inside
# a GHCB request that never returns, so that each time costs it one of the CPU's two GHCBs, and the second time panics.
cpu_off_on() {
	local online=/sys/devices/system/cpu/cpu$1/online
	echo 0 >"$online" && [ "$(cat "$online")" = 0 ] && ! taskset -c "$1" true 2>/dev/null || return
	echo 1 >"$online" && [ "$(cat "$online")" = 1 ] && taskset -c "$1" true
}
if [ -e /sys/devices/system/cpu/cpu1/online ]; then
	for cpu in /sys/devices/system/cpu/cpu[1-9]*; do
		check "hotplug: ${cpu##*/} off and on" cpu_off_on "${cpu##*/cpu}"
	done
else
	skip "hotplug" "one CPU"
fi
