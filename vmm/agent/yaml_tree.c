/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One YAML document as a tree. Spec: YAML 1.1 as libyaml reads it. Never guesses: a doubled key is a fault. */
#include "vmm/agent/yaml_tree.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tools/nearest.h"
#include "tools/options.h"

#define OFFERS_SIZE_MAX ((size_t)1 << 20)

static struct place place_of_mark(const struct yaml_tree *tree, yaml_mark_t mark)
{
	return (struct place){ tree->name, (unsigned long)mark.line + 1,
			       (unsigned long)mark.column + 1 };
}

/* libyaml gives a byte offset, not a mark, for what it cannot decode. */
static struct place place_of_offset(const struct yaml_tree *tree, size_t offset)
{
	struct place place = { tree->name, 1, 1 };

	for (size_t i = 0; i < offset && i < tree->text.len; i++) {
		place.column++;
		if (tree->text.data[i] == '\n') {
			place.line++;
			place.column = 1;
		}
	}
	return place;
}

static enum err parser_failed(const struct yaml_tree *tree)
{
	const yaml_parser_t *parser = &tree->parser;
	struct place place = place_of_mark(tree, parser->problem_mark);

	if (parser->error == YAML_READER_ERROR)
		place = place_of_offset(tree, parser->problem_offset);
	return problem_set_at(tree->problem, ERR_FORMAT, place, "%s",
			      parser->problem != NULL ? parser->problem : "unreadable");
}

/* Loads the document and sees that none follows. */
static enum err load(struct yaml_tree *tree)
{
	yaml_document_t second;
	const yaml_node_t *extra;
	enum err err = OK;

	if (yaml_parser_load(&tree->parser, &tree->document) == 0)
		return parser_failed(tree);
	if (yaml_document_get_root_node(&tree->document) == NULL) {
		yaml_document_delete(&tree->document);
		return problem_set_at(tree->problem, ERR_FORMAT, (struct place){ tree->name, 1, 1 },
				      "the file is empty");
	}
	if (yaml_parser_load(&tree->parser, &second) == 0) {
		err = parser_failed(tree);
	} else {
		extra = yaml_document_get_root_node(&second);
		if (extra != NULL)
			err = yaml_tree_fault(tree, extra, ERR_FORMAT, "one file is one document");
		yaml_document_delete(&second);
	}
	if (err != OK)
		yaml_document_delete(&tree->document);
	return err;
}

enum err yaml_tree_open(struct yaml_tree *tree, const char *path, struct problem *problem)
{
	enum err err;

	*tree = (struct yaml_tree){ .name = path, .problem = problem };
	err = file_read(path, OFFERS_SIZE_MAX, &tree->text, problem);
	if (err != OK)
		return err;
	if (yaml_parser_initialize(&tree->parser) == 0)
		abort(); /* only for want of memory */
	yaml_parser_set_encoding(&tree->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&tree->parser, tree->text.data, tree->text.len);
	err = load(tree);
	if (err != OK) {
		yaml_parser_delete(&tree->parser);
		buffer_free(&tree->text);
	}
	return err;
}

void yaml_tree_close(struct yaml_tree *tree)
{
	yaml_document_delete(&tree->document);
	yaml_parser_delete(&tree->parser);
	buffer_free(&tree->text);
}

const yaml_node_t *yaml_tree_root(struct yaml_tree *tree)
{
	return yaml_document_get_root_node(&tree->document);
}

const yaml_node_t *yaml_tree_node(struct yaml_tree *tree, int index)
{
	return yaml_document_get_node(&tree->document, index);
}

enum err yaml_tree_fault(const struct yaml_tree *tree, const yaml_node_t *node, enum err err,
			 const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return problem_set_at(tree->problem, err, place_of_mark(tree, node->start_mark), "%s",
			      text);
}

const char *yaml_tree_text(const yaml_node_t *node)
{
	const char *text;

	if (node->type != YAML_SCALAR_NODE)
		return NULL;
	text = (const char *)node->data.scalar.value;
	return strlen(text) == node->data.scalar.length ? text : NULL;
}

enum err yaml_tree_number(const struct yaml_tree *tree, const yaml_node_t *node, const char *what,
			  uint64_t max, uint64_t *out)
{
	const char *text = yaml_tree_text(node);
	uint64_t value;

	if (text == NULL || node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE ||
	    !parse_number(text, &value))
		return yaml_tree_fault(tree, node, ERR_FORMAT, "%s takes a number", what);
	if (value > max)
		return yaml_tree_fault(tree, node, ERR_RANGE, "%s is at most %llu", what,
				       (unsigned long long)max);
	*out = value;
	return OK;
}

static enum err unknown_key(const struct yaml_tree *tree, const yaml_node_t *node, const char *key,
			    const char *const *keys, size_t count)
{
	struct nearest nearest;

	yaml_tree_fault(tree, node, ERR_NOT_FOUND, "unknown key '%.64s'", key);
	nearest_init(&nearest, key);
	for (size_t i = 0; i < count; i++)
		nearest_offer(&nearest, keys[i]);
	if (nearest.best != NULL)
		problem_remedy(tree->problem, "the nearest valid key is '%s'", nearest.best);
	return ERR_NOT_FOUND;
}

enum err yaml_tree_keys(struct yaml_tree *tree, const yaml_node_t *mapping, const char *const *keys,
			size_t count, const yaml_node_t **values)
{
	const yaml_node_pair_t *pair;

	for (size_t i = 0; i < count; i++)
		values[i] = NULL;
	if (mapping->type != YAML_MAPPING_NODE)
		return yaml_tree_fault(tree, mapping, ERR_FORMAT,
				       "a mapping (key: value) belongs here");
	for (pair = mapping->data.mapping.pairs.start; pair < mapping->data.mapping.pairs.top;
	     pair++) {
		const yaml_node_t *key = yaml_tree_node(tree, pair->key);
		const char *text = yaml_tree_text(key);
		size_t at = 0;

		if (text == NULL)
			return yaml_tree_fault(tree, key, ERR_FORMAT, "a key is a plain word");
		while (at < count && strcmp(keys[at], text) != 0)
			at++;
		if (at == count)
			return unknown_key(tree, key, text, keys, count);
		if (values[at] != NULL)
			return yaml_tree_fault(tree, key, ERR_ORDER, "duplicate key '%s'", text);
		values[at] = yaml_tree_node(tree, pair->value);
	}
	return OK;
}
