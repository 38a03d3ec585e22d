/* SPDX-License-Identifier: GPL-2.0-or-later */
/* parapet log decode: records → text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/alloc.h"
#include "tools/commands.h"
#include "tools/image.h"
#include "tools/log_decode.h"

#define LOG_BYTES_MAX ((size_t)64 << 20)

struct request {
	const char *path;
	bool binary;
	bool json;
};

struct decoder {
	const struct request *request;
	const struct elf_section *messages;
	uint64_t last; /* sequence of the record before, 0: none */
	size_t printed;
};

static void decode_one(struct decoder *decoder, const struct log_record *record)
{
	if (decoder->request->json) {
		fputs(decoder->printed++ != 0 ? ",\n " : "[", stdout);
		log_record_print_json(stdout, decoder->messages, record);
		return;
	}
	if (decoder->last != 0 && record->sequence > decoder->last + 1)
		printf("  (%llu records lost)\n",
		       (unsigned long long)(record->sequence - decoder->last - 1));
	decoder->last = record->sequence;
	decoder->printed++;
	log_record_print(stdout, decoder->messages, record);
}

static enum err decode_binary(struct decoder *decoder, const struct buffer *file,
			      struct problem *problem)
{
	struct log_record record;

	if (file->len % sizeof(record) != 0)
		return problem_set(problem, ERR_TRUNCATED, decoder->request->path,
				   "%zu bytes are no whole number of records of %zu", file->len,
				   sizeof(record));
	for (size_t at = 0; at < file->len; at += sizeof(record)) {
		memcpy(&record, file->data + at, sizeof(record));
		decode_one(decoder, &record);
	}
	return OK;
}

/* Lines that hold a record, perhaps among others: a console's output can be fed as it is. */
static enum err decode_lines(struct decoder *decoder, const struct buffer *file,
			     struct problem *problem)
{
	char *text = alloc_text((const char *)file->data, file->len);
	struct log_record record;
	char *rest = text;

	for (char *word = strtok_r(rest, " \t\r\n", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\r\n", &rest)) {
		if (log_record_parse(word, &record))
			decode_one(decoder, &record);
	}
	free(text);
	if (decoder->printed == 0 && file->len != 0)
		return problem_set(problem, ERR_FORMAT, decoder->request->path,
				   "no record in it: one has %zu hex digits", 2 * sizeof(record));
	return OK;
}

static int decode(const struct request *request, const struct image *image)
{
	struct decoder decoder = { .request = request, .messages = &image->log };
	struct problem problem;
	struct buffer file;
	enum err err;

	if (file_read(request->path, LOG_BYTES_MAX, &file, &problem) != OK)
		return command_failed(&problem);
	if (request->binary)
		err = decode_binary(&decoder, &file, &problem);
	else
		err = decode_lines(&decoder, &file, &problem);
	if (request->json && err == OK)
		puts(decoder.printed != 0 ? "]" : "[]");
	buffer_free(&file);
	return err == OK ? EXIT_OK : command_failed(&problem);
}

int command_log_decode(int argc, char **argv)
{
	struct request request = { 0 };
	const char *image_path = NULL;
	const struct option_row rows[] = {
		{ "image", 0, true, "ELF", "the image that wrote the records", NULL, &image_path,
		  NULL },
		{ "binary", 0, false, NULL, "records as they lie in memory, not as hex",
		  &request.binary, NULL, NULL },
		{ "json", 0, false, NULL, "print a JSON array", &request.json, NULL, NULL },
	};
	const struct options options = {
		.command = "log decode",
		.about = "Restores the text of log records: words of 112 hex digits in FILE or "
			 "standard input.",
		.operands = "[FILE]",
		OPTIONS_ROWS(rows),
		.operands_max = 1,
		.operand = &request.path,
	};
	struct problem problem;
	struct image image;
	int status = options_parse(&options, argc, argv);

	if (status != OPTIONS_GO_ON)
		return status;
	if (request.path == NULL)
		request.path = "-";
	if (image_open(&image, image_path, &problem) != OK)
		return command_failed(&problem);
	status = decode(&request, &image);
	image_close(&image);
	return status;
}
