"""公开: read, check, consolidate and write 政府信息公开工作年度报告.

>>> from gongkai import check, read
>>> for report in read("年报.docx"):
...     for finding in check(report):
...         ...
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gongkai.report.checks import Finding
    from gongkai.report.consolidate import Body, Consolidation
    from gongkai.report.model import Report

__all__ = ["check", "consolidate", "read", "write"]

# Each verb imports what it needs when called: starting the command line must not cost a library
# that the call does not use.


def read(path: str | Path) -> list[Report]:
    """The reports in a file of any format; ReadError says in Chinese what is wrong with it."""
    from gongkai.report.read import read as read_file

    return read_file(path)


def check(
    report: Report, *, previous: Report | None = None, parent: Report | None = None
) -> list[Finding]:
    """Every finding in a report, also against last year's and the parent's when given."""
    from gongkai.report.checks import Context, run_checks

    return list(run_checks(report, Context(previous=previous, parent=parent)))


def consolidate(
    reports: Iterable[Report],
    *,
    year: int | None = None,
    expected: Sequence[Body] = (),
    parent: Report | None = None,
) -> Consolidation:
    """Reports of one year added up cell by cell, with coverage and what was left out."""
    from gongkai.report.consolidate import consolidate as add_up

    return add_up(reports, year=year, expected=expected, parent=parent)


def write(report: Report, target: str | Path) -> None:
    """Write a report to a file in the format of its suffix, whole or not at all."""
    from gongkai.report.write import write as write_file

    write_file(report, target)
