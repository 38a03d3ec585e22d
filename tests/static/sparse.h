/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Read before every file that sparse checks: what clang has and sparse has not, by its meaning in
 * one thread. Only types and address spaces count here; must never be compiled.
 */
/* sparse reserves these words, which glibc defines for clang */
#define _Float32 float32_type
#define _Float32x float32x_type
#define _Float64 float64_type
#define _Float64x float64x_type

/* sparse has the qualifier only */
#define _Atomic(type) type
#define __c11_atomic_thread_fence(order) ((void)(order))
#define __c11_atomic_load(object, order) ((void)(order), *(object))
#define __c11_atomic_store(object, value, order) ((void)(order), (void)(*(object) = (value)))
#define __c11_atomic_exchange(object, value, order) ((void)(order), *(object) = (value))
#define __c11_atomic_fetch_add(object, value, order) ((void)(order), *(object) += (value))
#define __c11_atomic_fetch_or(object, value, order) ((void)(order), *(object) |= (value))
#define __c11_atomic_fetch_and(object, value, order) ((void)(order), *(object) &= (value))
#define __c11_atomic_compare_exchange_strong(object, expected, value, yes, no)                     \
	((void)(yes), (void)(no), *(expected) = *(object), *(object) = (value), 1)
#define __c11_atomic_compare_exchange_weak __c11_atomic_compare_exchange_strong

/* The compilers' to check: they compute more at compile time */
#define _Static_assert(...)

unsigned long long __builtin_ia32_rdtsc(void);
