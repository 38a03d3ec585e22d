#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# NV indices of every type; locks; who may and who may not.
. "$(dirname "$0")/lib.sh"

tpm2_nvdefine 0x1500001 -C o -s 32 -a 'ownerread|ownerwrite|authread|authwrite|write_stclear|read_stclear' -p pw
refuse tpm2_nvread 0x1500001 -C 0x1500001 -P pw
echo -n "thirty-two bytes of NV contents." >data
tpm2_nvwrite 0x1500001 -C 0x1500001 -P pw -i data
tpm2_nvread 0x1500001 -C o -s 32 -o out
same out data
echo -n XY | tpm2_nvwrite 0x1500001 -C o -i - --offset 3
[ "$(tpm2_nvread 0x1500001 -C o -s 2 --offset 3)" = XY ]
refuse tpm2_nvread 0x1500001 -C 0x1500001 -P wrong
tpm2_nvwritelock 0x1500001 -C o
refuse tpm2_nvwrite 0x1500001 -C o -i data
tpm2_nvreadlock 0x1500001 -C o
refuse tpm2_nvread 0x1500001 -C o
tpm2_nvreadpublic 0x1500001 | grep -q "size: 32"
tpm2_nvundefine 0x1500001 -C o

tpm2_nvdefine 0x1500002 -C o -a 'nt=counter|ownerread|ownerwrite'
tpm2_nvincrement 0x1500002 -C o
first=$(tpm2_nvread 0x1500002 -C o | xxd -p)
tpm2_nvincrement 0x1500002 -C o
second=$(tpm2_nvread 0x1500002 -C o | xxd -p)
[ $((0x$second)) = $((0x$first + 1)) ]

tpm2_nvdefine 0x1500003 -C o -a 'nt=bits|ownerread|ownerwrite'
tpm2_nvsetbits 0x1500003 -C o -i 0x11
tpm2_nvsetbits 0x1500003 -C o -i 0x02
[ "$(tpm2_nvread 0x1500003 -C o | xxd -p)" = 0000000000000013 ]

tpm2_nvdefine 0x1500004 -C o -g sha256 -a 'nt=extend|ownerread|ownerwrite'
echo -n one | tpm2_nvextend 0x1500004 -C o -i -
(head -c 32 /dev/zero; echo -n one) | openssl dgst -sha256 -binary >expected
tpm2_nvread 0x1500004 -C o -o out
same out expected

tpm2_nvdefine 0x1500005 -C p -s 8 -a 'ppread|ppwrite|ownerread|platformcreate|write_stclear|globallock'
printf 12345678 | tpm2_nvwrite 0x1500005 -C p -i -
refuse tpm2_nvundefine 0x1500005 -C o
tpm2_nvundefine 0x1500005 -C p
tpm2_getcap handles-nv-index | grep -qi 0x1500004
tpm2_createprimary -C o -G ecc256:ecdsa-sha256:null -c ak.ctx -a 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign'
tpm2_nvcertify -C ak.ctx -c o -g sha256 -o sig --attestation attest --size 8 0x1500002
