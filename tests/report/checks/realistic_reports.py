"""Realistic passages with tables that agree, as reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from gongkai.report.forms import Form, form_for
from gongkai.report.model import Report
from tests.report.checks.support import make_report

__all__ = ["PASSAGES", "passages", "report_of"]

PASSAGES = Path(__file__).with_name("realistic")
_COLUMNS = (
    "natural_person",
    "business",
    "research",
    "charity",
    "legal_service",
    "other_organisation",
)
_RESULTS = ("upheld", "corrected", "other_outcome", "pending")
# the aspects that a passage leaves out, so that only what it says is judged
_REST = "此外，主动公开、依申请公开、政府信息管理、平台建设和监督保障等各项工作有序推进。"
_GOVERNMENT = "政务公开工作考核、社会评议结果良好，没有责任追究情形。"


def passages() -> Iterator[tuple[str, dict[str, Any]]]:
    """File and entry of every passage."""
    for path in sorted(PASSAGES.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            yield path.stem, entry


def report_of(entry: Mapping[str, Any]) -> Report:
    """The report of an entry.

    text, five, six, lead: sections; t3: {row: counts by applicant, zeros at the end left out};
    t4: {group: 维持 纠正 其他 未结}; t2: {slug: raw}. Totals are worked out here. Without t3 the
    table is that of the baseline (three applications).
    """
    year = entry.get("year", 2024)
    form = form_for(year)
    body = entry["body"]
    sections: dict[int, str] = {}
    if "text" in entry:
        rest = _REST + (_GOVERNMENT if body.endswith("人民政府") else "")
        sections[1] = f"{entry['text']}\n{rest}"
    for key, number in (("five", 5), ("six", 6), ("lead", 0)):
        if key in entry:
            sections[number] = entry[key]
    cells: dict[str, Any] = dict(entry.get("t2", {}))
    if "t3" in entry:
        cells |= _table_3(form, entry["t3"])
    for group, said in entry.get("t4", {}).items():
        counts = _padded(said, 4)
        cells |= {f"t4.{group}.{r}": n for r, n in zip(_RESULTS, counts, strict=True)}
        cells[f"t4.{group}.total"] = sum(counts)
    return make_report({"year": year, "body": body, "sections": sections, "cells": cells})


def _padded(said: str, length: int) -> list[int]:
    counts = [int(n) for n in str(said).split()]
    return counts + [0] * (length - len(counts))


def _table_3(form: Form, rows: Mapping[str, str]) -> dict[str, int]:
    leaves = [r.labels[-1].id for r in form.rows]
    counts = {leaf: _padded(rows.get(leaf, ""), 6) for leaf in leaves}
    assert set(rows) <= set(leaves), set(rows) - set(leaves)
    done = [leaf for r, leaf in zip(form.rows, leaves, strict=True) if r.labels[0].id == "outcomes"]
    counts["handled_total"] = [sum(counts[leaf][k] for leaf in done) for k in range(6)]
    for k in range(6):
        got = counts["new_applications"][k] + counts["carried_in"][k]
        gone = counts["handled_total"][k] + counts["carried_out"][k]
        assert got == gone, f"列{_COLUMNS[k]}不平衡：{got} ≠ {gone}"
    return {
        f"t3.{leaf}.{column}": n
        for leaf, values in counts.items()
        for column, n in zip((*_COLUMNS, "total"), (*values, sum(values)), strict=True)
    }
