/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * parapet-vmm as a child that the kernel ends when we die. Its log goes to our standard error.
 * Never leaves a process, a socket or a folder behind.
 */
#include "tools/run_channel.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "unix:"
#define FOLDER "/parapet-run.XXXXXX"
#define STEP_MS 10
#define START_MS 5000 /* until the socket must be there */
#define END_MS 1000   /* until a termination must have worked */

static void sleep_step(void)
{
	const struct timespec step = { 0, STEP_MS * 1000000L };

	nanosleep(&step, NULL);
}

/* In the child: becomes the agent or ends with status 127. */
static _Noreturn void become_agent(const char *program, const char *offers, const char *path,
				   pid_t parent)
{
	char listen[128];
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127);
	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	snprintf(listen, sizeof(listen), PREFIX "%s", path);
	execl(program, program, "--offers", offers, "--listen", listen, (char *)NULL);
	_exit(127);
}

static enum err agent_ended(const char *program, int status, struct problem *problem)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 127)
		problem_set(problem, ERR_IO, program, "the agent could not be started");
	else
		problem_set(problem, ERR_IO, program, "the agent ended before the run began");
	problem_remedy(problem, "see its message above; `make` builds it beside this program");
	return ERR_IO;
}

static enum err wait_for_socket(struct run_channel *channel, const char *program,
				struct problem *problem)
{
	struct stat st;
	int status;

	for (int waited = 0; waited < START_MS; waited += STEP_MS) {
		if (stat(channel->path, &st) == 0 && S_ISSOCK(st.st_mode))
			return OK;
		if (waitpid(channel->agent, &status, WNOHANG) == channel->agent) {
			channel->agent = 0;
			return agent_ended(program, status, problem);
		}
		sleep_step();
	}
	return problem_set(problem, ERR_IO, program, "the agent opened no socket");
}

static enum err start_agent(struct run_channel *channel, const char *program, const char *offers,
			    struct problem *problem)
{
	const char *temporary = getenv("TMPDIR");
	pid_t parent = getpid();
	enum err err;

	/* A path too long for a socket is no path for this */
	if (temporary == NULL || strlen(temporary) + sizeof(FOLDER) > sizeof(channel->folder))
		temporary = P_tmpdir;
	snprintf(channel->folder, sizeof(channel->folder), "%s" FOLDER, temporary);
	if (mkdtemp(channel->folder) == NULL) {
		problem_set(problem, ERR_IO, channel->folder, "%s", strerror(errno));
		channel->folder[0] = '\0';
		return ERR_IO;
	}
	snprintf(channel->path, sizeof(channel->path), "%s/vmm", channel->folder);
	channel->agent = fork();
	if (channel->agent == 0)
		become_agent(program, offers, channel->path, parent);
	if (channel->agent < 0) {
		channel->agent = 0;
		err = problem_set(problem, ERR_IO, NULL, "fork: %s", strerror(errno));
	} else {
		err = wait_for_socket(channel, program, problem);
	}
	if (err != OK)
		run_channel_end(channel);
	return err;
}

enum err run_channel_start(struct run_channel *channel, const char *program, const char *offers,
			   const char *said, struct problem *problem)
{
	*channel = (struct run_channel){ 0 };
	if (offers != NULL)
		return start_agent(channel, program, offers, problem);
	if (said == NULL)
		return OK;
	if (strncmp(said, PREFIX, strlen(PREFIX)) != 0 ||
	    strlen(said + strlen(PREFIX)) >= sizeof(channel->path) ||
	    said[strlen(PREFIX)] == '\0' || strchr(said, ',') != NULL)
		return problem_set(
			problem, ERR_FORMAT, NULL,
			"--channel: '%s' is not unix:PATH, 107 bytes at most and without a comma",
			said);
	memcpy(channel->path, said + strlen(PREFIX), strlen(said + strlen(PREFIX)));
	return OK;
}

static void end_agent(pid_t agent)
{
	kill(agent, SIGTERM);
	for (int waited = 0; waited < END_MS; waited += STEP_MS) {
		if (waitpid(agent, NULL, WNOHANG) == agent)
			return;
		sleep_step();
	}
	kill(agent, SIGKILL);
	while (waitpid(agent, NULL, 0) < 0 && errno == EINTR)
		;
}

void run_channel_end(struct run_channel *channel)
{
	static const char *const files[] = { "vmm", "vmm.lock" };
	char path[128];

	if (channel->agent != 0)
		end_agent(channel->agent);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && channel->folder[0] != '\0';
	     i++) {
		snprintf(path, sizeof(path), "%s/%s", channel->folder, files[i]);
		unlink(path);
	}
	if (channel->folder[0] != '\0')
		rmdir(channel->folder);
	*channel = (struct run_channel){ 0 };
}
