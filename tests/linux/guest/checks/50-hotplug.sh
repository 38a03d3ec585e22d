# SPDX-License-Identifier: GPL-2.0-or-later
# CPUs off and on again: DELETE_VCPU and CREATE_VCPU with the same calling area.
cpu_off_on() {
	local online=/sys/devices/system/cpu/cpu$1/online
	for round in 1 2 3; do
		echo 0 >"$online" && [ "$(cat "$online")" = 0 ] && ! taskset -c "$1" true 2>/dev/null || return
		echo 1 >"$online" && [ "$(cat "$online")" = 1 ] && taskset -c "$1" true || return
	done
}
if [ -e /sys/devices/system/cpu/cpu1/online ]; then
	for cpu in /sys/devices/system/cpu/cpu[1-9]*; do
		check "hotplug: ${cpu##*/} off and on, three times" cpu_off_on "${cpu##*/cpu}"
	done
else
	skip "hotplug" "one CPU"
fi
