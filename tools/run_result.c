/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict on a run. */
#include "tools/run_result.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "abi/termination.h"
#include "tools/json.h"
#include "tools/termination.h"

static const enum exit_status end_status[] = {
	[RUN_NO_END] = EXIT_RULE, [RUN_PASS] = EXIT_OK,   [RUN_FAIL] = EXIT_GUEST,
	[RUN_HALT] = EXIT_HALT,   [RUN_RULE] = EXIT_RULE, [RUN_INPUT] = EXIT_INPUT,
	[RUN_RESET] = EXIT_GUEST,
};

enum exit_status run_result_status(const struct run_log *log, enum run_stop stop)
{
	if (stop == RUN_INTERRUPTED)
		return EXIT_INTERRUPTED;
	if (stop == RUN_DEADLINE)
		return EXIT_DEADLINE;
	/* A termination of the guest's own is the guest's failure */
	if (log->end == RUN_HALT && log->halt_vmpl != 0)
		return EXIT_GUEST;
	return end_status[log->end];
}

static void explain_reset(void)
{
	fprintf(stderr, "parapet: the guest reset the machine\n");
}

static void explain_guest_halt(const struct run_log *log, const struct termination_row *row)
{
	fprintf(stderr, "parapet: the guest at VMPL%u terminated itself with code %x:%02x",
		log->halt_vmpl, log->halt_set, log->halt_code);
	/* A guest's word about what would be Parapet's own end says nothing */
	if (row != NULL && log->halt_set <= TERM_SET_LINUX)
		fprintf(stderr, " %s: %s\n  %s", row->name, row->cause, row->remedy);
	fputc('\n', stderr);
}

static void explain_halt(const struct run_log *log)
{
	const struct termination_row *row = termination_find(log->halt_set, log->halt_code);

	if (log->halt_vmpl != 0 && log->halt_set == TERM_SET_RUNTIME &&
	    log->halt_code == (TERM_GUEST_RESET & 0xff)) {
		explain_reset();
		return;
	}
	if (log->halt_vmpl != 0) {
		explain_guest_halt(log, row);
		return;
	}
	if (row == NULL) {
		fprintf(stderr, "parapet: Parapet halted with the unknown code %x:%02x\n",
			log->halt_set, log->halt_code);
		return;
	}
	fprintf(stderr, "parapet: Parapet halted (%x:%02x %s): %s\n  %s\n", row->set, row->code,
		row->name, row->cause, row->remedy);
}

static void explain_end(const struct run_log *log)
{
	switch (log->end) {
	case RUN_PASS:
		return;
	case RUN_HALT:
		explain_halt(log);
		return;
	case RUN_FAIL:
		fprintf(stderr, "parapet: the guest failed with code %s\n", log->end_text);
		return;
	case RUN_RESET:
		explain_reset();
		return;
	case RUN_INPUT:
		fprintf(stderr, "parapet: the machine refused its input: %s\n", log->end_text);
		break;
	case RUN_RULE:
		fprintf(stderr,
			"parapet: a rule of the machine was broken: %s\n  see machine/README.md "
			"for the "
			"rules\n",
			log->end_text);
		break;
	case RUN_NO_END:
		fprintf(stderr, "parapet: QEMU ended and the machine did not say why\n");
		break;
	}
	run_log_print_tail(log);
}

void run_result_explain(const struct run_log *log, enum run_stop stop)
{
	if (stop == RUN_ENDED) {
		explain_end(log);
		return;
	}
	if (stop == RUN_DEADLINE) {
		fprintf(stderr,
			"parapet: not done by the deadline\n  --deadline allows more seconds\n");
		run_log_print_tail(log);
	} else {
		fprintf(stderr, "parapet: interrupted\n");
	}
}

static void put_pairs(FILE *out, const char *name, const struct run_pair *pairs, size_t count)
{
	fprintf(out, ", \"%s\": {", name);
	for (size_t i = 0; i < count; i++) {
		fputs(i != 0 ? ", " : "", out);
		json_string(out, pairs[i].name);
		fprintf(out, ": %" PRIu64, pairs[i].value);
	}
	fputc('}', out);
}

void run_result_json(const struct run_log *log, enum run_stop stop, struct buffer *out)
{
	static const char *const stops[] = {
		[RUN_DEADLINE] = "deadline", [RUN_INTERRUPTED] = "interrupted", [RUN_ENDED] = NULL
	};
	char *text = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&text, &len);

	if (stream == NULL)
		abort(); /* only for want of memory */
	fprintf(stream, "{\"status\": %d, \"launch_digest\": \"%s\", \"end\": \"%s\", \"detail\": ",
		(int)run_result_status(log, stop), log->digest,
		stops[stop] != NULL ? stops[stop] : run_end_name(log->end));
	json_string(stream, log->end_text);
	if (stop == RUN_ENDED && log->end == RUN_HALT)
		fprintf(stream, ", \"halt\": {\"vmpl\": %u, \"set\": %u, \"code\": %u}",
			log->halt_vmpl, log->halt_set, log->halt_code);
	put_pairs(stream, "counts", log->counts, log->count_count);
	put_pairs(stream, "marks", log->marks, log->mark_count);
	fputs("}\n", stream);
	fclose(stream);
	*out = (struct buffer){ (uint8_t *)text, len };
}
