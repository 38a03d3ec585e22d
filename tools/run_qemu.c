/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * QEMU as a child in its own process group, which the kernel kills when we die, whatever we die of.
 */
#include "tools/run_qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/run_arguments.h"

/* Pipes of a start: [0] is ours, [1] the child's */
struct pipes {
	int input[2]; /* the other way round: we write */
	int console[2];
	int log[2];
	int failure[2];
};

/* In the child: becomes QEMU or ends with status 127. */
static _Noreturn void become_qemu(const struct run_arguments *arguments, pid_t parent,
				  const struct pipes *pipes)
{
	char *list[RUN_ARGUMENTS_MAX + 1] = { NULL };
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Whoever killed our parent before the line above will not be noticed by it */
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(pipes->input[1], STDIN_FILENO);
	dup2(pipes->console[1], STDOUT_FILENO);
	for (int i = 0; i < arguments->count; i++)
		list[i] = strdup(arguments->list[i]);
	execvp(arguments->list[0], list);
	/* The parent reads nothing if exec worked: the pipe closes then */
	(void)!write(pipes->failure[1], &errno, sizeof(errno));
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

/* A guest that does not read must not keep us from reading what it writes: ours does not block. */
static enum err make_input(int ends[2])
{
	int pipe[2];

	if (make_pipe(pipe) != OK)
		return ERR_IO;
	fcntl(pipe[0], F_SETFD, 0);
	fcntl(pipe[1], F_SETFD, FD_CLOEXEC);
	fcntl(pipe[1], F_SETFL, O_NONBLOCK);
	ends[0] = pipe[1];
	ends[1] = pipe[0];
	return OK;
}

static enum err make_pipes(struct pipes *pipes, struct problem *problem)
{
	if (make_pipe(pipes->console) != OK || make_pipe(pipes->log) != OK ||
	    make_input(pipes->input) != OK || pipe2(pipes->failure, O_CLOEXEC) != 0)
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
	struct run_arguments arguments;
	pid_t parent = getpid();
	enum err err = run_arguments_make(&arguments, qemu, pipes->log[1], problem);

	if (err != OK)
		return err;
	*pid = fork();
	if (*pid == 0)
		become_qemu(&arguments, parent, pipes);
	if (*pid < 0)
		return problem_set(problem, ERR_IO, NULL, "fork: %s", strerror(errno));
	setpgid(*pid, *pid);
	close_end(&pipes->input[1]);
	close_end(&pipes->console[1]);
	close_end(&pipes->log[1]);
	close_end(&pipes->failure[1]);
	return OK;
}

enum err run_qemu_start(const struct run_qemu *qemu, struct run_child *child,
			struct problem *problem)
{
	struct pipes pipes = { { -1, -1 }, { -1, -1 }, { -1, -1 }, { -1, -1 } };
	enum err err;
	pid_t pid = -1;

	err = make_pipes(&pipes, problem);
	if (err == OK)
		err = start(qemu, &pipes, &pid, problem);
	if (err == OK) {
		err = check_exec(qemu, &pipes, problem);
		if (err != OK)
			waitpid(pid, NULL, 0);
	}
	if (err == OK) {
		*child = (struct run_child){ pid, pipes.input[0], pipes.console[0], pipes.log[0] };
		close_end(&pipes.failure[0]);
		return OK;
	}
	for (size_t i = 0; i < 2; i++) {
		close_end(&pipes.input[i]);
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
