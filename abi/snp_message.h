/* SPDX-License-Identifier: MIT */
/*
 * Messages between an SNP guest and the secure processor, and the attestation report.
 * Spec: SNP firmware ABI (56860) revision 1.55, chapter 7 and 8.26; GHCB 2.04, SNP guest request.
 */
#ifndef ABI_SNP_MESSAGE_H
#define ABI_SNP_MESSAGE_H

#include "snp.h"

#define SNP_MESSAGE_TAG_SIZE 16u
#define SNP_MESSAGE_ALGORITHM_GCM 1u /* AES-256-GCM */
#define SNP_MESSAGE_HEADER_VERSION 1u
#define SNP_MESSAGE_VERSION 1u
#define SNP_MESSAGE_PAYLOAD_MAX 4000u

/* The tag covers the header from algorithm on, and the payload; the IV is the sequence and zeros */
struct snp_message {
	uint8_t tag[32]; /* SNP_MESSAGE_TAG_SIZE of them */
	uint64_t sequence; /* requests odd, the response is one more; never twice under one key */
	uint64_t reserved_28;
	uint8_t algorithm;
	uint8_t header_version;
	uint16_t header_size; /* 0x60 */
	uint8_t type;
	uint8_t version;
	uint16_t size; /* of the payload */
	uint32_t reserved_38;
	uint8_t vmpck;
	uint8_t reserved_3d[35];
	uint8_t payload[SNP_MESSAGE_PAYLOAD_MAX];
};
ABI_SIZE(struct snp_message, 4096);
ABI_OFFSET(struct snp_message, sequence, 0x20);
ABI_OFFSET(struct snp_message, algorithm, 0x30);
ABI_OFFSET(struct snp_message, vmpck, 0x3c);
ABI_OFFSET(struct snp_message, payload, 0x60);
#define SNP_MESSAGE_AAD_OFFSET 0x30u
#define SNP_MESSAGE_AAD_SIZE 0x30u

#define SNP_MSG_KEY_REQ 3u
#define SNP_MSG_KEY_RSP 4u
#define SNP_MSG_REPORT_REQ 5u
#define SNP_MSG_REPORT_RSP 6u

/* Status of a message's own: in the response's first word */
#define SNP_MSG_OK 0u
#define SNP_MSG_INVALID_PARAMETER 0x16u
#define SNP_MSG_INVALID_KEY 0x27u /* MSG_KEY_REQ and MSG_REPORT_REQ: no such key */

/* Firmware status of a guest request, in SW_EXITINFO2[31:0]; the VMM's own errors are in [63:32] */
#define SNP_REQUEST_BAD_MEASUREMENT 0x04u /* the tag does not fit */
#define SNP_REQUEST_INVALID_ADDRESS 0x09u
#define SNP_REQUEST_INVALID_PARAMETER 0x16u
#define SNP_REQUEST_AEAD_OVERFLOW 0x1du /* not the next sequence number */
#define SNP_REQUEST_CERTS_TOO_SMALL (1ull << 32)
#define SNP_REQUEST_BUSY (2ull << 32)

struct snp_report_request {
	uint8_t report_data[64];
	uint32_t vmpl;
	uint32_t flags; /* 1:0 key: 0 VLEK if there is one, 1 VCEK, 2 VLEK */
	uint8_t reserved_48[24];
};
ABI_SIZE(struct snp_report_request, 96);

#define SNP_REPORT_VERSION 3u
#define SNP_SIGNATURE_ECDSA_P384 1u
#define SNP_SIGNATURE_SIZE 512u
#define SNP_SIGNATURE_NUMBER 72u /* r, then s: little-endian */

struct snp_report {
	uint32_t version;
	uint32_t guest_svn;
	uint64_t policy;
	uint8_t family_id[16];
	uint8_t image_id[16];
	uint32_t vmpl;
	uint32_t signature_algorithm;
	uint64_t current_tcb;
	uint64_t platform_info;
	uint32_t key_info; /* 0 author key, 1 mask chip key, 4:2 signing key: 0 VCEK, 1 VLEK, 7 none */
	uint32_t reserved_04c;
	uint8_t report_data[64];
	uint8_t measurement[48];
	uint8_t host_data[32];
	uint8_t id_key_digest[48];
	uint8_t author_key_digest[48];
	uint8_t report_id[32];
	uint8_t report_id_ma[32];
	uint64_t reported_tcb;
	uint8_t cpuid_family;
	uint8_t cpuid_model;
	uint8_t cpuid_stepping;
	uint8_t reserved_18b[21];
	uint8_t chip_id[64];
	uint64_t committed_tcb;
	uint8_t current_build;
	uint8_t current_minor;
	uint8_t current_major;
	uint8_t reserved_1eb;
	uint8_t committed_build;
	uint8_t committed_minor;
	uint8_t committed_major;
	uint8_t reserved_1ef;
	uint64_t launch_tcb;
	uint8_t reserved_1f8[168];
	uint8_t signature[SNP_SIGNATURE_SIZE]; /* over all that is before it */
};
ABI_SIZE(struct snp_report, 1184);
ABI_OFFSET(struct snp_report, vmpl, 0x30);
ABI_OFFSET(struct snp_report, report_data, 0x50);
ABI_OFFSET(struct snp_report, measurement, 0x90);
ABI_OFFSET(struct snp_report, id_key_digest, 0xe0);
ABI_OFFSET(struct snp_report, report_id, 0x140);
ABI_OFFSET(struct snp_report, reported_tcb, 0x180);
ABI_OFFSET(struct snp_report, chip_id, 0x1a0);
ABI_OFFSET(struct snp_report, committed_tcb, 0x1e0);
ABI_OFFSET(struct snp_report, launch_tcb, 0x1f0);
ABI_OFFSET(struct snp_report, signature, 0x2a0);

struct snp_report_response {
	uint32_t status;
	uint32_t report_size;
	uint8_t reserved_08[24];
	struct snp_report report;
};
ABI_SIZE(struct snp_report_response, 0x4c0);

struct snp_key_request {
	uint32_t key_select; /* 0 root: 0 VCEK or VLEK, 1 VMRK; 2:1 as snp_report_request's flags */
	uint32_t reserved_04;
	uint64_t field_select; /* SNP_KEY_FIELD_* */
	uint32_t vmpl;
	uint32_t guest_svn;
	uint64_t tcb_version;
};
ABI_SIZE(struct snp_key_request, 32);
#define SNP_KEY_SELECT_VMRK 0x1u
#define SNP_KEY_FIELD_POLICY (1ull << 0)
#define SNP_KEY_FIELD_IMAGE_ID (1ull << 1)
#define SNP_KEY_FIELD_FAMILY_ID (1ull << 2)
#define SNP_KEY_FIELD_MEASUREMENT (1ull << 3)
#define SNP_KEY_FIELD_GUEST_SVN (1ull << 4)
#define SNP_KEY_FIELD_TCB (1ull << 5)
#define SNP_KEY_FIELDS 0x3full

struct snp_key_response {
	uint32_t status;
	uint8_t reserved_04[28];
	uint8_t key[32];
};
ABI_SIZE(struct snp_key_response, 64);

/* The extended request's certificates: entries until one of zeros, offsets from the first entry */
struct snp_certificate {
	uint8_t guid[16];
	uint32_t offset;
	uint32_t length;
};
ABI_SIZE(struct snp_certificate, 24);

#endif
