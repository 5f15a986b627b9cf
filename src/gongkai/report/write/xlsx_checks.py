"""The sheet 勾稽: each sum of tables 3 and 4 as a formula over the cells, with its result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from gongkai.report.model import Report
from gongkai.report.write.text import ASIDE, plain
from gongkai.report.write.xlsx_numbers import number_format

__all__ = ["Sum", "add_checks", "mark_totals", "sums"]

SHEET = "勾稽"
_GOOD, _BAD, _OPEN = "✓ 相符", "✗ 不符", "○ 未填"

Where = Mapping[int, tuple[str, int, int]]  # form cell → sheet, row, column


class Sum(NamedTuple):
    """The cells of `parts` together must give the cells of `whole` together (form indexes)."""

    kind: str
    name: str
    parts: tuple[int, ...]
    whole: tuple[int, ...]


def sums(report: Report) -> Iterator[Sum]:
    """Every sum of the form: rows, columns and balance of table 3, the totals of table 4."""
    form = report.form
    for row in form.rows:
        *parts, total = row.cells
        yield Sum("表三 横向合计", row.labels[-1].zh, tuple(parts), (total,))
    outcomes = [r for r in form.rows if len(r.labels) > 1 and r.labels[-1].id != "handled_total"]
    new, old = form.row("new_applications"), form.row("carried_in")
    handled, left = form.row("handled_total"), form.row("carried_out")
    for n, column in enumerate(form.columns):
        name = column[-1].zh
        yield Sum("表三 纵向合计", name, tuple(r.cells[n] for r in outcomes), (handled.cells[n],))
    for n, column in enumerate(form.columns):
        name = f"{column[-1].zh}：一＋二＝三（七）＋四"
        yield Sum(
            "表三 勾稽关系", name, (new.cells[n], old.cells[n]), (handled.cells[n], left.cells[n])
        )
    for group in form.groups:
        yield Sum("表四 总计", group.labels[-1].zh, group.parts, (group.total,))


def add_checks(book: Any, report: Report, where: Where) -> None:
    """Add the sheet; formulas carry their results for viewers that do not calculate."""
    sheet = book.add_worksheet(SHEET)
    face = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
    text = book.add_format({**face, "border": 1})
    figure = book.add_format({**face, "border": 1, "align": "center"})
    head = book.add_format({**face, "border": 1, "align": "center", "bg_color": "#F4F6F9"})
    for column, width in enumerate((16, 58, 12, 12, 12, 12)):
        sheet.set_column(column, column, width)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
    title = book.add_format({**face, "font_name": "黑体", "font_size": 13})
    sheet.write_string(0, 0, f"{ASIDE}：勾稽核对", title)
    for column, name in enumerate(("核对", "对象", "各项之和", "所填合计", "差额", "结果")):
        sheet.write_string(3, column, name, head)
    wrong = 0
    rows = [s for s in sums(report) if all(i in where for i in s.whole)]
    for y, one in enumerate(rows, 4):
        parts = [i for i in one.parts if i in where]
        left, right = _value(report, parts), _value(report, one.whole)
        result = _result(report, one, left - right)
        wrong += result == _BAD
        sheet.write_string(y, 0, one.kind, text)
        sheet.write_string(y, 1, one.name, text)
        sheet.write_formula(y, 2, "=" + _sum(report, where, parts), figure, float(left))
        sheet.write_formula(y, 3, "=" + _sum(report, where, one.whole), figure, float(right))
        sheet.write_formula(y, 4, f"=ROUND(C{y + 1}-D{y + 1},6)", figure, float(left - right))
        filled = ",".join(_ref(where[i]) for i in one.whole)
        formula = f'=IF(E{y + 1}<>0,"{_BAD}",IF(COUNTA({filled})=0,"{_OPEN}","{_GOOD}"))'
        sheet.write_formula(y, 5, formula, figure, result)
    last = 3 + max(len(rows), 1)
    counted = f'COUNTIF(F5:F{last + 1},"{_BAD}")'
    verdict = f'=IF({counted}=0,"未发现不符",{counted}&"处不符")'
    sheet.write_formula(1, 0, verdict, title, f"{wrong}处不符" if wrong else "未发现不符")
    _colours(book, sheet, last)


def mark_totals(book: Any, report: Report, where: Where) -> None:
    """Let each total in tables 3 and 4 turn red while it is not the sum of its parts."""
    red = book.add_format({"font_color": "#B3261E", "bg_color": "#FBE9E7", "bold": True})
    for one in sums(report):
        if len(one.whole) > 1 or one.whole[0] not in where:
            continue
        sheet, row, column = where[one.whole[0]]
        parts = [i for i in one.parts if i in where]
        left, right = (_sum(report, where, cells, here=True) for cells in (parts, one.whole))
        book.get_worksheet_by_name(sheet).conditional_format(
            row, column, row, column,
            {"type": "formula", "criteria": f"=ROUND({left}-({right}),6)<>0", "format": red},
        )  # fmt: skip


def _colours(book: Any, sheet: Any, last: int) -> None:
    red = book.add_format({"font_color": "#B3261E", "bg_color": "#FBE9E7", "bold": True})
    green = book.add_format({"font_color": "#1C7A4A"})
    sheet.conditional_format(
        4, 4, last, 4, {"type": "cell", "criteria": "!=", "value": 0, "format": red}
    )
    for sign, look in (("✗", red), ("✓", green)):
        rule = {"type": "text", "criteria": "begins with", "value": sign, "format": look}
        sheet.conditional_format(4, 5, last, 5, rule)


def _value(report: Report, cells: Sequence[int]) -> Decimal:
    return sum((_of(report, i) or Decimal() for i in cells), Decimal())


def _of(report: Report, index: int) -> Decimal | None:
    cell = report.cells[index]
    return cell.value if cell else None


def _result(report: Report, one: Sum, difference: Decimal) -> str:
    if difference:
        return _BAD
    printed = [cell for i in one.whole if (cell := report.cells[i]) and cell.raw]
    return _GOOD if printed else _OPEN


def _sum(report: Report, where: Where, cells: Sequence[int], *, here: bool = False) -> str:
    """A sum as a formula. A number dressed as text (1,234) is read by VALUE, else as it is now."""
    terms, bare = [], []
    for index in cells:
        cell = report.cells[index]
        ref = _ref(where[index], here=here)
        if cell and cell.value is not None and not number_format(cell):
            terms.append(f"IFERROR(VALUE({ref}),{plain(cell.value)})")
        else:
            bare.append(index)
    if bare:
        # SUM passes over blank cells and text
        terms.insert(0, f"SUM({','.join(_runs(where, bare, here))})")
    return "+".join(terms) or "0"


def _runs(where: Where, cells: Sequence[int], here: bool) -> Iterator[str]:
    """References to the cells, neighbours in one row or column as one range."""
    run: list[tuple[str, int, int]] = []
    for place in (where[i] for i in cells):
        if run and not _continues(run, place):
            yield _range(run, here)
            run = []
        run.append(place)
    yield _range(run, here)


def _continues(run: list[tuple[str, int, int]], place: tuple[str, int, int]) -> bool:
    step = place[1] - run[-1][1], place[2] - run[-1][2]
    taken = (run[1][1] - run[0][1], run[1][2] - run[0][2]) if len(run) > 1 else step
    return step == taken and step in ((0, 1), (1, 0))


def _range(run: list[tuple[str, int, int]], here: bool) -> str:
    first = _ref(run[0], here=here)
    return first if len(run) == 1 else f"{first}:{_ref(run[-1], here=True)}"


def _ref(place: tuple[str, int, int], *, here: bool = False) -> str:
    """A cell as formulas name it: '表三'!D6, or D6 on its own sheet."""
    sheet, row, column = place
    cell = f"{chr(ord('A') + column)}{row + 1}"
    return cell if here else f"'{sheet}'!{cell}"
