#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The feature API over a keystore: provisioning by both profiles, keys, seals, NV of every kind, PCRs, policies.
. "$(dirname "$0")/lib.sh"

command -v tss2_provision >tools || { echo "no tss2_provision"; exit 77; }

# A keystore of profile $1, in folders of this script's own
keystore() {
	local here=$PWD/$1
	mkdir -p "$here/user" "$here/system/policy" "$here/log"
	cat >"$here/config.json" <<-END
		{
			"profile_name": "$1", "profile_dir": "/etc/tpm2-tss/fapi-profiles/",
			"user_dir": "$here/user", "system_dir": "$here/system", "log_dir": "$here/log",
			"tcti": "$TPM2TOOLS_TCTI", "system_pcrs": [], "ek_cert_less": "yes"
		}
	END
	export TSS2_FAPICONF=$here/config.json
}

keys() {
	tss2_createkey -p HS/SRK/signer -t "sign,noDa" -a ""
	sha256sum secret | cut -d' ' -f1 | xxd -r -p >digest
	tss2_sign -p HS/SRK/signer -d digest -o signature -k key.pem -f
	tss2_verifysignature -p HS/SRK/signer -d digest -i signature
	echo wrong | sha256sum | cut -d' ' -f1 | xxd -r -p >wrong
	refuse tss2_verifysignature -p HS/SRK/signer -d wrong -i signature
	tss2_import -p ext/key -i key.pem
	tss2_verifysignature -p ext/key -d digest -i signature
	openssl pkey -pubin -in key.pem -noout

	tss2_createseal -p HS/SRK/seal -a "" -i secret
	tss2_unseal -p HS/SRK/seal -o out -f
	same out secret
	tss2_createseal -p HS/SRK/random -a "" -s 20
	tss2_unseal -p HS/SRK/random -o out -f
	[ "$(stat -c %s out)" = 20 ]
}

# The event log that a quote comes with begins at zeros, so PCR 16 alone
quotes() {
	tss2_createkey -p HS/SRK/attester -t "sign,restricted,noDa" -a ""
	tpm2_pcrreset 16
	tss2_pcrextend -x 16 -i secret
	tss2_pcrread -x 16 -o out -f
	tss2_quote -x 16 -p HS/SRK/attester -Q digest -q info -o signature -l log -c cert -f
	tss2_verifyquote -k HS/SRK/attester -Q digest -q info -i signature -l log
	refuse tss2_verifyquote -k HS/SRK/attester -Q wrong -q info -i signature -l log
}

nv() {
	tss2_createnv -p nv/Owner/plain -t noDa -s 10 -a ""
	head -c 10 secret >ten
	tss2_nvwrite -p nv/Owner/plain -i ten
	tss2_nvread -p nv/Owner/plain -o out -f
	same out ten
	tss2_createnv -p nv/Owner/counter -t "counter,noDa" -s 0 -a ""
	tss2_nvincrement -p nv/Owner/counter
	tss2_nvread -p nv/Owner/counter -o one -f
	tss2_nvincrement -p nv/Owner/counter
	tss2_nvread -p nv/Owner/counter -o two -f
	[ $((16#$(xxd -p one) + 1)) = $((16#$(xxd -p two))) ]
	tss2_createnv -p nv/Owner/bits -t "bitfield,noDa" -s 0 -a ""
	tss2_nvsetbits -p nv/Owner/bits -i 0x0102
	tss2_nvsetbits -p nv/Owner/bits -i 0x8000
	tss2_nvread -p nv/Owner/bits -o out -f
	[ "$(xxd -p out)" = 0000000000008102 ]
	tss2_createnv -p nv/Owner/measured -t "pcr,noDa" -s 0 -a ""
	tss2_nvextend -p nv/Owner/measured -i secret
	tss2_nvread -p nv/Owner/measured -o out -f
	{ head -c 32 /dev/zero && cat secret; } | sha256sum | cut -d' ' -f1 | xxd -r -p >expected
	same out expected
	for index in plain counter bits measured; do
		tss2_delete -p nv/Owner/$index
	done
}

# A seal of a PCR's state (in the bank that the profile names first), and one that its author's signature opens
policies() {
	tss2_pcrread -x 23 -o out -f
	cat >pcr.json <<-END
		{ "description": "PCR 23 as it began", "policy": [ { "type": "POLICYPCR", "pcrs": [
			{ "pcr": 23, "hashAlg": "TPM2_ALG_SHA1", "digest": "$(printf %040d 0)" } ] } ] }
	END
	tss2_import -p policy/pcr -i pcr.json
	tss2_createseal -p HS/SRK/state -P policy/pcr -a "" -i secret
	tss2_unseal -p HS/SRK/state -o out -f
	same out secret
	cat >author.json <<-END
		{ "description": "what the author signs",
		  "policy": [ { "type": "POLICYAUTHORIZE", "keyPath": "/HS/SRK/author" } ] }
	END
	tss2_createkey -p HS/SRK/author -t "sign,noDa" -a ""
	tss2_import -p policy/author -i author.json
	tss2_createseal -p HS/SRK/signed -P policy/author -a "" -i secret
	refuse tss2_unseal -p HS/SRK/signed -o out -f
	tss2_authorizepolicy -p HS/SRK/author -P policy/pcr
	tss2_unseal -p HS/SRK/signed -o out -f
	same out secret
	# The same, where an NV index has the policy
	cat >index.json <<-END
		{ "description": "what the index says",
		  "policy": [ { "type": "POLICYAUTHORIZENV", "nvPath": "/nv/Owner/policy" } ] }
	END
	tss2_createnv -p nv/Owner/policy -t noDa -s 34 -a ""
	tss2_import -p policy/index -i index.json
	tss2_createseal -p HS/SRK/indexed -P policy/index -a "" -i secret
	tss2_writeauthorizenv -p nv/Owner/policy -P policy/pcr
	tss2_unseal -p HS/SRK/indexed -o out -f
	same out secret

	tss2_pcrextend -x 23 -i secret
	refuse tss2_unseal -p HS/SRK/indexed -o out -f
	tss2_delete -p nv/Owner/policy
	refuse tss2_unseal -p HS/SRK/state -o out -f
	refuse tss2_unseal -p HS/SRK/signed -o out -f
	tpm2_pcrreset 23
}

# A key goes to a new parent, of which the keystore has the public key alone, and to no other
duplicates() {
	tss2_createkey -p HS/SRK/parent -t "decrypt,restricted,noDa" -a ""
	tss2_exportkey -p HS/SRK/parent -o parent.json -f
	tss2_import -p ext/parent -i parent.json
	cat >duplicate.json <<-END
		{ "description": "to that parent",
		  "policy": [ { "type": "POLICYDUPLICATIONSELECT", "newParentPath": "ext/parent" } ] }
	END
	tss2_import -p policy/duplicate -i duplicate.json
	tss2_createkey -p HS/SRK/leaving -t "sign,exportable,noDa" -P policy/duplicate -a ""
	tss2_exportkey -p HS/SRK/leaving -e ext/parent -o leaving.json -f
	tss2_import -p HS/SRK/parent/arrived -i leaving.json
	tss2_createkey -p HS/SRK/other -t "decrypt,restricted,noDa" -a ""
	tss2_exportkey -p HS/SRK/other -o other.json -f
	tss2_import -p ext/other -i other.json
	refuse tss2_exportkey -p HS/SRK/leaving -e ext/other -o out -f
	clean # what was refused leaves its objects loaded
}

echo -n "what nobody is to know" >secret
for profile in P_ECCP256SHA256 P_RSA2048SHA256; do
	keystore $profile
	tss2_provision
	tss2_getinfo -o out -f
	tss2_getrandom -n 40 -o out -f
	[ "$(stat -c %s out)" = 40 ]
	keys
	quotes
	nv
	policies
	duplicates
	if [ $profile = P_RSA2048SHA256 ]; then
		tss2_createkey -p HS/SRK/crypt -t "decrypt,noDa" -a ""
		tss2_encrypt -p HS/SRK/crypt -i secret -o cipher -f
		tss2_decrypt -p HS/SRK/crypt -i cipher -o out -f
		same out secret
	fi
	tss2_list -o out -f
	tss2_delete -p /
done
