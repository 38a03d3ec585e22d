#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Duplication to another parent; a child that is loaded by its file; persistent and saved objects.
. "$(dirname "$0")/lib.sh"

tpm2_createprimary -C o -G ecc -c old.ctx
tpm2_createprimary -C e -G rsa -c new.ctx
tpm2_startauthsession -S s.ctx
tpm2_policycommandcode TPM2_CC_Duplicate -S s.ctx -L dup.policy
tpm2_flushcontext s.ctx
for wrap in null aes; do
	tpm2_create -C old.ctx -G ecc256:ecdsa-sha256 -u key.pub -r key.priv -L dup.policy -a 'sensitivedataorigin|userwithauth|sign'
	tpm2_load -C old.ctx -u key.pub -r key.priv -c key.ctx
	tpm2_startauthsession --policy-session -S s.ctx
	tpm2_policycommandcode TPM2_CC_Duplicate -S s.ctx
	outer=()
	inner=()
	if [ $wrap = aes ]; then
		dd if=/dev/urandom of=wrap.key bs=16 count=1 2>/dev/null
		outer=(-i wrap.key)
		inner=(-k wrap.key)
	fi
	tpm2_duplicate -C new.ctx -c key.ctx -G $wrap -p session:s.ctx -r dup.priv -s dup.seed "${outer[@]}"
	clean
	tpm2_import -C new.ctx -u key.pub -i dup.priv -s dup.seed -r moved.priv "${inner[@]}"
	tpm2_load -C new.ctx -u key.pub -r moved.priv -c moved.ctx
	echo x >data
	tpm2_sign -c moved.ctx -g sha256 -o sig data
	tpm2_verifysignature -c moved.ctx -g sha256 -m data -s sig
	clean
done
tpm2_evictcontrol -C o -c old.ctx 0x81000005
tpm2_readpublic -c 0x81000005 >public
clean
tpm2_create -C 0x81000005 -G aes -u key.pub -r key.priv
tpm2_load -C 0x81000005 -u key.pub -r key.priv -c key.ctx
tpm2_evictcontrol -C o -c 0x81000005
refuse tpm2_readpublic -c 0x81000005
for n in 1 2 3 4 5; do
	tpm2_createprimary -C o -G ecc -c many$n.ctx
done
for n in 5 3 1 2 4; do
	tpm2_readpublic -c many$n.ctx >/dev/null
done
