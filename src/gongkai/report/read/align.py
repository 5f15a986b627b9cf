"""Grids → the cells of a form.

The order of rows and columns is fixed by the form, so rows are aligned by order with the label as
a check, and values are counted against the columns. A row that does not have as many values as
columns is placed by the printed header, or by arithmetic, or not at all: nothing is padded.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.report.forms import FORM_2019, FORM_2021, Form
from gongkai.report.model import NOWHERE, Cell, Note, NoteCode, Place, State
from gongkai.report.read.blocks import Grid, GridCell
from gongkai.report.read.labels import (
    COLUMNS_2019,
    COLUMNS_2021,
    ROWS_2019,
    ROWS_2021,
    exact_row,
    fold,
    leaf_scores,
    row_2_name,
    similarity,
    split_enumerator,
)
from gongkai.report.read.values import Value, parse_value

__all__ = ["Aligned", "TableReader"]

_BLANK_CELL = GridCell("")
_ARTICLE_20 = re.compile(r"第?二十条第?\(?([一五六八九])\)?项|第20条第?\(?([一五六八九15689])\)?项")
_MIN_LABEL = 0.55
_NO_VALUE = (State.TEXT, State.BLANK)
_UNIT_IN_LABEL = re.compile(r"单位[：:](\w+)")


@dataclass(slots=True)
class _Row:
    """A row as printed, cut into label texts and data fields."""

    labels: list[str]
    fields: list[GridCell]
    segment: int  # the printed grid it stands in; positions compare only within one
    place: Place


@dataclass(slots=True)
class _Block:
    """Rows under one 第二十条第（N）项."""

    item: str
    columns: list[tuple[str, int]] = field(default_factory=list)  # printed header: label, position
    rows: list[_Row] = field(default_factory=list)


@dataclass(slots=True)
class Aligned:
    """What came of the grids of one report."""

    form: Form
    cells: list[Cell | None]
    notes: list[Note]
    form_by_labels: str  # "2019", "2021" or "" when the labels do not say


class TableReader:
    """Collects the statutory rows of one report; `finish` aligns them to the form."""

    def __init__(self) -> None:
        self._blocks: list[_Block] = []
        self._rows_3: list[_Row] = []
        self._header_3: dict[int, dict[str, int]] = {}
        self._fields_4: list[GridCell] = []
        self._place_4: Place = NOWHERE
        self._labels_4 = 0  # how many outcome labels table 4's header printed
        self._zone = 0
        self._segment = 0
        self._done_3 = False
        self._repeated_3 = False
        self._notes: list[Note] = []

    @property
    def found(self) -> bool:
        """Whether any statutory row has been met."""
        return bool(self._blocks or self._rows_3 or self._fields_4)

    def add(self, grid: Grid, section: int) -> bool:
        """Take in a grid; False when nothing in it was statutory (an extra table)."""
        self._segment += 1
        taken = False
        for row in grid.rows:
            if row and self._add_row(row, section):
                taken = True
        return taken

    # one printed row ------------------------------------------------------------------------

    def _add_row(self, row: list[GridCell], section: int) -> bool:
        values = [parse_value(cell.text) for cell in row]
        texts = [i for i, v in enumerate(values) if v.state is State.TEXT]
        if not texts:
            return self._add_values_only(row, values)
        joined = "".join([fold(row[i].text) for i in texts])
        if all(v.state in _NO_VALUE for v in values):
            header = self._add_header(row, texts, joined, section)
            if header:
                return True
        if self._zone == 3 or "本年新收" in joined:
            return self._add_row_3(row, values, texts, joined)
        if self._zone == 4 and len(row) - len(texts) >= 5:
            return self._add_row_4(row, values)
        return self._add_row_2(row, values, texts, section)

    def _add_header(self, row: list[GridCell], texts: list[int], joined: str, section: int) -> bool:
        if len(joined) > 400:
            return False
        item = _ARTICLE_20.search(joined)
        if item and len(joined) <= 30:
            self._zone = 2
            digit = item[1] or item[2]
            digit = {"1": "一", "5": "五", "6": "六", "8": "八", "9": "九"}.get(digit, digit)
            self._blocks.append(_Block(digit))
            return True
        if joined.startswith("信息内容"):
            if not self._blocks or self._blocks[-1].columns:
                self._blocks.append(_Block(""))
            self._zone = 2
            self._blocks[-1].columns = [(fold(row[i].text), row[i].column) for i in texts[1:]]
            return True
        if "勾稽关系" in joined or "申请人情况" in joined or "商业企业" in joined:
            if self._done_3 and self._rows_3 and "勾稽关系" in joined:
                self._repeated_3 = True
            self._zone = 3
            self._note_columns(row, texts)
            return True
        if self._zone == 3 and ("自然人" in joined or joined in ("法人或其他组织", "总计")):
            self._note_columns(row, texts)
            return True
        both = "行政复议" in joined and "行政诉讼" in joined
        if "结果维持" in joined or (both and len(joined) <= 60):
            if self._zone == 4 or self._rows_3 or section == 4:
                self._zone = 4
                self._labels_4 = max(self._labels_4, joined.count("总计"))
                return True
            return False
        if self._zone == 4 and ("未经复议" in joined or "复议后起诉" in joined):
            return True
        return bool(self._zone == 4 and joined in ("行政复议", "行政诉讼"))

    def _note_columns(self, row: list[GridCell], texts: list[int]) -> None:
        found = self._header_3.setdefault(self._segment, {})
        for i in texts:
            label = fold(row[i].text)
            if row[i].column >= 0 and label in _COLUMN_NAMES:
                found[label] = row[i].column

    def _add_row_3(
        self, row: list[GridCell], values: list[Value], texts: list[int], joined: str
    ) -> bool:
        if self._done_3:
            # a second table of the same kind after the first is complete (本级 beside 全市, or a
            # reprint): the first counts
            return False
        self._zone = 3
        end = _label_end(row, values, texts)
        labels = [row[i].text for i in texts if i < end]
        if not labels and not self._rows_3:
            return False
        if not any(v.state is not State.BLANK for v in values[end:]) and len(row) - end < 7:
            # a heading inside the table (三、本年度办理结果 on a line of its own)
            return True
        self._rows_3.append(_Row(labels, row[end:], self._segment, row[0].place))
        if "结转下年度" in joined or joined.startswith(("四、", "四")) and "结转" in joined:
            self._done_3 = True
            self._zone = 30
        return True

    def _add_values_only(self, row: list[GridCell], values: list[Value]) -> bool:
        if self._zone == 4:
            return self._add_row_4(row, values)
        filled = any(v.state is not State.BLANK for v in values)
        if self._zone == 3 and filled and len(row) >= 7 and not self._done_3:
            self._rows_3.append(_Row([], list(row), self._segment, row[0].place))
            return True
        return False

    def _add_row_4(self, row: list[GridCell], values: list[Value]) -> bool:
        filled = [i for i, v in enumerate(values) if v.state is not State.BLANK]
        if len(self._fields_4) >= 15 or (not filled and len(row) < 10):
            return False
        texts = [i for i, v in enumerate(values) if v.state is State.TEXT]
        start = 0
        while start in texts:
            start += 1  # a row label such as 件数
        fields = row[start:]
        wanted = 15 - len(self._fields_4)
        if len(fields) > wanted:
            fields = _trim(fields, values[start:], wanted) or fields
        if not self._fields_4:
            self._place_4 = row[0].place
        self._fields_4.extend(fields)
        return True

    def _add_row_2(
        self, row: list[GridCell], values: list[Value], texts: list[int], section: int
    ) -> bool:
        if self._zone != 2 and section != 2:
            return False
        label = fold(row[texts[0]].text)
        name = row_2_name(label)
        if not name or len(row) < 2:
            return False
        end = texts[0] + 1
        if not self._blocks:
            self._blocks.append(_Block(""))
        self._blocks[-1].rows.append(
            _Row([row[texts[0]].text], row[end:], self._segment, row[0].place)
        )
        return True

    # alignment ------------------------------------------------------------------------------

    def finish(self, year: int | None) -> Aligned:
        """Choose the form (by the year, confirmed by labels) and align what was collected."""
        by_labels = self._form_by_labels()
        by_year = "" if year is None else ("2021" if year >= 2021 else "2019")
        form = FORM_2019 if (by_labels or by_year) == "2019" else FORM_2021
        result = Aligned(form, [None] * len(form.cells), list(self._notes), by_labels)
        if by_labels and by_year and by_labels != by_year:
            result.notes.append(
                Note(
                    NoteCode.FORM,
                    f"{year}年度的报告用了{form.source.number}的表式，按表内标签读取",
                )
            )
        self._align_2(result)
        self._align_3(result)
        self._align_4(result)
        if self._repeated_3:
            result.notes.append(
                Note(NoteCode.EXTRA_TABLE, "表三出现不止一次，只读取第一次出现的表三")
            )
        return result

    def _form_by_labels(self) -> str:
        votes: Counter[str] = Counter()
        for block in self._blocks:
            for label, _ in block.columns:
                for key, words in _TELLING_COLUMNS.items():
                    if label in words:
                        votes[key] += 1
            for row in block.rows:
                name = row_2_name(fold(row.labels[0]))
                for key, words in _TELLING_ROWS.items():
                    if name in words:
                        votes[key] += 1
        for row in self._rows_3:
            if row.labels:
                leaf = fold(row.labels[-1])
                if "逾期不补正" in leaf or "逾期未按收费" in leaf:
                    votes["2021"] += 2
                elif leaf.endswith("其他处理"):
                    votes["2019"] += 2
        by_count = {len(FORM_2019.rows): "2019", len(FORM_2021.rows): "2021"}
        if len(self._rows_3) in by_count:
            votes[by_count[len(self._rows_3)]] += 1
        if not votes:
            return ""
        (first, count), *rest = votes.most_common()
        return "" if rest and rest[0][1] == count else first

    def _align_2(self, result: Aligned) -> None:
        rows = {
            name: (row.cells, block.columns, block.table)
            for block in result.form.blocks
            for row in block.rows
            for name in (fold(row.labels[0].zh),)
        }
        seen: set[str] = set()
        for block in self._blocks:
            for row in block.rows:
                printed = row_2_name(fold(row.labels[0]))
                name = printed if printed in rows else _OTHER_WORDING.get(printed, printed)
                if name not in rows:
                    result.notes.append(
                        Note(
                            NoteCode.UNKNOWN_ROW,
                            f"表二的行“{row.labels[0].strip()}”不属于"
                            f"{result.form.source.number}的表式，未读入",
                            row.place,
                        )
                    )
                    continue
                if name in seen:
                    continue
                seen.add(name)
                cells, columns, table = rows[name]
                names = [fold(c.zh) for c in columns]
                self._place_2(result, row, cells, names, block.columns)
        if self._blocks:
            for name, (cells, _, table) in rows.items():
                if name not in seen:
                    result.notes.append(
                        Note(NoteCode.MISSING_ROW, f"表{table}缺少“{name}”一行", cells=tuple(cells))
                    )
        else:
            _missing_table(result, "二")

    def _place_2(
        self,
        result: Aligned,
        row: _Row,
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
                or _trim(row.fields, values, wanted)
                or row.fields
            )
        if len(fields) != wanted:
            if len(header) == len(fields) and len(fields) != wanted:
                # a form of other columns: take each value under its own label
                placed = _by_label(row.fields, names, [label for label, _ in header])
                if placed:
                    self._store(result, cells, placed)
                    return
            self._misfit(result, row, cells, wanted)
            return
        if len(header) == wanted and [label for label, _ in header] != names:
            placed = _by_label(list(fields), names, [label for label, _ in header])
            if placed is not None:
                fields = placed
        self._store(result, cells, fields)

    def _align_3(self, result: Aligned) -> None:
        if not self._rows_3:
            _missing_table(result, "三")
            return
        form = result.form
        placed = _match_rows(form, self._rows_3)
        offsets: dict[int, Counter[int]] = {}
        for row in self._rows_3:
            values = [parse_value(f.text) for f in row.fields]
            if len(row.fields) > 7 and _span(values) == 7:
                first = next(i for i, v in enumerate(values) if v.state is not State.BLANK)
                offsets.setdefault(row.segment, Counter())[row.fields[first].column] += 1
        short: list[tuple[_Row, int]] = []
        for row, index in zip(self._rows_3, placed, strict=True):
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
            chosen = self._choose_7(row, offsets.get(row.segment))
            if chosen is None:
                short.append((row, index))
                continue
            fields, doubtful = chosen
            self._store(result, cells, fields)
            if doubtful:
                blank = [c for c in cells if (x := result.cells[c]) and x.state is State.BLANK]
                result.notes.append(
                    Note(
                        NoteCode.SHORT_ROW,
                        f"表三“{form.rows[index].labels[-1].zh}”一行有{7 - len(blank)}个数，"
                        f"应有7个；按表头位置对应，空缺的是"
                        f"“{form.cells[blank[0]].column_path.rsplit(' / ', 1)[-1]}”",
                        row.place,
                        tuple(blank),
                    )
                )
        for row, index in short:
            self._settle(result, row, index)
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

    def _choose_7(
        self, row: _Row, offsets: Counter[int] | None
    ) -> tuple[Sequence[GridCell | None], bool] | None:
        """The seven data fields of a row, and whether header and neighbours disagree on them."""
        fields = row.fields
        if len(fields) == 7:
            return fields, False
        header = self._columns_for(row.segment)
        if len(fields) < 7:
            if header and fields and fields[0].column >= 0:
                by_column = {f.column: f for f in fields}
                if sum(1 for c in header if c in by_column) == len(fields):
                    return [by_column.get(c) for c in header], False
            return None
        values = [parse_value(f.text) for f in fields]
        span = _span(values)
        first = next((i for i, v in enumerate(values) if v.state is not State.BLANK), 0)
        if span == 7:
            return fields[first : first + 7], False
        if span > 7:
            return None
        usual = offsets.most_common(1)[0][0] if offsets else -1
        if header:
            by_column = {f.column: f for f in fields}
            if all(c in by_column for c in header):
                chosen = [by_column[c] for c in header]
                if sum(bool(f.text.strip()) for f in chosen) == sum(
                    v.state is not State.BLANK for v in values
                ):
                    return chosen, span > 0 and usual >= 0 and usual != header[0]
        if usual >= 0:
            at = next((i for i, f in enumerate(fields) if f.column == usual), -1)
            if at >= 0 and len(fields) >= at + 7 and at <= first and first + span <= at + 7:
                return fields[at : at + 7], False
        if all(f.column < 0 for f in fields):
            # one cell a line: blank label cells come first, so count from the right
            return fields[-7:], False
        return None

    def _columns_for(self, segment: int) -> list[int] | None:
        """Positions of the seven columns by the nearest printed header at or before a grid."""
        for s in range(segment, 0, -1):
            found = self._header_3.get(s)
            if found and len(found) == 7:
                columns = [found[name] for name in _COLUMN_NAMES]
                if all(a < b for a, b in zip(columns, columns[1:], strict=False)):
                    return columns
                return None
        return None

    def _settle(self, result: Aligned, row: _Row, index: int) -> None:
        """A row with another number of values than columns: by arithmetic, or not at all."""
        form_row = result.form.rows[index]
        numbers = [parse_value(f.text).value for f in row.fields]
        if len(numbers) == 6 and None not in numbers:
            needed = _needed(result, index)
            fits = [
                gap
                for gap in range(7)
                if [*needed[:gap], *needed[gap + 1 :]] == numbers and None not in needed
            ]
            if len(fits) == 1:
                gap = fits[0]
                self._store(result, form_row.cells, [*row.fields[:gap], None, *row.fields[gap:]])
                result.notes.append(
                    Note(
                        NoteCode.SETTLED,
                        f"表三“{form_row.labels[-1].zh}”一行只有6个数，应有7个；只有缺"
                        f"“{_COLUMN_NAMES[gap]}”一格时，其余六列才符合勾稽关系，据此对应",
                        row.place,
                        form_row.cells,
                    )
                )
                return
        self._misfit(result, row, form_row.cells, 7)

    def _align_4(self, result: Aligned) -> None:
        cells = [i for g in result.form.groups for i in (*g.parts, g.total)]
        if not self._fields_4:
            _missing_table(result, "四")
            return
        if len(self._fields_4) == 15:
            self._store(result, cells, self._fields_4)
            return
        row = _Row(["表四"], self._fields_4, 0, self._place_4)
        self._misfit(result, row, cells, 15)

    def _store(
        self, result: Aligned, cells: Sequence[int], fields: Sequence[GridCell | None]
    ) -> None:
        made = result.cells
        for index, f in zip(cells, fields, strict=True):
            if f is None:
                continue
            value, state, unit, _ = parse_value(f.text)
            blank = state is State.BLANK
            if not unit and value is not None:
                unit = _COLUMN_UNITS.get(result.form.cells[index].column_path, "")
            made[index] = Cell("" if blank else f.text, value, state, unit, f.place)
            if state is State.TEXT:
                where = result.form.cells[index].zh
                result.notes.append(
                    Note(
                        NoteCode.NOT_A_NUMBER,
                        f"{where}应为数字，实为“{f.text.strip()[:30]}”",
                        f.place,
                        (index,),
                    )
                )

    def _misfit(self, result: Aligned, row: _Row, cells: Sequence[int], wanted: int) -> None:
        filled = [f.text.strip() for f in row.fields if f.text.strip()]
        code = NoteCode.SHORT_ROW if len(row.fields) < wanted else NoteCode.LONG_ROW
        label = result.form.cells[cells[0]].row_path or "表四"
        result.notes.append(
            Note(
                code,
                f"“{label}”一行有{len(filled)}个数，应有{wanted}个，无法确定各属哪一列，未读入："
                f"{' '.join(filled)[:80]}",
                row.place,
                tuple(cells),
            )
        )


# helpers ------------------------------------------------------------------------------------

_COLUMN_NAMES = tuple(path[-1].zh for path in FORM_2021.columns)
# names of groups of rows; 其他处理 is a row in one form and a group in the other
_GROUP_NAMES = {
    split_enumerator(fold(label.zh))[1]
    for form in (FORM_2019, FORM_2021)
    for row in form.rows
    for label in row.labels[:-1]
} - {split_enumerator(fold(FORM_2019.row("other").labels[-1].zh))[1]} | {""}
_COLUMN_UNITS = {
    c.column_path: match[1]
    for form in (FORM_2019, FORM_2021)
    for c in form.cells
    if (match := _UNIT_IN_LABEL.search(c.column_path))
}
_TELLING_ROWS = {"2019": ROWS_2019 - ROWS_2021, "2021": ROWS_2021 - ROWS_2019}
_TELLING_COLUMNS = {"2019": COLUMNS_2019 - COLUMNS_2021, "2021": COLUMNS_2021 - COLUMNS_2019}
_OTHER_WORDING = {
    old: new for old in _TELLING_ROWS["2019"] for new in _TELLING_ROWS["2021"] if new.endswith(old)
}
_OTHER_WORDING |= {new: old for old, new in _OTHER_WORDING.items()}


def _label_end(row: list[GridCell], values: list[Value], texts: list[int]) -> int:
    """Index of the first data field: after the label texts, before the first value."""
    first_value = next(
        (i for i, v in enumerate(values) if v.state not in (State.TEXT, State.BLANK)), len(row)
    )
    if texts[-1] < first_value:
        return texts[-1] + 1
    # text after the first value: a label that follows a bare number, or words in a data cell
    for i in reversed(texts):
        if len(row) - i - 1 < 6:
            continue
        if i < first_value or leaf_scores("2021", row[i].text).score >= _MIN_LABEL:
            return i + 1
    return first_value


def _span(values: Sequence[Value]) -> int:
    """Distance from the first filled field to the last, both counted."""
    filled = [i for i, v in enumerate(values) if v.state is not State.BLANK]
    return filled[-1] - filled[0] + 1 if filled else 0


def _trim(fields: list[GridCell], values: Sequence[Value], wanted: int) -> list[GridCell] | None:
    """Cut empty padding at either side when what is filled spans just the wanted number."""
    filled = [i for i, v in enumerate(values) if v.state is not State.BLANK]
    if len(fields) < wanted:
        return None
    if not filled:
        return fields[-wanted:] if fields[0].column < 0 else fields[:wanted]
    if filled[-1] - filled[0] + 1 == wanted:
        return fields[filled[0] : filled[0] + wanted]
    if fields[0].column < 0 and filled[0] >= len(fields) - wanted:
        return fields[-wanted:]
    if filled[-1] < wanted:
        return fields[:wanted]
    return None


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
    fields: Sequence[GridCell | None], names: list[str], labels: list[str]
) -> list[GridCell | None] | None:
    """Put each field under the official column its own label names; None when labels do not say."""
    if len(fields) != len(labels):
        return None
    placed: list[GridCell | None] = [None] * len(names)
    for label, f in zip(labels, fields, strict=True):
        best = max(range(len(names)), key=lambda i: similarity(label, names[i]))
        if similarity(label, names[best]) < 0.6 or placed[best] is not None:
            return None
        placed[best] = f
    return placed


def _match_rows(form: Form, rows: list[_Row]) -> list[int]:
    """Index of the form's row for each printed row, −1 where there is none."""
    key = form.key
    exact = [exact_row(key, row.labels[-1]) if _has_leaf(row) else -1 for row in rows]
    if -1 not in exact and all(a < b for a, b in zip(exact, exact[1:], strict=False)):
        return exact
    return _align_by_order(form, rows)


def _align_by_order(form: Form, rows: list[_Row]) -> list[int]:
    """Best monotone pairing of printed rows with the form's, by label likeness."""
    n, m = len(rows), len(form.rows)
    same_count = n == m
    scores = [_row_scores(form, row, same_count, i) for i, row in enumerate(rows)]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step = [[0] * (m + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            pair = best[i - 1][j - 1] + scores[i - 1][j - 1] - 0.35
            skip_row, skip_form = best[i - 1][j] - 0.02, best[i][j - 1] - 0.01
            top = max(pair, skip_row, skip_form)
            best[i][j] = top
            step[i][j] = 0 if top == pair else 1 if top == skip_row else 2
    placed = [-1] * n
    i, j = n, m
    while i and j:
        if step[i][j] == 0:
            placed[i - 1] = j - 1
            i, j = i - 1, j - 1
        elif step[i][j] == 1:
            i -= 1
        else:
            j -= 1
    return _without_guesses(form, rows, placed)


def _without_guesses(form: Form, rows: list[_Row], placed: list[int]) -> list[int]:
    """Rows without a label stay placed only where the rows around leave them no other place."""
    kept = list(placed)
    start = 0
    while start < len(rows):
        if _has_leaf(rows[start]):
            start += 1
            continue
        end = start
        while end < len(rows) and not _has_leaf(rows[end]):
            end += 1
        before = kept[start - 1] if start else -1
        after = placed[end] if end < len(rows) else len(form.rows)
        anchored = (before >= 0 or not start) and after >= 0
        if anchored and after - before - 1 == end - start:
            kept[start:end] = range(before + 1, after)
        else:
            kept[start:end] = [-1] * (end - start)
        start = end
    return kept


def _has_leaf(row: _Row) -> bool:
    """Whether a row says more than the name of its group."""
    return bool(row.labels) and split_enumerator(fold(row.labels[-1]))[1] not in _GROUP_NAMES


def _row_scores(form: Form, row: _Row, same_count: bool, position: int) -> list[float]:
    if not _has_leaf(row):
        # no label at all: only its position speaks for it
        scores = [0.4] * len(form.rows)
    else:
        whole = "".join(row.labels)
        scores = [
            max(a, b)
            for a, b in zip(
                leaf_scores(form.key, row.labels[-1]).scores,
                leaf_scores(form.key, whole).scores,
                strict=True,
            )
        ]
    if same_count:
        scores[position] += 0.3
    return scores


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
        if any(c is None or c.state is State.TEXT for side in sides for c in side):
            needed.append(None)
            continue
        left, right = (
            sum((c.value for c in side if c is not None and c.value is not None), Decimal(0))
            for side in sides
        )
        needed.append((left - right) * sign)
    return needed


def _missing_table(result: Aligned, table: str) -> None:
    cells = tuple(i for i, c in enumerate(result.form.cells) if c.table.startswith(table))
    result.notes.append(
        Note(NoteCode.MISSING_TABLE, f"没有找到表{table}，其中各格未读入", cells=cells)
    )
