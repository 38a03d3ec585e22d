/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet igvm measure: the launch digest, alone on a line. */
#include <inttypes.h>
#include <stdio.h>

#include "lib/vmsa.h"
#include "tools/commands.h"
#include "tools/measure.h"

static void print_json(const struct measurement *measurement, const char *digest)
{
	printf("{\"launch_digest\": \"%s\", \"measured_pages\": %" PRIu64
	       ", \"unmeasured_pages\": %" PRIu64 ", \"vmsas\": %u}\n",
	       digest, measurement->measured_pages, measurement->unmeasured_pages,
	       measurement->vmsas);
}

int command_igvm_measure(int argc, char **argv)
{
	struct option_number vcpus = { .min = 1, .max = 512 };
	struct option_number signature = { .max = UINT32_MAX, .value = VMSA_SIGNATURE_EPYC };
	bool json = false;
	const char *path;
	const struct option_row rows[] = {
		{ "vcpus", 0, false, "N",
		  "measure as KVM does for N vCPUs: those beyond the file's at reset", NULL, NULL,
		  &vcpus },
		{ "cpu-signature", 0, false, "N",
		  "CPUID Fn1 EAX of the CPU model, for vCPUs at reset", NULL, NULL, &signature },
		{ "json", 0, false, NULL, "print a JSON object", &json, NULL, NULL },
	};
	const struct options options = {
		.command = "igvm measure",
		.about = "Prints the SEV-SNP launch digest that the secure processor computes for "
			 "FILE: 96 hex\n"
			 "digits. Without --vcpus, of the VP contexts in the file alone.",
		.operands = "FILE",
		OPTIONS_ROWS(rows),
		.operands_min = 1,
		.operands_max = 1,
		.operand = &path,
	};
	char digest[2 * SNP_DIGEST_SIZE + 1];
	struct measurement measurement;
	struct problem problem;
	struct igvm_file igvm;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (igvm_file_open(&igvm, path, &problem) != OK)
		return command_failed(&problem);
	measurement = measure_file(
		&igvm, &(struct measure){ (uint32_t)vcpus.value, (uint32_t)signature.value });
	igvm_file_close(&igvm);
	measure_print(&measurement, digest);
	if (json)
		print_json(&measurement, digest);
	else
		puts(digest);
	return EXIT_OK;
}
