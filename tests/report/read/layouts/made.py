"""Reports in which no two figures are the same, and how a whole file of one is judged.

A figure that stands in another cell than its own can then not be right by chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from gongkai.errors import ReadError
from gongkai.report.forms import FORM_2021, Form
from gongkai.report.model import Report
from gongkai.report.read import read_bytes
from tests.report.read.variant_tables import Box, Part, Table
from tests.report.read.variants import Layout, Verdict, judge, parts_of

Text = Callable[[str], str]


def figures(form: Form = FORM_2021, blanks: float = 0.0) -> list[str]:
    """A figure of its own for each cell; `blanks` is the share of empty ones."""
    rng = random.Random(5)
    return ["" if rng.random() < blanks else str(n * 3 + 7) for n in range(len(form.cells))]


def report(values: Sequence[str], form: Form = FORM_2021, **choices: Any) -> list[Part]:
    """The report as lines and tables; `choices` as in `Layout`."""
    return parts_of(form, values, Layout(**choices), random.Random(1))


def table_3(parts: Sequence[Part]) -> Table:
    """The table of it that has the most rows."""
    return max((p for p in parts if not isinstance(p, str)), key=len)


def relabel(parts: Sequence[Part], names: dict[str, str]) -> list[Part]:
    """The report with cells renamed."""
    for part in parts:
        for row in part if not isinstance(part, str) else ():
            for box in row:
                box.text = names.get(box.text, box.text)
    return list(parts)


def page(parts: Sequence[Part], cell: Text = lambda text: text) -> str:
    """A web page; `cell` makes the markup of a cell of its escaped text."""
    made = []
    for part in parts:
        if isinstance(part, str):
            made.append(f"<p>{escape(part)}</p>")
            continue
        rows = (
            "".join(
                f'<td colspan="{b.across}" rowspan="{b.down}">{cell(escape(b.text))}</td>'
                for b in row
            )
            for row in part
        )
        made.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(made)}</body></html>'


def read_one(data: bytes | str, name: str = "报告.html") -> Report:
    """The one report of a file."""
    data = data.encode() if isinstance(data, str) else data
    ((_, outcome),) = read_bytes(data, name)
    assert not isinstance(outcome, ReadError), outcome
    (found,) = outcome
    return found


def verdict(
    data: bytes | str, values: Sequence[str], form: Form = FORM_2021, name: str = "报告.html"
) -> Verdict:
    """How much of a file is read right."""
    return judge(read_one(data, name), form, values)


def boxes(texts: Sequence[str]) -> list[Box]:
    return [Box(text) for text in texts]
