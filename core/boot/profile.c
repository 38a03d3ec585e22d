/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The core's own parameters, and the step that decodes the profile page. Reads the measured page
 * only. */
#include "core/boot/boot.h"
#include "core/evidence/evidence.h"
#include "core/registry/param.h"
#include "core/trace/log.h"
#include "crypto/hash.h"

enum injection { INJECTION_OFF, INJECTION_OPTIONAL, INJECTION_REQUIRED };

PARAM_U64(profile_c_bit, PROFILE_PATH_C_BIT, 32, 51, "51",
	  "Position of the C-bit in page tables: 51 on EPYC, 39 on the software machine.");
PARAM_ENUM(profile_injection, PROFILE_PATH_INJECTION, "off|optional|required", 3, "optional",
	   "Whether the host must restrict the interrupts it injects into Parapet. Without it a "
	   "host can inject "
	   "any vector; Parapet then ends.");
PARAM_ENUM(profile_log_level, "log.level", "error|warn|info|debug", 4, "info",
	   "Records below this level are dropped.");

static uint8_t digest[CRYPTO_SHA384_SIZE];

const uint8_t *profile_digest(void)
{
	return digest;
}

enum termination profile_init(void)
{
	const uint8_t *page = platform_launch_page(BOOT_OFF_PROFILE);
	enum termination reason;
	enum err err;

	crypto_sha384(page, ABI_PAGE_SIZE, digest);
	reason = evidence_record(EVENTLOG_TAG_PROFILE, digest, sizeof(digest));
	if (reason != 0)
		return reason;
	err = param_load(page);
	if (err != OK) {
		LOG(LOG_ERROR, "profile: refused, error %u", (uint64_t)err);
		return TERM_PROFILE;
	}
	log_set_level((enum log_level)param_enum(&profile_log_level));
	if (param_u64(&profile_c_bit) != platform_boot_block()->c_bit)
		return TERM_C_BIT;
	if (param_enum(&profile_injection) == INJECTION_REQUIRED &&
	    (platform_sev_status() & SEV_STATUS_RESTRICTED_INJECTION) == 0)
		return TERM_INJECTION;
	return 0;
}
