#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# run.sh BUILD-FOLDER [CASE…]: boots one guest for each rule of machine/rules.h, which must break exactly that
# rule, and the guests of pass*.c, which must pass. The last line is `N passed, M failed`.
build=$1
shift
here=$(dirname "$0")
work=$build/tests/machine
mkdir -p "$work/run"

rules=$("$work/pack" --rules)
others=$(sed -n 's/^CASE([a-z_0-9]*, "\(.*\)")$/\1/p' "$here"/pass*.c)
breakers=$(sed -n 's/^CASE([a-z_0-9]*, "\(.*\)")$/\1/p; s/^\t{ "\(igvm-[a-z-]*\)", .*/\1/p' \
	"$here"/break_*.c "$here/pack_change.c")
cases=${*:-"$rules $others"}

# What a case must say on its last line
expected() {
	case $1 in
	pass-*) echo "@end pass" ;;
	reset-*) echo "@end reset" ;;
	reach-*) echo "@end rule vmpl-rights vcpu=1 " ;;
	halt-*) echo "@end halt vmpl=0 set=0x8 code=0x2" ;;
	*) echo "@end rule $1 " ;;
	esac
}

passed=0
failed=0
check() { # NAME CONDITION-RESULT DETAIL
	if [ "$2" = 0 ]; then
		passed=$((passed + 1))
		echo "ok   $1"
	else
		failed=$((failed + 1))
		echo "FAIL $1: $3"
	fi
}

# machine/README.md's command line; 32 MiB are the guest's
boot() { # NAME
	case $1 in
	*-icount) accelerator="-accel tcg,thread=single -icount shift=1,sleep=off" ;;
	*) accelerator="-accel tcg,thread=multi" ;;
	esac
	# shellcheck disable=SC2086 # words of an option list
	timeout -s KILL 60 qemu-system-x86_64 \
		-machine microvm,acpi=off,pit=off,rtc=off,isa-serial=on,auto-kernel-cmdline=off \
		-nodefaults -no-user-config -no-reboot $accelerator -cpu EPYC,check=off -display none \
		-m 68M -smp 2 -kernel "$build/machine.elf" -initrd "$work/run/$1.bundle" -serial null \
		-chardev stdio,id=log,signal=off -device isa-debugcon,iobase=0xe9,chardev=log \
		-device isa-debug-exit,iobase=0x501,iosize=1 </dev/null
}

for name in $cases; do
	"$work/pack" "$name" "$work/guest.bin" "$work/run/$name.bundle" || exit 1
	boot "$name" >"$work/run/$name.log" 2>&1
	grep -F '@end' "$work/run/$name.log" | grep -qF "$(expected "$name")"
	check "$name" $? "$(tail -n 1 "$work/run/$name.log")"
done

if [ $# = 0 ]; then
	missing=$(printf '%s\n' $rules $breakers | sort | uniq -u)
	[ -z "$missing" ]
	check "rules $(echo "$rules" | wc -l), breakers $(echo "$breakers" | wc -l), exempt 0" $? "$missing"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
