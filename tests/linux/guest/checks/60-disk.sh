# SPDX-License-Identifier: GPL-2.0-or-later
# A virtio-blk disk: mounted, read, written, read back after a new mount. It stays mounted at /mnt.
disk_read() {
	mount -t ext4 /dev/vda /mnt && (cd /mnt && sha256sum -c SHA256SUMS)
}
disk_write() {
	head -c 1048576 /dev/urandom >disk.in
	cp disk.in /mnt/written && umount /mnt || return
	echo 3 >/proc/sys/vm/drop_caches
	mount -t ext4 /dev/vda /mnt && cmp disk.in /mnt/written
}
if [ -b /dev/vda ]; then
	check "disk: mounted and read" disk_read
	check "disk: written and read back" disk_write
else
	skip "disk" "there is none"
fi
