"""Reports of both forms in the layouts met in the wild, made from random figures.

A layout is a set of choices: how table 2 is cut, how table 3 names its rows and columns, how
table 4 is turned, and in which format it is handed over. Each comes with the truth, so that a
test can ask of every cell: is it right, or at least said to be unread?
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from gongkai.report.forms import Form
from gongkai.report.model import NoteCode, Report, State
from gongkai.report.read.assemble import assemble
from gongkai.report.read.blocks import Document, Grid, GridCell, Para
from tests.report.read.printed import TRADITIONAL

YEARS = {"2019": 2020, "2021": 2023}
TITLES = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)  # fmt: skip
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
BALANCE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


@dataclass(slots=True)
class Box:
    """A cell of a printed table: text, columns and rows covered."""

    text: str
    across: int = 1
    down: int = 1


Table = list[list[Box]]
Part = str | Table


# figures ------------------------------------------------------------------------------------


def figures(form: Form, rng: random.Random, blanks: float = 0.0) -> list[str]:
    """A text for each cell: mostly small numbers; `blanks` is the share of empty cells."""
    return [
        "" if rng.random() < blanks else str(rng.choice([0, 0, 0, 1, 2, 5, 17, 208]))
        for _ in form.cells
    ]


# table 2 ------------------------------------------------------------------------------------


def blocks_of_2(form: Form, values: Sequence[str]) -> list[Table]:
    """The small tables of section two: title, header, rows."""
    made: list[Table] = []
    for block in form.blocks:
        width = 1 + len(block.columns)
        table = [
            [Box(block.title.zh, width)],
            [Box("信息内容"), *(Box(c.zh) for c in block.columns)],
        ]
        table += [
            [Box(row.labels[0].zh), *(Box(values[i]) for i in row.cells)] for row in block.rows
        ]
        made.append(table)
    return made


def two_six(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    return list(blocks_of_2(form, values))


def two_captions(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """The titles stand above the tables as lines of text."""
    parts: list[Part] = []
    for table in blocks_of_2(form, values):
        parts += [table[0][0].text, table[1:]]
    return parts


def two_one(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """One table four columns wide: cells of narrow blocks are merged to fill it."""
    rows: Table = []
    for table in blocks_of_2(form, values):
        for row in table:
            if len(row) == 1:
                rows.append([Box(row[0].text, 4)])
            else:
                *rest, last = row
                rows.append([*rest, Box(last.text, 4 - len(rest))])
    return [rows]


def two_one_unmerged(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """One table, nothing merged: empty cells fill the rows."""
    rows: Table = []
    for table in blocks_of_2(form, values):
        rows += [[*row, *(Box("") for _ in range(4 - len(row)))] for row in
                 ([Box(b.text) for b in row] for row in table)]  # fmt: skip
    return [rows]


def two_beside(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """One table; the titles stand in a first column, merged down."""
    rows: Table = []
    for table in blocks_of_2(form, values):
        title, *rest = table
        rest[0].insert(0, Box(title[0].text, 1, len(rest)))
        rows += [[*row[:-1], Box(row[-1].text, max(1, 5 - len(row)))] for row in rest]
    return [rows]


def two_sets(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """The body itself first, then all of its area."""
    other = figures(form, random.Random(7))
    return [*blocks_of_2(form, values), "全市数据如下：", *blocks_of_2(form, other)]


def two_with_extra(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """A row and a table that are not the form's."""
    tables = blocks_of_2(form, values)
    for table in tables:
        width = len(table[1]) - 1
        table.append([Box("行政确认"), *(Box("77") for _ in range(width))])
    channels = [["渠道", "条数", "占比"], ["门户网站", "120", "60%"], ["微信", "80", "40%"]]
    return [*tables, [[Box(t) for t in row] for row in channels]]


def two_with_notes(form: Form, values: Sequence[str], rng: random.Random) -> list[Part]:
    """Unit lines, remark rows and empty rows between."""
    parts: list[Part] = []
    for table in blocks_of_2(form, values):
        width = table[0][0].across
        parts.append([
            [Box("单位：件", width)], *table[:2], [Box("", 1) for _ in range(width)], *table[2:],
            [Box("备注：以上数据按发文日期统计，截至2023年12月31日。", width)],
        ])  # fmt: skip
    return parts


# table 3 ------------------------------------------------------------------------------------


def columns_of_3(form: Form) -> list[str]:
    return [path[-1].zh for path in form.columns]


def head_official(labels: int) -> Table:
    return [
        [Box(BALANCE, labels, 3), Box("申请人情况", 7)],
        [Box("自然人", 1, 2), Box("法人或其他组织", 5), Box("总计", 1, 2)],
        [Box(t) for t in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]


def head_without_balance(labels: int) -> Table:
    rows = head_official(labels)
    rows[0][0].text = ""
    return rows


def head_flat(labels: int) -> Table:
    names = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    return [[Box("申请办理情况", labels), *(Box(t) for t in names)]]


def head_applicants_only(labels: int) -> Table:
    return [[Box("", labels), Box("申请人情况", 7)]]


def head_total_first(labels: int) -> Table:
    """总计 stands left of 自然人; `parts_of` moves the figures."""
    return [
        [Box(BALANCE, labels, 3), Box("申请人情况", 7)],
        [Box("总计", 1, 2), Box("自然人", 1, 2), Box("法人或其他组织", 5)],
        [Box(t) for t in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]


def head_extra_column(labels: int) -> Table:
    """An eighth column that the form does not have."""
    rows = head_official(labels)
    rows[0][1].across = 8
    rows[1].append(Box("上年数", 1, 2))
    return rows


def head_none(labels: int) -> Table:
    return []


def head_total_sum(labels: int) -> Table:
    rows = head_official(labels)
    rows[1][2].text = "合计"
    return rows


def rows_official(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """Three label columns, merged as the form prints them."""
    rows: Table = []
    outcomes = [r for r in form.rows if r.labels[0].id == "outcomes"]
    groups: dict[str, int] = {}
    for r in outcomes:
        if len(r.labels) == 3:
            groups[r.labels[1].id] = groups.get(r.labels[1].id, 0) + 1
    met: set[str] = set()
    for row in form.rows:
        labels: list[Box] = []
        if len(row.labels) == 1:
            labels.append(Box(row.labels[0].zh, 3))
        else:
            if "outcomes" not in met:
                met.add("outcomes")
                labels.append(Box(row.labels[0].zh, 1, len(outcomes)))
            if len(row.labels) == 2:
                labels.append(Box(row.labels[1].zh, 2))
            else:
                group = row.labels[1]
                if group.id not in met:
                    met.add(group.id)
                    labels.append(Box(group.zh, 1, groups[group.id]))
                labels.append(Box(row.labels[2].zh))
        rows.append([*labels, *(Box(values[i]) for i in row.cells)])
    return 3, rows


def rows_unmerged(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """Three label columns, nothing merged: group names once, empty cells below."""
    rows: Table = []
    before: tuple[str, ...] = ()
    for row in form.rows:
        labels = tuple(t.zh for t in row.labels)
        shown = ["" if before[: i + 1] == labels[: i + 1] else t for i, t in enumerate(labels)]
        shown += [""] * (3 - len(shown))
        rows.append([*(Box(t) for t in shown), *(Box(values[i]) for i in row.cells)])
        before = labels
    return 3, rows


def rows_repeated(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """Three label columns, group names on every row (a sheet with its merges filled)."""
    rows: Table = []
    for row in form.rows:
        labels = [t.zh for t in row.labels]
        labels += [labels[-1]] * (3 - len(labels))
        rows.append([*(Box(t) for t in labels), *(Box(values[i]) for i in row.cells)])
    return 3, rows


def rows_one_label(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """One label column; groups are rows of their own without figures."""
    rows: Table = []
    before: tuple[str, ...] = ()
    for row in form.rows:
        labels = tuple(t.zh for t in row.labels)
        for i, text in enumerate(labels[:-1]):
            if before[: i + 1] != labels[: i + 1]:
                rows.append([Box(text), *(Box("") for _ in range(7))])
        rows.append([Box(labels[-1]), *(Box(values[i]) for i in row.cells)])
        before = labels
    return 1, rows


def rows_joined(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """One label column that holds the whole path."""
    return 1, [
        [Box("".join(t.zh for t in row.labels)), *(Box(values[i]) for i in row.cells)]
        for row in form.rows
    ]


def rows_leaf(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """One label column with the leaf only."""
    return 1, [[Box(row.labels[-1].zh), *(Box(values[i]) for i in row.cells)] for row in form.rows]


def rows_vertical(form: Form, values: Sequence[str]) -> tuple[int, Table]:
    """The first column's vertical text comes out with a space between its letters."""
    labels, rows = rows_official(form, values)
    for row in rows:
        if row[0].text.startswith("三、"):
            row[0].text = " ".join(row[0].text)
    return labels, rows


# what befalls the rows of table 3 ----------------------------------------------------------


def _labels(row: list[Box]) -> list[Box]:
    return row[:-7]


def spaced_out(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            box.text = "　".join(box.text)
    return rows


def traditional(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            box.text = box.text.translate(TRADITIONAL)
    return rows


def cut_off(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            if len(box.text) > 6 and rng.random() < 0.4:
                box.text = box.text[: max(5, len(box.text) * 6 // 10)]
    return rows


def explained(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        labels = _labels(row)
        if labels and labels[-1].text and rng.random() < 0.4:
            labels[-1].text += rng.choice(["（件）", "（条例第三十六条第五项）", "①", "*", "："])
    return rows


def numbered_otherwise(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            box.text = (
                box.text.replace("（", "(")
                .replace("）", ")")
                .replace(".", rng.choice(["、", "．"]))
            )
    return rows


def without_numerals(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in _labels(row):
            text = box.text
            for mark in "、）.":
                head, found, rest = text.partition(mark)
                if found and len(head) <= 2:
                    text = rest
            box.text = text
    return rows


def empty_rows(rows: Table, rng: random.Random) -> Table:
    made: Table = []
    merged = any(box.down > 1 for row in rows for box in row)
    for row in rows:
        made.append(row)
        if rng.random() < 0.15 and not merged:
            made.append([Box("") for _ in row])
    return made


def remark_row(rows: Table, rng: random.Random) -> Table:
    return [*rows, [Box("备注：申请数量含上年结转。", 10)]]


def strange_row(rows: Table, rng: random.Random) -> Table:
    made = list(rows)
    strange = [Box("其中：涉及征地补偿的申请"), *(Box("9") for _ in range(7))]
    strange[0].across = 1
    at = next((i for i, row in enumerate(rows) if len(_labels(row)) == 1 and i > 3), 0)
    if not at:
        return rows
    made.insert(at + 1, strange)
    for row in made[:at]:
        for box in row:
            if box.down > 1 and made.index(row) + box.down > at:
                box.down += 1
    return made


def swapped(rows: Table, rng: random.Random) -> Table:
    """Two neighbours change places, labels and all."""
    made = list(rows)
    pairs = [
        i
        for i in range(3, len(rows) - 1)
        if len(_labels(rows[i])) == len(_labels(rows[i + 1])) == 1
        and rows[i][0].across == rows[i + 1][0].across
    ]
    i = rng.choice(pairs or [3])
    made[i], made[i + 1] = made[i + 1], made[i]
    return made


def value_lost(rows: Table, rng: random.Random) -> Table:
    """One cell of three rows is not there at all."""
    for i in rng.sample(range(len(rows)), 3):
        rows[i].pop(-rng.randint(1, 7))
    return rows


def decorated(rows: Table, rng: random.Random) -> Table:
    for row in rows:
        for box in row[-7:]:
            if box.text and rng.random() < 0.2:
                box.text = rng.choice(
                    [" {} ", "\u00a0{}", "{}　", "{}件", "{}①", "{}（件）"]
                ).format(box.text)
    return rows


TWISTS = {
    f.__name__: f
    for f in (
        spaced_out, traditional, cut_off, explained, numbered_otherwise, without_numerals,
        empty_rows, remark_row, strange_row, swapped, value_lost, decorated,
    )
}  # fmt: skip


# table 4 ------------------------------------------------------------------------------------


def of_4(form: Form, values: Sequence[str]) -> list[list[str]]:
    return [[values[i] for i in (*g.parts, g.total)] for g in form.groups]


def four_official(form: Form, values: Sequence[str]) -> list[Part]:
    return [[
        [Box("行政复议", 5), Box("行政诉讼", 10)],
        [*(Box(t, 1, 2) for t in OUTCOMES), Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
        [Box(t) for t in OUTCOMES * 2],
        [Box(v) for part in of_4(form, values) for v in part],
    ]]  # fmt: skip


def four_labelled(form: Form, values: Sequence[str]) -> list[Part]:
    """With a first column for the label of the row."""
    (table,) = four_official(form, values)
    assert not isinstance(table, str)
    table[0].insert(0, Box("类别", 1, 3))
    table[3].insert(0, Box("数量（件）"))
    return [table]


def four_rows(form: Form, values: Sequence[str]) -> list[Part]:
    """Three rows of five."""
    a, b, c = of_4(form, values)
    return [[
        [Box("", 2), *(Box(t) for t in OUTCOMES)],
        [Box("行政复议", 2), *(Box(v) for v in a)],
        [Box("行政诉讼", 1, 2), Box("未经复议直接起诉"), *(Box(v) for v in b)],
        [Box("复议后起诉"), *(Box(v) for v in c)],
    ]]  # fmt: skip


def four_turned(form: Form, values: Sequence[str]) -> list[Part]:
    """Outcomes down, kinds across."""
    parts = of_4(form, values)
    return [[
        [Box("", 1, 2), Box("行政复议", 1, 2), Box("行政诉讼", 2)],
        [Box("未经复议直接起诉"), Box("复议后起诉")],
        *([Box(t), *(Box(part[i]) for part in parts)] for i, t in enumerate(OUTCOMES)),
    ]]  # fmt: skip


def four_two_tables(form: Form, values: Sequence[str]) -> list[Part]:
    a, b, c = of_4(form, values)
    return [
        [[Box("行政复议", 5)], [Box(t) for t in OUTCOMES], [Box(v) for v in a]],
        [
            [Box("行政诉讼", 10)],
            [Box("未经复议直接起诉", 5), Box("复议后起诉", 5)],
            [Box(t) for t in OUTCOMES * 2],
            [Box(v) for v in (*b, *c)],
        ],
    ]


def four_stacked(form: Form, values: Sequence[str]) -> list[Part]:
    """One table of five columns: each kind has its title, its header and its row."""
    a, b, c = of_4(form, values)
    rows: Table = [[Box("行政复议", 5)], [Box(t) for t in OUTCOMES], [Box(v) for v in a]]
    rows.append([Box("行政诉讼", 5)])
    for title, part in (("未经复议直接起诉", b), ("复议后起诉", c)):
        rows += [[Box(title, 5)], [Box(t) for t in OUTCOMES], [Box(v) for v in part]]
    return [rows]


def four_long(form: Form, values: Sequence[str]) -> list[Part]:
    """A list: one line for each of the fifteen."""
    names = [
        ("行政复议", "行政复议"),
        ("行政诉讼", "未经复议直接起诉"),
        ("行政诉讼", "复议后起诉"),
    ]
    rows: Table = []
    for (top, name), part in zip(names, of_4(form, values), strict=True):
        for n, (outcome, v) in enumerate(zip(OUTCOMES, part, strict=True)):
            first = [Box(top, 1, 5), Box(name, 1, 5)] if n == 0 else []
            rows.append([*first, Box(outcome), Box(v)])
    return [rows]


# whole reports ------------------------------------------------------------------------------

TWO = {
    f.__name__: f
    for f in (
        two_six,
        two_captions,
        two_one,
        two_one_unmerged,
        two_with_notes,
        two_beside,
        two_sets,
        two_with_extra,
    )
}
HEADS = {
    f.__name__: f
    for f in (
        head_official, head_without_balance, head_flat, head_applicants_only, head_none,
        head_total_sum, head_total_first, head_extra_column,
    )
}  # fmt: skip
ROWS = {
    f.__name__: f
    for f in (
        rows_official, rows_unmerged, rows_repeated, rows_one_label, rows_joined, rows_leaf,
        rows_vertical,
    )
}  # fmt: skip
FOUR = {
    f.__name__: f
    for f in (
        four_official, four_labelled, four_rows, four_turned, four_two_tables, four_stacked,
        four_long,
    )
}  # fmt: skip


@dataclass(slots=True)
class Layout:
    """The choices that make a printed report."""

    two: str = "two_six"
    head: str = "head_official"
    rows: str = "rows_official"
    four: str = "four_official"
    cut: int = 0  # table 3 is cut behind that many of its rows
    head_again: bool = False
    twists: tuple[str, ...] = ()
    prose: list[str] = field(default_factory=lambda: ["我局认真做好公开工作，效果明显。"])


def parts_of(form: Form, values: Sequence[str], layout: Layout, rng: random.Random) -> list[Part]:
    """A report as lines and tables."""
    parts: list[Part] = [f"云州市水务局{YEARS[form.key]}年政府信息公开工作年度报告"]
    parts += [TITLES[0], *layout.prose, TITLES[1]]
    parts += TWO[layout.two](form, values, rng)
    parts.append(TITLES[2])
    labels, rows = ROWS[layout.rows](form, values)
    if layout.head == "head_total_first":
        rows = [[*row[:-7], row[-1], *row[-7:-1]] for row in rows]
    for twist in layout.twists:
        rows = TWISTS[twist](rows, rng)
    if layout.head == "head_extra_column":
        for row in rows:
            if len(row) > 7:
                full = any(box.text for box in row)
                row.append(Box(str(rng.choice([0, 3, 44])) if full else ""))
    head = HEADS[layout.head]
    if layout.cut:
        again = head(labels) if layout.head_again else []
        parts += [head(labels) + cut_above(rows, layout.cut), again + cut_below(rows, layout.cut)]
    else:
        parts.append(head(labels) + rows)
    parts.append(TITLES[3])
    parts += FOUR[layout.four](form, values)
    parts += [TITLES[4], "问题是更新慢。", TITLES[5], "无。"]
    return parts


def cut_above(rows: Table, at: int) -> Table:
    return [
        [Box(b.text, b.across, min(b.down, at - i)) for b in row] for i, row in enumerate(rows[:at])
    ]


def cut_below(rows: Table, at: int) -> Table:
    """What comes on the next page: cells merged down over the cut go on without text."""
    held: list[tuple[int, Box]] = []
    for row, at_row in zip(rows[:at], range(at), strict=True):
        for n, b in enumerate(row):
            if at_row + b.down > at:
                held.append((n, Box("", b.across, at_row + b.down - at)))
    first = [b for _, b in held] + rows[at]
    return [first, *rows[at + 1 :]] if rows[at:] else []


# formats ------------------------------------------------------------------------------------


def placed(table: Table) -> Iterator[list[tuple[int, Box]]]:
    """Rows with the column of each cell that begins in them."""
    taken: dict[int, int] = {}
    for n, row in enumerate(table):
        column = 0
        made = []
        for box in row:
            while taken.get(column, 0) > n:
                column += 1
            made.append((column, box))
            for c in range(column, column + box.across):
                taken[c] = n + box.down
            column += box.across
        yield made


def as_blocks(parts: Sequence[Part]) -> Document:
    """As the readers of DOCX, HTML and XLSX hand it over."""
    document = Document(format="made")
    for part in parts:
        if isinstance(part, str):
            document.blocks.append(Para(part))
        elif part:
            document.blocks.append(
                Grid([[GridCell(b.text, c, b.across) for c, b in row] for row in placed(part)])
            )
    return document


def as_html(parts: Sequence[Part], *, framed: bool = False, padded: bool = False) -> bytes:
    """A page; `framed`: all in one layout table; `padded`: as Word and editors export it."""
    made = []
    for part in parts:
        if isinstance(part, str):
            made.append(f'<p style="text-indent:2em"><span>{escape(part)}</span></p>')
            continue
        rows = []
        for row in part:
            cells = []
            for b in row:
                text = escape(b.text) or ("&nbsp;" if padded else "")
                if padded:
                    text = f'<p align="center"><span style="font-size:9pt">\n  {text}</span></p>'
                spans = (f' colspan="{b.across}"' if b.across > 1 else "") + (
                    f' rowspan="{b.down}"' if b.down > 1 else ""
                )
                cells.append(f"<td{spans}>{text}</td>")
            rows.append("<tr>" + "".join(cells) + "</tr>")
        made.append("<table border=1><tbody>" + "\n".join(rows) + "</tbody></table>")
    body = "\n".join(made)
    if framed:
        body = f"<table><tr><td>首页 &gt; 公开</td></tr><tr><td>{body}</td></tr></table>"
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def as_docx(parts: Sequence[Part]) -> bytes:
    """A Word file with real merges."""
    import docx

    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        rows = list(placed(part))
        width = max((c + b.across for row in rows for c, b in row), default=0)
        if not width:
            continue
        table = document.add_table(len(rows), width)
        grid = [list(table.row_cells(r)) for r in range(len(rows))]
        for r, row in enumerate(rows):
            for c, b in row:
                cell = grid[r][c]
                if b.across > 1 or b.down > 1:
                    end = min(r + b.down, len(rows)) - 1
                    cell = cell.merge(grid[end][c + b.across - 1])
                cell.text = b.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_tab_rows(parts: Sequence[Part]) -> str:
    """One row a line; merged cells keep their width as empty fields."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        width = max((c + b.across for row in placed(part) for c, b in row), default=0)
        for row in placed(part):
            fields = [""] * width
            for c, b in row:
                fields[c] = b.text
            lines.append("\t".join(fields))
        lines.append("")
    return "\n".join(lines)


def as_copied_rows(parts: Sequence[Part]) -> str:
    """As a browser copies: one row a line, merged cells without their width."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            lines += ["\t".join(b.text for b in row) for row in part] + [""]
    return "\n".join(lines)


def as_tab_cells(parts: Sequence[Part]) -> str:
    """One cell a line behind a TAB, an empty line after each row."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            for row in part:
                lines += [f"\t{b.text}" for b in row] + [""]
            lines.append("")
    return "\n".join(lines)


def as_bare_cells(parts: Sequence[Part]) -> str:
    """One cell a line, nothing else; empty cells leave an empty line."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [b.text for row in part for b in row]
    return "\n".join(lines)


def as_bare_cells_apart(parts: Sequence[Part]) -> str:
    """One cell a line with an empty line behind each; empty cells are lost."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
        else:
            for row in part:
                for b in row:
                    lines += [b.text, ""] if b.text else []
    return "\n".join(lines)


def as_single_spaces(parts: Sequence[Part]) -> str:
    """As copied from a PDF: the cells of a row held apart by one space; empty cells are lost."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [" ".join(b.text for b in row if b.text) for row in part]
    return "\n".join(lines)


def as_wide_spaces(parts: Sequence[Part]) -> str:
    """As pdftotext -layout prints it: columns held apart by blanks; empty cells are blanks."""
    from unicodedata import east_asian_width

    def cells(text: str) -> int:
        return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)

    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        rows = list(placed(part))
        widths: dict[int, int] = {}
        for row in rows:
            for c, b in row:
                if b.across == 1:
                    widths[c] = max(widths.get(c, 4), cells(b.text) + 3)
        for row in rows:
            line, at = "", 0
            for c, b in row:
                start = sum(widths.get(k, 4) for k in range(c))
                line += " " * max(start - at, 2 if line else 0) + b.text
                at = cells(line)
            lines.append(line)
        lines.append("")
    return "\n".join(lines)


def as_bars(parts: Sequence[Part]) -> str:
    """Markdown."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines += [part, ""]
            continue
        width = max((c + b.across for row in placed(part) for c, b in row), default=0)
        for n, row in enumerate(placed(part)):
            fields = [""] * width
            for c, b in row:
                fields[c] = b.text
            lines.append("| " + " | ".join(fields) + " |")
            if n == 0:
                lines.append("|" + "---|" * width)
        lines.append("")
    return "\n".join(lines)


def _html(data: bytes) -> Document:
    from gongkai.report.read.html import read

    return read(data)


def _docx(data: bytes) -> Document:
    from gongkai.report.read.docx import read

    return read(data)


def _text(text: str) -> Document:
    from gongkai.report.read.text import read_text

    return read_text(text)


FORMATS: dict[str, Callable[[Sequence[Part]], Document]] = {
    "blocks": as_blocks,
    "html": lambda parts: _html(as_html(parts)),
    "html framed": lambda parts: _html(as_html(parts, framed=True)),
    "html padded": lambda parts: _html(as_html(parts, padded=True)),
    "docx": lambda parts: _docx(as_docx(parts)),
    "tab rows": lambda parts: _text(as_tab_rows(parts)),
    "copied rows": lambda parts: _text(as_copied_rows(parts)),
    "tab cells": lambda parts: _text(as_tab_cells(parts)),
    "bare cells": lambda parts: _text(as_bare_cells(parts)),
    "bare cells apart": lambda parts: _text(as_bare_cells_apart(parts)),
    "single spaces": lambda parts: _text(as_single_spaces(parts)),
    "wide spaces": lambda parts: _text(as_wide_spaces(parts)),
    "bars": lambda parts: _text(as_bars(parts)),
}


# judging ------------------------------------------------------------------------------------

_SAYS_UNREAD = {
    NoteCode.SHORT_ROW, NoteCode.LONG_ROW, NoteCode.UNKNOWN_ROW, NoteCode.MISSING_ROW,
    NoteCode.MISSING_TABLE, NoteCode.LEFT_OUT,
}  # fmt: skip


@dataclass(slots=True)
class Verdict:
    """What a reading got right, wrong, left out saying so, and left out silently (slugs)."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def judge(report: Report | None, form: Form, values: Sequence[str]) -> Verdict:
    """Hold a reading against the truth, cell by cell."""
    verdict = Verdict()
    if report is None:
        verdict.silent = [c.slug for c in form.cells]
        return verdict
    told = {i for n in report.notes if n.code in _SAYS_UNREAD for i in n.cells}
    # the figures of a short row stand where the header says, and the note says so
    short = {
        report.form.cells[n.cells[0]].row_path
        for n in report.notes
        if n.code is NoteCode.SHORT_ROW and n.cells
    }
    for where, value in zip(form.cells, values, strict=True):
        i = report.form.by_slug.get(where.slug)
        if i is None:
            verdict.silent.append(where.slug)
            continue
        cell = report.cells[i]
        if cell is not None and plain(cell.raw) == value:
            verdict.right += 1
        elif cell is not None and (where.row_path in short or cell.state is State.TEXT):
            verdict.said.append(where.slug)
        elif cell is not None:
            verdict.wrong.append(f"{where.slug}: {cell.raw!r} for {value!r}")
        elif i in told:
            verdict.said.append(where.slug)
        else:
            verdict.silent.append(where.slug)
    return verdict


def plain(raw: str) -> str:
    """A figure without what `decorated` put around it."""
    text = raw.strip().rstrip("件①（）")
    return "" if raw == "/" else text


def read_made(format: str, parts: Sequence[Part]) -> Report | None:
    """The one report in it, or None."""
    reports = assemble(FORMATS[format](parts), "云州市水务局.x")
    return reports[0] if len(reports) == 1 else None


def verdict_on(form: Form, seed: int, layout: Layout, format: str, blanks: float) -> Verdict:
    """Make a report, read it, judge it."""
    rng = random.Random(seed)
    values = figures(form, rng, blanks)
    return judge(read_made(format, parts_of(form, values, layout, rng)), form, values)
