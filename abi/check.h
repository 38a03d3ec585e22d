/* SPDX-License-Identifier: MIT */
/*
 * Compile-time checks that a structure has the layout its specification fixes.
 * Used by every header of abi/; nothing here may generate code.
 */
#ifndef ABI_CHECK_H
#define ABI_CHECK_H

#include <stddef.h>
#include <stdint.h>

/* A keyword from C23 on; compilers that come before it spell it so, and freestanding ones have no assert.h */
#ifndef static_assert
#define static_assert _Static_assert
#endif

#define ABI_OFFSET(type, member, offset) \
	static_assert(offsetof(type, member) == (offset), #type "." #member)
#define ABI_SIZE(type, size) static_assert(sizeof(type) == (size), #type)

#define ABI_PAGE_SIZE 4096u
#define ABI_PAGE_2M (2u * 1024 * 1024)

#endif
