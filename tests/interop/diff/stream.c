/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running a stream; power cycles; telling what differed. */
#include "tests/interop/diff/stream.h"

#include <stdio.h>
#include <string.h>

#include "tests/interop/diff/accepted.h"

#define POWER_PERMILLE 4

static struct coverage coverage[256];
static uint32_t accepted_count;

const struct coverage *stream_coverage(void)
{
	return coverage;
}

uint32_t stream_accepted(void)
{
	return accepted_count;
}

static const char *passed[STREAM_PASSED_MAX];
static uint32_t passed_count;

void stream_pass(const char *text)
{
	if (passed_count < STREAM_PASSED_MAX)
		passed[passed_count++] = text;
}

static bool is_passed(const char *key)
{
	for (uint32_t i = 0; i < passed_count; i++) {
		if (strstr(key, passed[i]) != NULL)
			return true;
	}
	return false;
}

static uint64_t operation_seed(uint64_t seed, uint32_t number)
{
	struct rng rng = { seed ^ ((uint64_t)number << 32 | number) };

	return rng_next(&rng);
}

static bool execute_su(struct server *server, uint32_t cc, uint16_t su, uint32_t *rc)
{
	struct bytes command = { 0 };
	struct bytes response;
	struct reader reader;

	put_number(&command, TPM_ST_NO_SESSIONS, 2);
	put_number(&command, 12, 4);
	put_number(&command, cc, 4);
	put_number(&command, su, 2);
	if (!server_execute(server, 0, &command, &response))
		return false;
	reader = (struct reader){ response.b, response.len, false };
	take(&reader, 6);
	*rc = (uint32_t)take_number(&reader, 4);
	return true;
}

static const char *su_both(struct stream *stream, uint32_t cc, uint16_t su)
{
	uint32_t rc[SIDES];

	for (int s = 0; s < SIDES; s++) {
		if (!execute_su(&stream->servers[s], cc, su, &rc[s]))
			return s == LEFT ? "left gone" : "right gone";
	}
	stream->commands++;
	if (rc[LEFT] == rc[RIGHT])
		return NULL;
	return cc == TPM_CC_STARTUP ? "Startup after power" : "Shutdown before power";
}

/* Power goes and comes, after a Shutdown of some kind or none */
static const char *power_cycle(struct stream *stream, uint64_t seed)
{
	struct rng rng = { seed };
	uint32_t shutdown = rng_below(&rng, 3);
	/* After power was lost unannounced, libtpms forgets with a refused Startup what it should
	 * have counted */
	uint16_t startup = shutdown == 2 ? TPM_SU_CLEAR : (uint16_t)rng_below(&rng, 2);
	const char *differs = NULL;

	if (shutdown != 2)
		differs = su_both(stream, TPM_CC_SHUTDOWN, (uint16_t)shutdown);
	for (int s = 0; s < SIDES && differs == NULL; s++) {
		if (!server_signal(&stream->servers[s], SERVER_POWER_OFF) ||
		    !server_signal(&stream->servers[s], SERVER_POWER_ON))
			differs = s == LEFT ? "left gone" : "right gone";
	}
	if (differs == NULL)
		differs = su_both(stream, TPM_CC_STARTUP, startup);
	/* Where that was refused */
	if (differs == NULL && startup == TPM_SU_STATE)
		differs = su_both(stream, TPM_CC_STARTUP, TPM_SU_CLEAR);
	model_lose_volatile(&stream->model);
	return differs;
}

static void put_owner_command(struct bytes *out, uint32_t cc, uint32_t handle, const void *in,
			      size_t len)
{
	out->len = 0;
	put_number(out, TPM_ST_SESSIONS, 2);
	put_number(out, 10 + 4 + 4 + 9 + len, 4);
	put_number(out, cc, 4);
	put_number(out, handle, 4);
	put_number(out, 9, 4);
	put_number(out, TPM_RS_PW, 4);
	put_number(out, 0, 5);
	put(out, in, len);
}

/* What is the maker's choice to begin with: all four banks of PCRs, and the hash of the command
 * audit */
static bool make_alike(struct stream *stream)
{
	static const uint16_t banks[] = { TPM_ALG_SHA1, TPM_ALG_SHA256, TPM_ALG_SHA384,
					  TPM_ALG_SHA512 };
	static const uint8_t audit[] = { 0, TPM_ALG_SHA256, 0, 0, 0, 0, 0, 0, 0, 0 };
	struct bytes selection = { 0 };
	struct bytes allocate;
	struct bytes set_audit;
	struct bytes response;

	put_number(&selection, 4, 4);
	for (size_t i = 0; i < 4; i++) {
		put_number(&selection, banks[i], 2);
		put_number(&selection, 0x03ffffff, 4);
	}
	put_owner_command(&allocate, TPM_CC_PCR_ALLOCATE, TPM_RH_PLATFORM, selection.b,
			  selection.len);
	put_owner_command(&set_audit, TPM_CC_SET_COMMAND_CODE_AUDIT_STATUS, TPM_RH_OWNER, audit,
			  sizeof(audit));
	for (int s = 0; s < SIDES; s++) {
		struct server *server = &stream->servers[s];

		if (!server_execute(server, 0, &set_audit, &response) ||
		    !server_execute(server, 0, &allocate, &response) ||
		    !server_signal(server, SERVER_POWER_OFF) ||
		    !server_signal(server, SERVER_POWER_ON))
			return false;
	}
	return su_both(stream, TPM_CC_STARTUP, TPM_SU_CLEAR) == NULL;
}

static void show_bytes(const char *what, const struct bytes *bytes)
{
	printf("    %s ", what);
	for (uint16_t i = 0; i < bytes->len; i++)
		printf("%02x", bytes->b[i]);
	putchar('\n');
}

static void show(const struct exchange *exchange, uint32_t number)
{
	printf("%u: %s 0x%x/0x%x%s%s\n", number,
	       exchange->row != NULL ? exchange->row->name : "(no command)", exchange->rc[LEFT],
	       exchange->rc[RIGHT], exchange->is_mutated ? ", malformed" : "",
	       exchange->gen.is_tainted ? ", own values" : "");
	show_bytes("left  >", &exchange->command.side[LEFT]);
	show_bytes("left  <", &exchange->response.side[LEFT]);
	show_bytes("right >", &exchange->command.side[RIGHT]);
	show_bytes("right <", &exchange->response.side[RIGHT]);
	if (exchange->differs != NULL)
		printf("    differs: %s\n", exchange->differs);
}

static void count(const struct exchange *exchange)
{
	if (exchange->row == NULL)
		return;
	coverage[exchange->row - grammar].tries++;
	coverage[exchange->row - grammar].successes += exchange->is_success;
}

static void name_difference(const struct exchange *exchange, struct difference *out)
{
	const char *name = exchange->row != NULL ? exchange->row->name : "?";

	if (strcmp(exchange->differs, "code") == 0)
		snprintf(out->key, sizeof(out->key), "%s code 0x%03x 0x%03x", name,
			 exchange->rc[LEFT], exchange->rc[RIGHT]);
	else
		snprintf(out->key, sizeof(out->key), "%s %s", name, exchange->differs);
}

/* One operation. True: go on */
static bool run_one(struct stream *stream, uint32_t number, enum stream_detail detail,
		    struct difference *difference)
{
	static struct exchange exchange;
	uint64_t seed = operation_seed(stream->seed, number);
	struct rng rng = { seed };

	difference->operation = number;
	difference->is_accepted = false;
	if (rng_below(&rng, 1000) < POWER_PERMILLE) {
		const char *differs = power_cycle(stream, seed);

		if (detail == STREAM_SHOW)
			printf("%u: power\n", number);
		if (differs != NULL)
			snprintf(difference->key, sizeof(difference->key), "%s", differs);
		return differs == NULL;
	}
	if (exchange_run(stream, &exchange, rng_next(&rng))) {
		count(&exchange);
		if (detail == STREAM_SHOW && exchange.command.side[LEFT].len != 0)
			show(&exchange, number);
		return true;
	}
	count(&exchange);
	name_difference(&exchange, difference);
	difference->is_accepted = accepted_find(&exchange) != NULL || is_passed(difference->key);
	if (detail == STREAM_SHOW)
		show(&exchange, number);
	/* Where one side failed, or both did with other codes, is the state still alike? Only if
	 * neither changed it */
	if (difference->is_accepted) {
		accepted_count++;
		/* A TPM in failure mode answers nothing else any more */
		if (exchange.rc[LEFT] == TPM_RC_FAILURE)
			return false;
		return (exchange.rc[LEFT] != TPM_RC_SUCCESS) ==
		       (exchange.rc[RIGHT] != TPM_RC_SUCCESS);
	}
	return false;
}

enum stream_end stream_run(const struct programs *programs, uint64_t seed, const uint32_t *numbers,
			   uint32_t count_, enum stream_detail detail,
			   struct difference *difference, uint64_t *commands)
{
	static struct stream stream;
	enum stream_end end = STREAM_EQUAL;

	memset(&stream, 0, sizeof(stream));
	stream.seed = seed;
	stream.programs = programs;
	for (int s = 0; s < SIDES; s++) {
		if (!server_start(&stream.servers[s], programs->path[s])) {
			server_stop(&stream.servers[LEFT]);
			return STREAM_BROKEN;
		}
	}
	if (su_both(&stream, TPM_CC_STARTUP, TPM_SU_CLEAR) != NULL || !make_alike(&stream))
		end = STREAM_BROKEN;
	for (uint32_t i = 0; i < count_ && end == STREAM_EQUAL; i++) {
		if (run_one(&stream, numbers[i], detail, difference))
			continue;
		if (difference->is_accepted)
			break;
		end = STREAM_DIFFERS;
	}
	*commands += stream.commands;
	server_stop(&stream.servers[LEFT]);
	server_stop(&stream.servers[RIGHT]);
	return end;
}
