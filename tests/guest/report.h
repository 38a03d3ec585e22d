/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the monitor says of itself by its observe module, for people; and its log, for `parapet log
 * decode`.
 */
#ifndef GUEST_REPORT_H
#define GUEST_REPORT_H

/* Who is there: release, modules and their states. Says so if there is no observe module. */
void report_start(void);

/* What was used: memory, stacks, the longest entry. Prints nothing without observe. */
void report_end(void);

/* The log, a line `log: HEX` a record. Prints nothing without observe. */
void report_log(void);

/* The event log as lines `event: HEX`, to be joined, then `event register: HEX`. Prints nothing
 * without observe. */
void report_events(void);

#endif
