/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options have one dash, as other TPM simulators' do; two are taken as well. */
#include "modules/vtpm/server/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PORT_DEFAULT 2321
#define PORT_MAX 65534

static const char help[] =
	"tpm_server [-port N] [-listen ADDRESS] [-state FILE] [-ek]\n"
	"A TPM 2.0 behind the protocol of the Microsoft simulator, for testing clients.\n"
	"  -port N          commands at N, platform signals at N + 1 (default 2321; 0: free "
	"ports)\n"
	"  -listen ADDRESS  IPv4 address to listen at (default 127.0.0.1)\n"
	"  -state FILE      keep what survives power in FILE (default: in memory, until the end)\n"
	"  -ek              a new TPM has endorsement keys at 0x81010001 and 0x81010016\n"
	"  --help           this text\n"
	"  --version        the version\n"
	"Exit status: 0 stopped by a client or signal, 1 state file, 2 usage, 3 socket.\n";

static int usage(const char *message, const char *what)
{
	fprintf(stderr, "tpm_server: %s%s\nTry 'tpm_server --help'.\n", message, what);
	return SERVER_USAGE;
}

static int set_port(struct arguments *out, const char *value)
{
	char *end;
	unsigned long number = strtoul(value, &end, 10);

	if (value[0] < '0' || value[0] > '9' || *end != '\0' || number > PORT_MAX)
		return usage("the port is a number up to 65534, not ", value);
	out->port = (uint16_t)number;
	return ARGUMENTS_GO_ON;
}

static int set_address(struct arguments *out, const char *value)
{
	out->address = value;
	return ARGUMENTS_GO_ON;
}

static int set_state(struct arguments *out, const char *value)
{
	if (value[0] == '\0')
		return usage("-state needs a file", "");
	out->state = value;
	return ARGUMENTS_GO_ON;
}

static int set_endorsement_keys(struct arguments *out, const char *value)
{
	(void)value;
	out->endorsement_keys = BACKEND_ON;
	return ARGUMENTS_GO_ON;
}

static const struct {
	const char *name;
	int (*set)(struct arguments *out, const char *value);
	int values; /* how many arguments follow it: 0 or 1 */
} rows[] = {
	{ "port", set_port, 1 },
	{ "listen", set_address, 1 },
	{ "state", set_state, 1 },
	{ "ek", set_endorsement_keys, 0 },
};

/* name: without dashes; value: what follows it, or NULL. *used: of what follows, on success */
static int set_option(struct arguments *out, const char *name, const char *value, int *used)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(name, rows[i].name) != 0)
			continue;
		*used = rows[i].values;
		return value == NULL && *used != 0 ? usage("no value after -", name)
						   : rows[i].set(out, value);
	}
	return usage("unknown option -", name);
}

int arguments_parse(int argc, char **argv, struct arguments *out)
{
	*out = (struct arguments){ PORT_DEFAULT, "127.0.0.1", NULL, BACKEND_OFF };
	for (int i = 1; i < argc; i++) {
		const char *name = argv[i];
		int used = 0;
		int status;

		if (name[0] != '-')
			return usage("what is this: ", name);
		name += name[1] == '-' ? 2 : 1;
		if (strcmp(name, "help") == 0 || strcmp(name, "h") == 0) {
			fputs(help, stdout);
			return SERVER_OK;
		}
		if (strcmp(name, "version") == 0) {
			puts("tpm_server " PARAPET_VERSION);
			return SERVER_OK;
		}
		status = set_option(out, name, i + 1 < argc ? argv[i + 1] : NULL, &used);
		if (status != ARGUMENTS_GO_ON)
			return status;
		i += used;
	}
	return ARGUMENTS_GO_ON;
}
