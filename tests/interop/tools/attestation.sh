#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Endorsement and attestation keys, credentials, quotes, certificates of keys, of time and of audits.
. "$(dirname "$0")/lib.sh"

for kind in rsa ecc; do
	tpm2_createek -c ek.ctx -G $kind -u ek.pub
	hash=sha256
	scheme=rsassa
	[ $kind = ecc ] && scheme=ecdsa
	tpm2_createak -C ek.ctx -c ak.ctx -G $kind -g $hash -s $scheme -u ak.pub -f pem -n ak.name
	echo -n "the credential" >credential
	tpm2_makecredential -T none -e ek.pub -s credential -n "$(xxd -p -c 99 ak.name)" -o blob -G $kind 2>/dev/null ||
		tpm2_makecredential -u ek.pub -s credential -n "$(xxd -p -c 99 ak.name)" -o blob
	clean
	tpm2_startauthsession --policy-session -S s.ctx
	tpm2_policysecret -S s.ctx -c e
	tpm2_activatecredential -c ak.ctx -C ek.ctx -i blob -o out -P session:s.ctx
	same out credential
	clean
	tpm2_quote -c ak.ctx -l sha256:0,1,16 -q abcdef -m quote -s quote.sig -o quote.pcrs -g $hash
	tpm2_checkquote -u ak.pub -m quote -s quote.sig -f quote.pcrs -g $hash -q abcdef
	refuse tpm2_checkquote -u ak.pub -m quote -s quote.sig -f quote.pcrs -g $hash -q abcde0
	tpm2_certify -c ak.ctx -C ak.ctx -g $hash -o attest -s sig
	tpm2_gettime -c ak.ctx -o sig --attestation attest -q 1234
	clean
done
tpm2_createprimary -C o -c primary.ctx -t ticket -d creation.hash
tpm2_createprimary -C e -G ecc256:ecdsa-sha256:null -c signer.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign'
tpm2_certifycreation -C signer.ctx -c primary.ctx -d creation.hash -t ticket -g sha256 -o sig --attestation attest -f plain -s ecdsa
clean
tpm2_startauthsession --audit-session -S audit.ctx
tpm2_getrandom 8 -S audit.ctx --hex >/dev/null
tpm2_getsessionauditdigest -c signer.ctx -m attest -s sig -S audit.ctx
clean
tpm2_setcommandauditstatus TPM2_CC_GetRandom
tpm2_getrandom 4 --hex >/dev/null
tpm2_getcommandauditdigest -c signer.ctx -m attest -s sig
