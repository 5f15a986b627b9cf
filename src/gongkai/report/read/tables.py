"""Grids → the statutory rows of tables 2, 3 and 4; what is none of these is an extra table."""

from __future__ import annotations

import re

from gongkai.report.model import Note, NoteCode, State
from gongkai.report.read.align import align
from gongkai.report.read.blocks import Grid, GridCell
from gongkai.report.read.labels import (
    column_3_name,
    exact_row,
    fold,
    is_column_2,
    leaf_scores,
    row_2_name,
)
from gongkai.report.read.remedies import SIZE, fields_4, is_label_4
from gongkai.report.read.rows import Aligned, Collected, PrintedBlock, PrintedColumns, PrintedRow
from gongkai.report.read.values import BLANK, TEXT, parse_value

__all__ = ["TableReader", "is_title_2"]

_ARTICLE_20 = re.compile(r"第?二十条第?\(?[一五六八九]\)?项|第20条第?\(?[一五六八九15689]\)?项")
_REMARK = re.compile(r"备注|注[:：1１]|说明[:：]|填报说明|单位[:：]")
_MIN_LABEL = 0.55
_ASIDE = ("备注", "说明", "备注说明", "备注(说明)")
_PARENT_COLUMNS = ("法人或其他组织", "申请人情况")


class TableReader:
    """Collects the statutory rows of one report; `finish` aligns them to the form."""

    def __init__(self) -> None:
        self._collected = Collected()
        self._zone = 0  # which table the last row belonged to; 30 behind the end of table 3
        self._segment = 0
        self._section = 0
        self._title_2 = ""
        self._segment_2 = 0  # the grid that holds the last header of table 2
        self._done_3 = False
        self._piece = ""  # of a label of table 3 that goes on in the next row
        self._filled_4 = 0

    @property
    def found(self) -> bool:
        """Whether any statutory row has been met."""
        return bool(self._collected.blocks or self._collected.rows_3 or self._collected.rows_4)

    def add(self, grid: Grid, section: int) -> list[list[GridCell]]:
        """Take in a grid; the rows that are not statutory come back, in an extra table all."""
        self._segment += 1
        if section != self._section:
            self._section = section
            if section >= 5:
                self._zone = 0  # from here on only a header makes a table statutory
        return [row for row in grid.rows if row and not self._add_row(row)]

    def finish(self, year: int | None) -> Aligned:
        """Choose the form (by the year, confirmed by labels) and align what was collected."""
        result = align(self._collected, year)
        for table, place in self._collected.repeated.items():
            result.notes.append(
                Note(
                    NoteCode.EXTRA_TABLE,
                    f"表{table}出现不止一次，只读取第一次出现的表{table}",
                    place,
                )
            )
        for text, place in self._collected.remarks:
            result.notes.append(Note(NoteCode.LEFT_OUT, f"表内附注未读入：{text[:60]}", place))
        return result

    # one printed row ------------------------------------------------------------------------

    def _add_row(self, row: list[GridCell]) -> bool:
        states = [parse_value(cell.text).state for cell in row]
        texts = [i for i, state in enumerate(states) if state is TEXT]
        if not texts:
            return self._add_values_only(row, states)
        only_labels = len(texts) + states.count(BLANK) == len(row)
        if self._zone == 3 and not only_labels:
            return self._add_row_3(row, states, texts)
        first = fold(row[texts[0]].text)
        if len(first) <= 30 and "条" in first and _ARTICLE_20.search(first):
            self._begin_block(first)
            row, states = row[texts[0] + 1 :], states[texts[0] + 1 :]
            texts = [i for i, state in enumerate(states) if state is TEXT]
            if not texts:
                return True
        joined = "".join([fold(row[i].text) for i in texts])
        if only_labels:
            if len(texts) == 1 and self._zone and _REMARK.match(joined):
                self._collected.remarks.append((row[texts[0]].text.strip(), row[0].place))
                return True
            if len(joined) <= 400 and self._add_header(row, texts, joined):
                return True
        if self._begins_3(row, texts, joined):
            return self._add_row_3(row, states, texts)
        if self._zone == 4 or (self._section == 4 and is_label_4(row[texts[0]].text)):
            return self._add_row_4(row, texts)
        return self._add_row_2(row, states, texts)

    def _add_values_only(self, row: list[GridCell], states: list[State]) -> bool:
        if self._zone == 4 or (self._section == 4 and len(row) >= SIZE):
            return self._add_row_4(row, [])
        filled = states.count(BLANK) < len(row)
        if self._zone == 3 and filled and len(row) >= 7 and not self._done_3:
            self._collected.rows_3.append(
                PrintedRow([], list(row), self._segment, row[0].place, len(row))
            )
            return True
        return False

    def _add_header(self, row: list[GridCell], texts: list[int], joined: str) -> bool:
        if self._header_2(row, texts, joined):
            return True
        if "勾稽关系" in joined or "申请人情况" in joined or "商业企业" in joined:
            if self._done_3 and ("勾稽关系" in joined or "申请人情况" in joined):
                self._collected.repeated.setdefault("三", row[0].place)
            self._zone = 3
            self._note_columns(row, texts)
            return True
        if (self._zone == 3 and joined in ("法人或其他组织", "总计", "其他")) or (
            "自然人" in joined and (self._zone == 3 or "法人" in joined)
        ):
            self._zone = 3
            self._note_columns(row, texts)
            return True
        both = "行政复议" in joined and "行政诉讼" in joined and len(joined) <= 60
        in_4 = self._zone == 4 or self._section == 4 or bool(self._collected.rows_3)
        return in_4 and ("结果维持" in joined or both) and self._add_row_4(row, texts)

    # table 2 --------------------------------------------------------------------------------

    def _begin_block(self, title: str) -> None:
        """第二十条第（N）项: on a line or row of its own, or beside each row."""
        if self._zone != 2 or title != self._title_2:
            self._collected.blocks.append(PrintedBlock())
        self._zone = 2
        self._title_2 = title

    def _header_2(self, row: list[GridCell], texts: list[int], joined: str) -> bool:
        named = joined.startswith("信息内容")
        if not named and (
            (self._zone != 2 and self._section != 2)
            or not any(is_column_2(row[i].text) for i in texts)
        ):
            return False
        blocks = self._collected.blocks
        if not blocks or blocks[-1].columns:
            blocks.append(PrintedBlock())
        first = 1 if named or not is_column_2(row[texts[0]].text) else 0
        blocks[-1].columns = [(fold(row[i].text), row[i].column) for i in texts[first:]]
        self._zone = 2
        self._segment_2 = self._segment
        return True

    def _add_row_2(self, row: list[GridCell], states: list[State], texts: list[int]) -> bool:
        if self._zone != 2 and self._section != 2:
            return False
        blocks = self._collected.blocks
        at = next((i for i in texts if row_2_name(row[i].text)), -1)
        printed = PrintedRow(
            [row[max(at, texts[0])].text], row[max(at, texts[0]) + 1 :], self._segment, row[0].place
        )
        if at < 0:
            filled = any(state is not BLANK for state in states[texts[0] + 1 :])
            if not (filled and blocks and self._segment == self._segment_2):
                return False
            blocks[-1].unknown.append(printed)
            return True
        if not blocks:
            blocks.append(PrintedBlock())
        blocks[-1].rows.append(printed)
        return True

    # table 3 --------------------------------------------------------------------------------

    def _begins_3(self, row: list[GridCell], texts: list[int], joined: str) -> bool:
        """Whether a row is one of table 3: by its neighbours, else by its label."""
        if self._zone == 3:
            return True
        fields = len(row) - len(texts)
        if "本年新收" in joined:
            return fields >= 6 or (self._section == 3 and fields > 0)
        return (
            self._section == 3
            and self._zone != 30
            and fields >= 7
            and any(exact_row("2021", row[i].text) >= 0 for i in texts)
        )

    def _note_columns(self, row: list[GridCell], texts: list[int]) -> None:
        found = self._collected.header_3.setdefault(self._segment, PrintedColumns())
        names: list[str] = []
        for i in texts:
            cell = row[i]
            name = column_3_name(cell.text)
            label = fold(cell.text)
            if name:
                found.at[name] = cell.column
                names.append(name)
            elif label in _PARENT_COLUMNS:
                found.spans = found.spans or cell.span >= 5
            elif label in _ASIDE:
                found.aside = cell.column
            elif len(label) <= 12 and cell.span == 1 and names:
                found.others[cell.column if cell.column >= 0 else -1 - i] = cell.text.strip()
        found.read += [n for n in names if n != "总计" and n not in found.read]
        if "总计" in names and "自然人" in names:
            found.total_first = names.index("总计") < names.index("自然人")
        found.in_row = found.in_row or len(names) == 7
        found.in_one_run = found.in_one_run or (
            row[0].column < 0 and {"自然人", "总计", "商业企业"} <= set(names)
        )

    def _add_row_3(self, row: list[GridCell], states: list[State], texts: list[int]) -> bool:
        if self._done_3:
            # a second table of the same kind after the first is complete (本级 beside 全市, or a
            # reprint): the first counts
            return False
        self._zone = 3
        end = _label_end(row, states, texts)
        labels = [row[i].text for i in texts if i < end]
        if not labels and not self._collected.rows_3:
            return False
        if len(row) - end < 7 and not any(state is not BLANK for state in states[end:]):
            # a heading inside the table (三、本年度办理结果), or a piece of a torn label
            self._piece_3(labels)
            return True
        if self._piece and labels and exact_row("2021", self._piece + labels[-1]) >= 0:
            labels[-1] = self._piece + labels[-1]
        self._piece = ""
        self._collected.rows_3.append(
            PrintedRow(labels, row[end:], self._segment, row[0].place, len(row))
        )
        label = fold("".join(labels))
        if "结转下年度" in label or (label.startswith("四") and "结转" in label):
            self._done_3 = True
            self._zone = 30
        return True

    def _piece_3(self, labels: list[str]) -> None:
        """Text without figures: the rest of the label above, or the beginning of the next."""
        rows = self._collected.rows_3
        piece = "".join(labels)
        if rows and rows[-1].labels and exact_row("2021", rows[-1].labels[-1] + piece) >= 0:
            rows[-1].labels[-1] += piece
        else:
            self._piece = piece

    # table 4 --------------------------------------------------------------------------------

    def _add_row_4(self, row: list[GridCell], texts: list[int]) -> bool:
        labelled = any(is_label_4(row[i].text) for i in texts)
        if not labelled and len(row) - len(texts) < 5:
            return False
        if self._filled_4 >= SIZE:
            if labelled:
                self._collected.repeated.setdefault("四", row[0].place)
            return False
        self._zone = 4
        self._collected.rows_4.append(row)
        fields = fields_4(row)
        if any(cell.text.strip() for cell in fields):
            self._filled_4 += len(fields)
        return True


def is_title_2(text: str) -> bool:
    """Whether a line is 第二十条第（N）项, the title of a block of table 2."""
    return len(text) <= 30 and "二十条" in text and bool(_ARTICLE_20.fullmatch(fold(text)))


def _label_end(row: list[GridCell], states: list[State], texts: list[int]) -> int:
    """Index of the first data field: after the label texts, before the first value."""
    first_value = len(row)
    for i, state in enumerate(states):
        if state is not TEXT and state is not BLANK:
            first_value = i
            break
    if texts[-1] < first_value:
        end = texts[-1] + 1
        # words in the first data cell: then the label stands eight places from the end
        at = len(row) - 8
        if len(row) - end < 7 and at in texts and exact_row("2021", row[at].text) >= 0:
            behind = [row[i].text for i in texts if i > at]
            if all(leaf_scores("2021", text).score < _MIN_LABEL for text in behind):
                return at + 1
        return end
    # text after the first value: a label that follows a bare number, or words in a data cell
    for i in reversed(texts):
        if len(row) - i - 1 < 6:
            continue
        if i < first_value or leaf_scores("2021", row[i].text).score >= _MIN_LABEL:
            return i + 1
    return first_value
