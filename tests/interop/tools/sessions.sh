#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sessions: salted, bound, with parameters encrypted, audited; saved and used again.
. "$(dirname "$0")/lib.sh"

tpm2_createprimary -C o -G rsa -c salt.ctx
tpm2_createprimary -C o -G ecc -c primary.ctx -p parent
echo -n "the secret" >secret
tpm2_create -C primary.ctx -P parent -i secret -u k.pub -r k.priv -p child
tpm2_load -C primary.ctx -P parent -u k.pub -r k.priv -c k.ctx
clean
for options in "" "-c salt.ctx" "--bind-context=primary.ctx --bind-auth=parent" \
	"--tpmkey-context=salt.ctx --bind-context=primary.ctx --bind-auth=parent"; do
	# shellcheck disable=SC2086
	tpm2_startauthsession --hmac-session $options -S s.ctx -G aes128cfb 2>/dev/null ||
		tpm2_startauthsession --hmac-session $options -S s.ctx
	tpm2_sessionconfig s.ctx --enable-decrypt --enable-encrypt --enable-continuesession
	tpm2_unseal -c k.ctx -p session:s.ctx+child -o out
	same out secret
	tpm2_create -C primary.ctx -P session:s.ctx+parent -i secret -u k2.pub -r k2.priv
	tpm2_flushcontext s.ctx
	clean
done
for n in 1 2 3 4; do
	tpm2_startauthsession --hmac-session -S many$n.ctx
done
for n in 3 1 4 2; do
	tpm2_unseal -c k.ctx -p session:many$n.ctx+child -o out
	same out secret
done
clean
