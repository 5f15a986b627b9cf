"""A consolidation as text, JSON, CSV, page or workbook: every total with its coverage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gongkai.report.consolidate import CellSum, Consolidation, errors_of
from gongkai.report.model import Cell, Report, State
from gongkai.report.write.json_ import encode_value
from gongkai.report.write.layout import LaidOutCell, tables
from gongkai.report.write.page import back_to, shell
from gongkai.report.write.tables_html import frame
from gongkai.report.write.terminal import form_lines
from gongkai.report.write.text import markup

__all__ = ["page", "render"]


def render(result: Consolidation, format_: str) -> str | bytes:
    """In the format called text, json, csv, html or xlsx."""
    if format_ == "xlsx":
        return _workbook(result)
    return {"text": _text, "json": _json, "csv": _csv, "html": page}[format_](result)


def _said(total: CellSum, expected: int) -> str:
    """A total in words: the number alone only when it is complete."""
    if total.total is None:
        return "—"
    number = f"{total.total:f}"
    return number if total.complete(expected) else f"{number}（{total.stated}/{expected}）"


# text -------------------------------------------------------------------------------------------


def _text(result: Consolidation) -> str:
    return "\n".join(_lines(result)) + "\n"


def _lines(result: Consolidation) -> Iterator[str]:
    n = result.n_expected
    yield f"{result.year}年度汇总　应报{n}个机关，计入{len(result.included)}份"
    for label, names in (
        ("缺报", [b.name for b in result.missing]),
        ("未计入", [f"{e.file}（{e.body or '机关不明'}）：{e.reason}" for e in result.excluded]),
    ):
        if names:
            yield f"{label}{len(names)}："
            yield from (f"  {name}" for name in names)
    wrong = [(r, c) for r in result.included if (c := errors_of(r))]
    if wrong:
        yield f"计入的报告中有{len(wrong)}份自身有错误，合计数受其影响："
        yield from (f"  {r.body}（{r.file}）错误{c}处" for r, c in wrong)
    form = result.form
    yield from form_lines(form, lambda index: _said(result.sums[index], n))
    if any(s.total is not None and not s.complete(n) for s in result.sums):
        yield "数字后的（n/N）表示N个应报机关中只有n个填报了这一格；缺报和空白都不当作0。"
    if result.differences:
        yield f"与上级公布的报告有{len(result.differences)}格不一致："
        for d in result.differences:
            where = form.cells[d.cell].zh
            yield f"  {where}：上级{d.printed:f}，合计{d.total:f}，相差{d.gap:+f}。{d.hint}"
            top = "、".join(f"{name}{value:f}" for name, value in d.bodies[:5])
            if top:
                yield f"    数较大的：{top}"


# data -------------------------------------------------------------------------------------------


def _json(result: Consolidation) -> str:
    n = result.n_expected
    data: dict[str, Any] = {
        "year": result.year,
        "form": result.form.key,
        "expected": n,
        "included": [
            {"file": r.file, "body": r.body, "errors": errors_of(r)} for r in result.included
        ],
        "missing": [b.name for b in result.missing],
        "excluded": [e._asdict() for e in result.excluded],
        "cells": [
            {
                "table": c.table,
                "row_path": c.row_path,
                "column_path": c.column_path,
                "slug": c.slug,
                "total": encode_value(s.total),
                "complete": s.complete(n),
                "unit": s.unit,
                "stated": s.stated,
                "blank": s.blank,
                "absent": s.absent,
                "unclear": s.unclear,
                "not_reported": n - s.stated - s.blank - s.absent - s.unclear,
            }
            for c, s in zip(result.form.cells, result.sums, strict=True)
        ],
        "differences": [
            {
                "table": result.form.cells[d.cell].table,
                "row_path": result.form.cells[d.cell].row_path,
                "column_path": result.form.cells[d.cell].column_path,
                "printed": encode_value(d.printed),
                "total": encode_value(d.total),
                "gap": encode_value(d.gap),
                "hint": d.hint,
                "bodies": [{"body": b, "value": encode_value(v)} for b, v in d.bodies],
            }
            for d in result.differences
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _csv(result: Consolidation) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    n = result.n_expected
    writer.writerow(
        ["table", "row_path", "column_path", "total", "unit", "stated", "blank", "absent",
         "unclear", "expected", "complete"]
    )  # fmt: skip
    for c, s in zip(result.form.cells, result.sums, strict=True):
        total = "" if s.total is None else f"{s.total:f}"
        writer.writerow(
            [*c[:3], total, s.unit, s.stated, s.blank, s.absent, s.unclear, n,
             "yes" if s.complete(n) else "no"]
        )  # fmt: skip
    return out.getvalue()


# pages ------------------------------------------------------------------------------------------


def _as_tables(result: Consolidation) -> Report:
    """The sums as a report whose cells show number and coverage."""
    n = result.n_expected
    cells = []
    for total in result.sums:
        value: Decimal | None = total.total if total.complete(n) else None
        state = State.TEXT if value is None else State.NUMBER if value else State.ZERO
        cells.append(Cell(_said(total, n), value, state, total.unit))
    report = result.as_report()
    report.cells = tuple(cells)
    return report


def page(result: Consolidation, home: str = "") -> str:
    """The sums as a page: the printed tables, partial totals marked, and who is missing.

    home: address of the page that lists the reports.
    """
    n = result.n_expected
    report = _as_tables(result)

    def shown(cell: LaidOutCell, index: int) -> tuple[str, str]:
        total = result.sums[index]
        if total.complete(n):
            return "", markup(cell.text)
        number, _, _ = cell.text.partition("（")
        stated = f" <small>{total.stated}/{n}</small>" if number != "—" else ""
        gaps = " gaps" if total.stated < len(result.included) else ""
        return f' class="partial{gaps}"', f"{markup(number)}{stated}"

    body = [
        back_to(home),
        f'<header class="masthead">\n<h1>{result.year}年度政府信息公开工作年度报告汇总</h1>\n'
        f"<p>应报{n}个机关，计入{len(result.included)}份。"
        "数字后的小字n/N表示N个应报机关中只有n个填报了这一格；缺报和空白都不当作0。"
        "有底色的格，计入的报告中也有未填的。</p>\n</header>\n"
        '<p class="links"><a href="#table-2">表二</a> <a href="#table-3">表三</a> '
        '<a href="#table-4">表四</a></p>\n',
        _folded(f"计入的报告（{len(result.included)}）", [r.body for r in result.included]),
        _list("缺报的机关", [b.name for b in result.missing], ' class="names"'),
        _list(
            "未计入的文件",
            [f"{e.file}（{e.body or '机关不明'}）：{e.reason}" for e in result.excluded],
        ),
        _list(
            "自身有错误的报告",
            [f"{r.body}：错误{c}处" for r in result.included if (c := errors_of(r))],
        ),
        _list(
            "与上级公布的报告不一致的格",
            [
                f"{result.form.cells[d.cell].zh}：上级{d.printed:f}，合计{d.total:f}，"
                f"相差{d.gap:+f}。{d.hint}"
                for d in result.differences
            ],
        ),
    ]
    laid_out = tables(report)
    for section, title in ((2, "表二"), (3, "表三"), (4, "表四")):
        body.append(f'<h2 id="table-{section}">{title}</h2>\n')
        body.append(frame([t for t in laid_out if t.section == section], shown, keep_absent=True))
    return shell(f"{result.year}年度汇总", f'<main class="board">\n{"".join(body)}</main>\n')


def _list(title: str, items: list[str], attributes: str = "") -> str:
    if not items:
        return ""
    rows = "".join(f"<li>{markup(i)}</li>\n" for i in items)
    return f"<h2>{title}（{len(items)}）</h2>\n<ul{attributes}>\n{rows}</ul>\n"


def _folded(title: str, items: list[str]) -> str:
    rows = "".join(f"<li>{markup(i)}</li>\n" for i in items)
    return f'<details>\n<summary>{title}</summary>\n<ul class="names">\n{rows}</ul>\n</details>\n'


def _workbook(result: Consolidation) -> bytes:
    import xlsxwriter

    n = result.n_expected
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "vcenter"})
    cell = book.add_format({"border": 1})
    partial = book.add_format({"border": 1, "bg_color": "#fdf3dc"})
    sheet = book.add_worksheet("汇总")
    titles = [
        "表",
        "行",
        "列",
        "合计",
        "单位",
        "填报",
        "空白",
        "无此格",
        "不明",
        "应报",
        "是否完整",
    ]
    sheet.write_row(0, 0, titles, head)
    for y, (c, s) in enumerate(zip(result.form.cells, result.sums, strict=True), start=1):
        style = cell if s.complete(n) else partial
        sheet.write_row(y, 0, c[:3], style)
        if s.total is None:
            sheet.write_blank(y, 3, None, style)
        else:
            sheet.write_number(y, 3, float(s.total), style)
        sheet.write_row(y, 4, [s.unit, s.stated, s.blank, s.absent, s.unclear, n], style)
        sheet.write_string(y, 10, "完整" if s.complete(n) else "不完整", style)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(result.sums), len(titles) - 1)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, 26)
    sheet.set_column(3, 10, 10)
    bodies = book.add_worksheet("机关")
    bodies.write_row(0, 0, ["机关", "情况", "文件", "说明"], head)
    rows = [[r.body, "已计入", r.file, f"错误{errors_of(r)}处"] for r in result.included]
    rows += [[b.name, "缺报", "", ""] for b in result.missing]
    rows += [[e.body, "未计入", e.file, e.reason] for e in result.excluded]
    for y, row in enumerate(rows, start=1):
        for x, value in enumerate(row):
            bodies.write_string(y, x, value, cell)
    bodies.set_column(0, 3, 32)
    book.close()
    return out.getvalue()
