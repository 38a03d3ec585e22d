# SPDX-License-Identifier: GPL-2.0-or-later
# The kernel's own TPM tests (tools/testing/selftests/tpm2), from the disk.
selftest() {
	(cd /mnt/tpm2 && PATH=/mnt/bin:$PATH sh "./test_$1.sh")
	local status=$?
	[ $status != 4 ] || echo "skipped itself"
	return $status
}
if [ -d /mnt/tpm2 ] && [ -c /dev/tpm0 ]; then
	for part in smoke space async; do
		check "kernel selftests: tpm2 $part" selftest $part
	done
else
	skip "kernel selftests: tpm2" "no disk, or no TPM"
fi
