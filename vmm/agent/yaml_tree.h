/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One YAML document as a tree of nodes that know where they stand, and problems that say so. */
#ifndef VMM_AGENT_YAML_TREE_H
#define VMM_AGENT_YAML_TREE_H

#include <yaml.h>

#include "tools/file.h"
#include "tools/problem.h"

struct yaml_tree {
	const char *name; /* of the file */
	struct buffer text;
	yaml_parser_t parser;
	yaml_document_t document;
	struct problem *problem;
};

/* Reads the one document of the file at path. On OK the caller ends with yaml_tree_close; else
 * nothing is left. */
MUST_USE enum err yaml_tree_open(struct yaml_tree *tree, const char *path, struct problem *problem);
void yaml_tree_close(struct yaml_tree *tree);

/* The first node; there is always one. */
const yaml_node_t *yaml_tree_root(struct yaml_tree *tree);
/* The node that an item or a pair refers to. */
const yaml_node_t *yaml_tree_node(struct yaml_tree *tree, int index);

/* Says what is wrong at node; returns err. */
enum err yaml_tree_fault(const struct yaml_tree *tree, const yaml_node_t *node, enum err err,
			 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The text of a scalar; NULL for any other node, and for a scalar that holds a NUL. */
const char *yaml_tree_text(const yaml_node_t *node);

/* A plain scalar that is a number 0..max, decimal or 0x hex, into *out. */
MUST_USE enum err yaml_tree_number(const struct yaml_tree *tree, const yaml_node_t *node,
				   const char *what, uint64_t max, uint64_t *out);

/* Finds in a mapping the values of keys[0..count), NULL for those it lacks; refuses other keys and
 * doubled ones. */
MUST_USE enum err yaml_tree_keys(struct yaml_tree *tree, const yaml_node_t *mapping,
				 const char *const *keys, size_t count, const yaml_node_t **values);

#endif
