"""Tables of bare lines, one cell each, with nothing to show the rows but the labels.

In text that a PDF was flattened to, figures may stand far from their labels, and nothing shows
where a blank cell was. There a table is read only where no figure is missing.
"""

from __future__ import annotations

from itertools import zip_longest

from gongkai.report.forms import FORMS
from gongkai.report.model import NOWHERE, Note, NoteCode
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from gongkai.report.read.labels import fold, heading_number, is_column_2, leaf_scores, row_2_name
from gongkai.report.read.remedies import is_label_4, is_outcome_4
from gongkai.report.read.text_lines import is_page_number
from gongkai.report.read.values import is_value

__all__ = ["bare_tables", "names_a_row"]


def bare_tables(document: Document) -> list[Para | Grid]:
    """Between sections two and five, runs of short bare lines are tables of one cell a line.

    Only where no table of another kind holds the rows: a run must have many values.
    """
    made: list[Para | Grid] = []
    run: list[Para] = []
    section = 0

    def flush() -> None:
        values = sum(map(_is_figures, run))
        known = section == 2 and values and any(row_2_name(p.text) for p in run)
        if (len(run) >= 6 and values >= len(run) // 3) or known:
            doubtful = _doubtful(run, section)
            document.notes += [_left_out(part, section) for part in doubtful]
            left_out = {line.place for part in doubtful for line in part if _is_figures(line)}
            made.append(_grid_of_run([line for line in run if line.place not in left_out]))
        else:
            made.extend(run)
        run.clear()

    for block in document.blocks:
        if isinstance(block, Para):
            number = heading_number(block.text)
            if number:
                flush()
                section = number
                made.append(block)
                continue
            if 2 <= section <= 4 and is_page_number(block.text):
                made.append(block)  # not a cell, and no end of the table either
                continue
            if 2 <= section <= 4 and len(block.text.strip()) <= 60 and "。" not in block.text:
                run.append(block)
                continue
        flush()
        made.append(block)
    flush()
    return made


def _is_figures(line: Para) -> bool:
    return all(is_value(text) for text in line.text.split())


def _is_scattered(run: list[Para]) -> bool:
    """Whether most figures have an empty line before the next: so converters part their columns."""
    lines = [p.place.line for p in run if _is_figures(p)]
    apart = sum(after - before > 1 for before, after in zip(lines, lines[1:], strict=False))
    return apart * 2 > len(lines)


def _doubtful(run: list[Para], section: int) -> list[list[Para]]:
    """The parts of a run whose figures need not be those of the labels before them."""
    scattered = _is_scattered(run)
    if section == 2:
        starts = [n for n, line in enumerate(run) if fold(line.text) == "信息内容"]
        blocks = [run[a:b] for a, b in zip_longest(starts, starts[1:])]
        return [block for block in blocks if not _is_whole_2(block, scattered)]
    if section == 4 or not scattered:
        return []
    counts = [sum(is_value(cell.text) for cell in row) for row in _grid_of_run(run).rows]
    whole = sum(counts) in [7 * len(form.rows) for form in FORMS] or len({*counts} - {0}) == 1
    return [] if whole else [run]


def _is_whole_2(block: list[Para], scattered: bool) -> bool:
    """Whether rows stand under all headings of a block; if scattered, with a figure for each."""
    columns = figures = 0
    in_row = in_head = False
    for line in block:
        if _is_figures(line):
            if in_head and scattered:
                return False
            figures += len(line.text.split())
            continue
        heading = is_column_2(line.text)
        if in_row and (figures != columns if scattered else heading and not figures):
            return False
        if heading and not in_head:
            columns = 0
        columns += heading
        in_head = heading
        in_row = bool(row_2_name(line.text))
        figures = 0
    return not (in_row and scattered) or figures == columns


def _left_out(run: list[Para], section: int) -> Note:
    table = "二三四"[section - 2]
    return Note(
        NoteCode.LEFT_OUT,
        f"表{table}转成文本后各数不在所属的行、列上，又缺空白的格，无法确定各属哪一格，"
        f"{sum(map(_is_figures, run))}个数未读入；请改用转换前的文件",
        run[0].place,
    )


def _grid_of_run(run: list[Para]) -> Grid:
    """Lines → rows: a label that follows values begins a new row."""
    rows: list[list[GridCell]] = []
    row: list[GridCell] = []
    had_values = False
    for line in run:
        texts = line.text.split()
        numeric = _is_figures(line)
        begins = had_values if not numeric else sum(is_outcome_4(c.text) for c in row) > 1
        if not numeric:
            # what stands behind a whole label without figures is not the rest of it
            # (总计 and 其他 are headings of columns too)
            last = fold(row[-1].text) if row and not had_values else ""
            whole = len(last) > 4 and names_a_row(last, 1.0)
            begins = begins or whole or _starts_row(line.text)
        if begins and row:
            rows.append(row)
            row, had_values = [], False
        if numeric:
            row.extend(GridCell(t, place=line.place) for t in texts)
            had_values = True
        else:
            row.append(GridCell(line.text, place=line.place))
    if row:
        rows.append(row)
    return Grid(rows, run[0].place if run else NOWHERE)


def _starts_row(text: str) -> bool:
    """Whether a bare line is a title or header of a table rather than a label's second half."""
    folded = fold(text)
    return (
        folded.startswith(("第二十条", "信息内容"))
        or bool(row_2_name(text))
        or is_label_4(text)
        and not is_outcome_4(text)
        or folded == "结果维持"
        or names_a_row(text, 1.0)
    )


def names_a_row(label: str, least: float = 0.9) -> bool:
    """Whether a label is one of table 3 in either form."""
    return any(leaf_scores(form.key, label).score >= least for form in FORMS)
