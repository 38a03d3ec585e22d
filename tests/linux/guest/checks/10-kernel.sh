# SPDX-License-Identifier: GPL-2.0-or-later
# What the kernel says of where it runs.
kernel_log() {
	dmesg | grep -E "$1"
}
is_quiet() {
	! dmesg | grep -v 'WARNING: See https:' | grep -E 'WARNING:|BUG:|Oops|Call Trace|general protection|unhandled|unchecked MSR|lockup|rcu.*stall'
}
vmpl_is() {
	[ "$(cat /sys/devices/system/cpu/sev/vmpl)" = "$1" ]
}
all_cpus_online() {
	[ "$(cat /sys/devices/system/cpu/online)" = "$(cat /sys/devices/system/cpu/possible)" ] ||
		[ "$(nproc)" = "$(ls -d /sys/devices/system/cpu/cpu[0-9]*/topology | wc -l)" ]
}
check "kernel log: SEV-SNP is active" kernel_log 'Memory Encryption Features active:.*SEV-SNP'
check "kernel log: runs at VMPL2 over an SVSM" kernel_log 'SNP running at VMPL2'
check "sysfs: VMPL 2" vmpl_is 2
check "every CPU is online" all_cpus_online
check "kernel log: no warning" is_quiet
