/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether bytes are UTF-8. */
#ifndef CORE_REGISTRY_UTF8_H
#define CORE_REGISTRY_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether bytes[0..len) are well-formed UTF-8: shortest forms, no surrogates, up to U+10FFFF. Spec: RFC 3629. */
bool utf8_is_valid(const uint8_t *bytes, size_t len);

#endif
