/* SPDX-License-Identifier: MIT */
/* Kconfig's booleans as C expressions, so that both sides of a choice are always compiled. */
#ifndef LIB_CONFIG_H
#define LIB_CONFIG_H

/* IS_ENABLED(CONFIG_X): 1 if the option is set, else 0. genconfig writes `#define CONFIG_X 1` or
 * nothing. */
#define IS_ENABLED(option) CONFIG_PICK_(option)
#define CONFIG_PICK_(value) CONFIG_TAKE_(CONFIG_IS_##value)
#define CONFIG_TAKE_(maybe_comma) CONFIG_SECOND_(maybe_comma 1, 0, 0)
#define CONFIG_IS_1 0,
#define CONFIG_SECOND_(ignored, value, ...) value

#endif
