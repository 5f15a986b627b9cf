"""The statutory tables as they are printed: cut, merged, turned and labelled in many ways."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.report.forms import Form

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
