/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the monitor says of itself, for people: modules, memory; and its log on request. */
#ifndef GUEST_REPORT_H
#define GUEST_REPORT_H

/* Prints it; says so if the monitor has no observe module. */
void report_print(void);

#endif
