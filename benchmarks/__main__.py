"""python -m benchmarks [name …] [--quick]: the tables of the subjects named, of all without."""

from __future__ import annotations

import argparse
import importlib
import os
import platform

SUBJECTS = (
    "docx", "html", "pdf", "xlsx", "checks", "writing", "corpus", "deadlines", "storm", "pages",
    "desk", "redaction",
)  # fmt: skip


def main() -> None:
    """Print the tables as they are made."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(SUBJECTS))
    parser.add_argument("--quick", action="store_true", help="few files, few rounds")
    options = parser.parse_args()
    unknown = set(options.names) - set(SUBJECTS)
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    for name in options.names or SUBJECTS:
        print(f"\nload {os.getloadavg()[0]:.1f} at the start of {name}", flush=True)
        for line in importlib.import_module(f"benchmarks.{name}").run(options.quick):
            print(line, flush=True)


main()
