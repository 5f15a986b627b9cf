"""Print the share of branches that the tests took; exit 1 when it is below the limit given."""

from __future__ import annotations

import json
import subprocess
import sys


def main(limit: float) -> int:
    """Read the data of the last run through `coverage json`."""
    report = subprocess.run(
        [sys.executable, "-m", "coverage", "json", "--quiet", "-o", "-"],
        check=True,
        capture_output=True,
    )
    totals = json.loads(report.stdout)["totals"]
    taken, branches = totals["covered_branches"], totals["num_branches"]
    share = 100 * taken / branches if branches else 100.0
    print(f"branches taken: {taken} of {branches} = {share:.2f} % (at least {limit:g} %)")
    return int(share < limit)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
