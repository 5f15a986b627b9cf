"""Printed rows → the cells of a form.

The order of rows and columns is fixed by the form, so rows are aligned by order with the label as
a check, and values are counted against the columns. A row that does not have as many values as
columns is placed by the printed header, or by arithmetic, or not at all: nothing is padded.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from gongkai.report.forms import FORM_2019, FORM_2021
from gongkai.report.model import Note, NoteCode
from gongkai.report.read.labels import (
    COLUMNS_3,
    COLUMNS_2019,
    COLUMNS_2021,
    ROWS_2019,
    ROWS_2021,
    exact_row,
    fold,
    row_2_name,
)
from gongkai.report.read.match import HEADING, match_rows
from gongkai.report.read.proactive import align_2
from gongkai.report.read.remedies import SIZE, fields_4, place_4
from gongkai.report.read.rows import Aligned, Collected, PrintedRow, misfit, missing_table, store
from gongkai.report.read.seven import Chosen, Seven
from gongkai.report.read.values import BLANK, TEXT, parse_value

__all__ = ["align"]

_TELLING_ROWS = {"2019": ROWS_2019 - ROWS_2021, "2021": ROWS_2021 - ROWS_2019}
_TELLING_COLUMNS = {"2019": COLUMNS_2019 - COLUMNS_2021, "2021": COLUMNS_2021 - COLUMNS_2019}


def align(collected: Collected, year: int | None) -> Aligned:
    """Choose the form (by the year, confirmed by labels) and align what was collected."""
    by_labels = _form_by_labels(collected)
    by_year = "" if year is None else ("2021" if year >= 2021 else "2019")
    form = FORM_2019 if (by_labels or by_year) == "2019" else FORM_2021
    result = Aligned(form, [None] * len(form.cells), [])
    if by_labels and by_year and by_labels != by_year:
        result.notes.append(
            Note(
                NoteCode.FORM,
                f"{year}年度的报告用了{form.source.number}的表式，按表内标签读取",
            )
        )
    align_2(collected, result)
    _align_3(collected, result)
    _align_4(collected, result)
    return result


def _form_by_labels(collected: Collected) -> str:
    votes: Counter[str] = Counter()
    for block in collected.blocks:
        for label, _ in block.columns:
            for key, words in _TELLING_COLUMNS.items():
                if label in words:
                    votes[key] += 1
        for row in block.rows:
            name = row_2_name(fold(row.labels[0]))
            for key, words in _TELLING_ROWS.items():
                if name in words:
                    votes[key] += 1
    for row in collected.rows_3:
        if row.labels:
            leaf = fold(row.labels[-1])
            if "逾期不补正" in leaf or "逾期未按收费" in leaf:
                votes["2021"] += 2
            elif leaf.endswith("其他处理"):
                votes["2019"] += 2
    by_count = {len(FORM_2019.rows): "2019", len(FORM_2021.rows): "2021"}
    if len(collected.rows_3) in by_count:
        votes[by_count[len(collected.rows_3)]] += 1
    if not votes:
        return ""
    (first, count), *rest = votes.most_common()
    return "" if rest and rest[0][1] == count else first


def _align_3(collected: Collected, result: Aligned) -> None:
    if not collected.rows_3:
        missing_table(result, "三")
        return
    form = result.form
    placed = match_rows(form, collected.rows_3)
    columns = Seven(collected)
    left_out: dict[str, PrintedRow] = {}
    short: list[tuple[PrintedRow, int, Chosen | None]] = []
    for row, index in zip(collected.rows_3, placed, strict=True):
        if index == HEADING:
            continue
        if index < 0:
            label = "".join(row.labels).strip()
            result.notes.append(
                Note(
                    NoteCode.UNKNOWN_ROW,
                    f"表三的行“{label[:40]}”在表式中没有对应的行，未读入",
                    row.place,
                )
            )
            continue
        cells = form.rows[index].cells
        if row.labels and exact_row(form.key, row.labels[-1]) != index:
            printed = row.labels[-1].strip()
            official = form.rows[index].labels[-1].zh
            result.notes.append(
                Note(NoteCode.LABEL, f"“{printed}”（应为“{official}”）", row.place, cells)
            )
        chosen = columns.choose(row)
        if chosen is None or chosen.short:
            short.append((row, index, chosen))
            continue
        for name in chosen.left_out:
            left_out.setdefault(name, row)
        _take(result, row, index, chosen)
    for row, index, chosen in short:
        if not _settled(result, row, index):
            if chosen is None:
                misfit(result, row, form.rows[index].cells, 7)
            else:
                _take(result, row, index, chosen)
    for name, row in left_out.items():
        result.notes.append(
            Note(NoteCode.LEFT_OUT, f"表三的“{name}”一列不属于表式，未读入", row.place)
        )
    rows_met = {i for i in placed if i >= 0}
    for i, form_row in enumerate(form.rows):
        if i not in rows_met:
            result.notes.append(
                Note(
                    NoteCode.MISSING_ROW,
                    f"表三缺少“{form_row.labels[-1].zh}”一行",
                    cells=form_row.cells,
                )
            )


def _take(result: Aligned, row: PrintedRow, index: int, chosen: Chosen) -> None:
    """Store a row of table 3; say so when its place is only that of the header."""
    cells = result.form.rows[index].cells
    store(result, cells, chosen.fields)
    if not chosen.doubtful:
        return
    got = [(c, result.cells[c]) for c in cells]
    blank = tuple(c for c, cell in got if cell is None or cell.state is BLANK)
    result.notes.append(
        Note(
            NoteCode.SHORT_ROW,
            f"表三“{result.form.rows[index].labels[-1].zh}”一行有{7 - len(blank)}个数，"
            f"应有7个；按表头位置对应，空缺的是"
            f"“{result.form.cells[blank[0]].column_path.rsplit(' / ', 1)[-1]}”",
            row.place,
            blank,
        )
    )


def _settled(result: Aligned, row: PrintedRow, index: int) -> bool:
    """Place six figures where only one place for the missing one fits the equations."""
    form_row = result.form.rows[index]
    numbers = [parse_value(f.text).value for f in row.fields]
    if len(numbers) != 6 or None in numbers:
        return False
    needed = _needed(result, index)
    fits = [
        gap
        for gap in range(7)
        if [*needed[:gap], *needed[gap + 1 :]] == numbers and None not in needed
    ]
    if len(fits) != 1:
        return False
    gap = fits[0]
    store(result, form_row.cells, [*row.fields[:gap], None, *row.fields[gap:]])
    result.notes.append(
        Note(
            NoteCode.SETTLED,
            f"表三“{form_row.labels[-1].zh}”一行只有6个数，应有7个；只有缺"
            f"“{COLUMNS_3[gap]}”一格时，其余六列才符合勾稽关系，据此对应",
            row.place,
            form_row.cells,
        )
    )
    return True


def _align_4(collected: Collected, result: Aligned) -> None:
    cells = [i for g in result.form.groups for i in (*g.parts, g.total)]
    placed = place_4(collected.rows_4)
    if placed:
        store(result, cells, placed)
        return
    fields = [f for row in collected.rows_4 for f in fields_4(row)]
    if fields:
        misfit(result, PrintedRow(["表四"], fields, 0, fields[0].place), cells, SIZE)
    else:
        missing_table(result, "四")


def _needed(result: Aligned, index: int) -> list[Decimal | None]:
    """What each column needs in one row so that its equation holds; None where unknown."""
    rows = result.form.rows
    new, carried_in, *outcomes, total, carried_out = range(len(rows))
    if index in (new, carried_in, carried_out):
        plus = [r for r in (new, carried_in) if r != index]
        minus = [r for r in (total, carried_out) if r != index]
        sign = -1 if index == carried_out else 1
    else:
        plus, minus = [r for r in outcomes if r != index], [total] if index != total else []
        sign = -1 if index == total else 1
    needed: list[Decimal | None] = []
    for column in range(7):
        sides = [[result.cells[rows[r].cells[column]] for r in side] for side in (minus, plus)]
        if any(c is None or c.state is TEXT for side in sides for c in side):
            needed.append(None)
            continue
        left, right = (
            sum((c.value for c in side if c is not None and c.value is not None), Decimal(0))
            for side in sides
        )
        needed.append((left - right) * sign)
    return needed
