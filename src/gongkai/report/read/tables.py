"""Grids → the statutory rows of tables 2, 3 and 4; what is none of these is an extra table."""

from __future__ import annotations

import re

from gongkai.report.forms import FORM_2021
from gongkai.report.model import Note, NoteCode, State
from gongkai.report.read.align import align
from gongkai.report.read.blocks import Grid, GridCell
from gongkai.report.read.labels import exact_row, fold, leaf_scores, row_2_name
from gongkai.report.read.rows import Aligned, Collected, PrintedBlock, PrintedRow, trim
from gongkai.report.read.values import Value, parse_value

__all__ = ["TableReader"]

_ARTICLE_20 = re.compile(r"第?二十条第?\(?([一五六八九])\)?项|第20条第?\(?([一五六八九15689])\)?项")
_MIN_LABEL = 0.55
_NO_VALUE = (State.TEXT, State.BLANK)
_COLUMN_NAMES = tuple(path[-1].zh for path in FORM_2021.columns)


class TableReader:
    """Collects the statutory rows of one report; `finish` aligns them to the form."""

    def __init__(self) -> None:
        self._collected = Collected()
        self._zone = 0  # which table the last row belonged to
        self._segment = 0
        self._done_3 = False
        self._repeated_3 = False

    @property
    def found(self) -> bool:
        """Whether any statutory row has been met."""
        return bool(self._collected.blocks or self._collected.rows_3 or self._collected.fields_4)

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
            self._collected.blocks.append(PrintedBlock())
            return True
        if joined.startswith("信息内容"):
            if not self._collected.blocks or self._collected.blocks[-1].columns:
                self._collected.blocks.append(PrintedBlock())
            self._zone = 2
            self._collected.blocks[-1].columns = [
                (fold(row[i].text), row[i].column) for i in texts[1:]
            ]
            return True
        if "勾稽关系" in joined or "申请人情况" in joined or "商业企业" in joined:
            if self._done_3 and self._collected.rows_3 and "勾稽关系" in joined:
                self._repeated_3 = True
            self._zone = 3
            self._note_columns(row, texts)
            return True
        if self._zone == 3 and ("自然人" in joined or joined in ("法人或其他组织", "总计")):
            self._note_columns(row, texts)
            return True
        both = "行政复议" in joined and "行政诉讼" in joined
        if "结果维持" in joined or (both and len(joined) <= 60):
            if self._zone == 4 or self._collected.rows_3 or section == 4:
                self._zone = 4
                return True
            return False
        if self._zone == 4 and ("未经复议" in joined or "复议后起诉" in joined):
            return True
        return bool(self._zone == 4 and joined in ("行政复议", "行政诉讼"))

    def _note_columns(self, row: list[GridCell], texts: list[int]) -> None:
        found = self._collected.header_3.setdefault(self._segment, {})
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
        if not labels and not self._collected.rows_3:
            return False
        if not any(v.state is not State.BLANK for v in values[end:]) and len(row) - end < 7:
            # a heading inside the table (三、本年度办理结果 on a line of its own)
            return True
        self._collected.rows_3.append(PrintedRow(labels, row[end:], self._segment, row[0].place))
        if "结转下年度" in joined or joined.startswith(("四、", "四")) and "结转" in joined:
            self._done_3 = True
            self._zone = 30
        return True

    def _add_values_only(self, row: list[GridCell], values: list[Value]) -> bool:
        if self._zone == 4:
            return self._add_row_4(row, values)
        filled = any(v.state is not State.BLANK for v in values)
        if self._zone == 3 and filled and len(row) >= 7 and not self._done_3:
            self._collected.rows_3.append(PrintedRow([], list(row), self._segment, row[0].place))
            return True
        return False

    def _add_row_4(self, row: list[GridCell], values: list[Value]) -> bool:
        filled = [i for i, v in enumerate(values) if v.state is not State.BLANK]
        if len(self._collected.fields_4) >= 15 or (not filled and len(row) < 10):
            return False
        texts = [i for i, v in enumerate(values) if v.state is State.TEXT]
        start = 0
        while start in texts:
            start += 1  # a row label such as 件数
        fields = row[start:]
        wanted = 15 - len(self._collected.fields_4)
        if len(fields) > wanted:
            fields = trim(fields, values[start:], wanted) or fields
        if not self._collected.fields_4:
            self._collected.place_4 = row[0].place
        self._collected.fields_4.extend(fields)
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
        if not self._collected.blocks:
            self._collected.blocks.append(PrintedBlock())
        self._collected.blocks[-1].rows.append(
            PrintedRow([row[texts[0]].text], row[end:], self._segment, row[0].place)
        )
        return True

    def finish(self, year: int | None) -> Aligned:
        """Choose the form (by the year, confirmed by labels) and align what was collected."""
        result = align(self._collected, year)
        if self._repeated_3:
            result.notes.append(
                Note(NoteCode.EXTRA_TABLE, "表三出现不止一次，只读取第一次出现的表三")
            )
        return result


def _label_end(row: list[GridCell], values: list[Value], texts: list[int]) -> int:
    """Index of the first data field: after the label texts, before the first value."""
    first_value = next(
        (i for i, v in enumerate(values) if v.state not in (State.TEXT, State.BLANK)), len(row)
    )
    if texts[-1] < first_value:
        end = texts[-1] + 1
        # words in the first data cell: then the label stands eight places from the end
        at = len(row) - 8
        if len(row) - end < 7 and at in texts and exact_row("2021", row[at].text) >= 0:
            return at + 1
        return end
    # text after the first value: a label that follows a bare number, or words in a data cell
    for i in reversed(texts):
        if len(row) - i - 1 < 6:
            continue
        if i < first_value or leaf_scores("2021", row[i].text).score >= _MIN_LABEL:
            return i + 1
    return first_value
