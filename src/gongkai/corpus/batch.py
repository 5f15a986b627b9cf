"""One batch: read and check its files, write its parts. Runs in a worker process."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gongkai.corpus.plan import Batch, mark_done
from gongkai.errors import ReadError
from gongkai.files import why
from gongkai.report.checks import Finding, run_checks
from gongkai.report.checks.columns import frame
from gongkai.report.forms import FORMS
from gongkai.report.model import Report
from gongkai.report.read import read_bytes
from gongkai.report.read.batch import label_of
from gongkai.report.read.files import load
from gongkai.report.read.isolate import IsolatedWorker
from gongkai.report.read.limits import READ_SECONDS
from gongkai.report.write.parquet import polars

__all__ = ["work"]

Checked = tuple[Report, list[Finding]]
Failure = tuple[str, str, str]  # file, class of the error, what is wrong

_START = 15.0  # seconds for a batch to begin
_SHARE = 0.3  # and for each of its files, before it is tried file by file
_WRITING = 300.0  # and to write what came of it
_UNDATED = 0  # the year of a report that does not say it, and of a file that is none


def work(worker: IsolatedWorker, dataset: Path, batch: Batch) -> dict[str, int]:
    """Do a batch and return its counts.

    All files at once; when that hangs or bursts, file by file, so that only the guilty one fails.
    Raises ReadError when the dataset cannot be written.
    """
    try:
        return worker.run(_whole, dataset, batch, seconds=_START + _SHARE * len(batch.files))
    except ReadError:
        pass
    checked: list[Checked] = []
    failures: list[Failure] = []
    for name in batch.files:
        path = Path(batch.root) / name
        try:
            some, bad = worker.run(_one, path, label_of(name), seconds=READ_SECONDS)
        except ReadError as problem:
            some, bad = [], [_failure(label_of(name), problem)]
        checked += some
        failures += bad
    return worker.run(_finish, dataset, batch, checked, failures, seconds=_WRITING)


def _whole(dataset: Path, batch: Batch) -> dict[str, int]:
    checked: list[Checked] = []
    failures: list[Failure] = []
    for name in batch.files:
        some, bad = _one(Path(batch.root) / name, label_of(name))
        checked += some
        failures += bad
    return _finish(dataset, batch, checked, failures)


def _finish(
    dataset: Path, batch: Batch, checked: list[Checked], failures: list[Failure]
) -> dict[str, int]:
    try:
        _write(dataset, batch.number, checked, failures)
        counts = {
            "files": len(batch.files),
            "reports": len(checked),
            "failures": len(failures),
            "findings": sum(len(f) for _, f in checked),
            "errors": sum(1 for _, fs in checked for f in fs if f.severity.value == "error"),
        }
        mark_done(dataset, batch.number, counts)
    except OSError as problem:
        raise ReadError(
            f"无法写入数据集（{why(problem)}）", "请检查磁盘空间和写入权限，再运行同一命令"
        ) from None
    return counts


def _one(path: Path, name: str) -> tuple[list[Checked], list[Failure]]:
    """Read and check a file; its claims too, so that writing them cannot hang."""
    checked: list[Checked] = []
    failures: list[Failure] = []
    try:
        data = load(path)
    except ReadError as problem:
        return [], [_failure(name, problem)]
    for member, outcome in read_bytes(data, name):
        if isinstance(outcome, ReadError):
            failures.append(_failure(member, outcome))
            continue
        for report in outcome:
            report.claims  # noqa: B018  # computed here and kept
            checked.append((report, list(run_checks(report))))
    return checked, failures


def _failure(name: str, problem: ReadError) -> Failure:
    return name, type(problem).__name__, str(problem)


# writing ----------------------------------------------------------------------------------------


def _write(
    dataset: Path,
    number: int,
    checked: list[Checked],
    failures: list[Failure],
) -> None:
    by_year: dict[int, list[Checked]] = {}
    for report, findings in checked:
        by_year.setdefault(report.year or _UNDATED, []).append((report, findings))
    for year, some in by_year.items():
        _part(dataset, "reports", year, number, _rows_of_reports(some))
        _part(dataset, "cells", year, number, _rows_of_cells(r for r, _ in some))
        _part(dataset, "claims", year, number, _rows_of_claims(r for r, _ in some))
        _part(dataset, "findings", year, number, _rows_of_findings(some))
    if failures:
        rows = [{"file": f, "kind": k, "message": m} for f, k, m in failures]
        _part(dataset, "failures", _UNDATED, number, rows)
    for form in FORMS:
        of_form = [r for r, _ in checked if r.form is form]
        if of_form:
            target = dataset / "tables" / f"form={form.key}" / f"{number:06d}.parquet"
            _save(frame(of_form), target)


def _part(dataset: Path, table: str, year: int, number: int, rows: list[dict[str, Any]]) -> None:
    if rows:
        target = dataset / table / f"year={year}" / f"{number:06d}.parquet"
        _save(polars().DataFrame(rows, schema=_schema(table)), target)


def _save(data: Any, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    data.write_parquet(partial, compression="zstd")
    partial.replace(target)


def _schema(table: str) -> dict[str, Any]:
    pl = polars()
    text, count = pl.String, pl.Int32
    return {
        "reports": {
            "file": text, "body": text, "region": text, "level": text, "is_government": pl.Boolean,
            "form": text, "title": text, "signed_by": text, "signed_on": pl.Date, "format": text,
            "cells": count, "notes": count, "errors": count, "warnings": count,
        },
        "cells": {
            "file": text, "table": text, "row_path": text, "column_path": text, "slug": text,
            "raw": text, "value": pl.Float64, "state": text, "unit": text, "place": text,
        },
        "claims": {
            "file": text, "section": count, "kind": text, "figure": pl.Float64, "unit": text,
            "scope": text, "claim_year": count, "exactness": text, "written": text, "quote": text,
        },
        "findings": {
            "file": text, "body": text, "region": text, "id": text, "check": text,
            "severity": text, "message": text, "cells": pl.List(text), "quote": text,
            "expected": text, "found": text, "derived_from": pl.List(text),
        },
        "failures": {"file": text, "kind": text, "message": text},
    }[table]  # fmt: skip


def _rows_of_reports(checked: list[Checked]) -> list[dict[str, Any]]:
    return [
        {
            "file": r.file, "body": r.body, "region": r.region, "level": r.level.value,
            "is_government": r.is_government, "form": r.form.key, "title": r.title,
            "signed_by": r.signed_by, "signed_on": r.signed_on, "format": r.source_format,
            "cells": sum(1 for c in r.cells if c is not None), "notes": len(r.notes),
            "errors": sum(1 for f in fs if f.severity.value == "error"),
            "warnings": sum(1 for f in fs if f.severity.value == "warning"),
        }
        for r, fs in checked
    ]  # fmt: skip


def _rows_of_cells(reports: Iterable[Report]) -> list[dict[str, Any]]:
    return [
        {
            "file": r.file, "table": where.table, "row_path": where.row_path,
            "column_path": where.column_path, "slug": where.slug, "raw": cell.raw,
            "value": None if cell.value is None else float(cell.value), "state": cell.state.value,
            "unit": cell.unit, "place": str(cell.place),
        }
        for r in reports
        for where, cell in r.filled()
    ]  # fmt: skip


def _rows_of_claims(reports: Iterable[Report]) -> list[dict[str, Any]]:
    return [
        {
            "file": r.file, "section": c.section, "kind": c.kind, "figure": float(c.figure),
            "unit": c.unit, "scope": c.scope, "claim_year": c.year,
            "exactness": c.exactness.value, "written": c.written, "quote": c.quote,
        }
        for r in reports
        for c in r.claims
    ]  # fmt: skip


def _rows_of_findings(checked: list[Checked]) -> list[dict[str, Any]]:
    return [
        {
            "file": r.file, "body": r.body, "region": r.region, "id": f.id, "check": f.check,
            "severity": f.severity.value, "message": f.message,
            "cells": [r.form.cells[i].slug for i in f.cells],
            "quote": " / ".join(q.text for q in f.quotes), "expected": f.expected,
            "found": f.found, "derived_from": list(f.derived_from),
        }
        for r, fs in checked
        for f in fs
    ]  # fmt: skip
