/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Requires a feature of the VMM: without it the module is left out. */
#include "abi/channel.h"
#include "core/registry/module.h"

MODULE(carrier, REQUIRES_FEATURES(CHANNEL_FEATURE_RELAY));
