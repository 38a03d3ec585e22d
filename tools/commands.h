/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The subcommands. Each takes its own name as argv[0] and returns an enum exit_status. */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H

#include "tools/options.h"
#include "tools/problem.h"

int command_explain(int argc, char **argv);
int command_igvm_build(int argc, char **argv);
int command_igvm_diff(int argc, char **argv);
int command_igvm_inspect(int argc, char **argv);
int command_igvm_measure(int argc, char **argv);
int command_igvm_set_profile(int argc, char **argv);
int command_log_decode(int argc, char **argv);
int command_log_events(int argc, char **argv);
int command_profile_check(int argc, char **argv);
int command_profile_compile(int argc, char **argv);
int command_profile_diff(int argc, char **argv);
int command_profile_show(int argc, char **argv);
int command_profile_template(int argc, char **argv);
int command_run(int argc, char **argv);

/* Prints the problem; returns EXIT_INPUT. */
int command_failed(const struct problem *problem);

#endif
