#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What the TPM says of itself, its clock, its random numbers, its self tests.
. "$(dirname "$0")/lib.sh"

tpm2_selftest
tpm2_selftest --fulltest
tpm2_gettestresult
tpm2_incrementalselftest sha256 aes rsa
for kind in algorithms commands properties-fixed properties-variable ecc-curves pcrs handles-transient \
	handles-persistent handles-permanent handles-pcr handles-nv-index handles-loaded-session handles-saved-session; do
	tpm2_getcap "$kind" >"$kind"
done
grep -q sha256 algorithms
grep -q TPM2_CC_CreatePrimary commands
for parameters in rsa2048 ecc256 ecc384 aes128cfb aes256cfb hmac:sha256 xor:sha256; do
	tpm2_testparms "$parameters"
done
refuse tpm2_testparms rsa1000
[ "$(tpm2_getrandom --hex 32 | wc -c)" = 64 ]
echo entropy | tpm2_stirrandom
tpm2_readclock >clock1
tpm2_setclock 100000000
tpm2_readclock >clock2
tpm2_clockrateadjust s
for curve in ecc256 ecc384; do
	tpm2_geteccparameters "$curve" -o parameters
done
printf '\x80\x01\x00\x00\x00\x0c\x00\x00\x01\x7b\x00\x10' | tpm2_send >answer
[ "$(wc -c <answer)" = 28 ]
