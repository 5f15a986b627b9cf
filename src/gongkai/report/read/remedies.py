"""Printed rows of table 4 → its fifteen cells.

The form prints them in one row. Reports also print three rows of five, five rows of three, a list
of fifteen, or two tables: each figure goes by the labels beside and above it. Without such labels
fifteen figures in a row are the form's own order; anything else is not placed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.report.read.blocks import GridCell
from gongkai.report.read.labels import fold
from gongkai.report.read.rows import trim
from gongkai.report.read.values import TEXT, parse_value

__all__ = ["SIZE", "fields_4", "is_label_4", "is_outcome_4", "place_4"]

SIZE = 15
_KINDS, _OUTCOMES = 3, 5
_OUTCOME_NAMES = {
    **dict.fromkeys(("结果维持", "维持", "结果维"), 0),
    **dict.fromkeys(("结果纠正", "纠正", "结果纠"), 1),
    **dict.fromkeys(("其他结果", "其它结果", "其他", "其它", "其他结"), 2),
    **dict.fromkeys(("尚未审结", "未审结", "尚未审", "尚未办结"), 3),
    **dict.fromkeys(("总计", "合计", "小计", "总数", "共计", "总"), 4),
}


@lru_cache(maxsize=1024)
def _outcome(label: str) -> int:
    """0–4 for 结果维持 … 总计, else −1."""
    return _OUTCOME_NAMES.get(fold(label).split("(")[0], -1)


@lru_cache(maxsize=1024)
def _kind(label: str) -> int:
    """0 行政复议, 1 未经复议直接起诉, 2 复议后起诉; −1 for anything else, 行政诉讼 too."""
    folded = fold(label)
    if len(folded) > 20:
        return -1
    if "未经复议" in folded or folded.endswith("直接起诉"):
        return 1
    if "复议后" in folded:
        return 2
    return 0 if "复议" in folded and "诉讼" not in folded else -1


def is_outcome_4(label: str) -> bool:
    """Whether a text names an outcome of table 4 (总计 among them)."""
    return _outcome(label) >= 0


def is_label_4(label: str) -> bool:
    """Whether a text is a label of table 4."""
    return _kind(label) >= 0 or _outcome(label) >= 0 or fold(label) in ("行政诉讼", "诉讼")


def place_4(rows: list[list[GridCell]]) -> list[GridCell | None] | None:
    """The fifteen cells in the order of the form; None where labels and order do not say which."""
    data = _data_rows(rows)
    return _by_labels(data) or _in_order(data)


def fields_4(row: list[GridCell]) -> list[GridCell]:
    """The figures of a row: all behind the labels at its beginning."""
    last = -1
    for i, cell in enumerate(row):
        if _is_text(cell):
            if i - last > 1 and any(c.text.strip() for c in row[last + 1 : i]):
                break  # words behind a figure are a figure that cannot be read
            last = i
    return row[last + 1 :]


@dataclass(slots=True)
class _Above:
    """The labels over each column, of the headers met so far, and in reading order.

    near: the kinds of the nearest header; suits_first: 行政诉讼 is printed before 行政复议, so
    that reading order is not the order of the columns.
    """

    kinds: dict[int, int] = field(default_factory=dict)
    outcomes: dict[int, int] = field(default_factory=dict)
    kinds_read: list[int] = field(default_factory=list)
    outcomes_read: list[int] = field(default_factory=list)
    near: list[int] = field(default_factory=list)
    suits_first: bool = False

    def header(self, row: list[GridCell]) -> None:
        """Note what a header row names, and the columns that each name covers."""
        filled = [cell for cell in row if cell.text.strip()]
        end = row[-1].column + row[-1].span
        for cell, following in zip(filled, [*filled[1:], None], strict=True):
            kind, outcome = _kind(cell.text), _outcome(cell.text)
            if kind >= 0:
                self.kinds_read.append(kind)
                self.near.append(kind)
                behind = following.column if following else end
                for column in range(cell.column, behind):
                    self.kinds[column] = kind
            elif outcome >= 0:
                self.outcomes_read.append(outcome)
                for column in range(cell.column, cell.column + cell.span):
                    self.outcomes[column] = outcome
            elif 0 not in self.kinds_read and "诉讼" in cell.text:
                self.suits_first = True


@dataclass(slots=True)
class _DataRow:
    """A row of figures: its own labels, what stands above it, its fields."""

    kind: int
    outcome: int
    above: _Above
    fields: list[GridCell]
    header: int  # how many header rows stand above


def _data_rows(rows: list[list[GridCell]]) -> list[_DataRow]:
    made: list[_DataRow] = []
    above = _Above()
    headers = 0
    kind = -1
    for row in rows:
        labels = [cell.text for cell in row if _is_text(cell)]
        fields = fields_4(row)
        own_kind = next((k for k in map(_kind, reversed(labels)) if k >= 0), -1)
        own_outcome = next((o for o in map(_outcome, reversed(labels)) if o >= 0), -1)
        if _is_header(row, labels, fields, above, kind):
            if made and made[-1].header == headers:
                above.near = []
            above.header(row)
            headers += 1
            kind = -1
            continue
        if own_outcome >= 0 and sum(bool(c.text.strip()) for c in fields) > _KINDS:
            # more figures than kinds: the end of a header that runs into them
            if len(fields) < len(row):
                above.header(row[: len(row) - len(fields)])
            own_outcome = -1
        kind = own_kind if own_kind >= 0 else kind if own_outcome >= 0 else -1
        made.append(_DataRow(kind, own_outcome, above, fields, headers))
        above = _Above(
            dict(above.kinds),
            dict(above.outcomes),
            [*above.kinds_read],
            [*above.outcomes_read],
            [*above.near],
            above.suits_first,
        )
    # empty rows beside filled ones under the same header are only there for looks
    full = {row.header for row in made if any(cell.text.strip() for cell in row.fields)}
    return [
        row
        for row in made
        if row.kind >= 0
        or row.outcome >= 0
        or row.header not in full
        or any(cell.text.strip() for cell in row.fields)
    ]


def _is_header(
    row: list[GridCell], labels: list[str], fields: list[GridCell], above: _Above, kind: int
) -> bool:
    """Whether a row only names columns: labels and no figures, more than the labels of a row."""
    if not labels or any(cell.text.strip() for cell in fields):
        return False
    outcomes = sum(_outcome(label) >= 0 for label in labels)
    kinds = {k for k in map(_kind, labels) if k >= 0}
    if not fields or outcomes > 1 or len(kinds) > 1 or not (outcomes or kinds):
        return True
    if outcomes:  # 结果维持 and one empty cell, or one for each kind
        return len(fields) not in (1, _KINDS) or not (kinds or kind >= 0 or above.kinds_read)
    # 行政复议 and empty cells: a row of figures where the outcomes stand above all of these
    return not (
        above.outcomes_read
        and len(fields) >= _OUTCOMES
        and (row[0].column < 0 or row[0].column not in above.outcomes)
    )


def _is_text(cell: GridCell) -> bool:
    return parse_value(cell.text).state is TEXT


def _by_labels(data: list[_DataRow]) -> list[GridCell | None] | None:
    """Each figure under its own kind and outcome; None when one has none or two have the same."""
    placed: list[GridCell | None] = [None] * SIZE
    for row in data:
        for kind, outcome, cell in _named(row):
            if kind < 0 or outcome < 0:
                if cell.text.strip():
                    return None
                continue
            index = kind * _OUTCOMES + outcome
            if placed[index] is not None:
                return None
            placed[index] = cell
    # a table with some of its columns only is no ground to place figures on
    return placed if all(cell is not None for cell in placed) else None


def _named(row: _DataRow) -> Iterator[tuple[int, int, GridCell]]:
    """(kind, outcome, cell) for each field, −1 where it has no label."""
    fields, above = row.fields, row.above
    if row.kind >= 0 and row.outcome >= 0:
        filled = [cell for cell in fields if cell.text.strip()] or fields[:1]
        for cell in filled:
            yield row.kind, row.outcome, cell
        return
    named = [
        (
            row.kind if row.kind >= 0 else above.kinds.get(cell.column, -1),
            row.outcome if row.outcome >= 0 else above.outcomes.get(cell.column, -1),
        )
        for cell in fields
    ]
    if fields[0].column < 0 or any(-1 in pair for pair in named):
        across = _read_across(row)
        if len(across) == len(fields):
            named = across
        elif fields[0].column < 0:
            named = [(-1, -1)] * len(fields)
    for (kind, outcome), cell in zip(named, fields, strict=True):
        yield kind, outcome, cell


def _read_across(row: _DataRow) -> list[tuple[int, int]]:
    """The labels of the fields of a row by the reading order of the header above it."""
    if row.outcome >= 0 and not row.above.suits_first and row.above.near == sorted(row.above.near):
        return [(kind, row.outcome) for kind in _once(row.above.near)]
    if row.kind >= 0:
        return [(row.kind, outcome) for outcome in row.above.outcomes_read[-_OUTCOMES:]]
    return []


def _in_order(data: list[_DataRow]) -> list[GridCell | None] | None:
    """Fifteen figures in the order of the form, if nothing printed says another order."""
    if any(row.outcome >= 0 for row in data) or not data:
        return None
    above = data[-1].above
    official = [*range(_OUTCOMES)]
    named = above.outcomes_read
    groups = [named[i : i + _OUTCOMES] for i in range(0, len(named), _OUTCOMES)]
    if any(group != official[: len(group)] for group in groups):
        return None
    own = [row.kind for row in data if row.kind >= 0]
    kinds = own or _once(above.kinds_read)
    if kinds != sorted(set(kinds)) or above.suits_first:
        return None
    fields: list[GridCell] = []
    for row in data:
        found = row.fields
        if row.kind >= 0 and len(found) != _OUTCOMES:
            found = _cut(found, _OUTCOMES) or []
        fields += found
    if len(fields) != SIZE:
        fields = _cut(fields, SIZE) or []
    return [*fields] if len(fields) == SIZE else None


def _once(numbers: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(numbers))


def _cut(fields: list[GridCell], wanted: int) -> list[GridCell] | None:
    return trim(fields, [parse_value(cell.text) for cell in fields], wanted)
