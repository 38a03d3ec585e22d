/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text of the rules and the end of a run that broke one. */
#include "rules.h"

#include "log.h"
#include "report.h"

struct rule_text {
	const char *name;
	const char *meaning;
	const char *where;
};

static const struct rule_text texts[RULE_COUNT] = {
#define RULE_TEXT(id, name, meaning, where) [RULE_##id] = { name, meaning, where },
	RULE_TABLE(RULE_TEXT)
#undef RULE_TEXT
};

void rules_print(void)
{
	log_tag("@rules enforced=%u exempt=0", (uint32_t)RULE_COUNT);
}

void rules_break(enum rule rule, const char *detail, ...)
{
	char text[300];
	va_list args;

	va_start(args, detail);
	log_format(text, sizeof(text), detail, args);
	va_end(args);
	log_line("rule %s: %s (%s): %s", texts[rule].name, texts[rule].meaning, texts[rule].where,
		 text);
	report_end("rule", "%s %s", texts[rule].name, text);
}
