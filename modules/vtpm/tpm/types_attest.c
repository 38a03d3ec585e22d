/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attestation structures. Spec: TPM 2.0 Library Part 2 revision 1.59 s10.11, s10.12. */
#include "modules/vtpm/tpm/types_table.h"

STRUCT(tpms_clock_info, tpms_clock_info, FIELD(tpms_clock_info, clock, uint64),
       FIELD(tpms_clock_info, reset_count, uint32), FIELD(tpms_clock_info, restart_count, uint32),
       FIELD(tpms_clock_info, safe, tpmi_yes_no));
STRUCT(tpms_time_info, tpms_time_info, FIELD(tpms_time_info, time, uint64),
       FIELD(tpms_time_info, clock_info, tpms_clock_info));

/* What is attested: fields of struct tpms_attest itself */
#define ATTESTED(name_, ...) LOCAL_STRUCT(name_, tpms_attest, __VA_ARGS__)
#define AT(member_, type_) FIELD(tpms_attest, attested.member_, type_)
ATTESTED(attest_certify, AT(certify.name, tpm2b_name), AT(certify.qualified_name, tpm2b_name));
ATTESTED(attest_creation, AT(creation.object_name, tpm2b_name),
	 AT(creation.creation_hash, tpm2b_digest));
ATTESTED(attest_quote, AT(quote.pcr_select, tpml_pcr_selection),
	 AT(quote.pcr_digest, tpm2b_digest));
ATTESTED(attest_command_audit, AT(command_audit.audit_counter, uint64),
	 AT(command_audit.digest_alg, tpm_alg_id), AT(command_audit.audit_digest, tpm2b_digest),
	 AT(command_audit.command_digest, tpm2b_digest));
ATTESTED(attest_session_audit, AT(session_audit.exclusive_session, tpmi_yes_no),
	 AT(session_audit.session_digest, tpm2b_digest));
ATTESTED(attest_time, AT(time.time, tpms_time_info), AT(time.firmware_version, uint64));
ATTESTED(attest_nv, AT(nv.index_name, tpm2b_name), AT(nv.offset, uint16),
	 AT(nv.contents, span_max_nv_buffer));
ATTESTED(attest_nv_digest, AT(nv_digest.index_name, tpm2b_name),
	 AT(nv_digest.nv_digest, tpm2b_digest));

UNION(tpmu_attest, struct tpms_attest, 2, CASE(TPM_ST_ATTEST_CERTIFY, attest_certify, 0),
      CASE(TPM_ST_ATTEST_CREATION, attest_creation, 0), CASE(TPM_ST_ATTEST_QUOTE, attest_quote, 0),
      CASE(TPM_ST_ATTEST_COMMAND_AUDIT, attest_command_audit, 0),
      CASE(TPM_ST_ATTEST_SESSION_AUDIT, attest_session_audit, 0),
      CASE(TPM_ST_ATTEST_TIME, attest_time, 0), CASE(TPM_ST_ATTEST_NV, attest_nv, 0),
      CASE(TPM_ST_ATTEST_NV_DIGEST, attest_nv_digest, 0));
STRUCT(tpms_attest, tpms_attest, FIELD(tpms_attest, magic, uint32),
       FIELD(tpms_attest, type, tpm_st), FIELD(tpms_attest, qualified_signer, tpm2b_name),
       FIELD(tpms_attest, extra_data, tpm2b_data), FIELD(tpms_attest, clock_info, tpms_clock_info),
       FIELD(tpms_attest, firmware_version, uint64), FIELD_REST(tpms_attest, tpmu_attest, type));
