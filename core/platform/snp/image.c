/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What this image needs of its builder (abi/boot.h), in a section that is not loaded. */
#include "abi/boot.h"
#include "abi/profile.h"
#include "core/platform/snp/percpu.h"
#include "core/trace/debug.h"

extern const struct param __start_parapet_param[];
extern const struct param __stop_parapet_param[];

static const struct image_needs needs __attribute__((section(IMAGE_SECTION), used, retain)) = {
	.magic = { 'P', 'A', 'R', 'A', 'I', 'M', 'G', '1' },
	.size = sizeof(needs),
	.flags = DEBUG_BUILD ? IMAGE_FLAG_DEBUG : 0,
	.heap_pages = CONFIG_HEAP_PAGES,
	.stack_pages = CONFIG_STACK_PAGES,
	.ist_pages = PERCPU_IST_PAGES,
	.data_pages = PERCPU_DATA_PAGES,
	.vcpus_max = CONFIG_VCPUS_MAX,
	.svn = CONFIG_SVN,
	.version = PARAPET_VERSION,
	/* cast: the builder reads addresses as numbers */
	.params_start = (uint64_t)__start_parapet_param,
	/* cast: as above */
	.params_end = (uint64_t)__stop_parapet_param,
	.param_size = sizeof(struct param),
};
