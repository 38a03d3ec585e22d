/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The launch digest of an IGVM file. Spec: SNP firmware ABI 1.55 s8.17; lib/launch.h. */
#ifndef TOOLS_MEASURE_H
#define TOOLS_MEASURE_H

#include "abi/snp.h"
#include "tools/igvm_file.h"

struct measure {
	uint32_t vcpus; /* 0: the VP contexts of the file alone; else as KVM does for so many vCPUs
			 */
	uint32_t signature; /* CPUID Fn1 EAX of the CPU model, for the vCPUs that start at reset */
};

struct measurement {
	uint8_t digest[SNP_DIGEST_SIZE];
	uint64_t measured_pages;   /* with their contents */
	uint64_t unmeasured_pages; /* by address only: parameters, secrets, CPUID */
	uint32_t vmsas;
};

/* Measures what the secure processor would. Cannot fail: igvm_file_open has checked the file. */
struct measurement measure_file(const struct igvm_file *igvm, const struct measure *measure);

/* 96 lower-case hex digits and a NUL. */
void measure_print(const struct measurement *measurement, char text[2 * SNP_DIGEST_SIZE + 1]);

#endif
