/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's command line: no network, no default devices, no file with a name but the machine's and
 * what the user named. */
#include "tools/run_arguments.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "abi/check.h"

#define MIB ((uint64_t)1 << 20)

/* The least of a PC that runs the machine: memory, CPUs, a serial port (machine/README.md) */
#define MACHINE_TYPE "microvm,acpi=off,pit=off,rtc=off,isa-serial=on,auto-kernel-cmdline=off"

/* What the machine takes for itself besides the bundle: its image, RMP and nested page tables */
#define MACHINE_MEMORY (32 * MIB)
#define MACHINE_MEMORY_SHARE 64u /* and this part of the guest's memory */

static void add(struct run_arguments *arguments, const char *option, const char *value)
{
	assert(arguments->count + 2 <= RUN_ARGUMENTS_MAX);
	arguments->list[arguments->count++] = option;
	if (value != NULL)
		arguments->list[arguments->count++] = value;
}

static uint64_t total_memory(const struct run_qemu *qemu)
{
	uint64_t total = qemu->memory + MACHINE_MEMORY + qemu->memory / MACHINE_MEMORY_SHARE +
			 qemu->bundle_size;

	return (total + 2 * MIB - 1) / (2 * MIB) * (2 * MIB) / MIB;
}

/* A file's name inside an option, where a comma is written twice; false: it is too long. */
static bool quote(char *out, size_t size, const char *name)
{
	size_t at = 0;

	for (; *name != '\0'; name++) {
		if (at + 3 > size)
			return false;
		if (*name == ',')
			out[at++] = ',';
		out[at++] = *name;
	}
	out[at] = '\0';
	return true;
}

/* The least of a PC, and what the machine talks through */
static void add_machine(struct run_arguments *arguments, const struct run_qemu *qemu, int log_fd)
{
	snprintf(arguments->memory, sizeof(arguments->memory), "%" PRIu64 "M", total_memory(qemu));
	snprintf(arguments->smp, sizeof(arguments->smp), "%u", qemu->vcpus);
	snprintf(arguments->bundle, sizeof(arguments->bundle), "/proc/self/fd/%d", qemu->bundle_fd);
	snprintf(arguments->log, sizeof(arguments->log), "file,id=log,path=/proc/self/fd/%d",
		 log_fd);
	snprintf(arguments->machine, sizeof(arguments->machine), "%s%s", MACHINE_TYPE,
		 qemu->memory_dump != NULL ? ",memory-backend=ram" : "");
	add(arguments, qemu->program, NULL);
	add(arguments, "-nodefaults", NULL);
	add(arguments, "-no-user-config", NULL);
	add(arguments, "-no-reboot", NULL);
	add(arguments, "-machine", arguments->machine);
	add(arguments, "-accel", qemu->parallel ? "tcg,thread=multi" : "tcg,thread=single");
	add(arguments, "-cpu", "EPYC,check=off");
	add(arguments, "-net", "none");
	add(arguments, "-display", "none");
	add(arguments, "-m", arguments->memory);
	add(arguments, "-smp", arguments->smp);
	add(arguments, "-kernel", qemu->machine);
	add(arguments, "-initrd", arguments->bundle);
	add(arguments, "-chardev", "stdio,id=console,signal=off");
	add(arguments, "-serial", "chardev:console");
	add(arguments, "-chardev", arguments->log);
	add(arguments, "-device", "isa-debugcon,iobase=0xe9,chardev=log");
	add(arguments, "-device", "isa-debug-exit,iobase=0x501,iosize=0x1");
	if (qemu->icount)
		add(arguments, "-icount", "shift=1,sleep=off");
}

static void add_channel(struct run_arguments *arguments, const struct run_qemu *qemu)
{
	if (qemu->channel != NULL && qemu->channel[0] != '\0')
		snprintf(arguments->channel, sizeof(arguments->channel),
			 "socket,id=channel,path=%s", qemu->channel);
	else
		strcpy(arguments->channel, "null,id=channel");
	add(arguments, "-chardev", arguments->channel);
	add(arguments, "-device", "isa-serial,iobase=0x2f8,irq=3,chardev=channel");
}

static enum err add_memory_dump(struct run_arguments *arguments, const struct run_qemu *qemu,
				struct problem *problem)
{
	if (qemu->memory_dump == NULL)
		return OK;
	if (strlen(qemu->memory_dump) > 4096 || strchr(qemu->memory_dump, ',') != NULL)
		return problem_set(problem, ERR_FORMAT, qemu->memory_dump,
				   "no name for a memory dump");
	snprintf(arguments->backend, sizeof(arguments->backend),
		 "memory-backend-file,id=ram,share=on,size=%s,mem-path=%s", arguments->memory,
		 qemu->memory_dump);
	add(arguments, "-object", arguments->backend);
	return OK;
}

/*
 * Raw whatever it begins with, since the guest writes the beginning. A guest under SEV uses no
 * device that could reach memory it has not been given: hence the platform's access rules.
 */
static enum err add_disk(struct run_arguments *arguments, const struct run_qemu *qemu,
			 struct problem *problem)
{
	static const char options[] = "id=disk,if=none,format=raw,file.driver=file,file.filename=";
	size_t len = sizeof(options) - 1;

	if (qemu->disk == NULL)
		return OK;
	memcpy(arguments->drive, options, len);
	if (!quote(arguments->drive + len, sizeof(arguments->drive) - len, qemu->disk))
		return problem_set(problem, ERR_FORMAT, qemu->disk, "no name for a disk");
	add(arguments, "-global", "virtio-mmio.force-legacy=false");
	add(arguments, "-drive", arguments->drive);
	add(arguments, "-device",
	    "virtio-blk-device,drive=disk,bus=virtio-mmio-bus.0,iommu_platform=on");
	return OK;
}

enum err run_arguments_make(struct run_arguments *arguments, const struct run_qemu *qemu,
			    int log_fd, struct problem *problem)
{
	enum err err;

	*arguments = (struct run_arguments){ 0 };
	add_machine(arguments, qemu, log_fd);
	add_channel(arguments, qemu);
	err = add_memory_dump(arguments, qemu, problem);
	return err == OK ? add_disk(arguments, qemu, problem) : err;
}
