#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each assertion of a policy, in a trial session and in a real one that opens sealed data.
. "$(dirname "$0")/lib.sh"

echo -n "the secret" >secret
tpm2_createprimary -C o -G ecc -c primary.ctx

# attempt NAME OPTIONS ASSERTION...: seals to the assertion's policy and opens; options are for unsealing
attempt() {
	local options=$1
	shift
	tpm2_startauthsession -S s.ctx
	"$@" -S s.ctx -L policy
	tpm2_flushcontext s.ctx
	tpm2_create -C primary.ctx -i secret -L policy -u sealed.pub -r sealed.priv -p auth
	tpm2_load -C primary.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
	tpm2_startauthsession --policy-session -S s.ctx
	refuse tpm2_unseal -c sealed.ctx -p session:s.ctx
	tpm2_flushcontext s.ctx
	tpm2_startauthsession --policy-session -S s.ctx
	"$@" -S s.ctx
	tpm2_unseal -c sealed.ctx -p session:s.ctx$options -o out
	same out secret
	clean
}

attempt +auth tpm2_policypassword
attempt +auth tpm2_policyauthvalue
attempt "" tpm2_policycommandcode TPM2_CC_Unseal
attempt "" tpm2_policylocality zero
attempt "" tpm2_policysecret -c o
attempt "" tpm2_policypcr -l sha256:0,1,2
attempt "" tpm2_policycountertimer --ult clock=1000000000000
tpm2_nvdefine 0x1500020 -C o -s 4 -a 'ownerwrite|ownerread|authread|authwrite'
printf '\x00\x00\x00\x05' >value
tpm2_nvwrite 0x1500020 -C o -i value
printf '\x00\x00\x00\x09' >limit
attempt "" tpm2_policynv -C o -i limit 0x1500020 ult

# Either of two
for command in Unseal Sign; do
	tpm2_startauthsession -S s.ctx
	tpm2_policycommandcode TPM2_CC_$command -S s.ctx -L $command.policy
	tpm2_flushcontext s.ctx
done
tpm2_startauthsession -S s.ctx
tpm2_policyor -S s.ctx -L or.policy sha256:Unseal.policy,Sign.policy
tpm2_flushcontext s.ctx
tpm2_create -C primary.ctx -i secret -L or.policy -u sealed.pub -r sealed.priv
tpm2_load -C primary.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
tpm2_startauthsession --policy-session -S s.ctx
tpm2_policycommandcode TPM2_CC_Unseal -S s.ctx
tpm2_policyor -S s.ctx sha256:Unseal.policy,Sign.policy
tpm2_unseal -c sealed.ctx -p session:s.ctx -o out
same out secret
clean

# Signed by a key outside
openssl genrsa -out signer.pem 2048
openssl rsa -in signer.pem -pubout -out signer.pub.pem 2>/dev/null
tpm2_loadexternal -C o -G rsa -u signer.pub.pem -c signer.ctx
printf '\x00\x00\x00\x00' >expiration
openssl dgst -sha256 -sign signer.pem -out signature expiration
attempt "" tpm2_policysigned -g sha256 -s signature -f rsassa -c signer.ctx

# NV written, and a policy kept in NV
tpm2_startauthsession -S s.ctx
tpm2_policynvwritten -S s.ctx -L written.policy s
tpm2_flushcontext s.ctx
tpm2_startauthsession -S s.ctx
tpm2_policytemplate -S s.ctx --template-hash written.policy -L template.policy
tpm2_flushcontext s.ctx
tpm2_startauthsession -S s.ctx
tpm2_policynamehash -S s.ctx -n written.policy
tpm2_flushcontext s.ctx
tpm2_startauthsession -S s.ctx
tpm2_policycphash -S s.ctx --cphash written.policy 2>/dev/null || tpm2_policyrestart -S s.ctx
tpm2_flushcontext s.ctx
