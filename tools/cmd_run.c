/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet run: boots an IGVM file on the software SNP machine. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "abi/channel.h"
#include "tools/alloc.h"
#include "tools/commands.h"
#include "tools/igvm_file.h"
#include "tools/run_bundle.h"
#include "tools/run_channel.h"
#include "tools/run_console.h"
#include "tools/run_result.h"
#include "tools/size.h"

#define MEMORY_DEFAULT "512M"
#define MEMORY_MIN ((uint64_t)32 << 20)
#define MEMORY_MAX ((uint64_t)64 << 30)

struct request {
	struct run_bundle bundle;
	const char *machine;
	const char *offers;
	const char *channel;
	const char *memory;
	const char *qemu;
	const char *memory_dump;
	const char *disk;
	const char *chip_seed;
	const char *host_data;
	const char *result;
	struct option_number vcpus;
	struct option_number offer_first;
	struct option_number deadline;
	bool icount;
	bool parallel;
	bool interactive;
	bool verbose;
	bool json;
	bool restricted;
	bool trace;
};

/* Hex of at most 32 bytes; what is left out is zero. */
static enum err parse_seed(const char *option, const char *text, uint8_t out[32],
			   struct problem *problem)
{
	size_t len = text == NULL ? 0 : strlen(text);

	if (len > 64 || len % 2 != 0 || (len > 0 && strspn(text, "0123456789abcdefABCDEF") != len))
		return problem_set(problem, ERR_FORMAT, NULL,
				   "%s: '%s' is not hex for 32 bytes at most", option, text);
	for (size_t i = 0; i < len / 2; i++) {
		const char pair[3] = { text[2 * i], text[2 * i + 1] };

		out[i] = (uint8_t)strtoul(pair, NULL, 16);
	}
	return OK;
}

static enum err parse_memory(const char *text, uint64_t *out, struct problem *problem)
{
	if (!size_parse(text, out) || *out % ABI_PAGE_2M != 0 || *out < MEMORY_MIN ||
	    *out > MEMORY_MAX)
		return problem_set(problem, ERR_RANGE, NULL,
				   "--memory: '%s' is not a multiple of 2M within 32M..64G", text);
	return OK;
}

/* A file: what was said, or the one called name beside this program; the caller frees. */
static char *find_beside(const char *name, const char *said)
{
	char path[4096];
	ssize_t len;
	char *slash;
	char *end;

	if (said != NULL)
		return alloc_text(said, strlen(said));
	len = readlink("/proc/self/exe", path, sizeof(path) - sizeof("/parapet-vmm"));
	path[len > 0 ? len : 0] = '\0';
	slash = strrchr(path, '/');
	end = slash != NULL ? slash + 1 : path;
	snprintf(end, sizeof(path) - (size_t)(end - path), "%s", name);
	return alloc_text(path, strlen(path));
}

static enum err check_files(const struct request *request, const char *machine,
			    struct problem *problem)
{
	struct igvm_file igvm;
	enum err err = igvm_file_open(&igvm, request->bundle.igvm, problem);

	if (err != OK)
		return err;
	igvm_file_close(&igvm);
	if (access(machine, R_OK) != 0) {
		problem_set(problem, ERR_IO, machine, "the software machine is not there");
		problem_remedy(problem, "say where it is with --machine; `make` builds it");
		return ERR_IO;
	}
	if (request->disk != NULL && access(request->disk, R_OK | W_OK) != 0)
		return problem_set(problem, ERR_IO, request->disk, "%s", strerror(errno));
	return OK;
}

static enum err prepare(struct request *request, const char *machine, struct problem *problem)
{
	enum err err = parse_memory(request->memory, &request->bundle.memory, problem);

	request->bundle.vcpus = (uint32_t)request->vcpus.value;
	if (request->restricted)
		request->bundle.flags |= MACHINE_FLAG_RESTRICTED;
	if (request->trace)
		request->bundle.flags |= MACHINE_FLAG_TRACE;
	if (request->offer_first.given) {
		request->bundle.flags |= MACHINE_FLAG_CHANNEL;
		request->bundle.offer_features = (uint32_t)request->offer_first.value;
	}
	if (err == OK)
		err = parse_seed("--chip-seed", request->chip_seed, request->bundle.chip_seed,
				 problem);
	if (err == OK)
		err = parse_seed("--host-data", request->host_data, request->bundle.host_data,
				 problem);
	if (err == OK)
		err = check_files(request, machine, problem);
	return err;
}

/* Nobody who types wants to be hurried, unless they said so */
static uint64_t deadline(const struct request *request)
{
	return run_console_is_interactive() && !request->deadline.given ? 0
									: request->deadline.value;
}

static enum err boot_qemu(const struct request *request, const char *machine, struct run_log *log,
			  const struct run_channel *channel, int signal_fd, enum run_stop *stop,
			  struct problem *problem)
{
	struct run_qemu qemu = {
		.program = request->qemu,
		.machine = machine,
		.memory_dump = request->memory_dump,
		.disk = request->disk,
		.channel = channel->path,
		.memory = request->bundle.memory,
		.vcpus = request->bundle.vcpus,
		.icount = request->icount,
		.parallel = request->parallel,
	};
	const enum run_input input = request->interactive ? RUN_INPUT_ALWAYS : RUN_INPUT_TERMINAL;
	struct run_console console;
	struct run_child child;
	enum err err =
		run_bundle_make(&request->bundle, &qemu.bundle_fd, &qemu.bundle_size, problem);

	if (err != OK)
		return err;
	err = run_qemu_start(&qemu, &child, problem);
	close(qemu.bundle_fd);
	if (err != OK)
		return err;
	run_console_open(&console, input, child.input_fd);
	*stop = run_watch(&child, &console, signal_fd, deadline(request), log);
	run_console_close(&console);
	run_qemu_end(&child);
	return OK;
}

static enum err boot(const struct request *request, const char *machine, struct run_log *log,
		     enum run_stop *stop, struct problem *problem)
{
	int signal_fd = run_watch_signals();
	char *agent = find_beside("parapet-vmm", NULL);
	struct run_channel channel;
	enum err err =
		run_channel_start(&channel, agent, request->offers, request->channel, problem);

	if (err == OK) {
		err = boot_qemu(request, machine, log, &channel, signal_fd, stop, problem);
		run_channel_end(&channel);
	}
	free(agent);
	return err;
}

/* On a line of its own, whatever the guest wrote last. */
static enum err print_json(const struct run_log *log, const struct buffer *json,
			   struct problem *problem)
{
	if (log->console_last != 0 && log->console_last != '\n') {
		enum err err = file_write("-", "\n", 1, problem);

		if (err != OK)
			return err;
	}
	return file_write("-", json->data, json->len, problem);
}

static int report(const struct request *request, const struct run_log *log, enum run_stop stop,
		  struct problem *problem)
{
	enum err err = OK;
	struct buffer json;

	run_result_explain(log, stop);
	run_result_json(log, stop, &json);
	if (request->result != NULL)
		err = file_write(request->result, json.data, json.len, problem);
	else if (request->json)
		err = print_json(log, &json, problem);
	buffer_free(&json);
	return err == OK ? (int)run_result_status(log, stop) : command_failed(problem);
}

static int run(struct request *request)
{
	struct run_log log = { .verbose = request->verbose };
	char *machine = find_beside("machine.elf", request->machine);
	enum run_stop stop = RUN_ENDED;
	struct problem problem;
	int status;

	if (prepare(request, machine, &problem) != OK ||
	    boot(request, machine, &log, &stop, &problem) != OK)
		status = command_failed(&problem);
	else
		status = report(request, &log, stop, &problem);
	free(machine);
	return status;
}

#define TEXT(name, argument, help, value)                                                          \
	{                                                                                          \
		name, 0, false, argument, help, NULL, &(value), NULL                               \
	}
#define NUMBER(name, argument, help, value)                                                        \
	{                                                                                          \
		name, 0, false, argument, help, NULL, NULL, &(value)                               \
	}
#define FLAG(name, letter, help, value)                                                            \
	{                                                                                          \
		name, letter, false, NULL, help, &(value), NULL, NULL                              \
	}

static const char about[] =
	"Boots an IGVM file on the software SNP machine under QEMU, the guest's "
	"console on standard\n"
	"output. At a terminal, keys go to the guest, and Ctrl-A x ends the run.\n"
	"Exit status: 0 the guest passed, 1 bad input, 2 usage, 3 the "
	"guest failed, 4 Parapet\n"
	"halted, 5 a rule of the machine was broken, 6 deadline, 130 interrupted.";

/* Options that cannot be had together; NULL: none */
static const char *contradiction(const struct request *request)
{
	if ((request->offers != NULL) + (request->channel != NULL) + request->offer_first.given > 1)
		return "--offers, --channel and --offer-first exclude each other";
	if (request->icount && request->parallel)
		return "--icount and --parallel exclude each other";
	return NULL;
}

static int parse(struct request *request, int argc, char **argv)
{
	const char *wrong;
	int status;
	struct run_bundle *bundle = &request->bundle;
	const struct option_row rows[] = {
		{ "igvm", 0, true, "FILE", "what to boot", NULL, &bundle->igvm, NULL },
		NUMBER("vcpus", "N", "vCPUs", request->vcpus),
		TEXT("memory", "M", "guest memory, 512M by default", request->memory),
		FLAG("icount", 0, "count instructions: exact and repeatable", request->icount),
		FLAG("parallel", 0, "a thread for each vCPU; see machine/README.md first",
		     request->parallel),
		NUMBER("deadline", "SECONDS",
		       "give up after so many, by default 120, or never at a terminal",
		       request->deadline),
		TEXT("machine", "ELF", "the software machine: machine.elf beside parapet",
		     request->machine),
		TEXT("qemu", "PROGRAM", "QEMU, qemu-system-x86_64 by default", request->qemu),
		TEXT("disk", "FILE", "the guest's disk: a raw image, virtio-blk", request->disk),
		FLAG("interactive", 'i',
		     "standard input is the guest's console, also when it is no terminal",
		     request->interactive),
		FLAG("verbose", 'v', "the machine's log on standard error", request->verbose),
		FLAG("trace", 0, "with --verbose, every request that the guest makes of the host",
		     request->trace),
		FLAG("json", 0, "print the result as JSON after the guest's output", request->json),
		TEXT("result", "FILE", "write the result as JSON", request->result),
		FLAG("restricted-injection", 0, "the host offers restricted injection",
		     request->restricted),
		TEXT("offers", "FILE",
		     "start parapet-vmm with these offers as the VMM's side of the channel",
		     request->offers),
		TEXT("channel", "unix:PATH", "the VMM's side of the channel is there already",
		     request->channel),
		NUMBER("offer-first", "N",
		       "the machine itself answers the channel and offers features 1 to N",
		       request->offer_first),
		TEXT("chip-seed", "HEX", "the same seed is the same chip", request->chip_seed),
		TEXT("host-data", "HEX", "HOST_DATA of the launch", request->host_data),
		TEXT("memory-dump", "FILE", "keep all RAM in FILE", request->memory_dump),
		TEXT("lie-memory-map", "FILE", "what the host says instead of the memory map",
		     bundle->memory_map),
		TEXT("lie-madt", "FILE", "instead of the MADT", bundle->madt),
		TEXT("lie-vp-count", "FILE", "instead of the vCPU count", bundle->vp_count),
		TEXT("lie-environment", "FILE", "instead of the environment", bundle->environment),
	};
	const struct options options = {
		.command = "run",
		.about = about,
		.operands = "",
		OPTIONS_ROWS(rows),
	};

	status = options_parse(&options, argc, argv);
	wrong = status == OPTIONS_GO_ON ? contradiction(request) : NULL;
	if (wrong != NULL)
		return options_usage_error(&options, "%s", wrong);
	return status;
}

int command_run(int argc, char **argv)
{
	struct request request = {
		.memory = MEMORY_DEFAULT,
		.qemu = "qemu-system-x86_64",
		.vcpus = { .min = 1, .max = MACHINE_VCPUS_MAX, .value = 1 },
		.offer_first = { .min = 0, .max = CHANNEL_FEATURES_MAX },
		.deadline = { .min = 1, .max = 86400, .value = 120 },
	};
	int status = parse(&request, argc, argv);

	return status != OPTIONS_GO_ON ? status : run(&request);
}
