#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Keys that OpenSSL made: loaded, imported, used.
. "$(dirname "$0")/lib.sh"

echo -n "what is signed" >data
openssl genrsa -out rsa.pem 2048
openssl ecparam -name prime256v1 -genkey -noout -out ecc.pem
tpm2_createprimary -C o -G rsa -c primary.ctx
for kind in rsa ecc; do
	openssl pkey -in $kind.pem -pubout -out $kind.pub.pem
	tpm2_loadexternal -C n -G $kind -r $kind.pem -c outside.ctx
	tpm2_sign -c outside.ctx -g sha256 -f plain -o sig data
	openssl dgst -sha256 -verify $kind.pub.pem -signature sig data
	tpm2_loadexternal -C o -G $kind -u $kind.pub.pem -c public.ctx
	openssl dgst -sha256 -sign $kind.pem -out sig data
	scheme=rsassa
	[ $kind = ecc ] && scheme=ecdsa
	tpm2_verifysignature -c public.ctx -g sha256 -m data -s sig -f $scheme
	tpm2_import -C primary.ctx -G $kind -i $kind.pem -u key.pub -r key.priv
	tpm2_load -C primary.ctx -u key.pub -r key.priv -c key.ctx
	tpm2_sign -c key.ctx -g sha256 -f plain -o sig data
	openssl dgst -sha256 -verify $kind.pub.pem -signature sig data
	clean
done
dd if=/dev/urandom of=aes.key bs=16 count=1 2>/dev/null
tpm2_import -C primary.ctx -G aes -i aes.key -u key.pub -r key.priv
tpm2_load -C primary.ctx -u key.pub -r key.priv -c key.ctx
dd if=/dev/urandom of=iv bs=16 count=1 2>/dev/null
tpm2_encryptdecrypt -c key.ctx --iv iv -G cfb -o cipher data
openssl enc -d -aes-128-cfb -K "$(xxd -p aes.key)" -iv "$(xxd -p iv)" -in cipher -out plain
same plain data
