/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a run amounted to: exit status, words, JSON. */
#ifndef TOOLS_RUN_RESULT_H
#define TOOLS_RUN_RESULT_H

#include "tools/file.h"
#include "tools/options.h"
#include "tools/run_watch.h"

enum exit_status run_result_status(const struct run_log *log, enum run_stop stop);

/* Says on standard error why it did not pass; nothing if it did. */
void run_result_explain(const struct run_log *log, enum run_stop stop);

/* Makes the JSON object; the caller frees *out. */
void run_result_json(const struct run_log *log, enum run_stop stop, struct buffer *out);

#endif
