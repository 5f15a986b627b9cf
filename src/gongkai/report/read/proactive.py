"""Printed blocks of table 2 → its cells."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.report.forms import FORM_2019, FORMS
from gongkai.report.model import Note, NoteCode
from gongkai.report.read.blocks import GridCell
from gongkai.report.read.labels import ROWS_2019, ROWS_2021, fold, row_2_name, similarity
from gongkai.report.read.rows import (
    Aligned,
    Collected,
    PrintedRow,
    misfit,
    missing_table,
    store,
    trim,
)
from gongkai.report.read.values import parse_value

__all__ = ["align_2"]

# a row that both forms have, under another name in each
_OTHER_WORDING = {
    old: new for old in ROWS_2019 - ROWS_2021 for new in ROWS_2021 - ROWS_2019 if new.endswith(old)
}
_OTHER_WORDING |= {new: old for old, new in _OTHER_WORDING.items()}
_ORDER = {
    min(name, _OTHER_WORDING.get(name, name)): i
    for i, name in enumerate(fold(r.labels[0].zh) for b in FORM_2019.blocks for r in b.rows)
}


# of each form: name of a row (folded) → its cells, the names of its columns, its table
_ROWS = {
    form.key: {
        fold(row.labels[0].zh): (row.cells, [fold(c.zh) for c in block.columns], block.table)
        for block in form.blocks
        for row in block.rows
    }
    for form in FORMS
}


def align_2(collected: Collected, result: Aligned) -> None:
    """Store the rows of table 2, each under the names of its block's columns."""
    rows = _ROWS[result.form.key]
    seen: set[str] = set()
    again = _second_set(collected)
    for block in collected.blocks:
        for row in block.rows:
            printed = row_2_name(fold(row.labels[0]))
            name = printed if printed in rows else _OTHER_WORDING.get(printed, printed)
            if name not in rows:
                _unknown_2(result, row)
            elif row is again or name in seen:
                collected.repeated.setdefault("二", row.place)
                if row is again:
                    break
            elif row.fields:
                seen.add(name)
                cells, names, _ = rows[name]
                _place_2(result, row, cells, names, block.columns)
        else:
            for row in block.unknown:
                _unknown_2(result, row)
            continue
        break
    if collected.blocks:
        for name, (cells, _, table) in rows.items():
            if name not in seen:
                result.notes.append(
                    Note(NoteCode.MISSING_ROW, f"表{table}缺少“{name}”一行", cells=tuple(cells))
                )
    else:
        missing_table(result, "二")


def _second_set(collected: Collected) -> PrintedRow | None:
    """The row that begins table 2 once more (the area beside the body itself), or None.

    Only rows that come again show it; it begins where the order of the form does.
    """
    met: set[str] = set()
    begins: PrintedRow | None = None
    last = -1
    for block in collected.blocks:
        for row in block.rows:
            name = row_2_name(fold(row.labels[0]))
            name = min(name, _OTHER_WORDING.get(name, name))
            place = _ORDER[name]
            if place <= last and begins is None:
                begins = row
            if name in met and begins is not None:
                return begins
            met.add(name)
            last = place
    return None


def _unknown_2(result: Aligned, row: PrintedRow) -> None:
    result.notes.append(
        Note(
            NoteCode.UNKNOWN_ROW,
            f"表二的行“{row.labels[0].strip()[:40]}”不属于{result.form.source.number}的表式，"
            "未读入",
            row.place,
        )
    )


def _place_2(
    result: Aligned,
    row: PrintedRow,
    cells: Sequence[int],
    names: list[str],
    header: list[tuple[str, int]],
) -> None:
    wanted = len(cells)
    fields: Sequence[GridCell | None] = row.fields
    if len(fields) != wanted:
        values = [parse_value(f.text) for f in row.fields]
        fields = (
            _by_header_2(row.fields, names, header)
            or trim(row.fields, values, wanted, left=True)
            or row.fields
        )
    if len(fields) != wanted:
        if len(header) == len(fields):
            # a form of other columns: take the values whose own label the form has
            placed = _by_label(row.fields, names, [label for label, _ in header], partly=True)
            if placed and any(placed):
                store(result, cells, placed)
                _left_out(result, row, placed, cells)
                return
        misfit(result, row, cells, wanted)
        return
    if len(header) == wanted and [label for label, _ in header] != names:
        placed = _by_label(list(fields), names, [label for label, _ in header])
        if placed is not None:
            fields = placed
    store(result, cells, fields)
    if len(row.fields) > wanted:
        _left_out(result, row, fields, cells)


def _left_out(
    result: Aligned, row: PrintedRow, taken: Sequence[GridCell | None], cells: Sequence[int]
) -> None:
    """Name the figures of a row that stand under columns which the form does not have."""
    left = [f.text.strip() for f in row.fields if f.text.strip() and f not in taken]
    if left:
        text = f"表二“{row.labels[0].strip()}”一行有表式以外的列，未读入：{' '.join(left)}"
        result.notes.append(Note(NoteCode.LEFT_OUT, text[:80], row.place, tuple(cells)))


def _by_header_2(
    fields: list[GridCell], names: list[str], header: list[tuple[str, int]]
) -> list[GridCell] | None:
    """Fields under the printed header of a block of table 2, by position."""
    if not header or any(column < 0 for _, column in header):
        return None
    at = {}
    for label, column in header:
        best = max(names, key=lambda n: similarity(label, n))
        if similarity(label, best) >= 0.6:
            at[best] = column
    by_column = {f.column: f for f in fields}
    chosen = [by_column.get(at.get(name, -1)) for name in names]
    found = [f for f in chosen if f is not None]
    return found if len(found) == len(names) else None


def _by_label(
    fields: Sequence[GridCell | None], names: list[str], labels: list[str], partly: bool = False
) -> list[GridCell | None] | None:
    """Put each field under the official column its own label names.

    None when a label names no column; with `partly` such a field is left out instead.
    """
    placed: list[GridCell | None] = [None] * len(names)
    for label, f in zip(labels, fields, strict=True):
        best = max(range(len(names)), key=lambda i: similarity(label, names[i]))
        if similarity(label, names[best]) < 0.6 or placed[best] is not None:
            if partly:
                continue
            return None
        placed[best] = f
    return placed
