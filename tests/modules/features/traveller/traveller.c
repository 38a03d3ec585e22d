/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Can use features of the VMM, and starts without them too. */
#include "abi/channel.h"
#include "core/registry/module.h"

MODULE(traveller, USES_FEATURES(CHANNEL_FEATURE_BLK, CHANNEL_FEATURE_VSOCK, CHANNEL_FEATURE_CERTS));
