#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Authorisations of hierarchies, lockout, Clear, seeds that change.
. "$(dirname "$0")/lib.sh"

tpm2_changeauth -c o ownerpw
tpm2_changeauth -c e endorsepw
tpm2_changeauth -c l lockpw
refuse tpm2_createprimary -C o -G ecc -c x.ctx
tpm2_createprimary -C o -P ownerpw -G ecc -c owner.ctx
tpm2_readpublic -c owner.ctx -o before
clean
tpm2_createprimary -C o -P ownerpw -G ecc -c owner.ctx
tpm2_readpublic -c owner.ctx -o again
same before again
clean
tpm2_clearcontrol -C l -P lockpw s
refuse tpm2_clear lockpw
tpm2_clearcontrol -C p c
tpm2_clear lockpw
tpm2_createprimary -C o -G ecc -c owner.ctx
tpm2_readpublic -c owner.ctx -o after
! cmp -s before after
clean
tpm2_createprimary -C e -G ecc -c ek.ctx
tpm2_readpublic -c ek.ctx -o ek1
clean
tpm2_changeeps
tpm2_createprimary -C e -G ecc -c ek.ctx
tpm2_readpublic -c ek.ctx -o ek2
! cmp -s ek1 ek2
clean
tpm2_changepps
tpm2_hierarchycontrol -C p shEnable clear
refuse tpm2_createprimary -C o -G ecc -c x.ctx
tpm2_hierarchycontrol -C p shEnable set
head -c 32 /dev/zero >policy
tpm2_setprimarypolicy -C o -L policy -g sha256

tpm2_dictionarylockout --setup-parameters --max-tries=2 --recovery-time=1000 --lockout-recovery-time=1000
tpm2_createprimary -C o -G ecc -c parent.ctx
echo -n s | tpm2_create -C parent.ctx -i - -u k.pub -r k.priv -p right
tpm2_load -C parent.ctx -u k.pub -r k.priv -c k.ctx
refuse tpm2_unseal -c k.ctx -p wrong
refuse tpm2_unseal -c k.ctx -p wrong
refuse tpm2_unseal -c k.ctx -p right
tpm2_dictionarylockout --clear-lockout
[ "$(tpm2_unseal -c k.ctx -p right)" = s ]
