#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Keys of every kind: created, loaded, read, used; signatures that OpenSSL verifies.
. "$(dirname "$0")/lib.sh"

echo -n "what is signed" >data
tpm2_createprimary -C o -G ecc -c primary.ctx -p parent
for kind in rsa2048:null:null rsa2048:rsassa-sha256:null rsa2048:rsapss-sha256:null ecc256:null:null ecc256:ecdsa-sha256:null ecc384:ecdsa-sha384:null; do
	tpm2_create -C primary.ctx -P parent -G "$kind" -u key.pub -r key.priv -p child \
		-a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign'
	tpm2_load -C primary.ctx -P parent -u key.pub -r key.priv -c key.ctx
	tpm2_readpublic -c key.ctx -f pem -o key.pem
	hash=sha256
	scheme=ecdsa
	padding=()
	case $kind in
	rsa*pss*) scheme=rsapss padding=(-sigopt rsa_padding_mode:pss) ;;
	rsa*) scheme=rsassa ;;
	ecc384*) hash=sha384 ;;
	esac
	tpm2_sign -c key.ctx -p child -g $hash -s $scheme -o tpm.sig data
	tpm2_verifysignature -c key.ctx -g $hash -m data -s tpm.sig
	tpm2_sign -c key.ctx -p child -g $hash -s $scheme -f plain -o plain.sig data
	openssl dgst -$hash "${padding[@]}" -verify key.pem -signature plain.sig data
	refuse tpm2_sign -c key.ctx -p wrong -g $hash -s $scheme -o tpm.sig data
	tpm2_dictionarylockout --clear-lockout
	clean
done
for kind in hmac aes aes256cfb; do
	tpm2_create -C primary.ctx -P parent -G $kind -u key.pub -r key.priv
	tpm2_load -C primary.ctx -P parent -u key.pub -r key.priv -c key.ctx
	case $kind in
	hmac)
		tpm2_hmac -c key.ctx -g sha256 -o mac data
		[ "$(wc -c <mac)" = 32 ]
		;;
	*)
		tpm2_encryptdecrypt -c key.ctx -o cipher data
		tpm2_encryptdecrypt -d -c key.ctx -o plain cipher
		same plain data
		;;
	esac
	clean
done
