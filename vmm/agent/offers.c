/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offers files. Never fills in what was not said but the deadline: what is not listed is not
 * offered. */
#include "vmm/agent/offers.h"

#include <stdlib.h>

#include "tools/nearest.h"
#include "tools/options.h"
#include "vmm/agent/names.h"
#include "vmm/agent/yaml_tree.h"
#include "vmm/lib/parapet_vmm.h"

#define DEADLINE_MAX_MS 600000u

enum { KEY_FEATURES, KEY_STRATEGIES, KEY_DEVICES, KEY_DEADLINE, KEY_COUNT };
static const char *const keys[KEY_COUNT] = { "features", "strategies", "devices", "deadline_ms" };

enum { DEVICE_KIND, DEVICE_ADDRESS, DEVICE_IRQ, DEVICE_COUNT };
static const char *const device_keys[DEVICE_COUNT] = { "kind", "address", "irq" };

static enum err unknown_name(const struct yaml_tree *tree, const yaml_node_t *node,
			     const struct name_table *table, const char *text)
{
	struct nearest nearest;

	yaml_tree_fault(tree, node, ERR_NOT_FOUND, "unknown %s '%.64s'", table->what, text);
	nearest_init(&nearest, text);
	for (size_t i = 0; i < table->count; i++)
		nearest_offer(&nearest, table->rows[i].name);
	if (nearest.best != NULL)
		problem_remedy(tree->problem, "the nearest is '%s'", nearest.best);
	else
		problem_remedy(tree->problem, "a number from 1 to 65535 is taken too");
	return ERR_NOT_FOUND;
}

/* A registered name, or any number: the monitor ignores numbers that it does not know. */
static enum err read_name(const struct yaml_tree *tree, const yaml_node_t *node,
			  const struct name_table *table, uint16_t *out)
{
	const char *text = yaml_tree_text(node);
	const struct name_row *row = text != NULL ? names_find(table, text) : NULL;
	uint64_t number;

	if (text == NULL)
		return yaml_tree_fault(tree, node, ERR_FORMAT, "the name of a %s belongs here",
				       table->what);
	if (row != NULL) {
		*out = row->number;
		return OK;
	}
	if (!parse_number(text, &number))
		return unknown_name(tree, node, table, text);
	if (number < 1 || number > UINT16_MAX)
		return yaml_tree_fault(tree, node, ERR_RANGE, "a %s is a number from 1 to 65535",
				       table->what);
	*out = (uint16_t)number;
	return OK;
}

/* Adds number where it belongs; the caller has seen that there is room. */
static void insert(struct channel_set *set, uint16_t number)
{
	uint32_t at = set->count++;

	for (; at > 0 && set->number[at - 1] > number; at--)
		set->number[at] = set->number[at - 1];
	set->number[at] = number;
}

static enum err read_set(struct yaml_tree *tree, const yaml_node_t *list,
			 const struct name_table *table, uint32_t max, struct channel_set *out)
{
	const yaml_node_item_t *item;

	if (list == NULL)
		return OK;
	if (list->type != YAML_SEQUENCE_NODE)
		return yaml_tree_fault(tree, list, ERR_FORMAT,
				       "a list of each %s belongs here: [a, b]", table->what);
	for (item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
		const yaml_node_t *node = yaml_tree_node(tree, *item);
		uint16_t number = 0;
		enum err err = read_name(tree, node, table, &number);

		if (err != OK)
			return err;
		if (channel_set_has(out, number))
			return yaml_tree_fault(tree, node, ERR_ORDER, "%s '%s' is there twice",
					       table->what, yaml_tree_text(node));
		if (out->count >= max)
			return yaml_tree_fault(tree, node, ERR_RANGE,
					       "at most %u: no room for another %s", max,
					       table->what);
		insert(out, number);
	}
	return OK;
}

static enum err check_device(const struct yaml_tree *tree, const yaml_node_t *const *values,
			     const struct channel_device *device, const struct channel_offer *offer)
{
	const struct name_row *row = names_of(&names_devices, device->kind);

	if (!channel_device_is_valid(device))
		return yaml_tree_fault(tree, values[DEVICE_ADDRESS], ERR_RANGE,
				       "an address is a multiple of 0x%x, from 0x%x to below 2^48",
				       CHANNEL_DEVICE_ALIGN, CHANNEL_DEVICE_ALIGN);
	for (uint32_t i = 0; i < offer->device_count; i++) {
		if (offer->devices[i].address == device->address)
			return yaml_tree_fault(tree, values[DEVICE_ADDRESS], ERR_OVERLAP,
					       "another device has this address");
	}
	if (row != NULL && !channel_set_has(&offer->features, row->feature))
		return yaml_tree_fault(tree, values[DEVICE_KIND], ERR_STATE,
				       "its feature '%s' is not among those offered",
				       names_of(&names_features, row->feature)->name);
	return OK;
}

static enum err read_device(struct yaml_tree *tree, const yaml_node_t *node,
			    const struct channel_offer *offer, struct channel_device *device)
{
	const yaml_node_t *values[DEVICE_COUNT];
	uint64_t irq = 0;
	enum err err = yaml_tree_keys(tree, node, device_keys, DEVICE_COUNT, values);

	if (err == OK && (values[DEVICE_KIND] == NULL || values[DEVICE_ADDRESS] == NULL))
		err = yaml_tree_fault(tree, node, ERR_NOT_FOUND,
				      "a device has a kind and an address");
	if (err == OK)
		err = read_name(tree, values[DEVICE_KIND], &names_devices, &device->kind);
	if (err == OK)
		err = yaml_tree_number(tree, values[DEVICE_ADDRESS], "address", UINT64_MAX,
				       &device->address);
	if (err == OK && values[DEVICE_IRQ] != NULL)
		err = yaml_tree_number(tree, values[DEVICE_IRQ], "irq", CHANNEL_IRQ_MAX, &irq);
	if (err != OK)
		return err;
	device->irq = (uint32_t)irq;
	return check_device(tree, values, device, offer);
}

static int compare_devices(const void *a, const void *b)
{
	uint64_t left = ((const struct channel_device *)a)->address;
	uint64_t right = ((const struct channel_device *)b)->address;

	return (left > right) - (left < right);
}

static enum err read_devices(struct yaml_tree *tree, const yaml_node_t *list,
			     struct channel_offer *offer)
{
	const yaml_node_item_t *item;

	if (list == NULL)
		return OK;
	if (list->type != YAML_SEQUENCE_NODE)
		return yaml_tree_fault(tree, list, ERR_FORMAT, "a list of devices belongs here");
	for (item = list->data.sequence.items.start; item < list->data.sequence.items.top; item++) {
		const yaml_node_t *node = yaml_tree_node(tree, *item);
		struct channel_device device = { 0 };
		enum err err;

		if (offer->device_count >= CHANNEL_DEVICES_MAX)
			return yaml_tree_fault(tree, node, ERR_RANGE, "at most %u devices",
					       CHANNEL_DEVICES_MAX);
		err = read_device(tree, node, offer, &device);
		if (err != OK)
			return err;
		offer->devices[offer->device_count++] = device;
	}
	qsort(offer->devices, offer->device_count, sizeof(offer->devices[0]), compare_devices);
	return OK;
}

static enum err read_tree(struct yaml_tree *tree, struct offers *offers)
{
	const yaml_node_t *values[KEY_COUNT];
	uint64_t deadline = PARAPET_VMM_DEADLINE_MS;
	enum err err = yaml_tree_keys(tree, yaml_tree_root(tree), keys, KEY_COUNT, values);

	if (err == OK && values[KEY_STRATEGIES] == NULL)
		err = yaml_tree_fault(tree, yaml_tree_root(tree), ERR_NOT_FOUND,
				      "required key 'strategies' is missing");
	if (err == OK)
		err = read_set(tree, values[KEY_FEATURES], &names_features, CHANNEL_FEATURES_MAX,
			       &offers->offer.features);
	if (err == OK)
		err = read_set(tree, values[KEY_STRATEGIES], &names_strategies,
			       CHANNEL_STRATEGIES_MAX, &offers->offer.strategies);
	if (err == OK)
		err = read_devices(tree, values[KEY_DEVICES], &offers->offer);
	if (err == OK && values[KEY_DEADLINE] != NULL)
		err = yaml_tree_number(tree, values[KEY_DEADLINE], "deadline_ms", DEADLINE_MAX_MS,
				       &deadline);
	if (err == OK && deadline == 0)
		err = yaml_tree_fault(tree, values[KEY_DEADLINE], ERR_RANGE,
				      "deadline_ms is at least 1");
	offers->deadline_ms = (uint32_t)deadline;
	return err;
}

enum err offers_read(const char *path, struct offers *out, struct problem *problem)
{
	struct offers offers = { 0 };
	struct yaml_tree tree;
	enum err err = yaml_tree_open(&tree, path, problem);

	if (err != OK)
		return err;
	err = read_tree(&tree, &offers);
	yaml_tree_close(&tree);
	if (err == OK)
		*out = offers;
	return err;
}
