/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The modules: ordered by NEEDS and AFTER, started, and stopped in reverse when one that must not
 * fail does. Knows the table, no module by name.
 */
#include "core/boot/boot.h"
#include "core/channel/channel.h"
#include "core/evidence/evidence.h"
#include "core/memory/nospec.h"
#include "core/registry/module.h"
#include "core/trace/log.h"
#include "core/trace/panic.h"

#define MODULES_MAX 64u

/* Provided by the linker; weak, so that an image without modules links */
extern const struct module __start_parapet_module[] __attribute__((weak));
extern const struct module __stop_parapet_module[] __attribute__((weak));

enum mark { MARK_NONE, MARK_OPEN, MARK_DONE };

static struct {
	const struct module *order[MODULES_MAX];
	uint32_t ordered;
	enum mark marks[MODULES_MAX]; /* by index in the table, as states is */
	enum module_state states[MODULES_MAX];
} registry;

static size_t table_count(void)
{
	return (size_t)(__stop_parapet_module - __start_parapet_module);
}

static size_t index_of(const struct module *module)
{
	size_t index = (size_t)(module - __start_parapet_module);

	ASSERT(index < table_count());
	return index;
}

uint32_t module_count(void)
{
	return registry.ordered;
}

const struct module *module_at(uint32_t index)
{
	ASSERT(index < registry.ordered);
	return registry.order[index & nospec_mask(index, registry.ordered)];
}

enum module_state module_state(const struct module *module)
{
	return registry.states[index_of(module)];
}

void *module_alloc(const struct module *module, size_t bytes)
{
	return arena_alloc(module->arena, bytes);
}

static enum err visit(const struct module *module);

static enum err visit_list(const struct module *const *list, uint32_t count)
{
	enum err err = OK;

	for (uint32_t i = 0; i < count && err == OK; i++) {
		if (list[i] != NULL)
			err = visit(list[i]);
	}
	return err;
}

/* Depth first: what a module needs comes before it. Bounded by the marks. */
static enum err visit(const struct module *module)
{
	size_t index = index_of(module);
	enum err err;

	if (registry.marks[index] == MARK_DONE)
		return OK;
	if (registry.marks[index] == MARK_OPEN)
		return ERR_ORDER;
	registry.marks[index] = MARK_OPEN;
	err = visit_list(module->needs, module->need_count);
	if (err == OK)
		err = visit_list(module->after, module->after_count);
	if (err != OK)
		return err;
	registry.marks[index] = MARK_DONE;
	registry.order[registry.ordered++] = module;
	return OK;
}

enum termination registry_order(void)
{
	__builtin_memset(&registry, 0, sizeof(registry));
	if (table_count() > MODULES_MAX)
		return TERM_REGISTRY;
	for (size_t i = 0; i < table_count(); i++) {
		if (visit(&__start_parapet_module[i]) != OK)
			return TERM_REGISTRY;
	}
	return 0;
}

/* What the module, or one that it needs, requires of the VMM was not agreed. Needs come first in
 * the order. */
static bool is_left_out(const struct module *module)
{
	for (uint32_t i = 0; i < module->required_feature_count; i++) {
		if (!channel_has_feature(module->required_features[i]))
			return true;
	}
	for (uint32_t i = 0; i < module->need_count; i++) {
		if (module_state(module->needs[i]) == MODULE_LEFT_OUT)
			return true;
	}
	return false;
}

static bool needs_are_started(const struct module *module)
{
	for (uint32_t i = 0; i < module->need_count; i++) {
		if (module_state(module->needs[i]) != MODULE_STARTED)
			return false;
	}
	return true;
}

static enum err module_start(const struct module *module)
{
	enum err err;

	if (!needs_are_started(module))
		return ERR_STATE;
	if (module->arena_bytes != 0) {
		err = arena_init(module->arena, module->arena_bytes);
		if (err != OK)
			return err;
	}
	err = module->start != NULL ? module->start() : OK;
	if (err != OK && module->arena_bytes != 0)
		arena_release(module->arena);
	return err;
}

static enum on_failure on_failure_of(const struct module *module)
{
	return module->on_failure != NULL ? (enum on_failure)param_enum(module->on_failure)
					  : ON_FAILURE_HALT;
}

static void modules_stop(uint32_t started)
{
	while (started-- > 0) {
		const struct module *module = registry.order[started];

		if (module_state(module) != MODULE_STARTED)
			continue;
		if (module->stop != NULL)
			module->stop();
		if (module->arena_bytes != 0)
			arena_release(module->arena);
		registry.states[index_of(module)] = MODULE_STOPPED;
	}
}

static enum termination state_record(const struct module *module, enum eventlog_module_state state,
				     enum err err)
{
	struct eventlog_module event = { .state = state, .error = (uint32_t)err };

	static_assert(sizeof(event.name) == sizeof(module->name), "copied as it is");
	__builtin_memcpy(event.name, module->name, sizeof(event.name));
	return evidence_record(EVENTLOG_TAG_MODULE, &event, sizeof(event));
}

/* Starts one module, or not; says in the log and the event log what became of it. */
static enum termination module_bring_up(uint32_t index)
{
	const struct module *module = registry.order[index];
	enum module_state *state = &registry.states[index_of(module)];
	enum err err;

	if (is_left_out(module)) {
		LOG(LOG_WARN, "module %u left out: a feature that it requires was not agreed",
		    (uint64_t)index);
		*state = MODULE_LEFT_OUT;
		return state_record(module, EVENTLOG_MODULE_LEFT_OUT, OK);
	}
	err = module_start(module);
	if (err == OK) {
		*state = MODULE_STARTED;
		return state_record(module, EVENTLOG_MODULE_STARTED, OK);
	}
	LOG(LOG_ERROR, "module %u did not start, error %u", (uint64_t)index, (uint64_t)err);
	if (on_failure_of(module) == ON_FAILURE_HALT)
		return TERM_MODULE_START;
	*state = MODULE_DEGRADED;
	return state_record(module, EVENTLOG_MODULE_DEGRADED, err);
}

enum termination registry_start(void)
{
	for (uint32_t i = 0; i < registry.ordered; i++) {
		enum termination reason = module_bring_up(i);

		if (reason != 0) {
			modules_stop(i + 1);
			return reason;
		}
	}
	return 0;
}
