#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# PCRs: extended, measured into, reset, allocated; what is computed beside is the same.
. "$(dirname "$0")/lib.sh"

zeros=0000000000000000000000000000000000000000000000000000000000000000
tpm2_pcrread sha256:16 -o read
printf %s $zeros | xxd -r -p >expected
same read expected
digest=$(echo -n one | sha256sum | cut -d' ' -f1)
tpm2_pcrextend 16:sha256="$digest"
printf '%s%s' $zeros "$digest" | xxd -r -p | openssl dgst -sha256 -binary >expected
tpm2_pcrread sha256:16 -o read
same read expected
echo -n measured >data
tpm2_pcrevent 16 data >events
grep -q "$(sha256sum data | cut -d' ' -f1)" events
(cat expected; openssl dgst -sha256 -binary data) | openssl dgst -sha256 -binary >expected2
tpm2_pcrread sha256:16 -o read
same read expected2
tpm2_pcrreset 16
tpm2_pcrread sha256:16 -o read
printf %s $zeros | xxd -r -p >expected
same read expected
refuse tpm2_pcrreset 0
tpm2_pcrextend 23:sha256="$digest",sha384="$(echo -n one | sha384sum | cut -d' ' -f1)"
tpm2_pcrread sha384:23
tpm2_pcrallocate sha256:all+sha384:all
