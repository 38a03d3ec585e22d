#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Decryption, secrets exchanged, hashes of what is too long for one command.
. "$(dirname "$0")/lib.sh"

echo -n "a message" >data
tpm2_createprimary -C o -G rsa2048:null:null -c rsa.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|decrypt|sign'
tpm2_readpublic -c rsa.ctx -f pem -o rsa.pem
for scheme in rsaes oaep; do
	tpm2_rsaencrypt -c rsa.ctx -s $scheme -o cipher data
	tpm2_rsadecrypt -c rsa.ctx -s $scheme -o plain cipher
	same plain data
done
openssl pkeyutl -encrypt -pubin -inkey rsa.pem -in data -out cipher -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 \
	-pkeyopt rsa_mgf1_md:sha256
tpm2_rsadecrypt -c rsa.ctx -s oaep -o plain cipher
same plain data
clean
for curve in ecc256 ecc384; do
	tpm2_createprimary -C o -G $curve:null:null -c ecc.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|decrypt'
	tpm2_ecdhkeygen -c ecc.ctx -u point -o secret1
	tpm2_ecdhzgen -c ecc.ctx -u point -o secret2
	same secret1 secret2
	clean
done
tpm2_ecephemeral -u point -t counter ecc256
head -c 5000 /dev/zero >long
for hash in sha1 sha256 sha384 sha512; do
	tpm2_hash -g $hash -o digest -C n long
	openssl dgst -$hash -binary long >expected
	same digest expected
done
tpm2_createprimary -C o -G hmac:sha256 -c mac.ctx 2>/dev/null || {
	tpm2_createprimary -C o -G ecc -c primary.ctx
	dd if=/dev/urandom of=key bs=32 count=1 2>/dev/null
	tpm2_create -C primary.ctx -G hmac -u mac.pub -r mac.priv
	tpm2_load -C primary.ctx -u mac.pub -r mac.priv -c mac.ctx
}
tpm2_hmac -c mac.ctx -o mac1 long
tpm2_hmac -c mac.ctx -o mac2 long
same mac1 mac2
