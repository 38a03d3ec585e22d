#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# systemd-creds encrypts a credential to the TPM and its PCRs, and decrypts it, until a PCR changes.
. "$(dirname "$0")/lib.sh"

command -v systemd-creds >/dev/null || {
	echo "systemd-creds is not installed"
	exit 77
}
echo "a credential" >plain
for pcrs in 16 7+16; do
	clean
	systemd-creds encrypt --with-key=tpm2 --tpm2-device="$TPM2TOOLS_TCTI" --tpm2-pcrs="$pcrs" --name=test plain cipher
	systemd-creds decrypt --tpm2-device="$TPM2TOOLS_TCTI" --name=test cipher out
	same plain out
	clean
	refuse systemd-creds decrypt --tpm2-device="$TPM2TOOLS_TCTI" --name=other cipher -
done
clean
tpm2_pcrreset 16
tpm2_pcrextend 16:sha256="$(echo changed | sha256sum | cut -d' ' -f1)"
refuse systemd-creds decrypt --tpm2-device="$TPM2TOOLS_TCTI" --name=test cipher -
