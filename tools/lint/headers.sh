#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every header compiles alone.
set -eu
status=0
for header in $(git ls-files '*.h' ':!crypto/wolfssl/*' ':!crypto/freestanding/*'); do
	${CC:-gcc} -std=gnu2x -I. -include "${B:-build}/include/autoconf.h" -D_GNU_SOURCE -fsyntax-only -Wall -Wextra \
		-Wno-unused -x c "$header" || status=1
done
exit $status
