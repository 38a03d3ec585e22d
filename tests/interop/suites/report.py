# SPDX-License-Identifier: GPL-2.0-or-later
"""A table of test results, a column a server."""

PASSED, FAILED, SKIPPED, ABSENT = "pass", "FAIL", "skip", "-"


class Table:
    def __init__(self, title, kinds):
        self.title, self.servers, self.rows = title, kinds, {}

    def add(self, test, kind, result):
        row = self.rows.setdefault(test, {})
        row[kind] = result
        if len(row) == len(self.servers):
            print(f"  {test:<48} " + "  ".join(f"{kind} {row[kind]}" for kind in self.servers), flush=True)

    def count(self, kind, result):
        return sum(row.get(kind) == result for row in self.rows.values())

    def close(self):
        """Prints the sums; returns 0 where the first server failed nothing that it ran."""
        print(f"{self.title}: {len(self.rows)} tests")
        for kind in self.servers:
            print(f"  {kind:<8} {self.count(kind, PASSED)} pass, {self.count(kind, SKIPPED)} skip, "
                  f"{self.count(kind, FAILED)} fail")
        first = self.servers[0]
        passed, failed, skipped = (self.count(first, result) for result in (PASSED, FAILED, SKIPPED))
        print(f"{passed} passed, {failed} failed, {skipped} skipped")
        return 1 if failed or not passed else 0
