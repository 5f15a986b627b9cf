"""The checks over cells: as columns over 100,000 reports, and one report after another."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks import made
from benchmarks.race import versions
from gongkai.report.checks import CHECKS, Context, Finding, columns
from gongkai.report.forms import FORMS
from gongkai.report.model import Cell, Report, State
from gongkai.report.read.values import parse_value

__all__ = ["run"]

_FAULTS = ("", "7", "1.5", "-2", "见附件", "/", "1245")
_AT_MOST = 1 / 20


def run(quick: bool) -> Iterable[str]:
    """One table and its verdict. The same findings on the distinct reports, or it fails."""
    distinct, many = (400, 10_000) if quick else (2_000, 100_000)
    reports = [_faulty(report, n) for n, report in enumerate(made.reports(distinct, seed=23))]
    frames = [(columns.frame([r for r in reports if r.form is form]), form) for form in FORMS]
    loop: set[tuple[str, str]] = set()
    cpu_loop, _ = _timed(lambda: loop.update(_plain(reports)), 3)
    single = {
        (frame["file"][row], _id(check, key))
        for frame, form in frames
        for row, check, key in columns.run(frame, form).iter_rows()
    }
    assert single == loop, "the columns and the loop find different things"
    wide = [(f.sample(many // 2, with_replacement=True, seed=5), form) for f, form in frames]
    found: list[int] = []
    cpu, wall = _timed(lambda: found.append(sum(len(columns.run(f, form)) for f, form in wide)), 5)
    scaled = cpu_loop * many / distinct
    cells = sum(len(f) * len(form.cells) for f, form in wide)
    checks = sum(c.cells_only for c in CHECKS.values())
    rules = "+".join(str(len(columns.rules(form))) for form in FORMS)
    yield (
        f"\n### {checks} cell checks over {many:,} reports ({cells:,} cells)\n\n"
        "| | CPU s | wall s | µs a report | share |\n|---|--:|--:|--:|--:|\n"
        f"| **columns** (polars, {rules} rules of both forms) | {cpu:.2f} | {wall:.2f} "
        f"| {cpu / many * 1e6:.1f} | 1/{scaled / cpu:.0f} |\n"
        f"| the plain loop over the same checks, from {distinct:,} reports | {scaled:.1f} | "
        f"| {scaled / many * 1e6:.1f} | 1 |\n"
    )
    word = "met" if cpu / scaled <= _AT_MOST else "MISSED"
    yield f"{word}: 1/{scaled / cpu:.0f} of the loop (at most 1/20), in CPU time of all threads"
    yield f"the same {len(loop):,} findings on {distinct:,} distinct reports; {found[-1]:,} on all"
    yield versions("polars")


def _timed(work: Callable[[], Any], times: int) -> tuple[float, float]:
    """Median CPU and wall seconds, warm."""
    work()
    made = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        made.append((time.process_time() - cpu, time.perf_counter() - wall))
    return median(c for c, _ in made), median(w for _, w in made)


def _plain(reports: list[Report]) -> Iterable[tuple[str, str]]:
    for report in reports:
        finding: Finding
        for finding in _of_cells(report):
            yield report.file, finding.id


def _of_cells(report: Report) -> Iterable[Finding]:
    context = Context()
    for check in CHECKS.values():
        if check.cells_only and report.form.key in check.forms:
            yield from check.run(report, context)


def _id(check: str, key: str) -> str:
    return f"{check}:{key}" if key else check


def _faulty(report: Report, number: int) -> Report:
    """Up to three cells otherwise than they were; half of the reports are left alone."""
    rng = random.Random(number)
    cells: list[Cell | None] = list(report.cells)
    for _ in range(rng.choice((0, 0, 0, 1, 2, 3))):
        raw = rng.choice(_FAULTS)
        read = parse_value(raw)
        at = rng.randrange(len(cells))
        cells[at] = Cell("" if read.state is State.BLANK else raw, *read[:3])
    return replace(report, cells=tuple(cells))
