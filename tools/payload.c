/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Payloads. Every page of one lies where neither the monitor nor the fixed low area nor the PC's
 * hole is. */
#include "tools/payload.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"
#include "tools/guest_area.h"
#include "tools/payload_kinds.h"

#define PAYLOAD_END 0x100000000ull /* what the guest's first page tables map */
#define PAYLOAD_BYTES_MAX ((uint64_t)1 << 30)

enum err payload_put(struct page_set *set, const struct payload_room *room, uint64_t gpa,
		     const uint8_t *bytes, uint64_t filesz, uint64_t memsz, const char *name,
		     struct problem *problem)
{
	const struct {
		uint64_t start;
		uint64_t end;
		const char *what;
	} taken[] = {
		{ room->region_start, room->region_end, "Parapet's region" },
		{ GUEST_AREA_START, GUEST_AREA_END, "the boot data" },
		{ GUEST_HOLE_START, GUEST_HOLE_END, "the PC's hole below 1 MiB" },
	};

	if (memsz > PAYLOAD_BYTES_MAX || gpa > PAYLOAD_END || memsz > PAYLOAD_END - gpa)
		return problem_set(problem, ERR_RANGE, name,
				   "0x%" PRIx64 " bytes at 0x%" PRIx64 " do not lie below 4 GiB",
				   memsz, gpa);
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++) {
		if (gpa < taken[i].end && taken[i].start < gpa + memsz) {
			problem_set(problem, ERR_OVERLAP, name,
				    "0x%" PRIx64 "..0x%" PRIx64 " overlaps %s (0x%" PRIx64
				    "..0x%" PRIx64 ")",
				    gpa, gpa + memsz, taken[i].what, taken[i].start, taken[i].end);
			problem_remedy(problem,
				       "link the payload elsewhere, or choose another --place");
			return ERR_OVERLAP;
		}
	}
	for (uint64_t at = 0; at < memsz;) {
		uint64_t page_gpa = (gpa + at) / ABI_PAGE_SIZE * ABI_PAGE_SIZE;
		uint64_t offset = gpa + at - page_gpa;
		uint64_t step =
			ABI_PAGE_SIZE - offset < memsz - at ? ABI_PAGE_SIZE - offset : memsz - at;
		struct page *page = page_set_add(set, page_gpa, PAGE_GUEST);

		if (page == NULL)
			page = page_set_find(set, page_gpa);
		if (at < filesz)
			memcpy(page->bytes + offset, bytes + at,
			       step < filesz - at ? step : filesz - at);
		at += step;
	}
	return OK;
}

static const struct {
	const char *kind;
	payload_load_fn *load;
} kinds[] = {
	{ "elf", payload_elf_load },
	{ "linux", payload_linux_load },
};

enum err payload_load(const struct payload *payload, struct page_set *set,
		      const struct payload_room *room, struct payload_start *start,
		      struct problem *problem)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].kind, payload->kind) == 0)
			return kinds[i].load(payload, set, room, start, problem);
	}
	problem_set(problem, ERR_FORMAT, NULL, "--payload: no kind '%s'", payload->kind);
	problem_remedy(problem,
		       "use linux:FILE, a kernel, or elf:FILE, a static 64-bit executable");
	return ERR_FORMAT;
}

/* Cuts the next ",key=value" off rest, or leaves NULL; append's value takes all that follows. */
static enum err parse_settings(struct payload *payload, char *rest, struct problem *problem)
{
	while (rest != NULL) {
		char *end;

		if (strncmp(rest, "append=", 7) == 0) {
			payload->append = rest + 7;
			return OK;
		}
		end = strchr(rest, ',');
		if (end != NULL)
			*end++ = '\0';
		if (strncmp(rest, "initrd=", 7) != 0)
			return problem_set(problem, ERR_FORMAT, NULL,
					   "--payload: unknown setting '%s'", rest);
		payload->initrd = rest + 7;
		rest = end;
	}
	return OK;
}

enum err payload_parse(struct payload *payload, const char *specification, struct problem *problem)
{
	char *rest = alloc_text(specification, strlen(specification));
	char *colon = strchr(rest, ':');
	char *comma;
	enum err err;

	*payload = (struct payload){ .text = rest, .kind = rest, .append = "" };
	if (colon == NULL || colon[1] == '\0' || colon[1] == ',') {
		payload_free(payload);
		problem_set(problem, ERR_FORMAT, NULL, "--payload: '%s' names no file",
			    specification);
		problem_remedy(problem,
			       "elf:FILE[,append=TEXT] or linux:FILE[,initrd=FILE][,append=TEXT]");
		return ERR_FORMAT;
	}
	*colon = '\0';
	payload->file = colon + 1;
	comma = strchr(colon + 1, ',');
	if (comma != NULL)
		*comma++ = '\0';
	err = parse_settings(payload, comma, problem);
	if (err == OK && strlen(payload->append) > GUEST_CMDLINE_MAX)
		err = problem_set(problem, ERR_RANGE, NULL,
				  "--payload: append is longer than %u bytes", GUEST_CMDLINE_MAX);
	if (err != OK)
		payload_free(payload);
	return err;
}

void payload_free(struct payload *payload)
{
	free(payload->text);
	*payload = (struct payload){ 0 };
}
