/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU as a child in its own process group, which the kernel kills when we die, whatever we die of.
 * It gets no network, no default devices and no file with a name but the machine's.
 */
#include "tools/run_qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi/check.h"

#define MIB ((uint64_t)1 << 20)

/* The least of a PC that runs the machine: memory, CPUs, a serial port (machine/README.md) */
#define MACHINE_TYPE "microvm,acpi=off,pit=off,rtc=off,isa-serial=on,auto-kernel-cmdline=off"

/* What the machine takes for itself besides the bundle: its image, RMP and nested page tables */
#define MACHINE_MEMORY (32 * MIB)
#define MACHINE_MEMORY_SHARE 64u /* and this part of the guest's memory */

#define ARGUMENTS_MAX 48

struct arguments {
	const char *list[ARGUMENTS_MAX];
	int count;
	char machine[128];
	char memory[32];
	char smp[16];
	char bundle[40];
	char log[64];
	char channel[160];
	char backend[4352];
};

static void add(struct arguments *arguments, const char *option, const char *value)
{
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

static void make_arguments(struct arguments *arguments, const struct run_qemu *qemu, int log_fd)
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
	add(arguments, "-accel", qemu->icount ? "tcg,thread=single" : "tcg,thread=multi");
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
	if (qemu->channel != NULL && qemu->channel[0] != '\0')
		snprintf(arguments->channel, sizeof(arguments->channel),
			 "socket,id=channel,path=%s", qemu->channel);
	else
		strcpy(arguments->channel, "null,id=channel");
	add(arguments, "-chardev", arguments->channel);
	add(arguments, "-device", "isa-serial,iobase=0x2f8,irq=3,chardev=channel");
	add(arguments, "-device", "isa-debug-exit,iobase=0x501,iosize=0x1");
	if (qemu->icount)
		add(arguments, "-icount", "shift=1,sleep=off");
	if (qemu->memory_dump != NULL) {
		snprintf(arguments->backend, sizeof(arguments->backend),
			 "memory-backend-file,id=ram,share=on,size=%s,mem-path=%s",
			 arguments->memory, qemu->memory_dump);
		add(arguments, "-object", arguments->backend);
	}
}

/* In the child: becomes QEMU or ends with status 127. */
static _Noreturn void become_qemu(const struct arguments *arguments, pid_t parent, int console_fd,
				  int failure_fd)
{
	int nothing = open("/dev/null", O_RDWR);
	char *list[ARGUMENTS_MAX + 1] = { NULL };
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Whoever killed our parent before the line above will not be noticed by it */
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(nothing, STDIN_FILENO);
	dup2(console_fd, STDOUT_FILENO);
	for (int i = 0; i < arguments->count; i++)
		list[i] = strdup(arguments->list[i]);
	execvp(arguments->list[0], list);
	/* The parent reads nothing if exec worked: the pipe closes then */
	(void)!write(failure_fd, &errno, sizeof(errno));
	_exit(127);
}

/* Ends of a pipe: [0] is closed on exec, [1] is the child's. */
static enum err make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) != 0)
		return ERR_IO;
	fcntl(ends[1], F_SETFD, 0);
	return OK;
}

/* Pipes of a start: [0] is ours, [1] the child's */
struct pipes {
	int console[2];
	int log[2];
	int failure[2];
};

static enum err make_pipes(struct pipes *pipes, struct problem *problem)
{
	if (make_pipe(pipes->console) != OK || make_pipe(pipes->log) != OK ||
	    pipe2(pipes->failure, O_CLOEXEC) != 0)
		return problem_set(problem, ERR_IO, NULL, "pipe: %s", strerror(errno));
	return OK;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* Waits until the child has become QEMU, or could not. */
static enum err check_exec(const struct run_qemu *qemu, const struct pipes *pipes,
			   struct problem *problem)
{
	int failure = 0;

	if (read(pipes->failure[0], &failure, sizeof(failure)) != (ssize_t)sizeof(failure))
		return OK;
	problem_set(problem, ERR_IO, qemu->program, "%s", strerror(failure));
	problem_remedy(problem, "install qemu-system-x86, or say --qemu");
	return ERR_IO;
}

static enum err start(const struct run_qemu *qemu, struct pipes *pipes, pid_t *pid,
		      struct problem *problem)
{
	struct arguments arguments = { 0 };
	pid_t parent = getpid();

	make_arguments(&arguments, qemu, pipes->log[1]);
	*pid = fork();
	if (*pid == 0)
		become_qemu(&arguments, parent, pipes->console[1], pipes->failure[1]);
	if (*pid < 0)
		return problem_set(problem, ERR_IO, NULL, "fork: %s", strerror(errno));
	setpgid(*pid, *pid);
	close_end(&pipes->console[1]);
	close_end(&pipes->log[1]);
	close_end(&pipes->failure[1]);
	return OK;
}

enum err run_qemu_start(const struct run_qemu *qemu, struct run_child *child,
			struct problem *problem)
{
	struct pipes pipes = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	enum err err;
	pid_t pid = -1;

	if (qemu->memory_dump != NULL &&
	    (strlen(qemu->memory_dump) > 4096 || strchr(qemu->memory_dump, ',') != NULL))
		return problem_set(problem, ERR_FORMAT, qemu->memory_dump,
				   "no name for a memory dump");
	err = make_pipes(&pipes, problem);
	if (err == OK)
		err = start(qemu, &pipes, &pid, problem);
	if (err == OK) {
		err = check_exec(qemu, &pipes, problem);
		if (err != OK)
			waitpid(pid, NULL, 0);
	}
	if (err == OK) {
		*child = (struct run_child){ pid, pipes.console[0], pipes.log[0] };
		close_end(&pipes.failure[0]);
		return OK;
	}
	for (size_t i = 0; i < 2; i++) {
		close_end(&pipes.console[i]);
		close_end(&pipes.log[i]);
		close_end(&pipes.failure[i]);
	}
	return err;
}

void run_qemu_end(struct run_child *child)
{
	kill(-child->pid, SIGKILL);
	while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
		;
	close(child->console_fd);
	close(child->log_fd);
	child->pid = -1;
}
