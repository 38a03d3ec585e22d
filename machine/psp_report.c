/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSG_REPORT_REQ. Spec: SNP firmware ABI 1.55, 7.3. */
#include "boot.h"
#include "lib/freestanding/memory.h"
#include "psp.h"
#include "x86.h"

#define PLATFORM_SMT 1u
#define KEY_VLEK 2u
#define KEY_INFO_AUTHOR 1u
#define FAMILY(eax) (uint8_t)(((eax) >> 8 & 0xf) + ((eax) >> 20 & 0xff))
#define MODEL(eax) (uint8_t)(((eax) >> 4 & 0xf) | ((eax) >> 12 & 0xf0))
#define STEPPING(eax) (uint8_t)((eax)&0xf)

static uint32_t check(const struct snp_report_request *request, uint32_t len, uint32_t vmpl)
{
	if (len != sizeof(*request) || request->vmpl >= VMPL_COUNT || request->vmpl < vmpl)
		return SNP_MSG_INVALID_PARAMETER;
	/* this host loaded no VLEK */
	if (request->flags >= KEY_VLEK)
		return request->flags == KEY_VLEK ? SNP_MSG_INVALID_KEY : SNP_MSG_INVALID_PARAMETER;
	return SNP_MSG_OK;
}

static void set_launch(struct snp_report *report)
{
	report->guest_svn = psp_launch.guest_svn;
	report->policy = psp_launch.policy;
	memcpy(report->family_id, psp_launch.family_id, sizeof(report->family_id));
	memcpy(report->image_id, psp_launch.image_id, sizeof(report->image_id));
	memcpy(report->measurement, psp_launch.measurement, sizeof(report->measurement));
	memcpy(report->host_data, boot_bundle->host_data, sizeof(report->host_data));
	memcpy(report->id_key_digest, psp_launch.id_key_digest, sizeof(report->id_key_digest));
	report->key_info = psp_launch.has_author_key ? KEY_INFO_AUTHOR : 0; /* and the VCEK */
	memcpy(report->author_key_digest, psp_launch.author_key_digest,
	       sizeof(report->author_key_digest));
}

/* One number for each launch, by which other parts of the platform name this guest */
static void set_report_id(struct snp_report *report)
{
	memcpy(report->report_id, psp_vmpck(0), sizeof(report->report_id));
	for (uint32_t i = 0; i < sizeof(report->report_id); i++)
		report->report_id[i] ^= psp_vmpck(1)[i];
	memset(report->report_id_ma, 0xff, sizeof(report->report_id_ma));
}

static void set_chip(struct snp_report *report)
{
	uint32_t eax = x86_cpuid(1, 0).eax;
	uint8_t seed[PSP_SEED_SIZE];

	psp_chip_seed("chip id", seed);
	memcpy(report->chip_id, seed, sizeof(seed));
	report->platform_info = PLATFORM_SMT;
	report->current_tcb = report->reported_tcb = report->committed_tcb = report->launch_tcb =
		PSP_TCB;
	report->cpuid_family = FAMILY(eax);
	report->cpuid_model = MODEL(eax);
	report->cpuid_stepping = STEPPING(eax);
	report->current_major = report->committed_major = 1;
	report->current_minor = report->committed_minor = 55;
}

uint32_t psp_report(const uint8_t *request, uint32_t len, uint32_t vmpl, uint8_t *response)
{
	const struct snp_report_request *in = (const struct snp_report_request *)request;
	struct snp_report_response *out = (struct snp_report_response *)response;
	struct snp_report *report = &out->report;

	out->status = check(in, len, vmpl);
	if (out->status != SNP_MSG_OK)
		return offsetof(struct snp_report_response, report);
	out->report_size = sizeof(*report);
	report->version = SNP_REPORT_VERSION;
	report->vmpl = in->vmpl;
	memcpy(report->report_data, in->report_data, sizeof(report->report_data));
	set_launch(report);
	set_report_id(report);
	set_chip(report);
	psp_sign(report);
	return sizeof(*out);
}
