# SPDX-License-Identifier: GPL-2.0-or-later
# /dev/tpm0, by the kernel's own driver and by tpm2-tools.
tpm_driver() {
	[ -c /dev/tpm0 ] && [ -c /dev/tpmrm0 ] &&
		[ "$(cat /sys/class/tpm/tpm0/tpm_version_major)" = 2 ] &&
		[ "$(basename "$(readlink -f /sys/class/tpm/tpm0/device/driver)")" = "${tpm_driver_name:-tpm-svsm}" ]
}
pcr() {
	tpm2_pcrread "$1:$2" -o pcr.bin >/dev/null && xxd -p -c 64 pcr.bin
}
tpm_extend() {
	local before event
	event=$(echo hello | sha256sum | cut -d' ' -f1)
	before=$(pcr sha256 16) || return
	tpm2_pcrextend "16:sha256=$event" || return
	[ "$(pcr sha256 16)" = "$(echo "$before$event" | xxd -r -p | sha256sum | cut -d' ' -f1)" ]
}
tpm_reset() {
	tpm2_pcrreset 16 && [ "$(pcr sha256 16 | tr -d 0)" = "" ]
}
tpm_random() {
	tpm2_getrandom 32 -o random.1 && tpm2_getrandom 32 -o random.2 && ! cmp -s random.1 random.2
}
tpm_primary() {
	tpm2_createprimary -C o -g sha256 -G "$1" -c "primary.$1"
}
tpm_quote() {
	tpm2_createek -c ek.ctx -G ecc -u ek.pub &&
		tpm2_createak -C ek.ctx -c ak.ctx -G ecc -g sha256 -s ecdsa -u ak.pem -f pem -n ak.name || return
	tpm2_quote -c ak.ctx -l sha256:0,1,16 -q 0badcafe -m quote.msg -s quote.sig -o quote.pcrs -g sha256 &&
		tpm2_checkquote -u ak.pem -m quote.msg -s quote.sig -f quote.pcrs -g sha256 -q 0badcafe || return
	! tpm2_checkquote -u ak.pem -m quote.msg -s quote.sig -f quote.pcrs -g sha256 -q deadbeef
}
tpm_seal() {
	tpm2_createpolicy --policy-pcr -l sha256:16 -L seal.policy &&
		echo secret | tpm2_create -C primary.ecc -L seal.policy -i- -u seal.pub -r seal.priv -c seal.ctx || return
	[ "$(tpm2_unseal -c seal.ctx -p pcr:sha256:16)" = secret ]
}
tpm_seal_refused() {
	tpm2_pcrextend "16:sha256=$(echo other | sha256sum | cut -d' ' -f1)" || return
	! tpm2_unseal -c seal.ctx -p pcr:sha256:16
}
tpm_nv() {
	tpm2_nvdefine 0x1500016 -C o -s 32 -a "ownerread|ownerwrite|authread|authwrite" || return
	head -c 32 /dev/urandom >nv.in
	tpm2_nvwrite 0x1500016 -C o -i nv.in && tpm2_nvread 0x1500016 -C o -s 32 -o nv.out && cmp nv.in nv.out &&
		tpm2_nvundefine 0x1500016 -C o
}
tpm_kernel_driver_says() {
	dmesg | grep 'SNP SVSM vTPM 2.0 device'
}

if [ "${tpm:-}" = no ]; then
	skip "tpm" "this image of Parapet has none"
elif [ -f /lib/modules/tpm_svsm.ko ]; then
	check "tpm: /dev/tpm0 by the kernel's driver" tpm_driver
	[ -n "${tpm_driver_name:-}" ] || check "kernel log: SNP SVSM vTPM 2.0 device" tpm_kernel_driver_says
	check "tpm: getrandom" tpm_random
	check "tpm: pcrread" tpm2_pcrread sha256:0,1,2,3,4,5,6,7
	check "tpm: pcrreset" tpm_reset
	check "tpm: pcrextend gives what SHA-256 gives" tpm_extend
	check "tpm: createprimary ecc" tpm_primary ecc
	check "tpm: createprimary rsa" tpm_primary rsa
	check "tpm: quote and checkquote" tpm_quote
	check "tpm: seal and unseal with a PCR policy" tpm_seal
	check "tpm: no unseal after the PCR changed" tpm_seal_refused
	check "tpm: NV define, write, read, undefine" tpm_nv
else
	skip "tpm" "this kernel has no driver for an SVSM's TPM"
fi
