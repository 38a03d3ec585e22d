# SPDX-License-Identifier: GPL-2.0-or-later
obj-$(CONFIG_MODULE_FOLLOWER) += follower.c
