#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# systemd-cryptenroll binds a LUKS2 volume in a file to the TPM. What its token holds is unsealed as systemd does it and
# opens the key slot; not so after a PCR has changed. No device-mapper.
. "$(dirname "$0")/lib.sh"

command -v systemd-cryptenroll >/dev/null && command -v cryptsetup >/dev/null || {
	echo "systemd-cryptenroll or cryptsetup is not installed"
	exit 77
}
truncate -s 32M image
printf password >pass
cryptsetup luksFormat -q --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 image pass
PASSWORD=password systemd-cryptenroll --tpm2-device="$TPM2TOOLS_TCTI" --tpm2-pcrs=16 image
cryptsetup token export --token-id 0 image >token.json
python3 - <<'P'
import base64, json
token = json.load(open("token.json"))
assert token["type"] == "systemd-tpm2" and token["tpm2-pcrs"] == [16]
blob = base64.b64decode(token["tpm2-blob"])
size = 2 + int.from_bytes(blob[:2], "big")
open("key.priv", "wb").write(blob[:size])
open("key.pub", "wb").write(blob[size:])
open("bank", "w").write(token.get("tpm2-pcr-bank", "sha256"))
P

open_volume() {
	tpm2_createprimary -C o -G ecc -c primary.ctx
	tpm2_load -C primary.ctx -u key.pub -r key.priv -c key.ctx
	tpm2_startauthsession --policy-session -S s.ctx
	tpm2_policypcr -S s.ctx -l "$(cat bank):16"
	# The passphrase is the text of what was sealed
	tpm2_unseal -c key.ctx -p session:s.ctx | base64 -w0 >secret
	cryptsetup open --test-passphrase --key-file secret image
}

open_volume
clean
tpm2_pcrextend "16:$(cat bank)=$(echo changed | sha256sum | cut -d' ' -f1)"
refuse open_volume
