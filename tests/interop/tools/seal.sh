#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sealed data: by authorisation, by PCRs, by a signed policy; each opens, and with the wrong thing does not.
. "$(dirname "$0")/lib.sh"

echo -n "the secret" >secret
tpm2_createprimary -C e -G ecc -c primary.ctx
tpm2_create -C primary.ctx -i secret -u sealed.pub -r sealed.priv -p auth
tpm2_load -C primary.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
tpm2_unseal -c sealed.ctx -p auth -o out
same out secret
refuse tpm2_unseal -c sealed.ctx -p wrong
clean

tpm2_pcrread sha256:0,16 -o pcrs
tpm2_createpolicy --policy-pcr -l sha256:0,16 -f pcrs -L pcr.policy
tpm2_create -C primary.ctx -i secret -L pcr.policy -u sealed.pub -r sealed.priv
tpm2_load -C primary.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
tpm2_unseal -c sealed.ctx -p pcr:sha256:0,16 -o out
same out secret
tpm2_pcrextend 16:sha256="$(echo x | sha256sum | cut -d' ' -f1)"
refuse tpm2_unseal -c sealed.ctx -p pcr:sha256:0,16
clean

# A policy that its author signs: sealed once, opened in any state that has a signature
openssl genrsa -out author.pem 2048
openssl rsa -in author.pem -pubout -out author.pub.pem 2>/dev/null
tpm2_loadexternal -G rsa -C o -u author.pub.pem -c author.ctx -n author.name
tpm2_startauthsession -S trial.ctx
tpm2_policyauthorize -S trial.ctx -L authorized.policy -n author.name
tpm2_flushcontext trial.ctx
tpm2_create -C primary.ctx -i secret -L authorized.policy -u sealed.pub -r sealed.priv
for round in one two; do
	clean
	tpm2_pcrextend 16:sha256="$(echo $round | sha256sum | cut -d' ' -f1)"
	tpm2_startauthsession -S trial.ctx
	tpm2_policypcr -S trial.ctx -l sha256:16 -L state.policy
	tpm2_flushcontext trial.ctx
	openssl dgst -sha256 -sign author.pem -out state.sig state.policy
	tpm2_loadexternal -G rsa -C o -u author.pub.pem -c author.ctx -n author.name
	tpm2_verifysignature -c author.ctx -g sha256 -m state.policy -s state.sig -t ticket -f rsassa
	clean
	tpm2_load -C primary.ctx -u sealed.pub -r sealed.priv -c sealed.ctx
	tpm2_startauthsession --policy-session -S session.ctx
	tpm2_policypcr -S session.ctx -l sha256:16
	tpm2_policyauthorize -S session.ctx -i state.policy -n author.name -t ticket
	tpm2_unseal -p session:session.ctx -c sealed.ctx -o out
	same out secret
	tpm2_flushcontext session.ctx
done
tpm2_startauthsession --policy-session -S session.ctx
tpm2_policypcr -S session.ctx -l sha256:0
refuse tpm2_policyauthorize -S session.ctx -i state.policy -n author.name -t ticket
