#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Linux payloads as `parapet igvm build` makes them: ACPI tables against ACPICA, a kernel that checks what it is handed on
# every size of machine, and inputs that are refused.
. tests/system/lib.sh

profile=configs/profiles/alone.yaml
kernel=$T/kernel
${CC:-gcc} -c -o "$T/kernel.o" tests/system/sample/kernel.S && objcopy -O binary -j .text "$T/kernel.o" "$kernel" || exit 1
printf 'initrd' >"$T/initrd"
good="linux:$kernel,initrd=$T/initrd,append=a b,c"

build() {
	local out=$1 payload=$2
	shift 2
	"$PARAPET" igvm build --image "$IMAGE" --profile "$profile" --payload "$payload" -o "$out" "$@"
}

expect "build" 0 build "$T/a.igvm" "$good"
expect "build again" 0 build "$T/b.igvm" "$good"
expect "the same bytes" 0 cmp "$T/a.igvm" "$T/b.igvm"
expect "measure" 0 "$PARAPET" igvm measure "$T/a.igvm"
cp "$T/out" "$T/digest"
/usr/bin/python3 tests/system/measure.py "$T/a.igvm" >"$T/other"
expect "as another implementation" 0 cmp "$T/digest" "$T/other"
expect "inspect" 0 "$PARAPET" igvm inspect --check qemu "$T/a.igvm"
expect_text "the kernel is named" "$T/out" '0x0001000000 +1 pages +normal +kernel$'
expect_text "the initrd is named" "$T/out" 'initrd +0x1200000, 6 bytes$'
expect_text "the command line is shown" "$T/out" 'command line +a b,c$'
expect "inspect --json" 0 "$PARAPET" igvm inspect --json "$T/a.igvm"
cp "$T/out" "$T/json"
expect "is JSON" 0 /usr/bin/python3 -m json.tool "$T/json"
expect "another command line" 0 build "$T/c.igvm" "linux:$kernel,initrd=$T/initrd,append=a b,d"
expect "diff" 0 "$PARAPET" igvm diff "$T/a.igvm" "$T/c.igvm"
expect_text "says which" "$T/out" "^guest command line: 'a b,c' → 'a b,d'$"
expect_text "and that page" "$T/out" '\(1, command line\): differ$'

# One image, any machine: the guest checks what it is handed and says so by its termination code
for memory in 32M 512M 2G; do
	for vcpus in 1 4; do
		expect "$memory, $vcpus vCPUs" 3 timeout -s KILL 60 "$PARAPET" run --igvm "$T/a.igvm" --machine "$MACHINE" \
			--memory $memory --vcpus $vcpus --deadline 50
		expect_text "$memory, $vcpus vCPUs: all as it should be" "$T/err" 'terminated itself with code 0:11$'
	done
done
for place in low middle high; do
	expect "--place $place" 0 build "$T/place.igvm" "$good" --place $place --srat
	expect "--place $place runs" 3 timeout -s KILL 60 "$PARAPET" run --igvm "$T/place.igvm" --machine "$MACHINE" \
		--memory 2G --deadline 50
	expect_text "--place $place: all as it should be" "$T/err" 'terminated itself with code 0:11$'
done

# ACPI, as the reference implementation reads it
mkdir "$T/acpi"
expect "tables" 0 /usr/bin/python3 tests/system/acpi_tables.py "$T/place.igvm" "$T/acpi"
for table in XSDT FACP APIC SRAT DSDT; do
	expect "$table" 0 iasl -d "$T/acpi/$table.dat"
	cat "$T/out" "$T/err" >"$T/iasl"
	expect "$table: no complaint" 1 grep -iE 'error|warning|invalid|unknown|incorrect' "$T/iasl"
done
expect "the DSDT compiles again" 0 iasl -we -p "$T/acpi/again" "$T/acpi/DSDT.dsl"
expect "and is loaded" 0 timeout 20 acpiexec -b 'evaluate \_S5; evaluate \_SB.VR07._CRS; evaluate \_SB.COM1._HID' "$T/acpi/DSDT.dat"
cp "$T/out" "$T/acpiexec"
expect_text "power off is S5" "$T/acpiexec" '\[Integer\] = 0+5$'
expect_text "the last transport" "$T/acpiexec" '0000: 86 09 00 01 00 0E B0 FE 00 02 00 00 89 06 00 01'
expect_text "a serial port" "$T/acpiexec" '\[Integer\] = 0+105D041$'
expect "no complaint" 1 grep -qE 'AE_[A-Z]|Firmware (Error|Warning)' "$T/acpiexec"

# refusals
refused() {
	local what=$1 says=$2
	shift 2
	expect "$what" 1 build "$T/no.igvm" "$@"
	expect_text "$what: says why" "$T/err" "$says"
	expect "$what: no output" 1 test -e "$T/no.igvm"
}
patched() { # OFFSET BYTES: the kernel with them
	cp "$kernel" "$T/bad"
	printf "$2" | dd of="$T/bad" bs=1 seek="$1" conv=notrunc status=none
}
refused "no kernel" 'No such file' "linux:$T/none"
refused "no initrd" 'No such file' "linux:$kernel,initrd=$T/none"
refused "unknown setting" "unknown setting 'nitrd=x'" "linux:$kernel,nitrd=x"
refused "unknown kind" "no kind 'windows'" "windows:$kernel"
refused "no bzImage" 'no bzImage' "linux:$IMAGE"
: >"$T/empty"
refused "an empty initrd" 'empty' "linux:$kernel,initrd=$T/empty"
head -c 1200 "$kernel" >"$T/cut"
refused "a kernel cut short" 'should have' "linux:$T/cut"
patched $((0x206)) '\x0b\x02'
refused "an old protocol" '2.11; 2.12 is the least' "linux:$T/bad"
patched $((0x236)) '\x00'
refused "a 32-bit kernel" '64-bit' "linux:$T/bad"
patched $((0x260)) '\x00\x00\x00\x20'
refused "a kernel that needs too much" 'memory-min' "linux:$T/bad"
expect "with as much promised" 0 build "$T/much.igvm" "linux:$T/bad,initrd=$T/initrd,append=a b,c" --memory-min 1G
expect "runs with it" 3 timeout -s KILL 60 "$PARAPET" run --igvm "$T/much.igvm" --machine "$MACHINE" --memory 1G --deadline 50
expect_text "and all is as it should be" "$T/err" 'terminated itself with code 0:11$'
expect "a file that holds no page there" 0 build "$T/much.igvm" "linux:$T/bad" --memory-min 1G
expect "ends without the memory" 4 timeout -s KILL 60 "$PARAPET" run --igvm "$T/much.igvm" --machine "$MACHINE" --memory 512M \
	--deadline 50
expect_text "and says so" "$T/err" 'MEMORY_MAP'
patched $((0x25b)) '\x20'
expect "a kernel that moves out of Parapet's way" 0 build "$T/moved.igvm" "linux:$T/bad" --place middle --memory-min 1G
cp "$T/bad" "$T/fixed"
printf '\x00' | dd of="$T/fixed" bs=1 seek=$((0x234)) conv=notrunc status=none
refused "a kernel that cannot" 'cannot be moved' "linux:$T/fixed" --place middle --memory-min 1G
truncate -s 40M "$T/large"
refused "an initrd larger than the least memory" 'do not end below' "linux:$kernel,initrd=$T/large" --memory-min 32M
expect "room for it" 0 build "$T/large.igvm" "linux:$kernel,initrd=$T/large" --memory-min 64M
refused "a least memory that is none" 'memory-min' "$good" --memory-min 1M
finish
