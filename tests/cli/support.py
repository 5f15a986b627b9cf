"""What the tests of the command line share: reports of the made-up city as files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from gongkai.report.write import to_bytes
from tests.report.checks.support import make_report


class Answer(NamedTuple):
    """What a call left: its exit code, and what it said."""

    code: int
    out: str
    err: str


def file(directory: Path, name: str, **example: object) -> Path:
    """A report of the made-up city as a file; its suffix is its format."""
    report = make_report({"year": 2024, **example})
    path = directory / name
    path.write_bytes(to_bytes(report, path.suffix))
    return path
