# SPDX-License-Identifier: GPL-2.0-or-later
# clang-tidy and sparse over every source, in the configuration that has everything compiled in.
static := $(B)/static
static-make = $(Q)$(MAKE) --silent B=$(static) KCONFIG_CONFIG=$(static)/.config CC='$(CLANG)'

$(static)/.config: $(kconfig-files) | $(B)/.packages-test
	$(Q)mkdir -p $(@D)
	$(Q)KCONFIG_CONFIG=$@ $(PYTHON) -m allyesconfig Kconfig >/dev/null

test-targets += tidy sparse

.PHONY: static-commands tidy sparse
static-commands: $(static)/.config
	$(static-make) $(static)/deps/wolfssl/.version
	$(static-make) COMPILE_COMMANDS=$(static)/compile_commands.json compile_commands

## tidy: clang-tidy on every file, with the checks of .clang-tidy
tidy: static-commands
	$(Q)$(PYTHON) tests/static/each.py tidy $(static)
## sparse: sparse on every file: guest and host memory is reached through its accessors only
sparse: static-commands
	$(Q)$(PYTHON) tests/static/each.py sparse $(static)
