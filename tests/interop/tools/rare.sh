#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What few clients use: split schemes, policies over tickets, names and NV, indices that only a policy deletes,
# Shutdown.
. "$(dirname "$0")/lib.sh"

echo -n "the secret" >secret
# Two keys of one curve and an ephemeral one: the two-phase exchange; commitments of an anonymous key
tpm2_createprimary -C o -G ecc256:null:null -c exchange.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|decrypt'
tpm2_ecephemeral -u ephemeral1 -t counter1 ecc256
tpm2_ecdhkeygen -c exchange.ctx -u static2 -o secret2
tpm2_ecdhkeygen -c exchange.ctx -u ephemeral2 -o secret3
tpm2_zgen2phase -c exchange.ctx --counter "$((0x$(xxd -p counter1)))" --static-public static2 --ephemeral-public ephemeral2 \
	--output-Z1 z1 --output-Z2 z2
[ -s z1 ] && [ -s z2 ]
tpm2_createprimary -C o -G ecc256:ecdaa4-sha256:null -c daa.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign' 2>/dev/null ||
	tpm2_createprimary -C o -G ecc256:ecdaa:null -c daa.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|sign'
tpm2_commit -c daa.ctx -t counter -u k -u l -u e 2>/dev/null || tpm2_commit -c daa.ctx -t counter --eccpoint-K k --eccpoint-L l -u e
clean

# A ticket of PolicySigned is redeemed later
tpm2_createprimary -C o -G ecc -c primary.ctx
openssl genrsa -out signer.pem 2048
openssl rsa -in signer.pem -pubout -out signer.pub.pem 2>/dev/null
tpm2_loadexternal -C o -G rsa -u signer.pub.pem -c signer.ctx -n signer.name
tpm2_startauthsession -S s.ctx
tpm2_policysigned -S s.ctx -g sha256 -c signer.ctx --raw-data tosign -L signed.policy -t 0xFFFFFE0C 2>/dev/null || {
	printf '\x00\x00\x00\x00' >tosign
	openssl dgst -sha256 -sign signer.pem -out signature tosign
	tpm2_policysigned -S s.ctx -g sha256 -s signature -f rsassa -c signer.ctx -L signed.policy
}
tpm2_flushcontext s.ctx
clean

# Duplication only to one parent; a policy that NV holds
tpm2_createprimary -C e -G ecc -c target.ctx
tpm2_readpublic -c target.ctx -n target.name
tpm2_startauthsession -S s.ctx
tpm2_policyduplicationselect -S s.ctx -N target.name -L select.policy
tpm2_flushcontext s.ctx
tpm2_create -C primary.ctx -G ecc256:ecdsa-sha256 -u key.pub -r key.priv -L select.policy -a 'sensitivedataorigin|userwithauth|sign'
tpm2_load -C primary.ctx -u key.pub -r key.priv -c key.ctx -n key.name
tpm2_startauthsession --policy-session -S s.ctx
tpm2_policyduplicationselect -S s.ctx -N target.name -n key.name
tpm2_duplicate -C target.ctx -c key.ctx -G null -p session:s.ctx -r dup.priv -s dup.seed
clean
tpm2_startauthsession -S s.ctx
tpm2_policycommandcode TPM2_CC_Unseal -S s.ctx -L inner.policy
tpm2_flushcontext s.ctx
tpm2_nvdefine 0x1500030 -C o -s 34 -a 'ownerread|ownerwrite|policyread|policywrite|authread|authwrite'
(printf '\x00\x0b' && cat inner.policy) | tpm2_nvwrite 0x1500030 -C o -i -
tpm2_startauthsession -S s.ctx
tpm2_policyauthorizenv -S s.ctx -C o -L outer.policy 0x1500030
tpm2_flushcontext s.ctx
tpm2_create -C primary.ctx -i secret -L outer.policy -u sealed.pub -r sealed.priv
tpm2_load -C primary.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
tpm2_startauthsession --policy-session -S s.ctx
tpm2_policycommandcode TPM2_CC_Unseal -S s.ctx
tpm2_policyauthorizenv -S s.ctx -C o 0x1500030
tpm2_unseal -c sealed.ctx -p session:s.ctx -o out
same out secret
clean

# An index that only its policy undefines
tpm2_startauthsession -S s.ctx
tpm2_policycommandcode TPM2_CC_NV_UndefineSpaceSpecial -S s.ctx -L delete.policy
tpm2_flushcontext s.ctx
tpm2_nvdefine 0x1500031 -C p -s 8 -a 'ppread|ppwrite|authread|authwrite|platformcreate|policydelete|policywrite|policyread' -L delete.policy
refuse tpm2_nvundefine 0x1500031 -C p
tpm2_startauthsession --policy-session -S s.ctx
tpm2_policycommandcode TPM2_CC_NV_UndefineSpaceSpecial -S s.ctx
tpm2_nvundefine -S s.ctx 0x1500031
refuse tpm2_nvreadpublic 0x1500031
clean

# The hash of one command; a session that starts again
tpm2_readpublic -c primary.ctx -n primary.name
tpm2_startauthsession -S s.ctx
(printf '\x00\x20' && cat signed.policy) >cp.hash
tpm2_policycphash -S s.ctx --cphash cp.hash -L cp.policy
tpm2_policyrestart -S s.ctx
refuse tpm2_policyticket -S s.ctx -n signer.name --ticket none --timeout none
tpm2_policylocality -S s.ctx three
tpm2_flushcontext s.ctx

tpm2_shutdown
tpm2_shutdown -c
tpm2_startup -c
