# SPDX-License-Identifier: GPL-2.0-or-later
obj-$(CONFIG_MODULE_KEYMGMT) += keymgmt.c ladder.c none.c ephemeral.c
